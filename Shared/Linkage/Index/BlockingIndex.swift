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

    init(forFew: Bool = false) { table = NumberTable(partitionBits: forFew ? 4 : 16) }

    /// Keys held.
    var count: Int { table.count }
    /// Bytes held.
    var byteCount: Int { table.byteCount }

    /// Adds a record.
    ///
    /// - Parameter reader: reads the tokens of another, without letters.
    mutating func insert(_ record: UInt32, _ tokens: BlockingTokens, reader: Reader) {
        Self.walk(tokens.core, withNeighbours: false) { set, key in
            let isCommon = add(record, key, set, tokens.core)
            if isCommon { addLast(record, key, set, tokens.core) }
            return isCommon
        }
        for key in tokens.numbers { addAnchored(record, key, tokens) }
        for key in tokens.letters { addAnchored(record, key, tokens) }
        var held = held
        swap(&held, &self.held)
        while let descent = descents.popLast() {
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
        Self.walk(tokens.core, withNeighbours: false) { set, key in
            let isCommon = take(record, key)
            if isCommon, Self.isLast(set, tokens.core) { _ = take(record, Self.last(key)) }
            return isCommon
        }
        for key in tokens.numbers { takeAnchored(record, key, tokens) }
        for key in tokens.letters { takeAnchored(record, key, tokens) }
    }

    /// Appends the records that share a key with some tokens, those under the smallest sets first, each as often as
    /// it was met.
    func append(_ tokens: BlockingTokens, to records: inout [UInt32]) {
        collectAnchored(tokens.numbers, tokens, to: &records)
        Self.walk(tokens.core, withNeighbours: true) { set, key in
            let isCommon = collect(key, to: &records)
            if isCommon, set.nonzeroBitCount >= Self.lastSizeMin {
                _ = collect(Self.last(key), to: &records)
            }
            return isCommon
        }
        collectAnchored(tokens.letters, tokens, to: &records)
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
    /// Calls with each set that a record may lie under: those of whose subsets every one is common.
    ///
    /// - Parameter visit: says whether the set is common.
    private static func walk(
        _ tokens: [BlockingTokens.Core], withNeighbours: Bool,
        _ visit: (_ set: UInt16, _ key: UInt64) -> Bool
    ) {
        let groups = TokenSets.groups(of: tokens)
        var neighbouring: UInt16 = 0
        for (place, token) in tokens.enumerated() where token.neighbour != 0 && withNeighbours {
            neighbouring |= 1 << place
        }
        let end = 1 << tokens.count
        // Two bits a set: whether it is common, and whether it is with its neighbour's value.
        var states = InlineArray<1024, UInt8>(repeating: 0)
        let all = TokenSets.all
        for set in all where set < end && TokenSets.isUsed(set, groups) {
            let isNear = set & neighbouring != 0
            var reached: UInt8 = isNear ? 3 : 1
            var rest = set
            while rest != 0, reached != 0 {
                let subset = set & ~(rest & (0 &- rest))
                rest &= rest &- 1
                guard subset != 0, TokenSets.isUsed(subset, groups) else { continue }
                let state = states[Int(subset)]
                // A subset without the neighbour's token stands for both.
                reached &= subset & neighbouring != 0 ? state : (state & 1) * 3
            }
            guard reached != 0 else { continue }
            var state: UInt8 = 0
            if reached & 1 != 0, visit(set, key(of: set, tokens)) { state |= 1 }
            if reached & 2 != 0, visit(set, key(of: set, tokens, near: neighbouring)) { state |= 2 }
            states[Int(set)] = state
        }
    }

    private static func key(
        of set: UInt16, _ tokens: [BlockingTokens.Core], near: UInt16 = 0
    ) -> UInt64 {
        var key: UInt64 = 0
        var rest = set
        while rest != 0 {
            let place = rest.trailingZeroBitCount
            key ^= near & 1 << place != 0 ? tokens[place].neighbour : tokens[place].hash
            rest &= rest - 1
        }
        return joined(key, UInt64(set.nonzeroBitCount))
    }

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
        for place in tokens.indices where set & 1 << place == 0 {
            let larger = set | 1 << place
            guard TokenSets.isUsed(larger, groups), isReached(larger, from: set, tokens, groups)
            else { continue }
            let key = Self.key(of: larger, tokens)
            if add(record, key, larger, tokens) {
                addLast(record, key, larger, tokens)
                goDown(record, from: larger, tokens, groups)
            }
        }
    }

    /// Whether every subset of one token less is common, beside one that is known to be.
    private func isReached(
        _ set: UInt16, from known: UInt16, _ tokens: [BlockingTokens.Core],
        _ groups: TokenSets.Groups
    ) -> Bool {
        var rest = known
        while rest != 0 {
            let subset = set & ~(rest & (0 &- rest))
            rest &= rest - 1
            guard TokenSets.isUsed(subset, groups) else { continue }
            if table.first(Self.key(of: subset, tokens)) != Self.common { return false }
        }
        return true
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
}
