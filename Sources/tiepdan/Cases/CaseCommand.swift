import ArgumentParser
import Casework
import Foundation
import Law

struct CaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Acts on a case in an officer's name.", subcommands: [CaseStep.self])
}

struct CaseStep: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "step", abstract: "Takes one step of a case, as the officer named; the installation's chain notes who typed it.")

    @OptionGroup var acting: ActingOptions
    @Argument(help: "Id of the case.") var id: Int64
    @Argument(help: "Event, for example classify.") var event: String
    @Option(name: .customLong("fact"), help: "A fact, name=value; may be given several times.") var facts: [String] = []
    @Option(help: "When it happened (default: today).") var on: Day?
    @Option(help: "The sequence of the case you saw; the step is refused when it has moved since.") var expect: Int

    func validate() throws { _ = try parsed() }

    /// Values stay text; the case desk gives them the type that the procedure asks for.
    private func parsed() throws -> [String: FactInput] {
        var parsed: [String: FactInput] = [:]
        for fact in facts {
            guard let split = fact.firstIndex(of: "="), split > fact.startIndex else {
                throw ValidationError("--fact is name=value, not '\(fact)'")
            }
            let name = String(fact[..<split])
            if parsed.updateValue(.text(String(fact[fact.index(after: split)...])), forKey: name) != nil {
                throw ValidationError("--fact \(name) is given twice")
            }
        }
        return parsed
    }

    func run() async throws {
        let facts = try parsed()
        try await acting.open { place, officer in
            try await place.note(officer, ActedStep(case: id, event: event, expectedSequence: expect, unixUser: NSUserName()))
            let draft = EventDraft(event: event, occurredOn: on, facts: facts.isEmpty ? nil : facts, expectedSequence: expect)
            let step = try await place.casework.cases.step(id, draft, key: nil, by: .officer(officer))
            if acting.common.json { return try Screen.show(step) }
            Screen.say("case \(step.caseID) is at \(step.sequence): \(step.state), \(step.stateTitle)")
            for breach in step.breaches { Screen.say("recorded breach: \(breach)") }
            for (what, id) in step.created.sorted(by: { $0.key < $1.key }) { Screen.say("\(what): \(id)") }
        }
    }
}

/// What the installation's chain says of a step in another's name.
private struct ActedStep: Encodable {
    var `case`: Int64
    var event: String
    var expectedSequence: Int
    var unixUser: String
}
