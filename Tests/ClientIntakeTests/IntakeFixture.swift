import Catalogue
import ClientIntake
import Messages
import Reference
import Validation

/// Reads small files with the shipped reference data.
struct IntakeFixture {
    let reference: ReferenceData

    /// The columns that a household must have, and a head's cells in them.
    private static let columns = "fiche;nom;lieu;lien"
    private static let cells = "F1;Guindo;Koro;chef"

    init() throws {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        reference = try ReferenceData.load(
            directory: parts.joined(separator: "/") + "/deploy/reference")
    }

    func read(
        _ text: String, _ edit: (inout IntakeOptions) -> Void = { _ in }
    ) throws(IntakeProblem) -> Intake {
        var options = IntakeOptions()
        options.populationGroup = "IDP"
        edit(&options)
        return try Intake.read(Array(text.utf8), options: options, reference: reference)
    }

    /// The one person of a file with the given person columns.
    func person(_ header: String, _ row: String) throws -> RegistrationV1.Person? {
        try read("\(Self.columns);date_collecte;\(header)\n\(Self.cells);2026-06-15;\(row)")
            .commands.first?.household?.members.first
    }

    /// The first error of the same file.
    func problem(_ header: String, _ row: String) throws -> IntakeProblem? {
        try read("\(Self.columns);\(header)\n\(Self.cells);\(row)").problems.first
    }
}
