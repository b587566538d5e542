/// Swift names for what the contract declares, by the Swift API Design Guidelines.
enum SwiftName {
    /// Words that are written in capitals, with the plural as it is written.
    static let acronyms = ["id": "ID", "ids": "IDs", "rpc": "RPC", "url": "URL", "urls": "URLs"]

    /// Words that need backticks where they name a property, a parameter or a case.
    static let keywords: Set<String> = [
        "as", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do",
        "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard",
        "if", "import", "in", "init", "inout", "internal", "is", "let", "nil", "operator",
        "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return", "self",
        "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try",
        "typealias", "var", "where", "while",
    ]

    /// Type names that would hide what generated code itself uses.
    static let reservedTypes: Set<String> = [
        "Any", "Array", "Bool", "Double", "Field", "Float", "Hashable", "Int32", "Int64",
        "MessageArena", "MessageLayout", "Method", "MethodDescriptor", "Optional", "Protocol",
        "Self", "Sendable", "StoredMessage", "String", "Type", "UInt32", "UInt64", "UInt8",
        "WireEnum", "WireError", "WireMessage",
    ]

    /// `household_id` → `householdID`, with backticks where Swift needs them.
    static func member(_ snakeCase: String) -> String {
        escaped(plainMember(snakeCase))
    }

    /// As `member`, without backticks.
    static func plainMember(_ snakeCase: String) -> String {
        let words = words(of: snakeCase)
        guard let first = words.first else { return snakeCase }
        let rest = words.dropFirst().map(capitalized).joined()
        let name = first + rest
        return name.first?.isNumber == true ? "_" + name : name
    }

    /// `change_kind` → `ChangeKind`.
    static func type(_ snakeCase: String) -> String {
        words(of: snakeCase).map(capitalized).joined()
    }

    /// `jatigi.registration.v1` → `RegistrationV1`: the project's own root is left out.
    static func package(_ package: String) -> String {
        let parts = package.split(separator: ".").map(String.init)
        let named = parts.count > 1 ? Array(parts.dropFirst()) : parts
        return named.map(type).joined()
    }

    /// `SubmitBatch` → `submitBatch`; leading capitals that are an acronym go down together.
    static func method(_ camelCase: String) -> String {
        let scalars = Array(camelCase)
        let capitals = scalars.prefix { $0.isUppercase }.count
        let lowered = capitals > 1 && capitals < scalars.count ? capitals - 1 : max(capitals, 1)
        return escaped(String(scalars.prefix(lowered)).lowercased() + String(scalars[lowered...]))
    }

    /// `STAGE_PRE_REGISTERED` of `Stage` → `preRegistered`.
    static func enumCase(_ value: String, of enumName: String) -> String {
        let prefix = CName.screaming(enumName) + "_"
        let short = value.hasPrefix(prefix) ? String(value.dropFirst(prefix.count)) : value
        return member(short.lowercased())
    }

    /// Puts backticks around a keyword.
    static func escaped(_ name: String) -> String {
        keywords.contains(name) ? "`\(name)`" : name
    }

    private static func words(of snakeCase: String) -> [String] {
        snakeCase.split(separator: "_").map { $0.lowercased() }
    }

    private static func capitalized(_ word: String) -> String {
        acronyms[word] ?? word.prefix(1).uppercased() + word.dropFirst()
    }
}

/// The names that protoc-c 1.4.1 gives in C, after its `c_helpers.cc`.
enum CName {
    /// C and C++ keywords, to which protoc-c appends an underscore in field names.
    static let keywords: Set<String> = [
        "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch", "char",
        "class", "compl", "const", "const_cast", "continue", "default", "delete", "do", "double",
        "dynamic_cast", "else", "enum", "explicit", "extern", "false", "float", "for", "friend",
        "goto", "if", "inline", "int", "long", "mutable", "namespace", "new", "not", "not_eq",
        "operator", "or", "or_eq", "private", "protected", "public", "register",
        "reinterpret_cast", "return", "short", "signed", "sizeof", "static", "static_cast",
        "struct", "switch", "template", "this", "throw", "true", "try", "typedef", "typeid",
        "typename", "union", "unsigned", "using", "virtual", "void", "volatile", "wchar_t",
        "while", "xor", "xor_eq",
    ]

    /// `jatigi.rpc.v1.ErrorDetails` → `Jatigi__Rpc__V1__ErrorDetails`.
    static func type(_ fullName: String) -> String {
        fullName.split(separator: ".").map { camel(String($0)) }.joined(separator: "__")
    }

    /// `jatigi.rpc.v1.ErrorDetails` → `jatigi__rpc__v1__error_details`.
    static func symbol(_ fullName: String) -> String {
        fullName.split(separator: ".").map { lower(String($0)) }.joined(separator: "__")
    }

    /// The name of a field in the C struct.
    static func field(_ name: String) -> String {
        let lowered = name.lowercased()
        return keywords.contains(lowered) ? lowered + "_" : lowered
    }

    /// `PairState` → `PAIR_STATE`.
    static func screaming(_ camelCase: String) -> String {
        lower(camelCase).uppercased()
    }

    private static func camel(_ name: String) -> String {
        var result = ""
        var upperNext = true
        for character in name {
            if character == "_" {
                upperNext = true
            } else {
                result += upperNext ? character.uppercased() : String(character)
                upperNext = false
            }
        }
        return result
    }

    private static func lower(_ name: String) -> String {
        var result = ""
        var wasUpper = true
        for character in name {
            if character.isUppercase, !wasUpper { result += "_" }
            result += character.lowercased()
            wasUpper = character.isUppercase
        }
        return result
    }
}
