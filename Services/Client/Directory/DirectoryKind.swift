public import Basics
public import Messages
public import RPC
import Status

/// One kind of records as the command line knows it.
public protocol DirectoryKind {
    /// The message.
    associatedtype Record: WireMessage
    /// What the commands call it, and files.
    static var plural: String { get }
    /// Every field, in the order of a form.
    static var fields: [RecordField<Record>] { get }
    /// The columns of a table.
    static var columns: [DirectoryField] { get }
    /// What tells one record of a file from another where the file gives no id.
    static var identity: [DirectoryField] { get }
    /// Names a new record.
    static func setID(_ id: RecordID, of record: inout Record)
    /// Reads one record.
    static func get(_ key: String, _ client: RPCClient) async throws -> Record
    /// Reads a page, narrowed by fields.
    static func list(
        _ filters: [DirectoryField: String], _ page: ListPage, _ client: RPCClient
    ) async throws -> (records: [Record], next: String)
    /// Finds records by the beginning of a word.
    static func search(_ text: String, _ client: RPCClient) async throws -> [Record]
    /// Keeps a new record.
    static func create(_ record: Record, _ client: RPCClient) async throws -> Record
    /// Changes a record that was read.
    static func update(_ record: Record, _ client: RPCClient) async throws -> Record
    /// Hands in a file; row by row where nothing else is said.
    ///
    /// - Parameter progress: told how many rows are done.
    /// - Returns: what became of the rows; where the connection was cut, of those before it.
    static func take(
        _ file: DirectoryFile, _ client: RPCClient, _ resolver: ReferenceResolver,
        progress: (Int) -> Void
    ) async -> ImportReport
}

/// Which part of a list is asked for.
public struct ListPage: Sendable {
    /// Records of the page; 0 leaves it to the service.
    public let size: UInt32
    /// From the page before; empty for the first.
    public let token: String

    /// A page.
    public init(size: UInt32 = 0, token: String = "") {
        self.size = size
        self.token = token
    }
}

extension DirectoryKind {
    /// Hands in a file, row by row.
    public static func take(
        _ file: DirectoryFile, _ client: RPCClient, _ resolver: ReferenceResolver,
        progress: (Int) -> Void
    ) async -> ImportReport {
        await RecordImport<Self>(client: client, resolver: resolver).run(file, progress: progress)
    }

    /// The field of a name, where this kind has it.
    public static func field(_ name: DirectoryField) -> RecordField<Record>? {
        fields.first { $0.name == name }
    }

    /// The fields that can be set, in the order of a form.
    public static var settable: [DirectoryField] { fields.filter(\.isSettable).map(\.name) }

    /// Every field as text, without those that are empty.
    public static func values(_ record: Record) -> [(field: DirectoryField, text: String)] {
        fields.map { ($0.name, $0.get(record)) }.filter { !$0.1.isEmpty }
    }

    /// - Throws: a problem with the first filter that is none.
    static func check(
        _ filters: [DirectoryField: String], _ allowed: Set<DirectoryField>
    ) throws(FieldProblem) {
        let unknown = filters.keys.filter { !allowed.contains($0) }.min {
            $0.rawValue < $1.rawValue
        }
        guard let unknown else { return }
        let names = DirectoryField.allCases.filter { allowed.contains($0) }
        throw FieldProblem(unknown, .fieldUnknown, allowed: names)
    }

    static func present(_ record: Record?) throws(RPCError) -> Record {
        guard let record else { throw .internal }
        return record
    }
}
