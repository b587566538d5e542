public import Messages

extension [DeduplicationV1.Opinion] {
    /// What the opinions on a pair come to, in the order in which they were given; nil while more are needed.
    ///
    /// The first decision that two reviewers agree on. Where three differ nobody knows: unsure.
    public var outcome: DeduplicationV1.PairState? {
        var counts: [DeduplicationV1.PairState: Int] = [:]
        for opinion in self {
            counts[opinion.decision, default: 0] += 1
            if counts[opinion.decision] == 2 { return opinion.decision }
        }
        return count >= DeduplicationLimits.opinionsMax ? .unsure : nil
    }
}
