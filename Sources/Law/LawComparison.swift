/// Two versions held beside each other.
struct Comparison {
    let old: ProcedureVersion
    let new: ProcedureVersion

    // MARK: Parts

    var procedure: [LawDiff.Change] {
        let details = differences(properties(of: old), properties(of: new))
        return details.isEmpty
            ? [] : [LawDiff.Change(kind: .changed, part: .procedure, name: new.procedure, title: new.title, details: details)]
    }

    private func properties(of version: ProcedureVersion) -> [Property] {
        [
            Property("Tên", version.title), Property("Hiệu lực", version.window.text),
            Property("Giải quyết loại đơn", list: version.settles?.kinds.map(\.title) ?? []),
            Property("Cơ quan giải quyết", list: version.settles?.offices.map(\.title) ?? []),
            Property("Căn cứ thẩm quyền", version.settles?.ground.text ?? ""),
        ]
    }

    var states: [LawDiff.Change] {
        named(
            .state, old.states.map { ($0.name, $0) }, new.states.map { ($0.name, $0) }, title: \.title,
            properties: { state in
                [
                    Property("Tên", state.title), Property("Công dân thấy", state.citizen),
                    Property("Kết thúc", state.isFinal ? "có" : "không"), Property("Đang giải quyết", state.isActive ? "có" : "không"),
                    Property("Dấu", list: StateTag.allCases.filter(state.tags.contains).map(\.title)),
                ]
            })
    }

    var clocks: [LawDiff.Change] {
        named(
            .clock, old.clocks.map { ($0.id, $0) }, new.clocks.map { ($0.id, $0) }, title: \.title,
            properties: { rule in
                [
                    Property("Tên", rule.title), Property("Số lượng", rule.amountText), Property("Tính từ", rule.startText),
                    Property("Gia hạn", rule.extensionText), Property("Cách chạy", list: rule.manner), Property("Căn cứ", rule.ground.text),
                    Property("Độ chắc chắn", rule.certainty?.rawValue ?? ""),
                ]
            })
    }

    var words: [LawDiff.Change] {
        named(
            .setting, old.daySettings.map { ($0.key, $0) }, new.daySettings.map { ($0.key, $0) }, title: \.title,
            properties: { [Property("Tên", $0.title), Property("Mặc định", String($0.standard))] })
            + titles(.document, old.documents, new.documents) + titles(.choice, old.choices, new.choices)
            + titles(.fact, old.factTitles, new.factTitles)
    }

    private func titles(_ part: LawDiff.Part, _ before: [String: String], _ after: [String: String]) -> [LawDiff.Change] {
        named(
            part, before.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, after.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
            title: \.self, properties: { [Property("Tên", $0)] })
    }

    // MARK: Things with a name

    private func named<Thing>(
        _ part: LawDiff.Part, _ before: [(String, Thing)], _ after: [(String, Thing)], title: (Thing) -> String,
        properties: (Thing) -> [Property]
    ) -> [LawDiff.Change] {
        var changes: [LawDiff.Change] = []
        for (name, thing) in after {
            guard let earlier = before.first(where: { $0.0 == name })?.1 else {
                changes.append(
                    LawDiff.Change(
                        kind: .added, part: part, name: name, title: title(thing),
                        details: properties(thing).dropFirst().compactMap(\.detail)))
                continue
            }
            let details = differences(properties(earlier), properties(thing))
            if !details.isEmpty {
                changes.append(LawDiff.Change(kind: .changed, part: part, name: name, title: title(thing), details: details))
            }
        }
        for (name, thing) in before where !after.contains(where: { $0.0 == name }) {
            changes.append(LawDiff.Change(kind: .removed, part: part, name: name, title: title(thing), details: []))
        }
        return changes
    }

    private func differences(_ before: [Property], _ after: [Property]) -> [LawDiff.Detail] {
        zip(before, after).compactMap { $1.detail(after: $0) }
    }

    // MARK: Rows

    /// Rows have no name: of one event, those that share most states, target and guards are held beside each other.
    var rows: [LawDiff.Change] {
        var changes: [LawDiff.Change] = []
        var partner: [Int: Int] = [:]
        var taken: Set<Int> = []
        for event in Set(new.transitions.map(\.event)) {
            let mine = new.transitions.indices.filter { new.transitions[$0].event == event }
            let theirs = old.transitions.indices.filter { old.transitions[$0].event == event }
            var pairs: [(mine: Int, theirs: Int, likeness: Int)] = []
            for m in mine { for t in theirs { pairs.append((m, t, likeness(new.transitions[m], old.transitions[t]))) } }
            pairs.sort { ($1.likeness, $0.mine, $0.theirs) < ($0.likeness, $1.mine, $1.theirs) }
            for pair in pairs where pair.likeness > 0 && partner[pair.mine] == nil && !taken.contains(pair.theirs) {
                partner[pair.mine] = pair.theirs
                taken.insert(pair.theirs)
            }
        }
        for (index, row) in new.transitions.enumerated() {
            let properties = properties(of: row, in: new)
            guard let earlier = partner[index] else {
                changes.append(change(.added, row, properties.dropFirst().compactMap(\.detail)))
                continue
            }
            let details = differences(self.properties(of: old.transitions[earlier], in: old), properties)
            if !details.isEmpty { changes.append(change(.changed, row, details)) }
        }
        for (index, row) in old.transitions.enumerated() where !taken.contains(index) { changes.append(change(.removed, row, [])) }
        return changes
    }

    /// Zero when the rows share no state.
    private func likeness(_ a: Transition, _ b: Transition) -> Int {
        let shared = a.from.count { b.from.contains($0) }
        if shared == 0 { return 0 }
        let guards = a.blocks.count { b.blocks.contains($0) }
        return shared * 10 + (a.to == b.to ? 5 : 0) + (a.title == b.title ? 5 : 0) + (a.offices == b.offices ? 3 : 0) + guards * 2
            + (a.window == b.window ? 1 : 0)
    }

    private func change(_ kind: LawDiff.Kind, _ row: Transition, _ details: [LawDiff.Detail]) -> LawDiff.Change {
        let few = row.from.count > 4 ? Array(row.from.prefix(3)) : row.from
        let rest = row.from.count - few.count
        let from = few.joined(separator: ", ") + (rest > 0 ? " và \(rest) trạng thái" : "")
        return LawDiff.Change(kind: kind, part: .row, name: "\(row.event) (\(from))", title: row.title, details: details)
    }

    private func properties(of row: Transition, in version: ProcedureVersion) -> [Property] {
        func state(_ name: String) -> String {
            name == ProcedureVersion.new ? "(mở hồ sơ)" : "\(version.state(name)?.title ?? name) [\(name)]"
        }
        let target: String =
            switch row.to {
            case .state(let name): state(name)
            case .same: "giữ nguyên"
            case .prior: "trạng thái trước"
            case .undone: "trạng thái trước bước cuối"
            case .declared(let names): "một trong: \(names.map(state).joined(separator: "; "))"
            }
        let starts = row.clocks.start.map { start in
            start.rule + (start.from.map { " từ \(version.factTitles[$0] ?? $0)" } ?? "")
                + (start.extendedBy.map { " gia hạn thêm \(version.factTitles[$0] ?? $0)" } ?? "")
                + (start.pausedFrom.map { " tạm dừng từ \(version.factTitles[$0] ?? $0)" } ?? "")
                + (start.when.isEmpty ? "" : " khi \(start.when.map(\.title).joined(separator: " "))")
        }
        let takes = row.takes.map { fact in
            "\(version.factTitles[fact.name] ?? fact.name)\(fact.required ? " (bắt buộc)" : "") [\(fact.kind.word)]"
        }
        var properties = [
            Property("Tên", row.title), Property("Từ", list: row.from.map(state)), Property("Đến", target),
            Property("Ai được làm", list: row.permissions.flatMap(\.words)), Property("Loại cơ quan", list: row.offices.map(\.title)),
            Property("Áp dụng", row.window.text),
            Property("Thông tin phải khai", list: takes), Property("Từ chối khi không đạt", list: row.blocks.map(\.title)),
            Property("Ghi vi phạm khi không đạt", list: row.flags.map(\.title)),
            Property("Văn bản", list: row.issues.map { version.documents[$0] ?? $0 }), Property("Bắt đầu thời hạn", list: starts),
        ]
        properties += row.clocks.kinds.dropFirst().map { Property("Thời hạn \($0.words)", list: $0.rules) }
        properties += [
            Property("Thông báo cho", list: row.tells), Property("Căn cứ", row.ground.text),
            Property("Độ chắc chắn", row.certainty?.rawValue ?? ""),
        ]
        return properties
    }
}

extension Permission {
    /// Each role in each relation: `Lãnh đạo – cơ quan đang giữ hồ sơ`.
    fileprivate var words: [String] {
        roles.flatMap { role in
            relations.map { $0 == .none ? role.title : "\(role.title) – \($0.title.lowercased())" }
        }
    }
}
