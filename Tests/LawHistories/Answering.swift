import Foundation
import Law

/// The engine behind the oracle's protocol: procedures and calendar of a checkout, cases carried in memory.
struct Answering {
    private let versions: [String: ProcedureVersion]
    /// How the facts of each event are typed, by version.
    private let kinds: [String: [String: [String: FactSpec.Kind]]]
    private let shipped: [CalendarEntry]
    /// By the corrections they carry.
    private var calendars: [String: WorkCalendar] = [:]

    init(checkout: URL) throws {
        let folder = checkout.appending(path: "Sources/Law/Procedures")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }.sorted()
        let book = try Rulebook(
            files.map { ProcedureText(file: $0, text: try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) })
        var versions: [String: ProcedureVersion] = [:]
        var kinds: [String: [String: [String: FactSpec.Kind]]] = [:]
        for version in book.versions {
            versions[version.id] = version
            var byEvent: [String: [String: FactSpec.Kind]] = [:]
            for row in version.transitions {
                for spec in row.takes where byEvent[row.event]?[spec.name] == nil {
                    byEvent[row.event, default: [:]][spec.name] = spec.kind
                }
            }
            kinds[version.id] = byEvent
        }
        self.versions = versions
        self.kinds = kinds
        let calendar = checkout.appending(path: "sql/catalogues/calendar.csv")
        shipped = try CalendarFile.entries(in: String(contentsOf: calendar, encoding: .utf8))
    }

    /// The answer to one line.
    mutating func answer(_ line: String) throws -> String {
        let question = try JSON.read(line)
        let calendar = try calendar(question["calendar"])
        return question["period"].isNull ? try history(question, calendar) : try period(question["period"], calendar)
    }

    // MARK: Cases

    private mutating func history(_ question: JSON, _ opening: WorkCalendar) throws -> String {
        guard let id = question["version"].text, let version = versions[id], let kinds = kinds[id] else {
            throw JSON.Malformed(description: "no such version: \(question["version"])")
        }
        var settings: [String: Int] = [:]
        for (key, value) in question["settings"].members { settings[key] = value.number }
        var replay = CaseReplay(version: version)
        var calendar = opening
        var facts = try CaseFacts.read(question["case"])
        var events: [String] = []
        for event in question["events"].list {
            guard let name = event["event"].text else {
                calendar = try self.calendar(event["calendar"])
                let moved = Set(replay.redate(by: calendar, today: try event.day("today")))
                events.append("redated:" + replay.clocks.filter { moved.contains($0.id) }.map(\.rule).joined(separator: ","))
                continue
            }
            let request = try request(name, event, kinds[name] ?? [:])
            do throws(Refusal) {
                let step = try replay.take(request, facts: facts, calendar: calendar, settings: settings)
                facts = facts.declaring(request.facts, on: request.occurredOn)
                facts.declared = [:]
                facts.occurredOn = nil
                events.append("accepted:" + step.breaches.map(\.flag.rawValue).joined(separator: ","))
            } catch {
                events.append(error.code)
            }
        }
        let told = events.map { "\"\($0)\"" }.joined(separator: ",")
        let clocks = replay.clocks.map { clock($0, calendar) }.joined(separator: ",")
        return "{\"events\":[\(told)],\"state\":\"\(replay.state)\",\"clocks\":[\(clocks)]}"
    }

    private func request(_ name: String, _ event: JSON, _ kinds: [String: FactSpec.Kind]) throws -> EventRequest {
        let actor = (event["as"].text ?? "").split(separator: "/").map(String.init)
        guard actor.count == 2, let role = Role(rawValue: actor[0]), let relation = Relation(rawValue: actor[1]) else {
            throw JSON.Malformed(description: "no such actor: \(event["as"])")
        }
        var facts: [String: FactValue] = [:]
        for (fact, value) in event["facts"].members { facts[fact] = try value.fact(kinds[fact]) }
        return EventRequest(
            event: name, occurredOn: try event.day("on"), today: try event.day("today"), facts: facts, roles: [role],
            relations: relation == .none ? [] : [relation])
    }

    private func clock(_ clock: RunningClock, _ calendar: WorkCalendar) -> String {
        let pauses = clock.pauses.map { "[\"\($0.from.iso)\",\($0.to.map { "\"\($0.iso)\"" } ?? "null")]" }.joined(separator: ",")
        let extensions = clock.extensions.map(String.init).joined(separator: ",")
        let amount = clock.unit == .date ? "null" : String(clock.amount)
        let provisional = clock.state == .running ? String(calendar.deadline(of: clock).provisional) : "null"
        let ended = clock.endedOn.map { "\"\($0.iso)\"" } ?? "null"
        return "[\"\(clock.rule)\",\"\(clock.startedOn.iso)\",\(amount),[\(extensions)],[\(pauses)],\"\(clock.nominal.iso)\","
            + "\"\(clock.due.iso)\",\(provisional),\"\(clock.state.rawValue)\",\(ended)]"
    }

    // MARK: Periods

    private func period(_ question: JSON, _ calendar: WorkCalendar) throws -> String {
        guard let amount = question["amount"].number, let unit = question["unit"].text.flatMap(TimeUnit.init(rawValue:)) else {
            throw JSON.Malformed(description: "no period: \(question)")
        }
        let deadline = calendar.deadline(
            of: Period(
                start: try question.day("start"), amount: amount, unit: unit, extensionDays: question["extension"].number ?? 0,
                pauses: try question["pauses"].list.map { pause in
                    guard let from = pause.list.first, let to = pause.list.last else { throw JSON.Malformed(description: "no pause") }
                    return Pause(from: try from.day(), to: try to.day())
                }, capDays: question["cap"].number))
        return "[\"\(deadline.nominal.iso)\",\"\(deadline.due.iso)\",\(deadline.provisional)]"
    }

    // MARK: Calendars

    /// The shipped calendar with corrections such as `2027-02-05 off f national`; `-` takes an entry away.
    private mutating func calendar(_ edits: JSON) throws -> WorkCalendar {
        let words = edits.list.compactMap(\.text)
        let key = words.joined(separator: ";")
        if let made = calendars[key] { return made }
        var entries: [CalendarEntry] = shipped
        for edit in words {
            let parts = edit.split(separator: " ").map(String.init)
            guard parts.count == 4, let day = Day(iso: parts[0]), let scope = CalendarEntry.Scope(rawValue: parts[3]) else {
                throw JSON.Malformed(description: "no correction: \(edit)")
            }
            entries.removeAll { $0.day == day && $0.scope == scope }
            guard parts[1] != "-" else { continue }
            guard let kind = CalendarEntry.Kind(rawValue: parts[1]) else { throw JSON.Malformed(description: "no correction: \(edit)") }
            entries.append(CalendarEntry(day: day, kind: kind, title: "đính chính", provisional: parts[2] == "t", scope: scope))
        }
        let made = WorkCalendar(version: calendars.count + 1, entries: entries)
        calendars[key] = made
        return made
    }
}
