import ArgumentParser
import Foundation
import Settings

#if canImport(Glibc)
    import Glibc
#endif

/// The operator's hand: one file per verb.
struct Tiepdan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tiepdan",
        abstract: "Administers an installation of Tiếp Dân.",
        discussion: """
            Settings come from /etc/tiepdan/tiepdan.env (or --settings FILE, or TIEPDAN_SETTINGS), then from TIEPDAN_* in the environment.
            Exit codes: 0 done, 1 refused or failed, 64 wrong usage.
            """,
        version: Release.version,
        subcommands: [
            MigrateCommand.self, UserCommand.self, OfficeCommand.self, UnitCommand.self, SigningCommand.self, TokenCommand.self,
            CalendarCommand.self, LawCommand.self, SettingsCommand.self, SessionCommand.self, VisitCommand.self, PetitionCommand.self,
            CaseCommand.self, ImportCommand.self, RegisterCommand.self,
            CommuneCommand.self, DoctorCommand.self, DemoCommand.self,
            VersionCommand.self,
        ])
}

@main
enum Entrance {
    static func main() async {
        // A reader that closes the pipe early (`tiepdan … | head`) must not kill the program half-way through a transaction.
        signal(SIGPIPE, SIG_IGN)
        let command: any ParsableCommand
        do {
            command = try Tiepdan.parseAsRoot()
        } catch {
            Tiepdan.exit(withError: error)
        }
        do {
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                var prompt = command
                try prompt.run()
            }
        } catch  where error is ExitCode || Tiepdan.exitCode(for: error) != .failure {
            Tiepdan.exit(withError: error)
        } catch {
            Screen.complain(Complaint.text(error))
            Foundation.exit(1)
        }
    }
}
