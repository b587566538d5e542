/// Works on all processors, a few parts of the work at a time, so that memory is bounded by the results.
enum InParallel {
    /// Parts begun or waiting to be collected.
    private static let openMax = 8

    /// Takes each part, works on it anywhere, and collects the results in the order of the parts.
    ///
    /// - Throws: what `collect` throws, after the parts that were begun.
    static func each<Part: Sendable, Made: Sendable, Failure>(
        _ count: Int, take: (Int) -> Part, work: @escaping @Sendable (Part) -> Made,
        collect: (Int, Made) throws(Failure) -> Void
    ) async throws(Failure) {
        let result: Result<Void, Failure> = await withTaskGroup(of: (Int, Made).self) { group in
            var begun = 0
            var collected = 0
            var waiting: [Int: Made] = [:]
            func begin() {
                guard begun < count else { return }
                let number = begun
                let part = take(number)
                group.addTask { (number, work(part)) }
                begun += 1
            }
            while begun < min(count, openMax) { begin() }
            for await (number, made) in group {
                waiting[number] = made
                while let next = waiting.removeValue(forKey: collected) {
                    do throws(Failure) {
                        try collect(collected, next)
                    } catch {
                        return .failure(error)
                    }
                    collected += 1
                    begin()
                }
            }
            return .success(())
        }
        try result.get()
    }

    /// The same over a range that is cut into pieces of one size.
    static func chunks<Made: Sendable>(
        of count: Int, size: Int, work: @escaping @Sendable (Range<Int>) -> Made,
        collect: (Made) -> Void
    ) async {
        await each(
            (count + size - 1) / size, take: { $0 * size..<min(($0 + 1) * size, count) },
            work: work,
            collect: { collect($1) })
    }
}
