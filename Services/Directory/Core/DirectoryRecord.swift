public import Messages
public import Status
public import Validation

/// What kinds of records the directory keeps; raw values stand in the database.
public enum RecordKind: String, Sendable, Hashable, CaseIterable {
    /// Coded places.
    case place
    /// Organisations.
    case organisation
    /// People whom one calls.
    case contact
    /// Places on the ground.
    case site
    /// Who does what where.
    case intervention
}

/// A record of the directory: what every kind has in common.
public protocol DirectoryRecord: WireMessage {
    /// Which kind it is.
    static var recordKind: RecordKind { get }
    /// 16 bytes by which it is kept; a place's is made from its code.
    var recordID: [UInt8] { get }
    /// 1 for a new record, one more with every change.
    var revision: UInt64 { get set }
    /// When it was last changed.
    var updatedAtMilliseconds: Int64 { get set }
    /// What a search looks at.
    var searchedNames: [String] { get }
    /// What lists are narrowed by.
    var tags: [RecordTag] { get }
    /// The record as an event tells it.
    var change: DirectoryV1.Event.Change { get }
    /// Notes everything that is wrong with it.
    func check(with checker: RecordChecker, at path: FieldPath, in findings: inout Findings) throws
}

extension DirectoryRecord {
    /// The record without what the service sets: equal for equal content.
    public var content: Self {
        var copy = self
        copy.revision = 0
        copy.updatedAtMilliseconds = 0
        return copy
    }

    /// The name of its message field in requests, which paths begin with.
    public static var fieldName: String { recordKind.rawValue }
}

/// A value that lists are narrowed by.
public struct RecordTag: Sendable, Hashable {
    /// What the value is; raw values stand in the database.
    public enum Name: String, Sendable, Hashable {
        /// A code of what it is: an organisation's or a site's kind, an intervention's sector.
        case kind
        /// A country's code.
        case country
        /// An organisation's id.
        case organisation
        /// A place's id, `PlaceID`.
        case place
        /// An administrative level.
        case level
        /// A code of a state.
        case state
        /// A site's id.
        case site
    }

    /// What the value is.
    public let name: Name
    /// An id's 16 bytes, or a code in UTF-8.
    public let value: [UInt8]

    /// A tag with an id.
    public init(_ name: Name, id: [UInt8]) {
        self.name = name
        self.value = id
    }

    /// A tag with a code.
    public init(_ name: Name, code: String) {
        self.init(name, id: Array(code.utf8))
    }

    /// Tags without those that have no value.
    static func present(_ tags: [RecordTag]) -> [RecordTag] {
        Array(Set(tags.filter { !$0.value.isEmpty }))
    }
}

/// What a record may refer to. Implemented by the store, inside the transaction of the change.
public protocol DirectoryLookup {
    /// The place of a code, or nil.
    func place(_ code: String) throws -> DirectoryV1.PlaceRecord?
    /// Codes of the places that lay directly in this one at any time.
    func placeCodes(directlyIn code: String) throws -> [String]
    /// Whether there is such a record.
    func contains(_ kind: RecordKind, _ id: [UInt8]) throws -> Bool
}
