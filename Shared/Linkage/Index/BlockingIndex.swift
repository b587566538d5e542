/// Records under their keys, to be changed at any time.
///
/// A key that more than ``holdersMax`` records share is marked as common, and its records go down to the larger sets of
/// their tokens; see ``TokenSets``. Whether a record lies under a set depends on which sets are common alone, not on the
/// order in which records came, and a common set stays so. So every step is bounded: a search reads at most
/// `holdersMax` records a key, and a key turns common once.
struct BlockingIndex: Sendable {
    /// Records under one key; more of them make it common.
    static let holdersMax = 12
    /// Stands under a common key in place of its records.
    private static let common = UInt32(NumberTable.numbersEnd - 1)
    /// Records are numbered below.
    static let recordsEnd = NumberTable.numbersEnd - 1

    /// Reads the tokens of a record.
    typealias Reader = (_ record: UInt32, _ tokens: inout BlockingTokens) -> Void

    private var table: NumberTable
    /// Records that have still to go down from keys that turned common.
    private var descents: [Descent] = []
    /// The tokens of the record that goes down.
    private var held = BlockingTokens()

    /// A record under a key that turned common.
    private struct Descent {
        let record: UInt32
        let key: UInt64
        /// The tokens that the key is made of; none of a number or letters.
        let tokens: TokenSets.Hashes
        let count: Int
    }

    init(forFew: Bool = false) { table = NumberTable(partitionBits: forFew ? 4 : 17) }

    /// Keys held.
    var count: Int { table.count }
    /// Bytes held.
    var byteCount: Int { table.byteCount }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - prefetcher: begins to fetch another, to be read soon.
    ///   - reader: reads the tokens of another, without letters.
    mutating func insert(
        _ record: UInt32, _ tokens: BlockingTokens, prefetcher: (UInt32) -> Void, reader: Reader
    ) {
        prefetch(tokens)
        var walk = TokenSetWalk(tokens.core)
        while walk.advance() {
            prefetch(walk)
            for step in walk.steps where add(record, step.key, step.set, tokens.core) {
                addLast(record, step.key, step.set, tokens.core)
                walk.setCommon(step)
            }
        }
        for key in tokens.numbers { addAnchored(record, key, tokens) }
        for key in tokens.letters { addAnchored(record, key, tokens) }
        var held = held
        swap(&held, &self.held)
        var fetched = 0
        while !descents.isEmpty {
            for descent in descents[fetched...] { prefetcher(descent.record) }
            let descent = descents.removeLast()
            fetched = descents.count
            reader(descent.record, &held)
            if descent.count == 0 {
                addJoined(descent.record, descent.key, held)
            } else {
                goDown(descent, held.core)
            }
        }
        swap(&held, &self.held)
    }

    /// Removes a record.
    mutating func remove(_ record: UInt32, _ tokens: BlockingTokens) {
        var walk = TokenSetWalk(tokens.core)
        while walk.advance() {
            for step in walk.steps where take(record, step.key) {
                if Self.isLast(step.set, tokens.core) { _ = take(record, Self.last(step.key)) }
                walk.setCommon(step)
            }
        }
        for key in tokens.numbers { takeAnchored(record, key, tokens) }
        for key in tokens.letters { takeAnchored(record, key, tokens) }
    }

    /// Appends the records that share a key with some tokens, those under the smallest sets first, each as often as
    /// it was met.
    func append(_ tokens: BlockingTokens, to records: inout [UInt32]) {
        prefetch(tokens)
        collectAnchored(tokens.numbers, tokens, to: &records)
        var walk = TokenSetWalk(tokens.core, withNeighbours: true)
        while walk.advance() {
            prefetch(walk)
            for step in walk.steps where collect(step.key, to: &records) {
                if step.set.nonzeroBitCount >= Self.lastSizeMin {
                    _ = collect(Self.last(step.key), to: &records)
                }
                walk.setCommon(step)
            }
        }
        collectAnchored(tokens.letters, tokens, to: &records)
    }

    /// A key lies anywhere in the memory, and many are looked up: all are asked for before the first is waited for.
    private func prefetch(_ walk: borrowing TokenSetWalk) {
        for step in walk.steps { table.prefetch(step.key) }
    }

    private func prefetch(_ tokens: BlockingTokens) {
        for key in tokens.numbers { table.prefetch(key) }
        for key in tokens.letters { table.prefetch(key) }
    }

    /// Appends what lies under a key; true where it is common.
    private func collect(_ key: UInt64, to records: inout [UInt32]) -> Bool {
        let run = table.run(key)
        if isCommon(run) { return true }
        table.append(run, to: &records)
        return false
    }

    private func isCommon(_ run: NumberTable.Run) -> Bool {
        run.count == 1 && table[run, 0] == Self.common
    }

    /// Adds a record under a key; true where it finds no place there.
    private mutating func add(_ record: UInt32, to run: NumberTable.Run) -> Bool {
        guard run.count < Self.holdersMax else { return true }
        table.insert(run, record)
        return false
    }

    /// Makes a key common, so that all records but one go down from it.
    private mutating func makeCommon(
        _ run: NumberTable.Run, _ key: UInt64, _ tokens: TokenSets.Hashes, _ count: Int,
        besides record: UInt32
    ) {
        for place in 0..<run.count where table[run, place] != record {
            descents.append(
                Descent(record: table[run, place], key: key, tokens: tokens, count: count))
        }
        table.replaceAll(run, with: Self.common)
    }

    /// Removes a record from under a key; true where the key is common.
    private mutating func take(_ record: UInt32, _ key: UInt64) -> Bool {
        if table.first(key) == Self.common { return true }
        table.remove(key, record)
        return false
    }
}

// MARK: Sets of tokens

extension BlockingIndex {
    private static func joined(_ first: UInt64, _ second: UInt64) -> UInt64 {
        var hash = KeyHash(0)
        hash.add(first)
        hash.add(second)
        return hash.finished
    }

    /// Puts a record under a set; true where the set is common, or was made so.
    private mutating func add(
        _ record: UInt32, _ key: UInt64, _ set: UInt16, _ tokens: [BlockingTokens.Core]
    ) -> Bool {
        let run = table.run(key)
        if isCommon(run) { return true }
        guard add(record, to: run) else { return false }
        // Records that nothing tells apart: those who came first stand for all.
        guard set.nonzeroBitCount < TokenSets.sizeMax else { return false }
        var hashes = TokenSets.Hashes(repeating: 0)
        var count = 0
        for place in tokens.indices where set & 1 << place != 0 {
            hashes[count] = tokens[place].hash
            count += 1
        }
        makeCommon(run, key, hashes, count, besides: record)
        return true
    }

    /// Puts a record under the larger sets of the one that turned common.
    private mutating func goDown(_ descent: Descent, _ tokens: [BlockingTokens.Core]) {
        var set: UInt16 = 0
        for (place, token) in tokens.enumerated() {
            for index in 0..<descent.count where descent.tokens[index] == token.hash {
                set |= 1 << place
            }
        }
        addLast(descent.record, descent.key, set, tokens)
        goDown(descent.record, from: set, tokens, TokenSets.groups(of: tokens))
    }

    /// Puts a record under the sets of one token more, as far as all their subsets are common.
    private mutating func goDown(
        _ record: UInt32, from set: UInt16, _ tokens: [BlockingTokens.Core],
        _ groups: TokenSets.Groups
    ) {
        guard set.nonzeroBitCount < TokenSets.sizeMax else { return }
        var larger = TokenSets.Larger(than: set, tokens.count, groups)
        // Most fail at the first of their subsets, so that all of those are looked at before the next.
        while larger.nextSubsets() {
            larger.forEachSubset { table.prefetch(TokenSets.key(of: $0, tokens)) }
            larger.removeAll { table.first(TokenSets.key(of: $0, tokens)) != Self.common }
        }
        larger.forEach { table.prefetch(TokenSets.key(of: $0, tokens)) }
        larger.forEach { larger in
            let key = TokenSets.key(of: larger, tokens)
            guard add(record, key, larger, tokens) else { return }
            addLast(record, key, larger, tokens)
            goDown(record, from: larger, tokens, groups)
        }
    }
}

// MARK: Records of few tokens

extension BlockingIndex {
    /// Tokens of the smallest set whose records of nothing more are looked up.
    private static let lastSizeMin = 3

    /// The key under which a common set keeps records that have no more tokens.
    private static func last(_ key: UInt64) -> UInt64 { joined(key, .max) }

    private static func isLast(_ set: UInt16, _ tokens: [BlockingTokens.Core]) -> Bool {
        set.nonzeroBitCount >= lastSizeMin && Int(set) == 1 << tokens.count - 1
    }

    /// Keeps a record that cannot go down from a common set; the first of them stand for all.
    private mutating func addLast(
        _ record: UInt32, _ key: UInt64, _ set: UInt16, _ tokens: [BlockingTokens.Core]
    ) {
        guard Self.isLast(set, tokens) else { return }
        _ = add(record, to: table.run(Self.last(key)))
    }
}

// MARK: Numbers and letters

extension BlockingIndex {
    /// Puts a record under a number or letters, or, where too many share them (a family registered twice shares one
    /// telephone), under them with each anchor.
    private mutating func addAnchored(_ record: UInt32, _ key: UInt64, _ tokens: BlockingTokens) {
        let run = table.run(key)
        if !isCommon(run) {
            guard add(record, to: run) else { return }
            makeCommon(run, key, TokenSets.Hashes(repeating: 0), 0, besides: record)
        }
        addJoined(record, key, tokens)
    }

    private mutating func addJoined(_ record: UInt32, _ key: UInt64, _ tokens: BlockingTokens) {
        for anchor in tokens.anchors {
            let run = table.run(Self.joined(key, anchor.hash))
            // What even an anchor leaves common is found by other tokens or not at all.
            if !isCommon(run), add(record, to: run) { table.replaceAll(run, with: Self.common) }
        }
    }

    private mutating func takeAnchored(_ record: UInt32, _ key: UInt64, _ tokens: BlockingTokens) {
        guard take(record, key) else { return }
        for anchor in tokens.anchors { _ = take(record, Self.joined(key, anchor.hash)) }
    }

    private func collectAnchored(
        _ keys: [UInt64], _ tokens: BlockingTokens, to records: inout [UInt32]
    ) {
        for key in keys where collect(key, to: &records) {
            for anchor in tokens.anchors {
                _ = collect(Self.joined(key, anchor.hash), to: &records)
                guard anchor.neighbour != 0 else { continue }
                _ = collect(Self.joined(key, anchor.neighbour), to: &records)
            }
        }
    }
}

// MARK: Snapshot

extension BlockingIndex {
    func write(to snapshot: inout SnapshotWriter) throws { try table.write(to: &snapshot) }

    init(from snapshot: inout SnapshotReader) throws { table = try NumberTable(from: &snapshot) }

    /// Whether it can be of so many records.
    func isSound(records: Int) -> Bool {
        table.isSound(below: UInt32(records), orAlone: Self.common)
    }
}
