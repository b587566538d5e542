/// A place as a team writes it.
public struct SamplePlace: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its P-code; empty where the team knew the name alone.
    public var code: String

    /// The cercles of the region of Bandiagara.
    static let cercles = [
        SamplePlace(name: "Koro", code: "ML0505"), SamplePlace(name: "Bankass", code: "ML0502"),
        SamplePlace(name: "Bandiagara", code: "ML0501"),
    ]
    /// Where people flee from: the same cercles, and those around.
    static let origins =
        cercles + [
            SamplePlace(name: "Douentza", code: "ML0504"),
            SamplePlace(name: "Mopti", code: "ML0506"),
            SamplePlace(name: "Tominian", code: "ML0407"),
            SamplePlace(name: "Djenné", code: "ML0503"),
        ]
    /// Places that no code list ships, so that their households are held until somebody codes them.
    static let uncoded = [
        SamplePlace(name: "Madougou", code: ""), SamplePlace(name: "Dinangourou", code: ""),
    ]
}
