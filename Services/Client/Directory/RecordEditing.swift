import Messages

/// Sets fields of records from text.
public struct RecordEditing<Kind: DirectoryKind> {
    let resolver: ReferenceResolver

    /// Edits with this resolver.
    public init(resolver: ReferenceResolver) { self.resolver = resolver }

    /// Takes every value, in the order of the kind's fields.
    ///
    /// - Throws: `FieldProblem` for the first that cannot be taken; `RPCError`.
    public func apply(
        _ values: [DirectoryField: String], to record: inout Kind.Record
    ) async throws {
        let settable = Kind.settable
        let unknown = values.keys.filter { !settable.contains($0) }
        if let field = unknown.min(by: { $0.rawValue < $1.rawValue }) {
            throw FieldProblem(field, .fieldUnknown, allowed: settable)
        }
        for field in Kind.fields {
            guard let text = values[field.name] else { continue }
            let resolved = try await resolver.resolve(ValueText.trimmed(text), for: field)
            try field.set(&record, resolved)
        }
    }

    /// Reads `field=value` pairs; a field's name may be that of its header in either language.
    public static func assignments(_ texts: [String]) throws(FieldProblem) -> [DirectoryField:
        String]
    {
        var values: [DirectoryField: String] = [:]
        for text in texts {
            guard let equals = text.firstIndex(of: "="),
                let field = DirectoryField(header: String(text[..<equals]))
            else { throw FieldProblem(nil, .assignmentMalformed, allowed: Kind.settable) }
            values[field] = String(text[text.index(after: equals)...])
        }
        return values
    }
}
