internal import CBitDistance

/// Two records whose filters are near.
struct NearPair: Sendable {
    let left: UInt32
    let right: UInt32
    let similarity: Float
    let score: Float
}

/// Compares every filter with every other.
///
/// Nothing that the filters are sorted or blocked by could be made without telling more of the records, so all
/// pairs are looked at: first a quarter of the bits, and of the few that are near there the rest.
struct FilterScan: Sendable {
    private static let headWords = EncodingScheme.words / 4
    /// Distance by which chance can make the head of a near pair look farther: three standard deviations.
    private static let headSlack = 48
    /// Rights whose heads stay in the processor's cache while some lefts pass.
    private static let tile = 1024
    private static let chunk = 256

    private let left: EncodedList
    private let right: EncodedList
    private let isOneList: Bool
    private let weights: [Int]
    /// What a record of each class has; records of one class have the same.
    private let leftKinds: Kinds
    private let rightKinds: Kinds
    private let rightHeads: [UInt64]

    /// The classes of a list's records.
    private struct Kinds: Sendable {
        var present: [UInt64] = []
        var ofRecord: [UInt32] = []

        init(_ list: EncodedList, parts: [EncodedList.Part]) {
            let bits = list.parts.map { UInt64(1) << UInt64(parts.firstIndex(of: $0) ?? 0) }
            var known: [UInt32: UInt32] = [:]
            for has in list.present {
                let kind = known[has] ?? UInt32(present.count)
                ofRecord.append(kind)
                guard known[has] == nil else { continue }
                known[has] = kind
                present.append(
                    bits.indices.reduce(0) { $0 | (has >> UInt32($1) & 1 == 1 ? bits[$1] : 0) })
            }
        }
    }

    /// - Parameter right: nil for the pairs of one list.
    init(_ left: EncodedList, _ right: EncodedList?) {
        let second = right ?? left
        let parts = left.parts + second.parts.filter { !left.parts.contains($0) }
        self.left = left
        self.right = second
        isOneList = right == nil
        weights = parts.map(\.weight)
        leftKinds = Kinds(left, parts: parts)
        rightKinds = Kinds(second, parts: parts)
        rightHeads = (0..<second.count).flatMap { second.filter($0).prefix(Self.headWords) }
    }

    /// Pairs that there are.
    var pairCount: Int {
        isOneList ? left.count * (left.count - 1) / 2 : left.count * right.count
    }

    /// The scores of the pairs of some lefts, spread evenly, with all rights.
    ///
    /// - Returns: the scores, and the share of all pairs that they are of.
    func sample(_ pairsMax: Int) async -> (scores: [Float], share: Double) {
        let step = max(1, left.count * right.count / pairsMax)
        let lefts = Array(stride(from: 0, to: left.count, by: step))
        var scores: [Float] = []
        await InParallel.chunks(of: lefts.count, size: Self.chunk) { range in
            scan(Array(lefts[range]), score: -.infinity, isHalf: false).map(\.score)
        } collect: {
            scores += $0
        }
        let looked = lefts.count * (isOneList ? right.count - 1 : right.count)
        return (scores, Double(looked) / Double(max(pairCount, 1)))
    }

    /// The pairs with a score, in order of their lefts.
    func pairs(score: Float, progress: (Int) -> Void) async -> [NearPair] {
        var pairs: [NearPair] = []
        var done = 0
        await InParallel.chunks(of: left.count, size: Self.chunk) { range in
            scan(Array(range), score: score, isHalf: isOneList)
        } collect: {
            pairs += $0
            done = min(done + Self.chunk, left.count)
            progress(100 * done / left.count)
        }
        return pairs
    }

    /// - Parameter isHalf: whether each left is compared with the rights after it alone.
    private func scan(_ lefts: [Int], score: Float, isHalf: Bool) -> [NearPair] {
        // Lefts of one kind follow each other, so that the limits are made once for each.
        let lefts = lefts.sorted {
            (leftKinds.ofRecord[$0], $0) < (leftKinds.ofRecord[$1], $1)
        }
        var found: [NearPair] = []
        var near: [UInt32] = []
        var distances = [UInt32](repeating: 0, count: Self.tile)
        var start = isHalf ? (lefts.min() ?? 0) / Self.tile * Self.tile : 0
        while start < right.count {
            let rights = start..<min(start + Self.tile, right.count)
            var limits: (kind: UInt32, ofRight: [Int32]) = (.max, [])
            for left in lefts where !isHalf || rights.upperBound > left + 1 {
                if limits.kind != leftKinds.ofRecord[left] {
                    limits = (leftKinds.ofRecord[left], self.limits(of: left, score: score))
                }
                findNear(left, rights, limits.ofRight, &distances, &near)
                for right in near where isHalf ? Int(right) > left : !isOneList || right != left {
                    if let pair = pair(left, Int(right), limits.ofRight) { found.append(pair) }
                }
            }
            start += Self.tile
        }
        return found.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
    }

    /// The greatest distance of a left to the rights of each kind.
    private func limits(of left: Int, score: Float) -> [Int32] {
        let has = leftKinds.present[Int(leftKinds.ofRecord[left])]
        return rightKinds.present.map {
            Int32(FilterScale(has, $0, weights: weights).distanceMax(score: Double(score)))
        }
    }

    /// The rights whose heads are near enough.
    private func findNear(
        _ left: Int, _ rights: Range<Int>, _ limits: [Int32], _ distances: inout [UInt32],
        _ near: inout [UInt32]
    ) {
        near.removeAll(keepingCapacity: true)
        let head = left * EncodingScheme.words
        self.left.filters.withUnsafeBufferPointer { row in
            rightHeads.withUnsafeBufferPointer { rows in
                distances.withUnsafeMutableBufferPointer { distances in
                    limits.withUnsafeBufferPointer { limits in
                        rightKinds.ofRecord.withUnsafeBufferPointer { kinds in
                            guard let row = row.baseAddress, let rows = rows.baseAddress,
                                let out = distances.baseAddress
                            else { return }
                            // SAFETY: a filter has `words` words from `head` on, the rights a head each, and
                            // there are as many distances as rights in a tile.
                            jatigi_bit_distances(
                                row + head, rows + rights.lowerBound * Self.headWords,
                                Self.headWords, rights.count, out)
                            for right in rights {
                                let limit = Int(limits[Int(kinds[right])])
                                let distance = Int(distances[right - rights.lowerBound])
                                if limit >= 0, distance <= limit / 4 + Self.headSlack {
                                    near.append(UInt32(right))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private func pair(_ left: Int, _ right: Int, _ limits: [Int32]) -> NearPair? {
        var distance: UInt32 = 0
        self.left.filters.withUnsafeBufferPointer { row in
            self.right.filters.withUnsafeBufferPointer { other in
                guard let row = row.baseAddress, let other = other.baseAddress else { return }
                // SAFETY: each filter has `words` words from its place on; one distance is written.
                jatigi_bit_distances(
                    row + left * EncodingScheme.words, other + right * EncodingScheme.words,
                    EncodingScheme.words, 1, &distance)
            }
        }
        let kind = rightKinds.ofRecord[right]
        guard Int32(distance) <= limits[Int(kind)] else { return nil }
        let scale = FilterScale(
            leftKinds.present[Int(leftKinds.ofRecord[left])], rightKinds.present[Int(kind)],
            weights: weights)
        let similarity = scale.similarity(distance: Int(distance))
        return NearPair(
            left: UInt32(left), right: UInt32(right), similarity: Float(similarity),
            score: Float(scale.score(similarity: similarity)))
    }
}
