/// A secret key that lies in a one-line file of its own.
///
/// It lives in guarded memory, wiped on release, and is never printed.
public protocol SecretKey: AnyObject, Sendable, CustomReflectable {
    /// Reads the text form. Throws `invalidKey`.
    init(text: SecretBytes) throws(AccessError)

    /// The text form, in guarded memory.
    func text() -> SecretBytes
}

extension SecretKey {
    /// Reads a key file; see `SecretFile` for what is demanded of it.
    public static func load(
        path: String, allowGroupRead: Bool = false
    ) throws(AccessError) -> Self {
        let text = try SecretFile.read(path: path, allowGroupRead: allowGroupRead)
        do {
            return try Self(text: text)
        } catch {
            throw error.naming(path)
        }
    }

    /// Writes a new key file of mode 0600; refuses to replace one.
    public func save(path: String) throws(AccessError) {
        try text().withUnsafeBytes { (bytes) throws(AccessError) in
            try SecretFile.write(path: path, bytes)
        }
    }

    /// Nothing to see: keeps `dump` away from the contents.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
