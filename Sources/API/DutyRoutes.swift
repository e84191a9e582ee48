import Casework
import Law

extension APIRoutes {
    /// Reception duties, counted.
    var dutyRoutes: [Route] {
        [
            .get("reports/reception-duties", query: ["from", "to", "subordinates", "book"]) { [casework] call in
                let last = try call.query.day("to")
                let from = try call.query.day("from") ?? Month(of: last ?? casework.today).first
                return try Answer.json(
                    try await casework.duties.report(
                        from: from, to: last ?? Month(of: from).last, subordinates: try call.query.flag("subordinates") ?? false,
                        book: try call.query.id("book"), by: call.actor))
            }
        ]
    }
}
