import ClientIntake
import DelimitedText
import Foundation
import Linkage
import Matching

/// The lists to link, as they lie in files.
struct LinkLists {
    /// A file has no column of the true person.
    struct TruthMissing: Error {
        let header: String
    }

    /// Rows that are read while those before them are taken in.
    private static let batchRows = 4_096

    private let mapping: LinkageMapping
    private let truthHeader: String?
    private var headersSeen: Set<String> = []
    private(set) var table: LinkageTable
    /// What each record is called: its id, or the row of the file where there is none.
    private(set) var ids: [String] = []
    /// The true person of each record, where it is asked for.
    private(set) var truth: [String?] = []

    init(mapping: LinkageMapping, variants: NameVariants, truthHeader: String?) {
        self.mapping = mapping
        self.truthHeader = truthHeader
        table = LinkageTable(mapping: mapping, variants: variants)
    }

    /// Headers that the mapping has a use for and none of the lists has.
    var headersAbsent: [String] {
        mapping.uses.filter { $0.value != .ignored && !headersSeen.contains($0.key) }.keys.sorted()
    }

    /// The lines of a file of settings, whatever its encoding.
    static func lines(of path: String) throws(IntakeProblem) -> [String] {
        do throws(DelimitedTextError) {
            let limits = DelimitedTextLimits.standard
            let text = try DelimitedText(
                FileContents.read(path: path, bytesMax: limits.bytesMax), limits: limits)
            return text.utf8Lines.map { String(decoding: $0, as: UTF8.self) }
        } catch {
            throw IntakeProblem(error)
        }
    }

    /// The records of the files to come are of the second list.
    mutating func beginSecondList() { table.beginSecondList() }

    /// Gives the records away, so that whoever changes them need not copy them.
    mutating func takeTable() -> LinkageTable {
        var taken = LinkageTable(mapping: mapping)
        swap(&taken, &table)
        return taken
    }

    /// Adds the records of a file.
    ///
    /// - Returns: headers that the mapping does not name.
    /// - Throws: `IntakeProblem`, `LinkageMapping.Problem`, `TruthMissing`.
    mutating func append(_ path: String) async throws -> [String] {
        do {
            return try await appendRecords(
                DelimitedText(
                    FileContents.read(path: path, bytesMax: LinkLimits.file.bytesMax),
                    limits: LinkLimits.file))
        } catch let error as DelimitedTextError {
            throw IntakeProblem(error)
        }
    }

    private mutating func appendRecords(_ text: DelimitedText) async throws -> [String] {
        var reader = text.makeReader()
        guard let header = try reader.next() else { return [] }
        let headers = header.fields.map { $0.trimmingCharacters(in: .whitespaces) }
        headersSeen.formUnion(headers)
        let plan = try ColumnPlan(headers: headers, mapping: mapping)
        let truthColumn = truthHeader.flatMap { headers.firstIndex(of: $0) }
        if let truthHeader, truthColumn == nil { throw TruthMissing(header: truthHeader) }
        var batch = try Self.batch(of: reader)
        while !batch.records.isEmpty {
            let rest = batch.rest
            async let next = Self.batch(of: rest)
            for record in batch.records where !record.isBlank {
                try append(record, plan, truthColumn)
            }
            batch = try await next
        }
        return plan.unnamed.filter { $0 != truthHeader }
    }

    /// The next rows of a file, and the reader after them.
    private static func batch(
        of reader: DelimitedTextReader
    ) throws(DelimitedTextError) -> (records: [DelimitedRecord], rest: DelimitedTextReader) {
        var rest = reader
        var records: [DelimitedRecord] = []
        while records.count < batchRows, let record = try rest.next() { records.append(record) }
        return (records, rest)
    }

    private mutating func append(
        _ record: DelimitedRecord, _ plan: ColumnPlan, _ truthColumn: Int?
    ) throws(DelimitedTextError) {
        guard table.count < LinkageLimits.recordsMax else {
            throw DelimitedTextError(code: .tooManyRows, limit: LinkageLimits.recordsMax)
        }
        table.append(record.fields, plan: plan)
        let id = plan.id.flatMap { $0 < record.fields.count ? record.fields[$0] : nil } ?? ""
        ids.append(id.isEmpty ? String(record.row) : id)
        guard let truthColumn else { return }
        truth.append(truthColumn < record.fields.count ? record.fields[truthColumn] : nil)
    }
}

/// The bounds of lists to link, which are larger than what a team hands in.
enum LinkLimits {
    /// 1 GiB, 256 columns, 10,000 characters a cell, 4 million rows.
    static let file = DelimitedTextLimits(
        bytesMax: 1 << 30, columnsMax: 256, cellScalarsMax: 10_000,
        rowsMax: LinkageLimits.recordsMax + 1)
}
