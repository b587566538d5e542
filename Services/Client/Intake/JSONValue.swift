/// A JSON value; numbers keep their text, so that `007` never silently becomes 7 and no digit is
/// lost.
enum JSONValue {
    case null
    case boolean(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    /// Members in the order of the text; a repeated name is refused.
    case object([(name: String, value: JSONValue)])
}
