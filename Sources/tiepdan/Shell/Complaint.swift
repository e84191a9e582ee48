import Casework
import Law
import Postgres
import Settings

/// A failure the operator can act on, in one line.
struct Complaint: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// What stands on standard error for any failure: one line, no stack.
    static func text(_ error: any Error) -> String {
        let text =
            switch error {
            case let problem as Problem: problemText(problem)
            case let settings as SettingsError: "settings: " + settings.mistakes.map { "\($0)" }.joined(separator: "; ")
            case let error as PostgresError: "database: \(error)"
            case let stopped as RedatingDesk.Interrupted:
                "stopped after \(stopped.checked) deadlines, \(stopped.moved) of them moved: \(Self.text(stopped.cause)); "
                    + "`tiepdan calendar redate` goes on"
            case let mistakes as LawMistakes: mistakes.mistakes.map(\.description).joined(separator: "; ")
            default: "\(error)"
            }
        return text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static func problemText(_ problem: Problem) -> String {
        var text = problem.message
        for error in problem.errors where error.message != problem.message { text += " [\(error.field)] \(error.message)" }
        if let field = problem.errors.first?.field, problem.errors.count == 1, problem.errors[0].message == problem.message {
            text += " [\(field)]"
        }
        if let sequence = problem.currentSequence { text += " (the case is at \(sequence))" }
        if let basis = problem.basis { text += " (\(basis))" }
        return "\(text) (\(problem.code))"
    }
}
