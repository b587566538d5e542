public import Catalogue
public import Messages

extension RPCV1.Violation {
    /// The field's own name: "commands[0].register.household.place.code" is "place" to people.
    public var fieldName: String {
        let names = field.split(separator: ".")
        return String((names.last == "code" ? names.dropLast().last : names.last) ?? "")
    }

    /// What people call the field: in their language where it is a request's, by its own name where it is a record's,
    /// as they write it in `field=value`, and by its path where it is one of several.
    public func fieldTitle(in language: Language) -> String {
        if field.contains("[") { return TextTable.printable(field) }
        let name = TextTable.printable(fieldName)
        return field.contains(".") ? name : FieldText(rawValue: name)?.text(in: language) ?? name
    }
}
