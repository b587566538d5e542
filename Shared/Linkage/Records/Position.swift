internal import Glibc

/// A point on the map as a list states it, to some 300 m from north to south and 600 m from east to west.
struct Position: Hashable, Sendable {
    /// Kilometres of a degree on a great circle.
    private static let kilometresOfDegree = 40_030.0 / 360
    /// Bits of a square of some 20 km from north to south.
    private static let squareShift = 6

    /// Steps of 180/65,536 degrees from the equator.
    private let latitude: Int16
    /// Steps of 360/65,536 degrees from Greenwich, which go round.
    private let longitude: Int16

    /// Reads latitude and longitude from two cells (`14,35` and `-3.61`), or from one that begins with both (`14.35 -3.61`,
    /// `14.35,-3.61`, `14,35; -3,61`, `14.35,-3.61 300 5`, as forms write them with altitude and accuracy behind).
    ///
    /// Nil for what is none: beyond 90 or 180 degrees, no number, or 0 and 0, which programs write for nothing.
    init?(_ cells: [String]) {
        let texts = cells.count == 1 ? Self.parts(of: cells[0]) : cells
        guard texts.count >= 2, let north = Self.degrees(texts[0], most: 90),
            let east = Self.degrees(texts[1], most: 180), north != 0 || east != 0
        else { return nil }
        latitude = Int16(clamping: Int((north / 180 * 0x1p16).rounded()))
        longitude = Int16(truncatingIfNeeded: Int((east / 360 * 0x1p16).rounded()))
    }

    /// A position of ``bytes``.
    init(_ bytes: some Collection<UInt8>) {
        let bits = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        latitude = Int16(truncatingIfNeeded: bits >> 16)
        longitude = Int16(truncatingIfNeeded: bits)
    }

    /// Four bytes, the same for the same position.
    var bytes: [UInt8] {
        [latitude, longitude].flatMap {
            [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)]
        }
    }

    /// Kilometres between two positions that are not far from each other; of others, more or less.
    func kilometres(to other: Position) -> Double {
        let north = (Double(latitude) - Double(other.latitude)) * 180 / 0x1p16
        // The difference goes round, too.
        let east = Double(longitude &- other.longitude) * 360 / 0x1p16
        let middle = (Double(latitude) + Double(other.latitude)) / 2 * .pi / 0x1p16
        return hypot(north, east * cos(middle)) * Self.kilometresOfDegree
    }

    /// The square that it lies in and those around it, so that two positions near each other have some in common.
    var squares: [[UInt8]] {
        let steps: [Int16] = [-1, 0, 1].map { $0 << Self.squareShift }
        return steps.flatMap { north in
            steps.map { east in
                Position(
                    latitude: (latitude &+ north) >> Self.squareShift,
                    longitude: (longitude &+ east) >> Self.squareShift
                ).bytes
            }
        }
    }

    private init(latitude: Int16, longitude: Int16) {
        self.latitude = latitude
        self.longitude = longitude
    }

    /// Numbers with spaces or semicolons between them; or with commas, where they are written with points.
    private static func parts(of cell: String) -> [String] {
        cell.split { $0.isWhitespace || $0 == ";" }.flatMap { part in
            part.contains(".")
                ? part.split(separator: ",") : [part.last == "," ? part.dropLast() : part]
        }.map(String.init).filter { !$0.isEmpty }
    }

    private static func degrees(_ text: String, most: Double) -> Double? {
        let plain = Birth.inEuropeanDigits(text).filter { $0 != " " }
            .map { $0 == "," ? "." : $0 }
        let isNumber = plain.allSatisfy { $0.isASCII && $0.isNumber || "+-.".contains($0) }
        guard isNumber, let degrees = Double(String(plain)), abs(degrees) <= most else {
            return nil
        }
        return degrees
    }
}
