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
    ) {
        threshold = configuration.threshold
        self.decider = decider
        self.blocked = blocked
        self.candidateCount = candidateCount
        self.model = model
        self.configuration = configuration
        clusters = decider.clusters(threshold: configuration.threshold)
    }

    /// Pairs that were compared.
    public let candidateCount: Int

    /// Records of the first list; all of them where there is one list.
    public var firstCount: Int { decider.table.firstCount }

    /// Pairs of records in one cluster.
    public var pairCount: Int {
        var sizes: [Int: Int] = [:]
        for cluster in clusters { sizes[cluster, default: 0] += 1 }
        return sizes.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
    }

    /// The pairs that were compared and are more probable than one in 60,000, in order, with their scores.
    public var candidates: [ScoredPair] { decider.pairs }

    /// The clusters that another threshold gives.
    public func clusters(threshold: Double) -> [Int] { decider.clusters(threshold: threshold) }

    /// The pairs of records in one cluster, in order of the records; made as they are read, for large
    /// clusters have many.
    public var pairs: some Sequence<Pair> {
        var members: [Int: [Int]] = [:]
        for (record, cluster) in clusters.enumerated() {
            members[cluster, default: []].append(record)
        }
        let groups = members.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
        return groups.lazy.flatMap { members in
            members.indices.flatMap { i in
                members[(i + 1)...].map { pair(members[i], $0, cluster: members[0]) }
            }
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

    private func pair(_ left: Int, _ right: Int, cluster: Int) -> Pair {
        decider.comparer.withPairComparer { comparer in
            let comparison = decider.compare(RecordPair(left, right), &comparer)
            return Pair(
                left: left, right: right, bits: decider.weights.bits(comparison),
                cluster: cluster,
                evidence: comparer.evidence(
                    of: comparison, fields: decider.table.fields, by: decider.weights))
        }
    }
}
