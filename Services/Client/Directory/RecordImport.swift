import Access
import Basics
import Messages
public import RPC
import Status

/// Hands in a file of organisations, contacts, sites or interventions, row by row; a wrong row
/// does not stop the others.
///
/// A row with an id is that record. A row without one gets its id from the fields that tell records of its kind apart
/// (an organisation's names and country, a site's name, kind and place), so that the same file can be handed in again:
/// rows that are there are brought up to date, none is doubled.
public struct RecordImport<Kind: DirectoryKind> {
    let client: RPCClient
    let editing: RecordEditing<Kind>

    /// An import over this client.
    public init(client: RPCClient, resolver: ReferenceResolver) {
        self.client = client
        editing = RecordEditing(resolver: resolver)
    }

    /// Hands in every row, until a call fails that is not the row's fault.
    ///
    /// - Parameter progress: told how many rows are done.
    public func run(
        _ file: DirectoryFile, progress: (Int) -> Void = { _ in }
    ) async -> ImportReport {
        var report = ImportReport()
        for (index, row) in file.rows.enumerated() {
            do {
                try await take(row, into: &report)
            } catch let problem as FieldProblem {
                report.refused.append(RefusedRow(row: row.row, reason: .problem(problem)))
            } catch let error as RPCError where error.isTheRequests {
                report.refused.append(RefusedRow(row: row.row, reason: .error(error)))
            } catch {
                report.failure = RPCError(wrapping: error)
                return report
            }
            progress(index + 1)
        }
        return report
    }

    private func take(_ row: DirectoryFile.Row, into report: inout ImportReport) async throws {
        var values = row.values
        let given = values.removeValue(forKey: .id) ?? ""
        var record = Kind.Record()
        try await editing.apply(values, to: &record)
        let id = given.isEmpty ? derivedID(of: record) : RecordID(given)
        guard let id else { throw FieldProblem(.id, .referenceUnclear) }
        do {
            let current = try await Kind.get("\(id)", client)
            var changed = current
            try await editing.apply(values, to: &changed)
            if changed == current {
                report.unchanged += 1
            } else {
                _ = try await Kind.update(changed, client)
                report.updated += 1
            }
        } catch let error as RPCError where error.code == .notFound {
            Kind.setID(id, of: &record)
            _ = try await Kind.create(record, client)
            report.created += 1
        }
    }

    /// A UUIDv8 (RFC 9562, section 5.8) over the fields that tell records of this kind apart.
    private func derivedID(of record: Kind.Record) -> RecordID? {
        let fields = Kind.identity.map { Kind.field($0)?.get(record) ?? "" }
        let text = ([Kind.plural] + fields).joined(separator: "\u{1F}")
        return RecordID(bytes: ContentID.of(Array(text.utf8)))
    }
}

extension RPCError {
    /// Whether another request could succeed where this one failed.
    var isTheRequests: Bool {
        switch code {
        case .invalidArgument, .notFound, .alreadyExists, .aborted, .failedPrecondition: true
        default: false
        }
    }
}
