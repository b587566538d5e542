/// Sorts whole numbers by a span of their bits, from the lowest digit to the highest; the order of what
/// is equal there stays. In time of the count, where comparing takes count times its logarithm.
enum RadixSort {
    private static let digitBits = 8

    static func sort(_ numbers: inout [UInt64], bits: Range<Int> = 0..<64) {
        guard numbers.count > 1 else { return }
        let mask = (UInt64.max >> UInt64(64 - bits.count)) << UInt64(bits.lowerBound)
        // Few numbers are not worth the tables of counts.
        guard numbers.count > 64 else { return insertionSort(&numbers, mask: mask) }
        var varying: UInt64 = 0
        for number in numbers { varying |= number ^ numbers[0] }
        var others = [UInt64](repeating: 0, count: numbers.count)
        for shift in stride(from: bits.lowerBound, to: bits.upperBound, by: digitBits) {
            let digits = min(digitBits, bits.upperBound - shift)
            let digitMask = (1 << UInt64(digits)) - 1 as UInt64
            guard varying >> UInt64(shift) & digitMask != 0 else { continue }
            numbers.withUnsafeBufferPointer { from in
                others.withUnsafeMutableBufferPointer { to in
                    distribute(from, to, shift: UInt64(shift), mask: digitMask)
                }
            }
            swap(&numbers, &others)
        }
    }

    // SAFETY: both buffers have one length, and a place is a count of numbers before, so below it.
    private static func distribute(
        _ from: UnsafeBufferPointer<UInt64>, _ to: UnsafeMutableBufferPointer<UInt64>,
        shift: UInt64, mask: UInt64
    ) {
        var places = InlineArray<257, Int>(repeating: 0)
        for number in from { places[Int(number >> shift & mask) + 1] += 1 }
        for digit in 1..<257 { places[digit] += places[digit - 1] }
        for number in from {
            let digit = Int(number >> shift & mask)
            to[places[digit]] = number
            places[digit] += 1
        }
    }

    private static func insertionSort(_ numbers: inout [UInt64], mask: UInt64) {
        for index in numbers.indices.dropFirst() {
            let number = numbers[index]
            var place = index
            while place > 0, numbers[place - 1] & mask > number & mask {
                numbers[place] = numbers[place - 1]
                place -= 1
            }
            numbers[place] = number
        }
    }
}
