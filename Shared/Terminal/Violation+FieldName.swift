public import Catalogue
public import Messages

extension RPCV1.Violation {
    /// The field's own name: "commands[0].register.household.place.code" is "place" to people.
    public var fieldName: String {
        let names = field.split(separator: ".")
        return String((names.last == "code" ? names.dropLast().last : names.last) ?? "")
    }

    /// What people call the field, in their language; its path where they have no word for it, or it is one of several.
    public func fieldTitle(in language: Language) -> String {
        let text = field.contains("[") ? nil : FieldText(rawValue: fieldName)
        return text?.text(in: language) ?? TextTable.printable(field)
    }
}
