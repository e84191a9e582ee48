import Foundation
import Synchronization

/// One run of a process: waited for, ended when it takes too long or when nobody wants its result any more.
final class RenderingProcess: Sendable {
    private struct State {
        var started = false
        var cancelled = false
        var ended: Int32?
        var continuation: CheckedContinuation<Int32, Never>?
    }

    private let process: Process
    private let state = Mutex(State())

    init(_ process: Process) { self.process = process }

    /// - Returns: the exit status; 128 + signal when a signal ended it.
    func run(path: String, timeout: Duration) async throws -> Int32 {
        process.terminationHandler = { [self] ended in
            let status = ended.terminationReason == .exit ? ended.terminationStatus : 128 + ended.terminationStatus
            state.withLock { state in
                state.ended = status
                defer { state.continuation = nil }
                return state.continuation
            }?.resume(returning: status)
        }
        return try await withTaskCancellationHandler {
            do { try process.run() } catch { throw DocumentError.rendererMissing(path: path, reason: error.localizedDescription) }
            if state.withLock({ state in
                state.started = true
                return state.cancelled
            }) {
                end()
            }
            let timedOut = Mutex(false)
            let watch = Task {
                try await Task.sleep(for: timeout)
                timedOut.withLock { $0 = true }
                end()
            }
            let status = await ended()
            watch.cancel()
            process.terminationHandler = nil
            try Task.checkCancellation()
            if timedOut.withLock({ $0 }) { throw DocumentError.timedOut(after: timeout) }
            return status
        } onCancel: {
            if state.withLock({ state in
                state.cancelled = true
                return state.started
            }) {
                end()
            }
        }
    }

    private func ended() async -> Int32 {
        await withCheckedContinuation { continuation in
            let status = state.withLock { state -> Int32? in
                if state.ended == nil { state.continuation = continuation }
                return state.ended
            }
            if let status { continuation.resume(returning: status) }
        }
    }

    /// Nothing of a rendering is worth saving: it is killed, not asked.
    private func end() {
        if state.withLock({ $0.ended == nil }), process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
}
