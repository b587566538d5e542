/// Slips of the pen: one letter wrong, missing, too many, or two neighbours exchanged.
///
/// The four errors of Damerau (1964), "A technique for computer detection and correction of spelling
/// errors".
enum Slips {
    /// Whether one slip, and no more, makes one text of the other; in time of the shorter length.
    static func isOne<Text: RandomAccessCollection>(_ left: Text, _ right: Text) -> Bool
    where Text.Element == UInt8, Text.Index == Int {
        let (short, long) = left.count <= right.count ? (left, right) : (right, left)
        guard long.count - short.count <= 1 else { return false }
        var start = 0
        while start < short.count, short[start] == long[start] { start += 1 }
        var end = 0
        while end < short.count - start,
            short[short.count - 1 - end] == long[long.count - 1 - end]
        { end += 1 }
        let rest = short.count - start - end
        if long.count > short.count { return rest == 0 }
        return rest == 1
            || rest == 2 && short[start] == long[start + 1] && short[start + 1] == long[start]
    }

    /// How many digits of two numbers of eight digits differ, and whether one slip explains it.
    static func inDigits(_ left: UInt32, _ right: UInt32) -> (differing: Int, isOne: Bool) {
        var differing = 0
        var places: (first: Int, last: Int) = (-1, -1)
        var (a, b) = (left, right)
        for place in 0..<8 {
            if a % 10 != b % 10 {
                differing += 1
                if places.first < 0 { places.first = place }
                places.last = place
            }
            a /= 10
            b /= 10
        }
        if differing == 2, places.last == places.first + 1 {
            let scale = powersOfTen[places.first]
            let (low, high) = (left / scale % 10, left / scale / 10 % 10)
            let exchanged = right / scale % 10 == high && right / scale / 10 % 10 == low
            return (2, exchanged)
        }
        return (differing, differing == 1)
    }

    private static let powersOfTen: [UInt32] = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000,
    ]
}
