import Law

/// What became of a case's time before it came along: found complex, extended, suspended, and from which state.
extension CutOverPlanner {
    /// Declares what the target's row takes of it, and says what it leaves out.
    func before(_ plan: inout CutOverPlan, _ version: ProcedureVersion, _ target: String, _ declared: inout [String: FactValue]) {
        guard let row = version.importing(into: target) else { return }
        let line = plan.line
        if row.asks(for: Self.complex) {
            if line.complex { declared[Self.complex] = .flag(true) }
        } else if line.complex {
            leftOut(&plan, .complex)
        }
        if row.asks(for: Self.extensionDays) {
            if line.extensionDays > 0 { declared[Self.extensionDays] = .integer(line.extensionDays) }
        } else if line.extensionDays > 0 {
            leftOut(&plan, .extensionDays)
        }
        if row.asks(for: Self.pausedOn) {
            if let day = line.pausedOn {
                declared[Self.pausedOn] = .date(day)
            } else if !line.hasErrors(in: dictionary.title(.pausedOn)) {
                wrong(&plan, .pausedOn, "required", nil, "Thiếu ngày tạm dừng, nên không tính được thời hạn còn lại.")
            }
        } else if let day = line.pausedOn {
            doubtful(
                &plan, .pausedOn, "pause_over", day.vietnamese,
                "Hồ sơ không còn tạm dừng: những ngày đã dừng trước đây không được trừ, xin kiểm tra lại hạn sau khi chuyển sang.")
        }
        prior(&plan, version, row, &declared)
    }

    /// Where the case goes back once it goes on: the state the book names, else the one that is usual.
    private func prior(_ plan: inout CutOverPlan, _ version: ProcedureVersion, _ row: Transition, _ declared: inout [String: FactValue]) {
        guard case .choice(let places)? = row.takes.first(where: { $0.name == Transition.priorStateFact })?.kind else { return }
        if let words = plan.line.priorState {
            guard let place = dictionary.state(words)?.to[version.procedure], places.contains(place) else {
                let titles = places.compactMap { version.state($0)?.title }.joined(separator: "; ")
                return wrong(&plan, .priorState, "state_unknown", words, "Trạng thái trước đó phải là một trong: \(titles).")
            }
            declared[Transition.priorStateFact] = .text(place)
        } else if let usual = plan.line.state?.before[version.procedure], places.contains(usual) {
            declared[Transition.priorStateFact] = .text(usual)
            doubtful(
                &plan, .priorState, "prior_assumed", nil,
                "Thiếu trạng thái trước đó: khi tiếp tục, hồ sơ trở lại “\(version.state(usual)?.title ?? usual)”.")
        } else {
            wrong(&plan, .priorState, "required", nil, "Thiếu trạng thái trước đó.")
        }
    }

    private func leftOut(_ plan: inout CutOverPlan, _ column: Column) {
        doubtful(&plan, column, "not_taken", nil, "Thủ tục này không ghi thông tin đó khi chuyển sang; thời hạn tính như không có.")
    }

    private static let (complex, extensionDays, pausedOn) = ("complex", "extension_days", "paused_on")
}

extension ProcedureVersion {
    /// The row by which a case of an old book comes into `state`.
    fileprivate func importing(into state: String) -> Transition? {
        transitions.first { $0.event == Self.imported && targets(of: $0, from: Self.new).contains(state) }
    }
}

extension Transition {
    fileprivate func asks(for name: String) -> Bool { takes.contains { $0.name == name } }
}
