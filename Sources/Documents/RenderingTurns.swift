/// Lets so many renderings run at once; the others wait in the order they came. A cancelled wait leaves the row.
actor RenderingTurns {
    private var free: Int
    private var nextTicket = 0
    private var waiting: [(ticket: Int, resume: CheckedContinuation<Void, any Error>)] = []

    init(_ places: Int) { free = max(places, 1) }

    func take() async throws {
        try Task.checkCancellation()
        if free > 0 {
            free -= 1
            return
        }
        let ticket = nextTicket
        nextTicket += 1
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    waiting.append((ticket, continuation))
                }
            }
        } onCancel: {
            Task { await self.leave(ticket) }
        }
    }

    func giveBack() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume.resume() }
    }

    private func leave(_ ticket: Int) {
        guard let place = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
        waiting.remove(at: place).resume.resume(throwing: CancellationError())
    }
}
