/// Reads and writes the one-line text forms of keys: a prefix and unpadded base64url.
enum KeyText {
    /// The text form of public key bytes.
    static func text(prefix: String, bytes: [UInt8]) -> String { prefix + Sodium.base64URL(bytes) }

    /// The text form of secret key bytes, itself kept in guarded memory, without a newline.
    static func secretText(prefix: String, bytes: SecretBytes) -> SecretBytes {
        let length = prefix.utf8.count + Sodium.base64URLLength(byteCount: bytes.count)
        return SecretBytes(capacity: length + 1) { buffer in
            buffer.copyBytes(from: prefix.utf8)
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[prefix.utf8.count...])
            bytes.withUnsafeBytes { Sodium.encodeBase64URL($0, into: rest) }
            return length
        }
    }

    /// Public key bytes from their text form. Blanks and newlines at the ends are ignored.
    static func bytes(
        _ text: String, prefix: String, count: Int, name: String
    ) throws(AccessError) -> [UInt8] {
        var text = text
        let bytes = text.withUTF8 { utf8 -> [UInt8]? in
            payload(UnsafeRawBufferPointer(utf8), prefix: prefix).flatMap(Sodium.bytes(base64URL:))
        }
        guard let bytes, bytes.count == count else {
            throw invalid(prefix: prefix, count: count, name: name)
        }
        return bytes
    }

    /// Secret key bytes from their text form, never outside guarded memory.
    static func secretBytes(
        _ text: SecretBytes, prefix: String, count: Int, name: String
    ) throws(AccessError) -> SecretBytes {
        try text.withUnsafeBytes { (raw) throws(AccessError) -> SecretBytes in
            guard let encoded = payload(raw, prefix: prefix) else {
                throw invalid(prefix: prefix, count: count, name: name)
            }
            return try SecretBytes(capacity: count) { (buffer) throws(AccessError) -> Int in
                guard Sodium.decodeBase64URL(encoded, into: buffer) == count else {
                    throw invalid(prefix: prefix, count: count, name: name)
                }
                return count
            }
        }
    }

    /// Lines of a list file: trimmed, without empty lines and `#` comments, with line numbers.
    static func lines(of text: String) -> [(number: Int, text: Substring)] {
        var lines: [(number: Int, text: Substring)] = []
        // By `isNewline`, as Swift takes the two characters CR LF for one that is not "\n".
        let split = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in split.enumerated() {
            let uncommented = line.prefix { $0 != "#" }
            let start = uncommented.drop(while: \.isWhitespace)
            guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { continue }
            lines.append((index + 1, start[...last]))
        }
        return lines
    }

    private static func payload(
        _ text: UnsafeRawBufferPointer, prefix: String
    ) -> UnsafeRawBufferPointer? {
        var trimmed = text[...]
        while let last = trimmed.last, isBlank(last) { trimmed.removeLast() }
        while let first = trimmed.first, isBlank(first) { trimmed.removeFirst() }
        guard trimmed.starts(with: prefix.utf8) else { return nil }
        return UnsafeRawBufferPointer(rebasing: trimmed.dropFirst(prefix.utf8.count))
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (9...13).contains(byte)
    }

    private static func invalid(prefix: String, count: Int, name: String) -> AccessError {
        AccessError(
            .invalidKey,
            "not a \(name): expected one line, \"\(prefix)\" and \(count) bytes in base64url")
    }
}
