import Messages
public import RPC
import Status

/// Hands in a file of places, in the columns code, name_fr, name_en, level, parents, valid_from, valid_until.
///
/// Several rows of one code are its meanings in the order of their days. Chunks of up to 1,000 places go from the
/// country down, each whole or not at all, so that containers are there before what they contain.
public struct PlaceImport {
    private struct Entry {
        let rows: [Int]
        let place: DirectoryV1.PlaceRecord
    }

    let client: RPCClient
    let editing: RecordEditing<PlaceKind>

    /// An import over this client.
    public init(client: RPCClient, resolver: ReferenceResolver) {
        self.client = client
        editing = RecordEditing(resolver: resolver)
    }

    /// Hands in every place; where a chunk is refused, its wrong rows are named and the following chunks are not sent.
    public func run(
        _ file: DirectoryFile, progress: (Int) -> Void = { _ in }
    ) async -> ImportReport {
        var report = ImportReport()
        let entries = await entries(of: file, into: &report)
        guard report.refused.isEmpty, report.failure == nil else { return report }
        for start in stride(from: 0, to: entries.count, by: ImportLimits.placesMax) {
            let chunk = entries[start..<min(start + ImportLimits.placesMax, entries.count)]
            let answer: DirectoryV1.ImportPlacesResponse
            do throws(RPCError) {
                answer = try await client.call(
                    DirectoryV1.DirectoryService.importPlaces, .init(places: chunk.map(\.place)),
                    options: CallOptions(timeout: ImportLimits.timeout))
            } catch {
                if error.isTheRequests {
                    report.refused += Self.refused(error, Array(chunk))
                } else {
                    report.failure = error
                }
                return report
            }
            report.created += Int(answer.created)
            report.updated += Int(answer.updated)
            report.unchanged += Int(answer.unchanged)
            progress(start + chunk.count)
        }
        return report
    }

    private func entries(
        of file: DirectoryFile, into report: inout ImportReport
    ) async -> [Entry] {
        var rowsByCode: [String: [(row: Int, place: DirectoryV1.PlaceRecord)]] = [:]
        for row in file.rows {
            do {
                guard let code = row.values[.code], !code.isEmpty else {
                    throw FieldProblem(.code, .columnMissing)
                }
                var place = DirectoryV1.PlaceRecord()
                try await editing.apply(row.values, to: &place)
                rowsByCode[code, default: []].append((row.row, place))
            } catch let problem as FieldProblem {
                report.refused.append(RefusedRow(row: row.row, reason: .problem(problem)))
            } catch {
                report.failure = RPCError(wrapping: error)
                return []
            }
        }
        func start(_ place: DirectoryV1.PlaceRecord) -> String { ValueText.date(place.validFrom) }
        return rowsByCode.values.compactMap { rows -> Entry? in
            let ordered = rows.sorted { start($0.place) < start($1.place) }
            guard var place = ordered.last?.place else { return nil }
            place.earlier = ordered.dropLast().map(\.place).map {
                .init(
                    nameFrench: $0.nameFrench, nameEnglish: $0.nameEnglish, level: $0.level,
                    validFrom: $0.validFrom, validUntil: $0.validUntil)
            }
            var parents: [DirectoryV1.PlaceParent] = []
            for link in ordered.flatMap(\.place.parents) where !parents.contains(link) {
                parents.append(link)
            }
            place.parents = parents
            return Entry(rows: ordered.map(\.row), place: place)
        }.sorted { ($0.place.level, $0.place.code) < ($1.place.level, $1.place.code) }
    }

    /// Gives each violation "places[3].…" to the row that the place came from.
    private static func refused(_ error: RPCError, _ entries: [Entry]) -> [RefusedRow] {
        var byRow: [Int: [RPCV1.Violation]] = [:]
        for violation in error.details.violations {
            let index = violation.field.split(separator: "[").dropFirst().first?.split(
                separator: "]"
            )
            .first.flatMap { Int($0) }
            guard let index, entries.indices.contains(index) else { continue }
            byRow[entries[index].rows.last ?? 0, default: []].append(violation)
        }
        guard !byRow.isEmpty else { return [RefusedRow(row: 0, reason: .error(error))] }
        return byRow.sorted { $0.key < $1.key }.map { row, violations in
            var rowError = error
            rowError.details.violations = violations
            return RefusedRow(row: row, reason: .error(rowError))
        }
    }
}

/// The limits of an import of places.
public enum ImportLimits {
    /// Places of one call (contract: `ImportPlacesRequest.places`).
    public static let placesMax = 1_000
    /// How long one call may take: 1,000 places over a bad line, and their commit.
    public static let timeout: Duration = .seconds(60)
}
