import Casework
import Law

extension APIRoutes {
    /// Cases: what they are, their journal and deadlines, their steps.
    var caseRoutes: [Route] {
        [
            .get("cases", query: ["procedure", "subject", "state", "open", "overdue", "organisation", "cursor", "limit"]) {
                [casework] call in
                let filter = CaseFilter(
                    procedure: call.query.text("procedure"), subject: try call.query.code("subject", as: Subject.self)?.rawValue,
                    state: call.query.text("state"), open: try call.query.flag("open"), overdue: try call.query.flag("overdue"),
                    organisation: try call.query.id("organisation"), cursor: call.query.text("cursor"), limit: try call.query.limit())
                return try Answer.json(try await casework.cases.list(filter, by: call.actor))
            },
            .get("cases/{id}") { [casework] call in
                try Answer.json(try await casework.cases.caseFile(try call.id("hồ sơ"), by: call.actor))
            },
            .get("cases/{id}/events") { [casework] call in
                try Answer.list(try await casework.cases.journal(try call.id("hồ sơ"), by: call.actor))
            },
            .post("cases/{id}/events") { [casework] call in
                let draft = try await call.body(EventDraft.self)
                let id = try call.id("hồ sơ")
                return try Answer.created(
                    try await casework.cases.step(id, draft, key: call.key, by: call.actor), at: "/api/v1/cases/\(id)/events")
            },
            .get("cases/{id}/clocks") { [casework] call in
                try Answer.list(try await casework.cases.clocks(try call.id("hồ sơ"), by: call.actor))
            },
            .get("cases/{id}/entry", query: ["position"]) { [casework] call in
                let position = try call.query.id("position").map { Int(min($0, 10_000)) }
                return try Answer.json(try await casework.cases.standingEntry(try call.id("hồ sơ"), position: position, by: call.actor))
            },
            .post("cases/{id}/directions") { [casework] call in
                let asked = try await call.body(DirectionDraft.self)
                return try Answer.created(
                    try await casework.cases.addDirection(try call.id("hồ sơ"), asked, key: call.key, by: call.actor), at: nil)
            },
        ]
    }

    /// Petitions between offices.
    var referralRoutes: [Route] {
        [
            .get("referrals", query: ["direction", "state", "open", "overdue", "organisation", "cursor", "limit"]) { [casework] call in
                let incoming = try call.query.choice("direction", of: ["in", "out"], default: "in") == "in"
                return try Answer.json(
                    try await casework.referrals.list(
                        incoming: incoming, open: try call.query.flag("open"), overdue: try call.query.flag("overdue") ?? false,
                        state: call.query.text("state"), organisation: try call.query.id("organisation"),
                        cursor: call.query.text("cursor"), limit: try call.query.limit(), by: call.actor))
            },
            .get("referrals/{id}") { [casework] call in
                try Answer.json(try await casework.referrals.referral(try call.id("đơn chuyển"), by: call.actor))
            },
        ]
    }
}
