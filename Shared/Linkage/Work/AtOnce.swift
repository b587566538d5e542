internal import Dispatch
internal import Glibc
internal import Synchronization

/// Works on all processors at once, and returns when all is done.
///
/// For work of tens of microseconds and more within a call that cannot wait for tasks. The calling thread works, too:
/// where the others are busy it does all of it.
enum AtOnce {
    /// Workers at the most: a search reads memory more than it computes.
    static let workersMax = 4
    /// Workers of this machine.
    static let workers = max(1, min(workersMax, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

    /// Does some work for each number below a count; the results are in the order of the numbers.
    ///
    /// - Parameters:
    ///   - workers: One or more; each is given to one thread for itself.
    static func map<Worker, Result>(
        _ count: Int, _ workers: inout [Worker], _ work: (inout Worker, Int) -> Result
    ) -> [Result] {
        let used = min(count, workers.count)
        guard used > 1 else { return (0..<count).map { work(&workers[0], $0) } }
        return [Result](unsafeUninitializedCapacity: count) { results, filled in
            workers.withUnsafeMutableBufferPointer { workers in
                let taken = Atomic(0)
                // SAFETY: each worker and each place of the results is one iteration's alone, and all are done when
                // this returns.
                nonisolated(unsafe) let (workers, results, work) = (workers, results, work)
                DispatchQueue.concurrentPerform(iterations: used) { worker in
                    while true {
                        let number = taken.wrappingAdd(1, ordering: .relaxed).oldValue
                        guard number < count else { return }
                        results.initializeElement(at: number, to: work(&workers[worker], number))
                    }
                }
            }
            filled = count
        }
    }
}
