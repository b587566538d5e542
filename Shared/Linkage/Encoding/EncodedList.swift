/// Records as filters: what an agency hands over in place of names.
public struct EncodedList: Sendable, Equatable {
    /// A part of the records, as the other side must have it too.
    struct Part: Hashable, Sendable {
        let name: String
        let weight: Int
    }

    /// Tells whose key made it: equal for equal keys, 16 bytes.
    public let project: [UInt8]
    let parts: [Part]
    /// What each record is called.
    public private(set) var ids: [String] = []
    /// A bit for each part that a record has.
    private(set) var present: [UInt32] = []
    /// The records' filters, one after another.
    private(set) var filters: [UInt64] = []

    init(project: [UInt8], parts: [Part]) {
        self.project = project
        self.parts = parts
    }

    /// Records.
    public var count: Int { ids.count }

    /// What the records were made of, as a mapping names it: `given`, `birth/day`.
    public var partNames: [String] { parts.map(\.name) }

    /// Whether names are salted with the sex.
    var isSalted: Bool { parts.contains { $0.name == FieldType.sex.rawValue } }

    mutating func append(id: String, present: UInt32, filter: some Sequence<UInt64>) {
        ids.append(id)
        self.present.append(present)
        filters += filter
    }
}
