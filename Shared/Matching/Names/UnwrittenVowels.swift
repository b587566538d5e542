/// Spellings of scripts that leave vowels out, beside those that write them.
///
/// A spelling is compared with another as the consonantal skeletons of both are, but what is written of the
/// vowels must agree: `m*h*m*d` is Mohamed and Mamadou, and only `m*hmud` is Mahmoud alone.
public enum UnwrittenVowels {
    /// A place where vowels may be missing.
    static let vowel = UInt8(ascii: "*")
    /// The feminine ending that is said a, at, ata or atou.
    static let feminine = UInt8(ascii: "+")
    /// Vowels that stand in one such place at most: ou and ai are written with two.
    private static let vowelsMax = 2
    /// Sounds that must be written, for one alone is anybody's.
    private static let soundsMin = 2

    /// Whether vowels are missing.
    public static func areIn(_ spelling: Span<UInt8>) -> Bool {
        for place in spelling.indices where spelling[place] == vowel || spelling[place] == feminine
        {
            return true
        }
        return false
    }

    /// Whether two folded names, of which one at least has unwritten vowels, may be one name's.
    public static func mayBeOne(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        let (first, second) = (PhoneticKey.sounds(of: left), PhoneticKey.sounds(of: right))
        return cost(of: first, as: second) != nil || cost(of: second, as: first) != nil
    }

    /// How far a name is from the one that is spelt with unwritten vowels: the missing ones that are not the
    /// commonest, a; nil where it is another.
    ///
    /// - Parameters:
    ///   - pattern: sounds with places of missing vowels.
    ///   - name: sounds, which may have such places too.
    static func cost(of pattern: [UInt8], as name: [UInt8]) -> Int? {
        guard areIn(pattern.span),
            pattern.count(where: { $0 != vowel && $0 != feminine }) >= soundsMin
        else { return nil }
        // The least cost of each beginning of the name, for a beginning of the pattern that grows.
        var costs = [Int?](repeating: nil, count: name.count + 1)
        costs[0] = 0
        for (place, sound) in pattern.enumerated() {
            var next = [Int?](repeating: nil, count: name.count + 1)
            for (start, cost) in costs.enumerated() {
                guard let cost else { continue }
                for (end, more) in steps(sound, name, from: start, isFirst: place == 0) {
                    next[end] = min(next[end] ?? .max, cost + more)
                }
            }
            costs = next
        }
        // A last vowel comes and goes: Oumar and Oumarou, Ibrahim and Ibrahima.
        var last = costs[name.count]
        if let end = name.last, isVowel(end), let cost = costs[name.count - 1] {
            last = min(last ?? .max, cost)
        }
        return last
    }

    /// Where a sound of the pattern may end in the name, with what it costs.
    private static func steps(
        _ sound: UInt8, _ name: [UInt8], from start: Int, isFirst: Bool
    ) -> [(end: Int, cost: Int)] {
        guard sound == vowel || sound == feminine else {
            guard start < name.count else { return [] }
            let other = name[start]
            let isSame = other == sound || other == vowel && isVowel(sound)
            return isSame ? [(start + 1, 0)] : []
        }
        var steps = isFirst ? [] : [(end: start, cost: 0)]
        var (end, cost) = (start, 0)
        while end < name.count, end < start + vowelsMax, isVowel(name[end]) {
            if name[end] == UInt8(ascii: "i") || name[end] == UInt8(ascii: "u") { cost += 1 }
            end += 1
            steps.append((end, cost))
        }
        if sound == feminine {
            steps += steps.filter { $0.end < name.count && name[$0.end] == UInt8(ascii: "t") }
                .map { ($0.end + 1, $0.cost) }
        }
        return steps
    }

    private static func isVowel(_ sound: UInt8) -> Bool {
        "aiu*+".utf8.contains(sound)
    }
}
