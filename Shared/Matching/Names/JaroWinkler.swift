/// The similarity of two spellings.
///
/// Jaro (1989), "Advances in record-linkage methodology", with the common-prefix adjustment of
/// Winkler (1990), "String Comparator Metrics and Enhanced Decision Rules in the Fellegi–Sunter
/// Model of Record Linkage": prefix of at most 4, scale 0.1.
public enum JaroWinkler {
    /// Similarity from 0 (nothing in common) to 1 (equal); 1 when both are empty.
    ///
    /// Only the first 64 bytes of either are compared, so that the work is bounded.
    public static func similarity(_ left: [UInt8], _ right: [UInt8]) -> Double {
        similarity(left.span, right.span)
    }

    /// The same, of texts that lie in a larger buffer.
    public static func similarity(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Double {
        let leftCount = min(left.count, 64)
        let rightCount = min(right.count, 64)
        guard leftCount > 0, rightCount > 0 else { return leftCount == rightCount ? 1 : 0 }
        let window = max(0, max(leftCount, rightCount) / 2 - 1)
        var leftMatched: UInt64 = 0
        var rightMatched: UInt64 = 0
        for position in 0..<leftCount {
            let start = max(0, position - window)
            let end = min(rightCount, position + window + 1)
            guard start < end else { continue }
            for other in start..<end
            where rightMatched & (1 << other) == 0 && left[position] == right[other] {
                leftMatched |= 1 << position
                rightMatched |= 1 << other
                break
            }
        }
        let matches = Double(leftMatched.nonzeroBitCount)
        guard matches > 0 else { return 0 }
        let moved = Double(outOfOrder(left, leftMatched, right, rightMatched)) / 2
        let jaro =
            (matches / Double(leftCount) + matches / Double(rightCount)
                + (matches - moved) / matches) / 3
        let prefixMax = min(4, min(leftCount, rightCount))
        var prefix = 0
        while prefix < prefixMax, left[prefix] == right[prefix] { prefix += 1 }
        return jaro + Double(prefix) * 0.1 * (1 - jaro)
    }

    private static func outOfOrder(
        _ left: Span<UInt8>, _ leftMatched: UInt64, _ right: Span<UInt8>, _ rightMatched: UInt64
    ) -> Int {
        var leftRest = leftMatched
        var rightRest = rightMatched
        var count = 0
        while leftRest != 0 {
            if left[leftRest.trailingZeroBitCount] != right[rightRest.trailingZeroBitCount] {
                count += 1
            }
            leftRest &= leftRest - 1
            rightRest &= rightRest - 1
        }
        return count
    }
}
