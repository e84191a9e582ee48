import Law
import Postgres
import Records

/// What the catalogues and the books say of the names and numbers of an old book: asked once for all lines.
struct CutOverFinds {
    struct Place: Hashable {
        var address: CutOverAddress
        var day: Day
    }

    /// Lines brought along before.
    var carried: Set<CutOverRecords.Numbered>
    /// Numbers in use in the office's book.
    var taken: Set<CutOverRecords.Numbered>
    /// The office takes its numbers from its own document system.
    var typesNumbers: Bool
    var communes: [Place: [CutOverRecords.Commune]]
    /// By the name as the book writes it.
    var offices: [String: [CutOverRecords.Office]]
    private var colleagues: [String: [Int64]]

    init(_ lines: [CutOverLine], office: CutOverOffice, dictionary: CutOverDictionary, work: Work) throws {
        let lines = lines.filter { !$0.finished }
        let db = work.db
        carried = Set(try CutOverRecords.carried(db, office: office.id))
        taken = Set(try CutOverRecords.taken(db, office: office.id, years: Array(Set(lines.map(\.oldNumber.year)))))
        typesNumbers = try work.typesNumbers(.petition, of: office.id)

        var places: [Place] = []
        for line in lines where !line.isDenunciation {
            guard let day = line.receivedOn, let address = line.address.flatMap({ CutOverAddress($0, dictionary) }) else { continue }
            places.append(Place(address: address, day: day))
        }
        places = Array(Set(places))
        communes = [:]
        if !places.isEmpty {
            let found = try CutOverRecords.communes(
                db, units: places.map(\.address.unit), above: places.map { $0.address.above.joined(separator: "|") },
                days: places.map(\.day), home: office.row.provinceCode)
            for commune in found { communes[places[commune.place - 1], default: []].append(commune) }
        }

        let names = Array(Set(lines.compactMap(\.recipient)))
        offices = [:]
        if !names.isEmpty {
            let found = try CutOverRecords.offices(db, names: names.map { dictionary.office($0) }, home: office.row.provinceCode)
            for match in found { offices[names[match.place - 1], default: []].append(match) }
        }

        colleagues = [:]
        for officer in try OfficeRecords.officers(db, organisation: office.id) where officer.active {
            for name in Set([Folded.text(officer.username), Folded.text(officer.fullName)]) {
                colleagues[name, default: []].append(officer.id)
            }
        }
    }

    /// The officer of the office whom a name means; nil when nobody or several are called so.
    func handler(_ name: String, _ dictionary: CutOverDictionary) -> Int64? {
        let found = colleagues[Folded.text(dictionary.handler(name) ?? name)] ?? []
        return found.count == 1 ? found[0] : nil
    }
}
