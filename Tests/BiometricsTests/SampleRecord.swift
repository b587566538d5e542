@testable import Biometrics

/// Hand-made records, byte by byte: invented fingers.
enum SampleRecord {
    /// A view of a finger.
    static func view(
        _ finger: UInt8 = 2, number: UInt8 = 0, impression: UInt8 = 0, quality: UInt8 = 80,
        minutiae: [[UInt8]] = [minutia(10, 20), minutia(300, 399, type: 2)],
        extended: [UInt8] = [0, 0]
    ) -> [UInt8] {
        [finger, number << 4 | impression, quality, UInt8(minutiae.count)]
            + minutiae.flatMap { $0 } + extended
    }

    static func minutia(
        _ x: UInt16, _ y: UInt16, type: UInt8 = 1, angle: UInt8 = 64, quality: UInt8 = 0
    ) -> [UInt8] {
        let first = UInt16(type) << 14 | x
        return [UInt8(first >> 8), UInt8(first & 0xFF), UInt8(y >> 8), UInt8(y & 0xFF)]
            + [angle, quality]
    }

    /// A whole record: 301 × 400 pixels, 197 px/cm (500 dpi).
    static func record(
        _ views: [[UInt8]] = [view()], count: UInt8? = nil, length: Int? = nil,
        version: String = " 20\0", image: [UInt16] = [301, 400, 197, 197]
    ) -> [UInt8] {
        let body = views.flatMap { $0 }
        let length = length ?? 24 + body.count
        var bytes = Array("FMR\0".utf8) + Array(version.utf8)
        bytes += [24, 16, 8, 0].map { UInt8(length >> $0 & 0xFF) }
        bytes += [0x80, 0x01]
        bytes += image.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        return bytes + [count ?? UInt8(views.count), 0] + body
    }

    /// Ridge counts (type 1, two bytes of data), then an area of a vendor (type 0x0100, three bytes).
    static let extensions: [UInt8] =
        [0, 13] + [0, 1, 0, 6, 0xAA, 0xBB] + [1, 0, 0, 7, 0x4E, 0x61, 0x6D]
}
