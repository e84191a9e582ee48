import Casework

extension APIRoutes {
    /// Persons of the office: who is the same, and who is not.
    var personRoutes: [Route] {
        [
            .get("persons/{id}") { [casework] call in
                try Answer.json(try await casework.persons.person(try call.id("người này"), by: call.actor))
            },
            .post("persons/{id}/merges") { [casework] call in
                let asked = try await call.body(MergeRequest.self)
                let merge = try await casework.persons.merge(
                    asked.other, into: try call.id("người này"), reason: asked.reason, key: call.key, by: call.actor)
                return try Answer.created(merge, at: "/api/v1/persons/\(merge.kept)")
            },
            .post("persons/{id}/partings") { [casework] call in
                let asked = try await call.body(PartRequest.self)
                let parted = try await casework.persons.part(
                    try asked.parting, of: try call.id("người này"), reason: asked.reason, key: call.key, by: call.actor)
                return try Answer.created(parted, at: "/api/v1/persons/\(parted.other)")
            },
        ]
    }

    /// Answers on the telephone. Asked by POST, so that no name ends up in a proxy's log.
    var enquiryRoutes: [Route] {
        [
            .post("enquiries") { [casework] call in
                let asked = try await call.body(EnquiryDraft.self)
                return try Answer.created(try await casework.enquiries.ask(asked, key: call.key, by: call.actor), at: nil)
            },
            .get("enquiries", query: ["cursor", "limit"]) { [casework] call in
                try Answer.json(
                    try await casework.enquiries.log(
                        cursor: call.query.text("cursor"), limit: try call.query.limit(), by: call.actor))
            },
        ]
    }
}

private struct MergeRequest: Decodable {
    var other: Int64
    var reason: String
}

/// One of the two: a merge to take back, or an entry to take out.
private struct PartRequest: Decodable {
    var merge: Int64?
    var party: Int64?
    var reason: String

    var parting: Parting {
        get throws(Problem) {
            switch (merge, party) {
            case (let merge?, nil): return .merge(merge)
            case (nil, let party?): return .party(party)
            default: throw Problem.invalid("party", "one_of_two", "Ghi một lần ghép cần gỡ hoặc một mục cần tách.")
            }
        }
    }
}
