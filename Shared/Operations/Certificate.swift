public import Basics
import FoundationEssentials

/// What a program must know of its own certificate: when it ends, and what names it carries.
///
/// For certificates from our own files only: nothing is verified here. TLS verifies a peer's.
/// Structure after RFC 5280, section 4.1; text form after RFC 7468.
public struct Certificate: Sendable, Hashable {
    /// When it stops being valid (`notAfter`).
    public let expires: Timestamp
    /// Its DNS names (`subjectAltName`), in order; empty where it has none.
    public let dnsNames: [String]
    /// Whether a server may show it: its `extendedKeyUsage` says so, or it has none.
    public let isForServers: Bool

    /// What is wrong with a certificate's text.
    public struct Malformed: Error, Sendable, Hashable, CustomStringConvertible {
        /// What was expected.
        public let description: String
    }

    /// Names that are read from one certificate: a machine has a handful.
    static let dnsNamesMax = 64

    /// Reads the first certificate of a PEM text, which is the bearer's own.
    ///
    /// - Throws: ``Malformed`` where there is none, or it cannot be read.
    public init(pem: String) throws(Malformed) {
        guard let begin = pem.firstRange(of: "-----BEGIN CERTIFICATE-----"),
            let end = pem[begin.upperBound...].firstRange(of: "-----END CERTIFICATE-----"),
            let bytes = Data(
                base64Encoded: String(
                    pem[begin.upperBound..<end.lowerBound].filter { !$0.isWhitespace }))
        else { throw Malformed(description: "a certificate in PEM is expected") }
        try self.init(der: Array(bytes))
    }

    init(der: [UInt8]) throws(Malformed) {
        guard let fields = Self.fields(of: der) else {
            throw Malformed(description: "the certificate is not one of X.509, or is cut short")
        }
        self.expires = fields.expires
        self.dnsNames = fields.dnsNames
        self.isForServers = fields.isForServers
    }

    private struct Fields {
        let expires: Timestamp
        var dnsNames: [String] = []
        var isForServers = true
    }

    private static func fields(of der: [UInt8]) -> Fields? {
        var outer = DERReader(der)
        guard var certificate = outer.descend(DERReader.Tag.sequence), outer.isAtEnd,
            var signed = certificate.descend(DERReader.Tag.sequence)
        else { return nil }
        // Version 1 is not written.
        if signed.nextTag == DERReader.Tag.context(0, isConstructed: true) { _ = signed.takeAny() }
        guard signed.take(DERReader.Tag.integer) != nil,  // serial number
            signed.take(DERReader.Tag.sequence) != nil,  // signature algorithm
            signed.take(DERReader.Tag.sequence) != nil,  // issuer
            var validity = signed.descend(DERReader.Tag.sequence),
            validity.takeAny() != nil, let last = validity.takeAny(), validity.isAtEnd,
            let expires = time(tag: last.tag, last.content),
            signed.take(DERReader.Tag.sequence) != nil,  // subject
            signed.take(DERReader.Tag.sequence) != nil  // public key
        else { return nil }
        var fields = Fields(expires: expires)
        while let element = signed.takeAny() {
            guard element.tag == DERReader.Tag.context(3, isConstructed: true) else { continue }
            return read(extensions: element.content, into: &fields) ? fields : nil
        }
        return signed.isAtEnd ? fields : nil
    }

    private static func read(
        extensions content: ArraySlice<UInt8>, into fields: inout Fields
    ) -> Bool {
        let subjectAlternativeName: [UInt8] = [0x55, 0x1D, 0x11]  // 2.5.29.17
        let extendedKeyUsage: [UInt8] = [0x55, 0x1D, 0x25]  // 2.5.29.37
        var outer = DERReader(content)
        guard var extensions = outer.descend(DERReader.Tag.sequence) else { return false }
        while var one = extensions.descend(DERReader.Tag.sequence) {
            guard let identifier = one.take(DERReader.Tag.objectIdentifier) else { return false }
            // Before the value there may be the mark that it is critical.
            if one.nextTag != DERReader.Tag.octetString { _ = one.takeAny() }
            guard var value = one.descend(DERReader.Tag.octetString) else { return false }
            if identifier.elementsEqual(subjectAlternativeName) {
                guard var names = value.descend(DERReader.Tag.sequence),
                    let found = dnsNames(&names)
                else { return false }
                fields.dnsNames = found
            } else if identifier.elementsEqual(extendedKeyUsage) {
                guard var usages = value.descend(DERReader.Tag.sequence) else { return false }
                fields.isForServers = includesServers(&usages)
            }
        }
        return extensions.isAtEnd
    }

    private static func includesServers(_ usages: inout DERReader) -> Bool {
        let serverAuthentication: [UInt8] = [0x2B, 6, 1, 5, 5, 7, 3, 1]  // 1.3.6.1.5.5.7.3.1
        let any: [UInt8] = [0x55, 0x1D, 0x25, 0]  // 2.5.29.37.0
        while let usage = usages.take(DERReader.Tag.objectIdentifier) {
            if usage.elementsEqual(serverAuthentication) || usage.elementsEqual(any) { return true }
        }
        return false
    }

    private static func dnsNames(_ reader: inout DERReader) -> [String]? {
        var names: [String] = []
        while let name = reader.takeAny() {
            guard name.tag == DERReader.Tag.context(2, isConstructed: false) else { continue }
            guard names.count < dnsNamesMax, name.content.allSatisfy({ (0x21...0x7E).contains($0) })
            else { return nil }
            names.append(String(decoding: name.content, as: UTF8.self))
        }
        return reader.isAtEnd ? names : nil
    }

    /// `UTCTime` has two digits for the year, 1950 to 2049; `GeneralizedTime` has four. Both in UTC with seconds.
    private static func time(tag: UInt8, _ content: ArraySlice<UInt8>) -> Timestamp? {
        guard content.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        var digits = String(decoding: content, as: UTF8.self)
        switch tag {
        case DERReader.Tag.utcTime where digits.utf8.count == 13:
            digits = (digits < "50" ? "20" : "19") + digits
        case DERReader.Tag.generalizedTime where digits.utf8.count == 15: break
        default: return nil
        }
        guard digits.last == "Z" else { return nil }
        func part(_ start: Int, _ count: Int) -> Substring { digits.dropFirst(start).prefix(count) }
        return Timestamp(
            "\(part(0, 4))-\(part(4, 2))-\(part(6, 2))T\(part(8, 2)):\(part(10, 2)):\(part(12, 2))Z"
        )
    }
}
