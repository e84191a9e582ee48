import Casework
import HTTPTypes
import Hummingbird
import Law
import Synchronization

/// Where a petition stands, for whoever holds its receipt.
struct LookupPage: PageModel {
    static let template = TemplateName.lookup
    struct Stage: Sendable {
        var office: String
        var words: String
        var since: String
        var closed: Bool
    }
    var frame: Frame
    var field: Field
    var code: String?
    var stages: [Stage]
    var message: String?
}

extension WebRoutes {
    var lookupRoutes: [Route] {
        [
            Route.get("/tra-cuu", .open) { call in
                let typed = call.query["ma"]
                var model = LookupPage(
                    frame: frame(call.caller, title: "Tra cứu đơn", at: .lookup), field: Field(name: "ma", id: "ma", label: ""), code: nil,
                    stages: [], message: nil)
                var status = HTTPResponse.Status.ok
                if !typed.trimmed.isEmpty {
                    do {
                        try lookups.enter(call.client)
                        let view = try await casework.petitions.lookup(typed)
                        model.code = view.receiptCode
                        model.stages = view.stages.map {
                            LookupPage.Stage(office: $0.office, words: $0.words, since: $0.since.vietnamese, closed: $0.closed)
                        }
                    } catch let problem as Problem where problem.kind != .unavailable {
                        model.message = problem.message
                        status = Answer.status(problem.kind)
                    }
                }
                model.field =
                    FieldMaker(call.query).line(
                        "ma", "Mã biên nhận", required: true, help: "Ghi trên giấy biên nhận, ví dụ 7K3QX-9MA2B-4.", most: 40
                    ).focused
                return page(model, status: status)
            }
        ]
    }
}

extension Call {
    /// The client's address as the proxy in front gives it; without one, everybody is one client.
    var client: String {
        let forwarded = request.headers[HTTPField.Name("X-Forwarded-For")!] ?? ""
        return String(forwarded.split(separator: ",").last ?? "").trimmed
    }
}

/// Lets each client ask so many times a minute, so that codes cannot be guessed by trying.
final class LookupGate: Sendable {
    private struct Window {
        var minute: Int64 = 0
        var counts: [String: Int] = [:]
    }
    private let most: Int
    private let window = Mutex(Window())
    private let clock = ContinuousClock()
    private let start = ContinuousClock.now

    init(most: Int) { self.most = most }

    func enter(_ client: String) throws(Problem) {
        let minute = start.duration(to: clock.now).components.seconds / 60
        let allowed = window.withLock { window in
            if window.minute != minute || window.counts.count > 10_000 { window = Window(minute: minute) }
            window.counts[client, default: 0] += 1
            return window.counts[client, default: 0] <= most
        }
        if !allowed { throw Problem(.tooMany, code: "too_many_lookups", message: "Tra cứu quá nhiều lần. Xin thử lại sau một phút.") }
    }
}
