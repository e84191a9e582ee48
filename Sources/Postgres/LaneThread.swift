import CPostgres
import Glibc

/// One POSIX thread that runs the jobs of one lane, in order: the lane's executor.
///
/// The thread blocks all signals. SIGTERM and its kin go to the threads that wait for them, and SIGPIPE, which a write
/// to a dead server raises, stays pending and harmless here: this is the place where the client deals with it, and the
/// disposition of the process is left to its owner.
final class LaneThread: SerialExecutor, @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t> = .allocate(capacity: 1)
    private let filled: UnsafeMutablePointer<pthread_cond_t> = .allocate(capacity: 1)
    /// Guarded by `mutex`.
    private var queue: [UnownedJob] = []
    private var isStopped = false
    private var thread = pthread_t()

    init(name: String) {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(filled, nil)
        var everything = sigset_t()
        var before = sigset_t()
        sigfillset(&everything)
        pthread_sigmask(SIG_SETMASK, &everything, &before)
        // The thread owns the executor until `stop`; it inherits the mask of the thread that makes it.
        let code = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<LaneThread>.fromOpaque(context).takeRetainedValue().loop() }
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        pthread_sigmask(SIG_SETMASK, &before, nil)
        precondition(code == 0, "no thread for a lane: \(code)")
        pthread_setname_np(thread, String(name.prefix(15)))
        pthread_detach(thread)
    }

    deinit {
        pthread_cond_destroy(filled)
        pthread_mutex_destroy(mutex)
        filled.deallocate()
        mutex.deallocate()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pthread_mutex_lock(mutex)
        queue.append(job)
        pthread_cond_signal(filled)
        pthread_mutex_unlock(mutex)
    }

    /// Ends the thread after the jobs that are already queued.
    func stop() {
        pthread_mutex_lock(mutex)
        isStopped = true
        pthread_cond_signal(filled)
        pthread_mutex_unlock(mutex)
    }

    func checkIsolated() { precondition(pthread_equal(pthread_self(), thread) != 0, "not on the lane's thread") }

    private func loop() {
        var batch: [UnownedJob] = []
        while true {
            pthread_mutex_lock(mutex)
            while queue.isEmpty && !isStopped { pthread_cond_wait(filled, mutex) }
            let isDone = queue.isEmpty
            swap(&batch, &queue)
            pthread_mutex_unlock(mutex)
            if isDone { return }
            for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
            batch.removeAll(keepingCapacity: true)
        }
    }
}
