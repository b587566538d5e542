extension FingerRecord {
    /// The record as the standard writes it; a secret.
    public var bytes: [UInt8] {
        let views = views.flatMap(Self.bytes)
        let length = Self.headerByteCount + views.count
        var bytes = Self.magic + Self.version
        bytes += Self.big(UInt16(length >> 16)) + Self.big(UInt16(length & 0xFFFF))
        for number in [device, width, height, horizontalResolution, verticalResolution] {
            bytes += Self.big(number)
        }
        return bytes + [UInt8(self.views.count), 0] + views
    }

    private static func bytes(_ view: View) -> [UInt8] {
        var bytes = [
            view.finger?.rawValue ?? 0, view.number << 4 | view.impression.rawValue, view.quality,
            UInt8(view.minutiae.count),
        ]
        for minutia in view.minutiae {
            bytes += big(UInt16(minutia.kind.rawValue) << 14 | minutia.x)
            bytes += big(minutia.y) + [minutia.angle, minutia.quality]
        }
        let extensions = view.extensions.flatMap { area in
            big(area.type) + big(UInt16(area.data.count + areaHeaderByteCount)) + area.data
        }
        return bytes + big(UInt16(extensions.count)) + extensions
    }

    private static func big(_ number: UInt16) -> [UInt8] {
        [UInt8(number >> 8), UInt8(number & 0xFF)]
    }
}
