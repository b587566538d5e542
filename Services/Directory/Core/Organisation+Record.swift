import Catalogue
public import Messages
import Reference
public import Status
public import Validation

extension DirectoryV1.Organisation: DirectoryRecord {
    /// Organisations.
    public static var recordKind: RecordKind { .organisation }
    /// Its id.
    public var recordID: [UInt8] { organisationID }
    /// Names and acronym.
    public var searchedNames: [String] { [nameFrench, nameEnglish, acronym] }
    /// Kind and country.
    public var tags: [RecordTag] {
        RecordTag.present([RecordTag(.kind, code: kind), RecordTag(.country, code: country)])
    }
    /// The record as an event tells it.
    public var change: DirectoryV1.Event.Change { .organisationRecorded(self) }

    /// Notes everything that is wrong with it.
    public func check(
        with checker: RecordChecker, at path: FieldPath, in findings: inout Findings
    ) throws {
        checker.checkNames(french: nameFrench, english: nameEnglish, at: path, in: &findings)
        checker.fields.checkText(
            acronym, at: path.field("acronym"), max: DirectoryLimits.acronymCharactersMax,
            in: &findings)
        checker.fields.checkCode(
            kind, of: .organisationKind, at: path.field("kind"), isRequired: true, in: &findings)
        let isPlain =
            country.utf8.count == 3 && country.utf8.allSatisfy { (0x41...0x5A).contains($0) }
        if !country.isEmpty, !isPlain {
            findings.reject(path.field("country"), .directory(.countryMalformed))
        }
    }
}
