import Access

@testable import Linkage

/// Invented people as filters.
enum EncodedPeople {
    static func encode(
        _ rows: [[String]], key: HashingKey, headers: [String] = Lists.people,
        mapping: LinkageMapping? = nil
    ) throws -> EncodedList {
        let table = try Lists.table(
            mapping
                ?? Lists.mapping(
                    "prenom = given", "nom = family", "sexe = sex", "naissance = birth",
                    "numero = document"), headers: headers, rows)
        var encoder = RecordEncoder(key: key)
        return encoder.encode(table, ids: rows.indices.map { "r\($0)" })
    }

    static func key(_ byte: UInt8) throws -> HashingKey {
        // 43 letters of base64url are 32 bytes; the last letter holds four bits.
        let text =
            "jatigi.hash.secret." + String(repeating: Character(Unicode.Scalar(byte)), count: 42)
            + "A"
        return try HashingKey(text: Array(text.utf8).withUnsafeBytes { SecretBytes(copying: $0) })
    }
}
