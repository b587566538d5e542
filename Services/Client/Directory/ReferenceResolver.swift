import Basics
import Messages
public import RPC
public import Reference

/// Turns what people write into what records hold: labels into codes, names of organisations and sites into ids.
///
/// Each name is asked for once. Not safe to share between threads.
public final class ReferenceResolver {
    private let client: RPCClient
    private let reference: ReferenceData?
    private var known: [String: String] = [:]

    /// - Parameter reference: the code lists; without them only codes are understood, no labels.
    public init(client: RPCClient, reference: ReferenceData?) {
        self.client = client
        self.reference = reference
    }

    /// The text as the field takes it.
    ///
    /// - Throws: `FieldProblem` where a name means no record or several; `RPCError`.
    public func resolve<Record>(_ text: String, for field: RecordField<Record>) async throws
        -> String
    {
        if let list = field.codes, let codes = reference?.codes(list) {
            return ValueText.list(ValueText.list(text).map { codes.resolve($0) ?? $0 })
        }
        guard let kind = field.refersTo else { return text }
        var ids: [String] = []
        for name in ValueText.list(text) { ids.append(try await id(name, kind, field.name)) }
        return ValueText.list(ids)
    }

    private func id(
        _ name: String, _ kind: ReferredKind, _ field: DirectoryField
    ) async throws -> String {
        if RecordID(name) != nil { return name }
        let key = "\(kind):\(name)"
        if let id = known[key] { return id }
        let folded = FoldedText.fold(name)
        guard !folded.isEmpty else { throw FieldProblem(field, .referenceUnclear) }
        let found: [[UInt8]]
        switch kind {
        case .organisation:
            found = try await OrganisationKind.search(name, client)
                .filter { organisation in
                    [organisation.acronym, organisation.nameFrench, organisation.nameEnglish]
                        .contains { FoldedText.fold($0) == folded }
                }.map(\.organisationID)
        case .site:
            found = try await SiteKind.search(name, client)
                .filter { FoldedText.fold($0.name) == folded }.map(\.siteID)
        }
        guard found.count == 1 else { throw FieldProblem(field, .referenceUnclear) }
        let id = ValueText.id(found[0])
        known[key] = id
        return id
    }
}
