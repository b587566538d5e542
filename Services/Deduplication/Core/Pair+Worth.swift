import Glibc
public import Messages

extension DeduplicationV1.Pair {
    /// What deciding on the pair is worth: H(p) + p, at most 1.6.
    ///
    /// H is the entropy of Shannon (1948), the uncertainty in bits that a decision takes away (uncertainty sampling: Lewis
    /// and Gale 1994). p is the number of people who are expected to be counted twice while the pair is open; without it,
    /// what is all but certain would wait behind what is unlikely. The worths of the pairs between two households add up,
    /// since whoever has both before them decides on all.
    public var worth: Double {
        let p = min(max(probability, 0), 1)
        return Self.surprise(p) + Self.surprise(1 - p) + p
    }

    private static func surprise(_ p: Double) -> Double { p > 0 ? -p * log2(p) : 0 }
}
