public import Access
public import Transport

/// Paths of the PEM files that one side of a TLS connection is made of.
public struct TLSFiles: Sendable, Hashable {
    /// Certificate of the authority that peers must belong to.
    public let authority: String
    /// This side's certificate.
    public let certificate: String
    /// Its key. A secret.
    public let privateKey: String

    /// Certificates of an authority and its intermediates: far more than one file holds.
    private static let certificateBytesMax = 64 << 10

    /// Names the three files; they are read by ``identity(allowGroupRead:)``.
    public init(authority: String, certificate: String, privateKey: String) {
        self.authority = authority
        self.certificate = certificate
        self.privateKey = privateKey
    }

    /// Reads the files; nobody but their owner may be able to change them.
    ///
    /// - Parameter allowGroupRead: whether the key's group may read it: services share a group.
    /// - Throws: `fileUnavailable`, `fileUnsafe` or `fileSize`, with the path and what is allowed.
    public func identity(allowGroupRead: Bool) throws(AccessError) -> TLSIdentity {
        let key = try SecretFile.read(path: privateKey, allowGroupRead: allowGroupRead)
        return TLSIdentity(
            authority: try Self.text(of: authority), certificate: try Self.text(of: certificate),
            privateKey: key.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
    }

    /// Whether what was read from these files can be parsed; whether it fits together only a connection shows.
    ///
    /// - Returns: this side's certificate.
    public func certificate(of identity: TLSIdentity) throws(TLSFileError) -> Certificate {
        _ = try Self.certificate(identity.authority, from: authority)
        let certificate = try Self.certificate(identity.certificate, from: certificate)
        do throws(TransportError) {
            try identity.parse()
        } catch {
            throw .unfit(self)
        }
        return certificate
    }

    private static func certificate(
        _ text: String, from path: String
    ) throws(TLSFileError) -> Certificate {
        do throws(Certificate.Malformed) {
            return try Certificate(pem: text)
        } catch {
            throw .noCertificate(path)
        }
    }

    private static func text(of path: String) throws(AccessError) -> String {
        String(
            decoding: try TrustedFile.read(path: path, byteCountMax: certificateBytesMax),
            as: UTF8.self)
    }
}
