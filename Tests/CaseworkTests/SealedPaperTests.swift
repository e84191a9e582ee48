import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Papers of a denunciation go to their addressees, and nobody's name or address is typed for it (Luật Tố cáo Đ.9, Đ.56).
@Suite struct SealedPaperTests {
    private let name = "Bà Trần Thị X"

    private func denunciation(_ world: TestWorld) async throws -> Int64 { try await world.classified(world.draft(.denunciation)).caseID }

    /// A notice of transfer for the denouncer, issued beside its letter.
    private func issued(_ office: PaperOffice, _ own: Int64) async throws -> DraftMoved {
        let ubnd = office.world.office("ubnd")
        _ = try await office.issue(
            office.signed(own, "refer", "transfer_letter", ["recipient": .number(ubnd)]) { $0.organisation = ubnd }, "15/CV")
        return try await office.issue(office.signed(own, "refer", "transfer_notice") { $0.party = .denouncer }, "16/TB")
    }

    @Test func `no name is taken when a paper is drafted`() async throws {
        try await TestWorld.lease { world in
            let own = try await denunciation(world)
            var new = NewDocument(caseID: own, event: "refer", form: "transfer_notice", title: "Thông báo chuyển đơn")
            new.addressee = name
            let desk = world.casework.documents
            let officer = world.actor("hdnd.officer")
            let before = try await world.everything()
            let named = new
            let refused = try await problem { try await desk.write(named, key: nil, by: officer) }
            #expect(refused?.errors.map(\.code) == ["name_not_stored"] && refused?.errors.first?.field == "addressee")
            new.addressee = nil
            new.party = .denouncer
            new.organisation = world.office("ubnd")
            let both = new
            let two = try await problem { try await desk.write(both, key: nil, by: officer) }
            #expect(two?.errors.map(\.code) == ["one_of_two"])
            let after = try await world.everything()
            #expect(after == before)
            new.organisation = nil
            let made = try await desk.write(new, key: nil, by: officer)
            let view = try await desk.draft(made.id, by: officer)
            #expect(view.sealed && view.party == .denouncer)
            #expect(view.addressee == "Người tố cáo (bí danh Người tố cáo A, hồ sơ giấy số TC-01)")
            var again = DocumentContent(title: "Thông báo chuyển đơn", expectedRevision: made.revision)
            again.addressee = name
            let rewritten = again
            let late = try await problem { try await desk.rewrite(made.id, rewritten, key: nil, by: officer) }
            #expect(late?.errors.map(\.code) == ["name_not_stored"])
            // Any other paper names whom it is for, and nobody else is sealed.
            let open = try await world.classified(world.draft()).caseID
            var plain = NewDocument(caseID: open, event: "refer", form: "transfer_notice", title: "Thông báo")
            plain.party = .denouncer
            let sealed = plain
            let not = try await problem { try await desk.write(sealed, key: nil, by: officer) }
            #expect(not?.errors.map(\.code) == ["not_a_denunciation"])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func `no name and no address is taken when it is sent`() async throws {
        try await TestWorld.lease { world in
            let office = try await PaperOffice.open(world)
            let own = try await denunciation(world)
            let notice = try await issued(office, own)
            let desk = world.casework.documents
            func send(_ change: (inout DispatchDraft) -> Void) async throws -> DraftMoved {
                var draft = DispatchDraft(expectedRevision: notice.revision, means: .registeredPost)
                change(&draft)
                return try await desk.dispatch(notice.id, draft, key: nil, by: office.records)
            }
            let before = try await world.everything()
            let named = try await problem { try await send { $0.addressee = name } }
            #expect(named?.errors.map(\.code) == ["name_not_stored"])
            let addressed = try await problem {
                try await send {
                    $0.party = .denouncer
                    $0.address = "Thôn Đông, xã Hồng Nam"
                }
            }
            #expect(addressed?.errors.map(\.code) == ["address_not_stored"] && addressed?.errors.first?.field == "address")
            let nobody = try await problem { try await send { _ in } }
            #expect(nobody?.errors.map(\.code) == ["required"] && nobody?.errors.first?.field == "party")
            let after = try await world.everything()
            #expect(after == before)
            let sent = try await send { $0.party = .denouncer }
            let pile = try await desk.envelopes([try #require(sent.dispatch)], by: office.records)
            #expect(pile.dispatches.map(\.party) == [.denouncer] && pile.dispatches.map(\.address) == [""])
            let stored = try await world.count(
                "select count(*)::int from tiepdan.dispatch where addressee like '%Trần%' or address <> ''")
            #expect(stored == 0)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }
}
