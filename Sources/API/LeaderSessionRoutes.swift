import Casework
import Law

extension APIRoutes {
    /// What surrounds a leader's session.
    var leaderSessionRoutes: [Route] {
        [
            .get("sessions/{id}/appointments") { [casework] call in
                try Answer.list(try await casework.leaderSessions.appointments(of: try call.id("buổi tiếp"), by: call.actor))
            },
            .post("sessions/{id}/appointments") { [casework] call in
                let made = try await casework.leaderSessions.register(
                    try await call.body(AppointmentDraft.self), in: try call.id("buổi tiếp"), key: call.key, by: call.actor)
                return try Answer.created(made, at: nil)
            },
            .post("appointments/{id}/outcome") { [casework] call in
                let asked = try await call.body(OutcomeRequest.self)
                return try Answer.created(
                    try await casework.leaderSessions.close(
                        try call.id("lượt đăng ký"), as: asked.state, key: call.key, by: call.actor), at: nil)
            },
            .get("sessions/{id}/invitations") { [casework] call in
                try Answer.list(try await casework.leaderSessions.invitations(of: try call.id("buổi tiếp"), by: call.actor))
            },
            .post("sessions/{id}/invitations") { [casework] call in
                let made = try await casework.leaderSessions.invite(
                    try await call.body(InvitationDraft.self), to: try call.id("buổi tiếp"), key: call.key, by: call.actor)
                return try Answer.created(made, at: nil)
            },
            .post("sessions/{id}/invitation-letter") { [casework] call in
                let numbered = try await casework.leaderSessions.number(
                    try await call.body(InvitationNumbering.self), in: try call.id("buổi tiếp"), key: call.key, by: call.actor)
                return try Answer.created(Page(items: numbered, next: nil), at: nil)
            },
            .post("invitations/{id}/reply") { [casework] call in
                let made = try await casework.leaderSessions.reply(
                    try await call.body(InvitationReply.self), to: try call.id("giấy mời"), key: call.key, by: call.actor)
                return try Answer.created(made, at: nil)
            },
            .get("sessions/{id}/points") { [casework] call in
                try Answer.list(try await casework.leaderSessions.points(of: try call.id("buổi tiếp"), by: call.actor))
            },
            .post("sessions/{id}/points") { [casework] call in
                let made = try await casework.leaderSessions.decide(
                    try await call.body(ConclusionPointDraft.self), in: try call.id("buổi tiếp"), key: call.key, by: call.actor)
                return try Answer.created(made, at: nil)
            },
            .post("points/{id}/removal") { [casework] call in
                _ = try await call.body(NoWords.self)
                let left = try await casework.leaderSessions.remove(
                    point: try call.id("điểm kết luận"), key: call.key, by: call.actor)
                return try Answer.created(Page(items: left, next: nil), at: nil)
            },
            .get("sessions/{id}/notice") { [casework] call in
                try Answer.json(try await casework.leaderSessions.notice(of: try call.id("buổi tiếp"), by: call.actor))
            },
            .get("sessions/{id}/open-tasks") { [casework] call in
                try Answer.list(try await casework.leaderSessions.openTasks(besides: try call.id("buổi tiếp"), by: call.actor))
            },
            .get("matters/{id}/brief") { [casework] call in
                try Answer.json(try await casework.leaderSessions.brief(of: try call.id("vụ việc"), by: call.actor))
            },
        ]
    }
}

private struct OutcomeRequest: Decodable {
    var state: String
}

/// An empty object.
private struct NoWords: Decodable {}
