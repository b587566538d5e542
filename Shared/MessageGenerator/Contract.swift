/// The parsed contract: what the generator knows of every `.proto` file, free of C pointers.
struct Contract {
    /// The files in dependency order, as protoc wrote them.
    var files: [ProtoFile]

    /// Every message of the contract, nested ones after the one that holds them.
    var messages: [ProtoMessage] {
        files.flatMap { $0.messages.flatMap(\.withNested) }
    }

    /// Every enum of the contract, nested ones included.
    var enums: [ProtoEnum] {
        files.flatMap { file in file.enums + file.messages.flatMap(\.withNested).flatMap(\.enums) }
    }
}

/// One `.proto` file.
struct ProtoFile {
    var path: String
    var package: String
    var messages: [ProtoMessage]
    var enums: [ProtoEnum]
    var services: [ProtoService]
}

/// One message, with what is declared inside it.
struct ProtoMessage {
    /// The full name without a leading dot: `jatigi.rpc.v1.Request`.
    var fullName: String
    var name: String
    var comment: String
    var fields: [ProtoField]
    var oneofs: [ProtoOneof]
    var messages: [ProtoMessage]
    var enums: [ProtoEnum]

    /// This message and all below it, outermost first.
    var withNested: [ProtoMessage] {
        [self] + messages.flatMap(\.withNested)
    }
}

/// One field of a message.
struct ProtoField {
    var name: String
    var number: Int32
    var type: ProtoType
    var isRepeated: Bool
    /// Index into the message's oneofs; nil outside of any.
    var oneofIndex: Int?
    var comment: String
}

/// One oneof; its members are the fields that carry its index.
struct ProtoOneof {
    var name: String
    var comment: String
}

/// What a field holds. Scalars that share a C type share a case: the wire encoding is protobuf-c's.
enum ProtoType: Equatable {
    case double
    case float
    case int32
    case int64
    case uint32
    case uint64
    case bool
    case string
    case bytes
    /// An enum or message by its full name without a leading dot.
    case enumeration(String)
    case message(String)
}

/// One enum.
struct ProtoEnum {
    var fullName: String
    var name: String
    var comment: String
    var values: [ProtoEnumValue]
}

/// One value of an enum.
struct ProtoEnumValue {
    var name: String
    var number: Int32
    var comment: String
}

/// One service.
struct ProtoService {
    var fullName: String
    var name: String
    var comment: String
    var methods: [ProtoMethod]
}

/// One method of a service.
struct ProtoMethod {
    /// What a caller may assume of sending it twice; the cases of `Idempotency` in Messages.
    enum Idempotency: String {
        case unknown
        case noSideEffects
        case idempotent
    }

    var name: String
    var input: String
    var output: String
    var idempotency: Idempotency
    var comment: String
}
