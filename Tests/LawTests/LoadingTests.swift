import Testing

@testable import Law

/// Each test breaks one word of a sound file; the message must name file, row and fault.
@Suite struct LoadingTests {
    @Test func soundFileLoads() throws {
        let version = try Small.version()
        #expect(version.id == "small@2026-07-01.1")
        #expect(version.states.map(\.name) == ["received", "sent", "closed"])
        #expect(version.state("sent")?.tags == [.processed, .waitingOther])
        #expect(version.state("sent")?.citizen == "Đã chuyển")
        let send = try #require(version.transitions.first { $0.event == "send" })
        #expect(send.takes.map(\.name) == ["recipient", "letter_number", "letter_date", "answer_by"])
        #expect(send.takes.map(\.required) == [true, true, true, false])
        #expect(send.permissions.count == 2 && send.permissions[1].relations == [.owner, .superior])
        #expect(send.ground == .basis("Luật A Đ.2") && send.certainty == .found)
        #expect(version.clock("A-4")?.amount == .setting("small.keep_years", default: 1))
        #expect(version.clock("A-4")?.ends == .lapse)
    }

    static let broken: [(String, String, String)] = [
        ("subject: petition", "subject: planet", "subject: unknown word 'planet'"),
        ("blocks: [no_open_referral]", "blocks: [no_such_guard]", "transitions[2] send.blocks[1]: unknown word 'no_such_guard'"),
        ("flags: [in_time]", "flag: [in_time]", "unknown key 'flag'"),
        ("to: sent\n", "to: nowhere\n", "send.to: unknown state 'nowhere'"),
        ("from: [received]\n    to: sent", "from: [recieved]\n    to: sent", "unknown state 'recieved'"),
        ("issues: [letter]", "issues: [lettre]", "unknown document 'lettre'"),
        ("recipient: organisation!", "recipient: organization!", "unknown type 'organization'"),
        ("kind: choice(complaint|denunciation|feedback)!", "kind: choice(complaint||feedback)!", "a choice is empty"),
        ("stop: [A-1]", "stop: [A-9]", "unknown clock 'A-9'"),
        ("when: kind_denunciation", "when: kind_poem", "unknown word 'kind_poem'"),
        ("roles: [system], relation: none", "roles: [system], relation: owner", "relation none"),
        ("roles: [clerk, officer], relation: owner", "roles: [clerk, officer], relation: none", "relation other than none"),
        ("roles: [clerk, officer], relation: owner", "roles: [clerk, boss], relation: owner", "unknown word 'boss'"),
        ("offices: [people_council, party_office]", "offices: [palace]", "unknown word 'palace'"),
        ("internal: không cần luật", "certainty: found", "neither basis nor internal"),
        ("internal: không cần luật", "internal: x\n    basis: y", "both basis and internal"),
        ("certainty: found", "certainty: surely", "unknown word 'surely'"),
        ("amount: 10, unit: working_days", "amount: ten, unit: working_days", "expected a whole number"),
        ("unit: years, ends: lapse", "unit: decades, ends: lapse", "unknown word 'decades'"),
        ("until: answer_by", "until: answer_by, unit: months", "'until', or"),
        ("tags: [closed]", "tags: [done]", "unknown word 'done'"),
        ("final: true", "final: maybe", "expected true or false"),
        ("effective: {from: 2026-07-01}", "effective: {from: 01/07/2026}", "expected a date"),
        ("effective: {from: 2026-07-01}", "effective: {from: 2026-08-01}", "must be called small@2026-08-01.yaml"),
        ("title: Vào sổ", "title: Vào sổ\n    title: Vào sổ lần nữa", "duplicate key: title"),
        ("letter_date: date!", "letter_date: date!, letter_date: text", "duplicate key: letter_date"),
        ("  closed:   {title: Đã kết thúc,", "  new: {title: Mới,", "'new' is not a name"),
        ("from: [new]\n    to: received", "from: [new]\n    to: same", "cannot stay in 'new'"),
        ("title: Vào sổ", "title: [Vào sổ]", "expected a text"),
        ("documents: {letter: Phiếu chuyển đơn}", "documents: [letter]", "documents: expected a mapping"),
        ("subject: petition", "subject: petition\nsettles: {kinds: [poem], offices: [department], basis: x}", "unknown word 'poem'"),
        ("subject: petition", "subject: petition\nsettles: {kinds: [complaint], offices: [department]}", "neither basis nor internal"),
        ("subject: petition", "subject: petition\nsettles: {kinds: [], offices: [department], basis: x}", "settles nothing"),
        ("subject: petition", "subject: petition\nsettings: {a.days: {title: A, default: 4000, internal: x}}", "from 0 to 3660"),
        ("subject: petition", "subject: petition\nsettings: {a.days: {title: A, default: 4}}", "'internal' is missing"),
    ]

    @Test(arguments: broken)
    func brokenWord(_ old: String, _ new: String, _ message: String) throws {
        let source = try Small.text(old, new)
        let error = #expect(throws: LawMistakes.self) { try Rulebook([source]) }
        let text = error?.description ?? ""
        #expect(text.contains(message), "\(text)")
        #expect(text.hasPrefix("small@2026-07-01.yaml:"))
    }

    @Test func namesTheLine() throws {
        let source = try Small.text("blocks: [no_open_referral]", "blocks: [no_such_guard]")
        let line = try #require(
            source.text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("no_such_guard") })
        let error = #expect(throws: LawMistakes.self) { try Rulebook([source]) }
        #expect(error?.mistakes.map(\.line) == [line + 1])
    }

    @Test func allMistakesAtOnce() throws {
        let error = #expect(throws: LawMistakes.self) {
            try Rulebook([
                Small.text("subject: petition", "subject: planet"), ProcedureText(file: "b@2026-07-01.yaml", text: "a: [1"),
                ProcedureText(file: "c@2026-07-01.yaml", text: ""),
            ])
        }
        #expect(error?.mistakes.map(\.file) == ["small@2026-07-01.yaml", "b@2026-07-01.yaml", "c@2026-07-01.yaml"])
    }

    @Test func versionsByEffectiveDate() throws {
        let later = try Small.text("2026-07-01", "2027-01-01", file: "small@2027-01-01.yaml")
        let rulebook = try Rulebook([later, Small.text()])
        #expect(rulebook.version(of: "small", on: Day(2026, 6, 30)) == nil)
        #expect(rulebook.version(of: "small", on: Day(2026, 12, 31))?.from == Day(2026, 7, 1))
        #expect(rulebook.version(of: "small", on: Day(2027, 1, 1))?.from == Day(2027, 1, 1))
        #expect(rulebook.version(id: "small@2027-01-01.1") != nil)
        #expect(rulebook.procedures == ["small"])
    }

    @Test func rowsUnfoldStatesRolesAndRelations() throws {
        let rows = try Small.version().rows
        #expect(rows.filter { $0.event == "register" }.map(\.role) == [.clerk, .officer])
        let send = rows.filter { $0.event == "send" }
        #expect(send.count == 3)
        #expect(send.allSatisfy { $0.offices == [.peopleCouncil, .partyOffice] && $0.to == "sent" })
        #expect(rows.filter { $0.event == "deadline_passed" }.map(\.to) == ["received", "sent"])
        #expect(Set(rows).count == rows.count)
    }
}
