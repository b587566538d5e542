import Messages
public import Reference

/// One field of a record: how it is read from text, and written as text.
public struct RecordField<Record> {
    /// Which one.
    public let name: DirectoryField
    /// The list that its codes come from, whose labels are taken too.
    public let codes: CodeListName?
    /// The kind of records that it names; names are looked up before it is set.
    public let refersTo: ReferredKind?
    /// The value as text; empty where there is none.
    public let get: (Record) -> String
    /// Takes a value; nil where the field is only shown.
    let assign: ((inout Record, String) throws(FieldProblem) -> Void)?

    init(
        _ name: DirectoryField, codes: CodeListName? = nil, refersTo: ReferredKind? = nil,
        get: @escaping (Record) -> String,
        set: ((inout Record, String) throws(FieldProblem) -> Void)? = nil
    ) {
        self.name = name
        self.codes = codes
        self.refersTo = refersTo
        self.get = get
        self.assign = set
    }

    /// Whether it takes a value.
    var isSettable: Bool { assign != nil }

    /// Takes a value.
    public func set(_ record: inout Record, _ text: String) throws(FieldProblem) {
        guard let assign else { throw FieldProblem(name, .fieldUnknown) }
        try assign(&record, text)
    }

    static func text(
        _ name: DirectoryField, _ path: WritableKeyPath<Record, String>, codes: CodeListName? = nil
    ) -> RecordField {
        RecordField(
            name, codes: codes, get: { $0[keyPath: path] }, set: { $0[keyPath: path] = $1 })
    }

    static func texts(
        _ name: DirectoryField, _ path: WritableKeyPath<Record, [String]>,
        codes: CodeListName? = nil
    ) -> RecordField {
        RecordField(
            name, codes: codes, get: { ValueText.list($0[keyPath: path]) },
            set: { $0[keyPath: path] = ValueText.list($1) })
    }

    static func date(
        _ name: DirectoryField, _ path: WritableKeyPath<Record, CommonV1.PartialDate?>
    ) -> RecordField {
        RecordField(
            name, get: { ValueText.date($0[keyPath: path]) },
            set: { (record, text) throws(FieldProblem) in
                record[keyPath: path] = try ValueText.date(text, name)
            })
    }

    static func id(
        _ name: DirectoryField, _ path: WritableKeyPath<Record, [UInt8]>,
        refersTo: ReferredKind? = nil
    ) -> RecordField {
        RecordField(
            name, refersTo: refersTo, get: { ValueText.id($0[keyPath: path]) },
            set: { (record, text) throws(FieldProblem) in
                record[keyPath: path] = try ValueText.id(text, name)
            })
    }

    static func place(
        _ name: DirectoryField, _ path: WritableKeyPath<Record, CommonV1.Place?>,
        _ part: WritableKeyPath<CommonV1.Place, String>
    ) -> RecordField {
        RecordField(
            name, get: { $0[keyPath: path]?[keyPath: part] ?? "" },
            set: { record, text in
                var place = record[keyPath: path] ?? CommonV1.Place()
                place[keyPath: part] = text
                record[keyPath: path] = place == CommonV1.Place() ? nil : place
            })
    }
}

/// Kinds of records that others name.
public enum ReferredKind: Sendable, Hashable {
    /// Organisations.
    case organisation
    /// Sites.
    case site
}
