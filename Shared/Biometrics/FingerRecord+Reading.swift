import Catalogue

extension FingerRecord {
    static let magic = Array("FMR\0".utf8)
    static let version = Array(" 20\0".utf8)
    static let headerByteCount = 24
    static let viewHeaderByteCount = 4
    static let minutiaByteCount = 6
    static let areaHeaderByteCount = 4
    /// Ridge counts, cores and deltas, zonal quality.
    private static let knownAreas: ClosedRange<UInt16> = 1...3

    /// Reads a record, whatever the bytes are, in time and memory that their number bounds.
    ///
    /// Extended data of a vendor are left out: nobody can say what is in them.
    ///
    /// - Throws: ``FingerRecordError`` with the first thing that is wrong.
    public init(_ bytes: [UInt8]) throws(FingerRecordError) {
        try Self.checkForm(bytes)
        var reader = ByteReader(bytes[12...])
        device = try reader.number16()
        width = try reader.number16()
        height = try reader.number16()
        horizontalResolution = try reader.number16()
        verticalResolution = try reader.number16()
        let count = try reader.byte()
        _ = try reader.byte()
        let sides = 1...BiometricsLimits.imageSideMax
        let resolutions = BiometricsLimits.resolutionRange
        guard sides.contains(width), sides.contains(height),
            resolutions.contains(horizontalResolution), resolutions.contains(verticalResolution)
        else { throw FingerRecordError(.fingerRecord(.image)) }
        guard count > 0 else { throw FingerRecordError(.fingerRecord(.withoutViews)) }
        var views: [View] = []
        var seen: Set<[UInt8]> = []
        for number in 1...Int(count) {
            let view = try Self.view(&reader, number, width: width, height: height)
            guard seen.insert([view.finger?.rawValue ?? 0, view.number]).inserted else {
                throw FingerRecordError(.fingerView(.repeated), ["view": "\(number)"])
            }
            views.append(view)
        }
        guard reader.isAtEnd else { throw FingerRecordError(.fingerRecord(.length)) }
        self.views = views
    }

    /// What can be told from the first bytes: another format, another edition, another length.
    private static func checkForm(_ bytes: [UInt8]) throws(FingerRecordError) {
        guard bytes.count <= BiometricsLimits.recordBytesMax else {
            let max = BiometricsLimits.recordBytesMax >> 10
            throw FingerRecordError(.fingerRecord(.tooLarge), ["max": "\(max)"])
        }
        guard bytes.starts(with: magic) else { throw FingerRecordError(.fingerRecord(.unknown)) }
        guard bytes.count >= headerByteCount else {
            throw FingerRecordError(.fingerRecord(.truncated))
        }
        guard bytes[4..<8].elementsEqual(version) else {
            throw FingerRecordError(.fingerRecord(.edition))
        }
        var reader = ByteReader(bytes[8...])
        let high = try reader.number16()
        let low = try reader.number16()
        // ANSI INCITS 378-2004 begins alike, and has a length of two bytes.
        guard high == 0 || Int(high) != bytes.count else {
            throw FingerRecordError(.fingerRecord(.ansi))
        }
        let stated = Int(high) << 16 | Int(low)
        guard stated <= bytes.count else { throw FingerRecordError(.fingerRecord(.truncated)) }
        guard stated == bytes.count else { throw FingerRecordError(.fingerRecord(.length)) }
    }

    private static func view(
        _ reader: inout ByteReader, _ number: Int, width: UInt16, height: UInt16
    ) throws(FingerRecordError) -> View {
        let place = ["view": "\(number)"]
        let position = try reader.byte()
        let finger = FingerPosition(rawValue: position)
        guard finger != nil || position == 0 else {
            throw FingerRecordError(.fingerView(.finger), place)
        }
        let kinds = try reader.byte()
        guard let impression = Impression(rawValue: kinds & 0x0F) else {
            throw FingerRecordError(.fingerView(.impression), place)
        }
        let quality = try reader.byte()
        guard quality <= 100 else { throw FingerRecordError(.fingerView(.quality), place) }
        let count = try reader.byte()
        guard count > 0 else { throw FingerRecordError(.fingerView(.empty), place) }
        var minutiae: [Minutia] = []
        minutiae.reserveCapacity(Int(count))
        for _ in 0..<count {
            let minutia = try minutia(&reader, place)
            guard minutia.x < width, minutia.y < height else {
                throw FingerRecordError(.fingerView(.minutiaOutside), place)
            }
            minutiae.append(minutia)
        }
        return View(
            finger: finger, number: kinds >> 4, impression: impression, quality: quality,
            minutiae: minutiae, extensions: try extensions(&reader, place))
    }

    private static func minutia(
        _ reader: inout ByteReader, _ place: [String: String]
    ) throws(FingerRecordError) -> Minutia {
        let first = try reader.number16()
        let second = try reader.number16()
        let angle = try reader.byte()
        let quality = try reader.byte()
        guard let kind = MinutiaKind(rawValue: UInt8(first >> 14)), quality <= 100 else {
            throw FingerRecordError(.fingerView(.minutiaMalformed), place)
        }
        return Minutia(
            kind: kind, x: first & 0x3FFF, y: second & 0x3FFF, angle: angle, quality: quality)
    }

    private static func extensions(
        _ reader: inout ByteReader, _ place: [String: String]
    ) throws(FingerRecordError) -> [Extension] {
        let byteCount = try reader.number16()
        var block = try reader.part(Int(byteCount))
        var extensions: [Extension] = []
        while !block.isAtEnd {
            guard let type = try? block.number16(), let length = try? block.number16(),
                length >= areaHeaderByteCount,
                let data = try? block.part(Int(length) - areaHeaderByteCount)
            else { throw FingerRecordError(.fingerView(.extensionMalformed), place) }
            if knownAreas.contains(type) {
                extensions.append(Extension(type: type, data: data.rest))
            }
        }
        return extensions
    }
}

/// Reads big-endian numbers from the front of some bytes, and never beyond their end.
struct ByteReader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { bytes.isEmpty }

    /// What was not read yet.
    var rest: [UInt8] { Array(bytes) }

    mutating func byte() throws(FingerRecordError) -> UInt8 {
        guard let byte = bytes.popFirst() else {
            throw FingerRecordError(.fingerRecord(.truncated))
        }
        return byte
    }

    mutating func number16() throws(FingerRecordError) -> UInt16 {
        let high = try byte()
        return UInt16(high) << 8 | UInt16(try byte())
    }

    /// The next bytes, to be read by themselves.
    mutating func part(_ count: Int) throws(FingerRecordError) -> ByteReader {
        guard count <= bytes.count else { throw FingerRecordError(.fingerRecord(.truncated)) }
        defer { bytes = bytes.dropFirst(count) }
        return ByteReader(bytes.prefix(count))
    }
}
