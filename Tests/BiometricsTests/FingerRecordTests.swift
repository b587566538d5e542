import Catalogue
import Testing

@testable import Biometrics

@Suite struct FingerRecordTests {
    private typealias Sample = SampleRecord

    @Test func `a record is read field by field`() throws {
        let record = try FingerRecord(
            Sample.record([Sample.view(quality: 80), Sample.view(7, quality: 61)]))
        #expect(record.device == 0x8001)
        #expect([record.width, record.height] == [301, 400])
        #expect([record.horizontalResolution, record.verticalResolution] == [197, 197])
        #expect(record.views.map(\.finger) == [.rightIndex, .leftIndex])
        #expect(record.quality == 80)
        let minutia = try #require(record.views.first?.minutiae.last)
        #expect(
            minutia == .init(kind: .bifurcation, x: 300, y: 399, angle: 64, quality: 0))
    }

    @Test func `a record without a vendor's data is written as it was read`() throws {
        let views = [
            Sample.view(0, number: 15, impression: 8),
            Sample.view(10, extended: [0, 6, 0, 2, 0, 6, 1, 2]),
        ]
        let bytes = Sample.record(views)
        #expect(try FingerRecord(bytes).bytes == bytes)
    }

    @Test func `a vendor's data are left out, and the standard's stay`() throws {
        let record = try FingerRecord(
            Sample.record([Sample.view(extended: Sample.extensions)]))
        #expect(record.views[0].extensions == [.init(type: 1, data: [0xAA, 0xBB])])
        #expect(try FingerRecord(record.bytes) == record)
    }

    @Test func `the largest view is read: 255 minutiae in the corners of the largest image`() throws
    {
        let minutiae = Array(repeating: Sample.minutia(16_383, 16_383), count: 255)
        let bytes = Sample.record(
            [Sample.view(minutiae: minutiae)], image: [16_384, 16_384, 98, 394])
        #expect(try FingerRecord(bytes).bytes == bytes)
    }

    @Test func `every record that is cut short is refused as such`() throws {
        let bytes = Sample.record([Sample.view(extended: Sample.extensions), Sample.view(3)])
        for count in 0..<bytes.count {
            let expected: MessageKey = .fingerRecord(count < 4 ? .unknown : .truncated)
            #expect(refusal(Array(bytes[..<count])) == expected, "\(count)")
        }
    }

    // The stated length agrees with the number of bytes, and what is inside lies.
    @Test func `lies about lengths and numbers are refused`() throws {
        let one = Sample.view()
        let cases: [([UInt8], MessageKey)] = [
            (Sample.record() + [0], .fingerRecord(.length)),
            (Sample.record(length: 0), .fingerRecord(.length)),
            (Sample.record(length: 0x7FFF_FFFF), .fingerRecord(.truncated)),
            (Sample.record([one], count: 2), .fingerRecord(.truncated)),
            (Sample.record([one, Sample.view(3)], count: 1), .fingerRecord(.length)),
            (Sample.record([one], count: 0), .fingerRecord(.withoutViews)),
            (Sample.record([Sample.view(extended: [0xFF, 0xFF])]), .fingerRecord(.truncated)),
            (
                Sample.record([Sample.view(extended: [0, 4, 0, 1, 0, 3])]),
                .fingerView(.extensionMalformed)
            ),
            (
                Sample.record([Sample.view(extended: [0, 4, 0, 1, 0, 5])]),
                .fingerView(.extensionMalformed)
            ),
            (
                Sample.record([Sample.view(extended: [0, 3, 0, 1, 0])]),
                .fingerView(.extensionMalformed)
            ),
        ]
        for (bytes, reason) in cases { #expect(refusal(bytes) == reason) }
    }

    @Test func `values that the standard does not have are refused, with the view's number`() {
        let cases: [([UInt8], FingerViewMessage)] = [
            (Sample.view(11), .finger), (Sample.view(impression: 4), .impression),
            (Sample.view(quality: 101), .quality), (Sample.view(minutiae: []), .empty),
            (Sample.view(), .repeated),
            (Sample.view(3, minutiae: [Sample.minutia(1, 1, type: 3)]), .minutiaMalformed),
            (Sample.view(3, minutiae: [Sample.minutia(1, 1, quality: 101)]), .minutiaMalformed),
            (Sample.view(3, minutiae: [Sample.minutia(301, 0)]), .minutiaOutside),
            (Sample.view(3, minutiae: [Sample.minutia(0, 400)]), .minutiaOutside),
        ]
        for (view, reason) in cases {
            let error = #expect(throws: FingerRecordError.self) {
                try FingerRecord(Sample.record([Sample.view(), view]))
            }
            #expect(error?.reason == .fingerView(reason))
            #expect(error?.arguments == ["view": "2"])
        }
    }

    @Test(
        arguments: [
            [0, 400, 197, 197], [301, 0, 197, 197], [16_385, 400, 197, 197], [301, 400, 97, 197],
            [301, 400, 197, 395],
        ] as [[UInt16]])
    func `an image that cannot be is refused`(image: [UInt16]) {
        #expect(refusal(Sample.record(image: image)) == .fingerRecord(.image))
    }

    @Test func `other formats and editions are named`() {
        #expect(refusal(Array("FIR\0".utf8) + Sample.record()) == .fingerRecord(.unknown))
        #expect(refusal(Sample.record(version: "030\0")) == .fingerRecord(.edition))
        // ANSI INCITS 378-2004: a length of two bytes behind the same eight.
        let ansi = Array("FMR\0 20\0".utf8) + [0, 40] + [UInt8](repeating: 1, count: 30)
        #expect(refusal(ansi) == .fingerRecord(.ansi))
        let large = Sample.record() + [UInt8](repeating: 0, count: 64 << 10)
        #expect(refusal(large) == .fingerRecord(.tooLarge))
    }

    @Test func `a record is taken apart by finger, each one whole`() throws {
        let record = try FingerRecord(
            Sample.record([
                Sample.view(7, quality: 50), Sample.view(2, quality: 70),
                Sample.view(7, number: 1, quality: 90),
            ]))
        let fingers = try record.fingers(named: nil)
        #expect(fingers.map(\.finger) == [.rightIndex, .leftIndex])
        #expect(fingers.map(\.record.quality) == [70, 90])
        for (finger, part) in fingers {
            #expect(try FingerRecord(part.bytes) == part)
            #expect(Set(part.views.map(\.finger)) == [finger])
        }
    }

    @Test func `a finger that the record does not name is the one that is given`() throws {
        let unnamed = try FingerRecord(Sample.record([Sample.view(0)]))
        #expect(throws: FingerRecordError(.fingerRecord(.fingerMissing))) {
            try unnamed.fingers(named: nil)
        }
        #expect(try unnamed.fingers(named: .leftRing).map(\.finger) == [.leftRing])
        let named = try FingerRecord(Sample.record())
        #expect(try named.fingers(named: .rightIndex).count == 1)
        #expect(throws: FingerRecordError(.fingerRecord(.fingerContradicted))) {
            try named.fingers(named: .rightThumb)
        }
        let mixed = try FingerRecord(Sample.record([Sample.view(0), Sample.view(2)]))
        #expect(throws: FingerRecordError(.fingerRecord(.fingerMissing))) {
            try mixed.fingers(named: .rightIndex)
        }
    }

    @Test func `a record shows nothing of itself`() throws {
        let record = try FingerRecord(Sample.record())
        var shown = "\(record)"
        dump(record, to: &shown)
        #expect(!shown.contains("minutia") && !shown.contains("300"))
    }

    @Test func `codes name fingers, and nothing else does`() {
        for finger in FingerPosition.allCases {
            #expect(FingerPosition(code: finger.code) == finger)
        }
        #expect(FingerPosition.rightIndex.code == "right-index")
        #expect(FingerPosition.leftLittle.code == "left-little")
        #expect(FingerPosition(code: "right") == nil)
    }

    private func refusal(_ bytes: [UInt8]) -> MessageKey? {
        do {
            _ = try FingerRecord(bytes)
            return nil
        } catch {
            return error.reason
        }
    }
}
