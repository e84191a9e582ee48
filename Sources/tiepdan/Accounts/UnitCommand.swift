import ArgumentParser
import Casework

struct UnitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unit", abstract: "Units of an office (phòng, bộ phận).",
        subcommands: [UnitAdd.self, UnitList.self, UnitRename.self, UnitStaff.self, UnitClose.self])
}

struct UnitAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Adds a unit.")

    @OptionGroup var common: WorkplaceOptions
    @Argument(help: "Its name, for example \"Phòng Dân nguyện\".") var name: String
    @Option(help: "Code of the office.") var office: String
    @Option(help: "Who is its head: name to sign in with.") var head: String?
    @Option(name: .customLong("member"), help: "Who belongs to it; may be given several times.") var members: [String] = []

    func run() async throws {
        try await Workplace.open(common) { place in
            var draft = UnitDraft(name: name)
            if let head { draft.head = try await place.officer(head, office: office).id }
            var ids: [Int64] = []
            for member in members { ids.append(try await place.officer(member, office: office).id) }
            draft.members = ids
            let unit = try await place.casework.units.add(draft, office: office, key: nil, by: place.actor)
            if common.json { return try Screen.show(unit) }
            Screen.say("added unit \(unit.id): \(unit.name)")
        }
    }
}

struct UnitList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the units of an office.")

    @OptionGroup var common: WorkplaceOptions
    @Option(help: "Code of the office.") var office: String
    @Flag(help: "Also closed ones.") var closed = false

    func run() async throws {
        try await Workplace.open(common) { place in
            let units = try await place.casework.units.list(office: office, closed: closed, by: place.actor)
            if common.json { return try Screen.show(units) }
            Screen.table(
                ["id", "name", "head", "members", "open work"],
                units.map { unit in
                    let name = unit.active ? unit.name : unit.name + " (closed)"
                    return [
                        String(unit.id), name, unit.headName ?? "-", unit.members.map(\.fullName).joined(separator: ", "),
                        String(unit.open),
                    ]
                })
        }
    }
}

struct UnitRename: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rename", abstract: "Renames a unit.")

    @OptionGroup var common: WorkplaceOptions
    @Argument var id: Int64
    @Argument(help: "The new name.") var name: String

    func run() async throws {
        try await Workplace.open(common) { place in
            let unit = try await place.casework.units.rename(id, to: name, key: nil, by: place.actor)
            if common.json { return try Screen.show(unit) }
            Screen.say("unit \(unit.id): \(unit.name)")
        }
    }
}

struct UnitStaff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff", abstract: "Says who is the head of a unit and who belongs to it; everybody else leaves it.")

    @OptionGroup var common: WorkplaceOptions
    @Argument var id: Int64
    @Option(help: "Code of the unit's office.") var office: String
    @Option(help: "Who is its head: name to sign in with.") var head: String?
    @Option(name: .customLong("member"), help: "Who belongs to it; may be given several times.") var members: [String] = []

    func run() async throws {
        try await Workplace.open(common) { place in
            var leading: Int64?
            if let head { leading = try await place.officer(head, office: office).id }
            var ids: [Int64] = []
            for member in members { ids.append(try await place.officer(member, office: office).id) }
            let unit = try await place.casework.units.staff(id, head: leading, members: ids, key: nil, by: place.actor)
            if common.json { return try Screen.show(unit) }
            Screen.say("unit \(unit.id): \(unit.members.map(\.fullName).joined(separator: ", "))")
        }
    }
}

struct UnitClose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "close", abstract: "Closes a unit in whose hands no open work is.")

    @OptionGroup var common: WorkplaceOptions
    @Argument var id: Int64

    func run() async throws {
        try await Workplace.open(common) { place in
            let unit = try await place.casework.units.close(id, key: nil, by: place.actor)
            if common.json { return try Screen.show(unit) }
            Screen.say("unit \(unit.id) closed: \(unit.name)")
        }
    }
}
