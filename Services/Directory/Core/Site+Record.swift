import Catalogue
public import Messages
import Reference
public import Status
public import Validation

extension DirectoryV1.Site: DirectoryRecord {
    /// Sites.
    public static var recordKind: RecordKind { .site }
    /// Its id.
    public var recordID: [UInt8] { siteID }
    /// The site's and the locality's name.
    public var searchedNames: [String] { [name, place?.name ?? ""] }
    /// Kind, place, manager and state.
    public var tags: [RecordTag] {
        RecordTag.present(
            [
                RecordTag(.kind, code: kind), RecordTag(.state, code: state),
                RecordTag(.organisation, id: managerOrganisationID),
            ] + (place.map { [$0.tag] } ?? []))
    }
    /// The record as an event tells it.
    public var change: DirectoryV1.Event.Change { .siteRecorded(self) }

    /// Notes everything that is wrong with it.
    public func check(
        with checker: RecordChecker, at path: FieldPath, in findings: inout Findings
    ) throws {
        checker.fields.checkText(name, at: path.field("name"), isRequired: true, in: &findings)
        checker.fields.checkCode(
            kind, of: .siteKind, at: path.field("kind"), isRequired: true, in: &findings)
        checker.fields.checkCode(
            state, of: .siteState, at: path.field("state"), isRequired: true, in: &findings)
        try checker.checkPlace(place, at: path.field("place"), isRequired: true, in: &findings)
        try checker.checkReference(
            managerOrganisationID, to: .organisation, at: path.field("manager_organisation_id"),
            in: &findings)
        // Comparisons with NaN are false, so it is found too.
        if let coordinates,
            !((-90...90).contains(coordinates.latitude)
                && (-180...180).contains(coordinates.longitude))
        {
            findings.reject(path.field("coordinates"), .directory(.coordinatesInvalid))
        }
        checkPopulation(with: checker, at: path.field("population"), in: &findings)
    }

    private func checkPopulation(
        with checker: RecordChecker, at path: FieldPath, in findings: inout Findings
    ) {
        guard let population else { return }
        for (name, count) in [
            ("households", population.households), ("people", population.people),
        ] where count > DirectoryLimits.peopleMax {
            findings.reject(
                path.field(name), .request(.tooMany), ["max": "\(DirectoryLimits.peopleMax)"])
        }
        // A number without who said it, and when, is worth nothing to whoever reads it.
        checker.fields.checkText(
            population.source, at: path.field("source"), isRequired: true, in: &findings)
        if population.saidOn == nil {
            findings.reject(path.field("said_on"), .registration(.required))
        }
        checker.fields.checkDate(
            population.saidOn, at: path.field("said_on"), in: &findings)
    }
}
