/// What linking found.
public struct LinkageResult: Sendable {
    /// A pair of records that were taken for one person's.
    public struct Pair: Sendable {
        /// Number of the record, from 0, the first list before the second.
        public let left: Int
        /// The other, with a higher number.
        public let right: Int
        /// Binary logarithm of the odds that both are one person's, by themselves: the sum of the evidence.
        public let bits: Double
        /// The cluster: the lowest number of its records.
        public let cluster: Int
        /// All that was weighed, in the order of ``LinkageResult/subjects``; what weighs nothing may be missing.
        public let evidence: [LinkageEvidence]

        /// The probability that both are one person's, by themselves.
        public var probability: Double { WeightTable.probability(bits) }
    }

    /// What the model learnt of one level.
    public struct LearntLevel: Sendable {
        /// The field; nil for the households.
        public let field: LinkageField?
        /// The part of the field's comparison.
        public let kind: ComparisonKind
        /// The level.
        public let level: AgreementLevel
        /// Share among matches.
        public let matches: Double
        /// Share among strangers.
        public let strangers: Double
    }

    /// Pairs that are worked on at a time.
    private static let chunk = 4_096

    /// The cluster of each record: the lowest number of its records.
    public let clusters: [Int]
    /// The threshold that decided.
    public let threshold: Double
    let decider: Decider
    let blocked: CandidatePairs
    /// What was learnt of the list.
    public let model: LinkageModel
    private let configuration: LinkageConfiguration

    init(
        table: LinkageTable, configuration: LinkageConfiguration, model: LinkageModel,
        decider: Decider, blocked: CandidatePairs, candidateCount: Int
    ) async {
        threshold = configuration.threshold
        self.decider = decider
        self.blocked = blocked
        self.candidateCount = candidateCount
        self.model = model
        self.configuration = configuration
        clusters = await decider.clusters(threshold: configuration.threshold)
    }

    /// Pairs that were compared.
    public let candidateCount: Int

    /// Records of the first list; all of them where there is one list.
    public var firstCount: Int { decider.table.firstCount }

    /// Pairs of records in one cluster.
    public var pairCount: Int { sizes.reduce(0) { $0 + $1 * ($1 - 1) / 2 } }

    /// Of each cluster, at its lowest record, how many records it has.
    private var sizes: [Int] {
        clusters.reduce(into: [Int](repeating: 0, count: clusters.count)) { $0[$1] += 1 }
    }

    /// The pairs that were compared and are more probable than one in 60,000, in order, with their scores.
    public var candidates: [ScoredPair] { decider.pairs }

    /// The clusters that another threshold gives.
    public func clusters(threshold: Double) async -> [Int] {
        await decider.clusters(threshold: threshold)
    }

    /// Works on the pairs of records in one cluster with all processors, a few thousand at a time, and collects what was made
    /// of them in the order of the records; never are all there at once, for large clusters have many.
    ///
    /// - Throws: what `collect` throws.
    public func forEachPairs<Made: Sendable, Failure>(
        _ work: @escaping @Sendable ([Pair]) -> Made,
        collect: (Made) throws(Failure) -> Void
    ) async throws(Failure) {
        let count = pairCount
        var joined = joinedPairs.makeIterator()
        try await InParallel.each((count + Self.chunk - 1) / Self.chunk) { _ in
            var pairs: [RecordPair] = []
            while pairs.count < Self.chunk, let pair = joined.next() { pairs.append(pair) }
            return pairs
        } work: { pairs in
            work(self.pairs(pairs))
        } collect: { _, made throws(Failure) in
            try collect(made)
        }
    }

    /// The pairs of records in one cluster, in order.
    private var joinedPairs: some Sequence<RecordPair> {
        let sizes = sizes
        let records = clusters.indices.filter { sizes[clusters[$0]] > 1 }
            .sorted { (clusters[$0], $0) < (clusters[$1], $1) }
        return records.indices.lazy.flatMap { place in
            records[(place + 1)...].prefix { clusters[$0] == clusters[records[place]] }
                .map { RecordPair(records[place], $0) }
        }
    }

    /// What the evidence of a pair can be about, in its order.
    public var subjects: [LinkageEvidence.Subject] {
        [.prior] + model.parts.map { .part($0.kind, field(of: $0)) } + [.overlap, .relatives]
    }

    /// The shares that the list taught, for a look at what decided.
    public var learnt: [LearntLevel] {
        model.parts.enumerated().flatMap { place, part in
            configuration.levels(of: part.kind).enumerated().map { level, scale in
                LearntLevel(
                    field: field(of: part), kind: part.kind, level: scale.level,
                    matches: model.matches[place][level], strangers: model.strangers[place][level])
            }
        }
    }

    private func field(of part: ComparisonPart) -> LinkageField? {
        part.kind == .household ? nil : decider.table.fields[part.field]
    }

    private func pairs(_ pairs: [RecordPair]) -> [Pair] {
        decider.comparer.withPairComparer { comparer in
            pairs.map { pair in
                let comparison = decider.compare(pair, &comparer)
                return Pair(
                    left: pair.left, right: pair.right, bits: decider.weights.bits(comparison),
                    cluster: clusters[pair.left],
                    evidence: comparer.evidence(
                        of: comparison, fields: decider.table.fields, by: decider.weights))
            }
        }
    }
}
