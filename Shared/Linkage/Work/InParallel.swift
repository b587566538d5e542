/// Works on all processors, a few parts of the work at a time, so that memory is bounded by the results.
enum InParallel {
    /// Parts begun or waiting to be collected.
    private static let openMax = 8

    /// Takes each part, works on it anywhere, and collects the results in the order of the parts.
    static func each<Part: Sendable, Result: Sendable>(
        _ count: Int, take: (Int) -> Part, work: @escaping @Sendable (Part) -> Result,
        collect: (Int, Result) -> Void
    ) async {
        await withTaskGroup(of: (Int, Result).self) { group in
            var begun = 0
            var collected = 0
            var waiting: [Int: Result] = [:]
            func begin() {
                guard begun < count else { return }
                let number = begun
                let part = take(number)
                group.addTask { (number, work(part)) }
                begun += 1
            }
            while begun < min(count, openMax) { begin() }
            for await (number, result) in group {
                waiting[number] = result
                while let next = waiting.removeValue(forKey: collected) {
                    collect(collected, next)
                    collected += 1
                    begin()
                }
            }
        }
    }

    /// The same over a range that is cut into pieces of one size.
    static func chunks<Result: Sendable>(
        of count: Int, size: Int, work: @escaping @Sendable (Range<Int>) -> Result,
        collect: (Result) -> Void
    ) async {
        await each(
            (count + size - 1) / size, take: { $0 * size..<min(($0 + 1) * size, count) },
            work: work,
            collect: { collect($1) })
    }
}
