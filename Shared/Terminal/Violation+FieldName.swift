public import Messages

extension RPCV1.Violation {
    /// What people call the field: "commands[0].register.household.place.code" is "place" to them.
    public var fieldName: String {
        let names = field.split(separator: ".")
        return String((names.last == "code" ? names.dropLast().last : names.last) ?? "")
    }
}
