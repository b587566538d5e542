extension Timestamp: LosslessStringConvertible {
    private static let millisecondsPerDay: Int64 = 86_400_000
    /// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59.999Z: the years that RFC 3339 can write.
    private static let textRange: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    /// The RFC 3339 form in UTC with milliseconds, as in `2026-03-01T08:15:00.250Z`.
    ///
    /// Moments outside the years 0000 to 9999 cannot be written so and give the nearest that can.
    public var description: String {
        let clamped = min(
            max(millisecondsSinceEpoch, Self.textRange.lowerBound), Self.textRange.upperBound)
        let day = clamped.floorDivided(by: Self.millisecondsPerDay)
        let inDay = clamped - day * Self.millisecondsPerDay
        let date = CivilDate(daysSinceEpoch: day)
        var text: [UInt8] = []
        text.reserveCapacity(24)
        func append(_ value: Int64, width: Int, then separator: Unicode.Scalar) {
            var divisor: Int64 = 1
            for _ in 1..<width { divisor *= 10 }
            while divisor > 0 {
                text.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
                divisor /= 10
            }
            text.append(UInt8(ascii: separator))
        }
        append(date.year, width: 4, then: "-")
        append(date.month, width: 2, then: "-")
        append(date.day, width: 2, then: "T")
        append(inDay / 3_600_000, width: 2, then: ":")
        append(inDay / 60_000 % 60, width: 2, then: ":")
        append(inDay / 1000 % 60, width: 2, then: ".")
        append(inDay % 1000, width: 3, then: "Z")
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads a date-time of RFC 3339, section 5.6; `nil` when it is not one.
    ///
    /// Fractions finer than a millisecond are cut. A leap second is accepted where one can stand
    /// (23:59:60 UTC) and is read as the second after it.
    public init?(_ text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        guard let date = scanner.date(), scanner.skip("T", "t"),
            let timeOfDay = scanner.timeOfDay(), let offset = scanner.offsetMinutes(),
            scanner.isAtEnd
        else { return nil }
        let milliseconds =
            date.daysSinceEpoch * Self.millisecondsPerDay + timeOfDay.milliseconds
            - offset * 60_000
        guard Self.textRange.contains(milliseconds) else { return nil }
        let secondOfDay = (milliseconds - milliseconds.floorRemainder(by: 1000)) / 1000
        if timeOfDay.isLeapSecond, secondOfDay.floorRemainder(by: 86_400) != 0 { return nil }
        self.init(millisecondsSinceEpoch: milliseconds)
    }
}

private struct Scanner {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ choices: Unicode.Scalar...) -> Bool {
        guard position < bytes.count,
            choices.contains(where: { UInt8(ascii: $0) == bytes[position] })
        else { return false }
        position += 1
        return true
    }

    mutating func digit() -> Int64? {
        guard position < bytes.count, (0x30...0x39).contains(bytes[position]) else { return nil }
        position += 1
        return Int64(bytes[position - 1]) - 0x30
    }

    mutating func number(width: Int, in range: ClosedRange<Int64>) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<width {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return range.contains(value) ? value : nil
    }

    mutating func date() -> CivilDate? {
        guard let year = number(width: 4, in: 0...9999), skip("-"),
            let month = number(width: 2, in: 1...12), skip("-"),
            let day = number(width: 2, in: 1...31)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    mutating func timeOfDay() -> (milliseconds: Int64, isLeapSecond: Bool)? {
        guard let hour = number(width: 2, in: 0...23), skip(":"),
            let minute = number(width: 2, in: 0...59), skip(":"),
            let second = number(width: 2, in: 0...60)
        else { return nil }
        var fraction: Int64 = 0
        if skip(".") {
            guard let first = digit() else { return nil }
            fraction = first * 100
            var scale: Int64 = 10
            while let next = digit() {
                fraction += next * scale
                scale /= 10
            }
        }
        return (((hour * 60 + minute) * 60 + second) * 1000 + fraction, second == 60)
    }

    mutating func offsetMinutes() -> Int64? {
        if skip("Z", "z") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(width: 2, in: 0...23), skip(":"),
            let minutes = number(width: 2, in: 0...59)
        else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
