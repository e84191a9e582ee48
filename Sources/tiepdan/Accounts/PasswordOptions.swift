import ArgumentParser
import Identity

/// Where a password comes from. Never from the command line, which everybody on the machine can read.
struct PasswordOptions: ParsableArguments {
    @Flag(help: "Make a password and print it once.") var generate = false

    func choose() throws -> (text: String, generated: Bool) {
        if generate { return (Secret().text.prefix(20).description, true) }
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw Complaint("no password on standard input; pipe one in or use --generate")
        }
        guard line.unicodeScalars.count >= 8 else { throw Complaint("a password needs at least 8 characters") }
        return (line, false)
    }
}
