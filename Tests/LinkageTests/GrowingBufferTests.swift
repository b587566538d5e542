import Foundation
import Testing

@testable import Linkage

/// A list on pages of its own.
@Suite struct GrowingBufferTests {
    @Test func `a list grows, is copied when it is shared, and moves its elements`() {
        var list = GrowingBuffer<UInt32>(0..<10_000)
        let copy = list
        for number in 10_000..<300_000 as Range<UInt32> { list.append(number) }
        list.move(0..<5, to: 3)
        list.append(zeros: 2)
        #expect(Array(list.elements.prefix(9)) == [0, 1, 2, 0, 1, 2, 3, 4, 8])
        #expect(list.elements[9..<300_000].elementsEqual(9..<300_000))
        #expect(Array(list.elements.suffix(2)) == [0, 0])
        #expect(copy.elements.elementsEqual(0..<10_000))
    }

    // It ended for want of memory that it had no use for.
    @Test func `a list goes on where no more than it needs can be reserved`() async {
        await #expect(processExitsWith: .success) {
            var list = GrowingBuffer<UInt64>(0..<(40 << 17))
            // The list has 40 MiB; twice as many are not to be had any more.
            let sizes = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
            let pages = sizes.split(separator: " ").first.flatMap { Int($0) } ?? 0
            let most = rlim_t(pages * Int(getpagesize()) + 30 << 20)
            var limit = rlimit(rlim_cur: most, rlim_max: most)
            setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
            for number in UInt64(list.count)..<UInt64(list.count + 1 << 17) { list.append(number) }
            exit(list[list.count - 1] == UInt64(list.count - 1) ? 0 : 1)
        }
    }
}
