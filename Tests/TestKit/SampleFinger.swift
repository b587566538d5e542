/// Invented fingers, written byte by byte as ISO/IEC 19794-2:2005 says.
public enum SampleFinger {
    /// A record of one view with 24 minutiae.
    ///
    /// - Parameters:
    ///   - number: which invented finger it is; others have other minutiae.
    ///   - position: 0 to 10, 2 being the right index.
    ///   - shake: pixels that each minutia lies off, as in another capture of the same finger.
    public static func record(
        _ number: UInt64, position: UInt8 = 2, quality: UInt8 = 80, shake: Int = 0
    ) -> [UInt8] {
        var random = SeededGenerator(seed: number)
        var view: [UInt8] = [position, 0, quality, 24]
        for _ in 0..<24 {
            let x = Int.random(in: 20..<280, using: &random) + shake
            let y = Int.random(in: 20..<380, using: &random) + shake
            let angle = UInt8.random(in: 0...255, using: &random)
            view += [UInt8(0x40 | x >> 8), UInt8(x & 0xFF), UInt8(y >> 8), UInt8(y & 0xFF)]
            view += [angle, 50]
        }
        view += [0, 0]
        let length = 24 + view.count
        return Array("FMR\0 20\0".utf8) + [0, 0, UInt8(length >> 8), UInt8(length & 0xFF)]
            + [0, 0, 1, 45, 1, 144, 0, 197, 0, 197, 1, 0] + view
    }

    /// Share of the minutiae of one record that lie near one of the other, 0 to 1; 0 for different positions.
    ///
    /// It turns and shifts nothing: enough for invented fingers, and for nothing else.
    public static func likeness(_ one: [UInt8], _ other: [UInt8]) -> Double {
        guard one.count >= 28, other.count >= 28, one[24] == other[24] else { return 0 }
        let first = minutiae(one)
        let second = minutiae(other)
        let near = first.filter { minutia in
            second.contains {
                abs($0.x - minutia.x) <= 6 && abs($0.y - minutia.y) <= 6
                    && $0.angle == minutia.angle
            }
        }
        return Double(near.count) / Double(max(first.count, second.count, 1))
    }

    private static func minutiae(_ record: [UInt8]) -> [(x: Int, y: Int, angle: UInt8)] {
        (0..<Int(record[27])).compactMap { index in
            let at = 28 + index * 6
            guard at + 6 <= record.count else { return nil }
            return (
                Int(record[at] & 0x3F) << 8 | Int(record[at + 1]),
                Int(record[at + 2] & 0x3F) << 8 | Int(record[at + 3]), record[at + 4]
            )
        }
    }
}
