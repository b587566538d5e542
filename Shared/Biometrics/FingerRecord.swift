import Catalogue

/// Minutiae of one or more fingers, as ISO/IEC 19794-2:2005 writes them ("FMR", version " 20"; clause 8).
///
/// Big-endian, in bytes:
/// ```
/// 4+4  "FMR\0", " 20\0"             then for each view:
/// 4    length of the record         1  finger position, 0 to 10
/// 2    certificate and device       1  view number, impression type, of 4 bits each
/// 2+2  image width, height, pixels  1  quality, 0 to 100
/// 2+2  horizontal, vertical px/cm   1  number of minutiae
/// 1    number of views              6  a minutia: type 2 bits and x 14, reserved 2 and y 14, angle, quality
/// 1    reserved                     2  length of the extended data, then areas: type 2, length 2, data
/// ```
/// A record is a secret: whoever has it can make a finger of it, and nobody can be given other fingers. So it shows
/// nothing of itself, and equality is its only public look inside.
public struct FingerRecord: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// How the finger was put down (table 3).
    enum Impression: UInt8, Sendable, Hashable {
        case livePlain = 0
        case liveRolled = 1
        case nonlivePlain = 2
        case nonliveRolled = 3
        case swipe = 8
    }

    /// What kind of ridge feature a minutia is (clause 8.5.2).
    enum MinutiaKind: UInt8, Sendable, Hashable {
        case other = 0
        case ridgeEnding = 1
        case bifurcation = 2
    }

    struct Minutia: Sendable, Hashable {
        let kind: MinutiaKind
        /// Pixels from the left.
        let x: UInt16
        /// Pixels from the top.
        let y: UInt16
        /// In 256ths of a turn, counter-clockwise from the right.
        let angle: UInt8
        /// 1 to 100; 0 where it is not said.
        let quality: UInt8
    }

    /// A block that the standard defines: ridge counts, cores and deltas, zonal quality.
    struct Extension: Sendable, Hashable {
        let type: UInt16
        let data: [UInt8]
    }

    struct View: Sendable, Hashable {
        /// Nil where the record does not say.
        var finger: FingerPosition?
        let number: UInt8
        let impression: Impression
        let quality: UInt8
        let minutiae: [Minutia]
        let extensions: [Extension]
    }

    /// Certification of the equipment (4 bits) and its type (12 bits).
    let device: UInt16
    let width: UInt16
    let height: UInt16
    let horizontalResolution: UInt16
    let verticalResolution: UInt16
    let views: [View]

    /// The best quality of its views, 0 to 100.
    public var quality: UInt8 { views.map(\.quality).max() ?? 0 }

    /// A record for each of its fingers, in their order.
    ///
    /// - Parameter finger: which finger it is, where the record does not say.
    /// - Throws: ``FingerRecordError`` where a finger is not known, or the record says another one.
    public func fingers(
        named finger: FingerPosition?
    ) throws(FingerRecordError) -> [(finger: FingerPosition, record: FingerRecord)] {
        let positions = Set(views.map(\.finger))
        // Some named and some not: the name that is given may be of a finger that is named already.
        guard !positions.contains(nil) || finger != nil && positions.count == 1 else {
            throw FingerRecordError(.fingerRecord(.fingerMissing))
        }
        guard finger == nil || positions.isSubset(of: [nil, finger]) else {
            throw FingerRecordError(.fingerRecord(.fingerContradicted))
        }
        var byFinger: [FingerPosition: [View]] = [:]
        for var view in views {
            guard let position = view.finger ?? finger else { continue }
            view.finger = position
            byFinger[position, default: []].append(view)
        }
        return byFinger.sorted { $0.key < $1.key }.map { ($0.key, with($0.value)) }
    }

    /// Nothing to see.
    public var description: String { "a fingerprint record" }

    /// Nothing to see: keeps `dump` away from the contents.
    public var customMirror: Mirror { Mirror(self, children: []) }

    private func with(_ views: [View]) -> FingerRecord {
        FingerRecord(
            device: device, width: width, height: height,
            horizontalResolution: horizontalResolution, verticalResolution: verticalResolution,
            views: views)
    }
}
