/// The bounds on what is read of one field of a person.
public enum MatchingLimits {
    /// Unicode scalars read of one text field; a form's field that is longer is an error or an attack.
    public static let fieldScalarsMax = 256
    /// Bytes kept of one name: over the longest real names.
    public static let tokenBytesMax = 40
    /// Names kept of one name field: two given names and a nickname are common, four are not.
    public static let nameTokensMax = 3
    /// Names in all classes of variants: a name in a script without vowels is looked for among all of them.
    public static let variantsMax = 10_000
    /// Characters kept of an identifier: the longest document numbers have under 30.
    public static let identifierBytesMax = 40
}
