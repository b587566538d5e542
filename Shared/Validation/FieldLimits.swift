/// The bounds of fields that several kinds of records have.
public enum FieldLimits {
    /// Characters (Unicode scalars) of a name.
    public static let nameCharactersMax = 128
    /// Telephone numbers of one record.
    public static let phonesMax = 16
    /// Characters of a telephone number, and how few digits make one.
    public static let phoneCharacters = 6...20
    /// The earliest year of a date: nobody alive was born before it.
    public static let yearMin: UInt32 = 1880
}
