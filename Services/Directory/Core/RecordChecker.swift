public import Basics
import Catalogue
import Messages
public import Reference
import Status
import Validation

/// Checks fields that only records of the directory have; every wrong one is noted with its path.
public struct RecordChecker {
    /// Checks what other records have too.
    let fields: FieldChecker
    let directory: any DirectoryLookup

    /// - Parameter now: the moment against which dates lie in the future.
    public init(reference: ReferenceData, directory: any DirectoryLookup, now: Timestamp) {
        fields = FieldChecker(reference: reference, now: now)
        self.directory = directory
    }

    /// A name in two languages, of which one must be there.
    func checkNames(
        french: String, english: String, at path: FieldPath, in findings: inout Findings
    ) {
        let isMissing = english.allSatisfy(\.isWhitespace)
        fields.checkText(
            french, at: path.field("name_french"), isRequired: isMissing, in: &findings)
        fields.checkText(english, at: path.field("name_english"), in: &findings)
    }

    /// An id that refers to another record.
    func checkReference(
        _ id: [UInt8], to kind: RecordKind, at path: FieldPath, isRequired: Bool = false,
        in findings: inout Findings
    ) throws {
        if id.isEmpty {
            if isRequired { findings.reject(path, .registration(.required)) }
        } else if id.count != RecordID.byteCount {
            findings.reject(path, .request(.idMalformed))
        } else if !(try directory.contains(kind, id)) {
            findings.reject(path, .directory(.referenceUnknown))
        }
    }

    func checkPlace(
        _ place: CommonV1.Place?, at path: FieldPath, isRequired: Bool, in findings: inout Findings
    ) throws {
        let code = place?.code ?? ""
        fields.checkText(place?.name ?? "", at: path.field("name"), in: &findings)
        if code.isEmpty {
            if isRequired { findings.reject(path.field("code"), .registration(.required)) }
        } else if try PlaceID.make(code) == nil || directory.place(code) == nil {
            findings.reject(
                path.field("code"), .registration(.placeUnknown),
                ["found": ShownCode.text(code)])
        }
    }

    /// A mail address in rough: one `@` with text before and a dotted name after it. Only a mail proves more.
    func checkEmail(_ email: String, at path: FieldPath, in findings: inout Findings) {
        guard !email.isEmpty else { return }
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = email.unicodeScalars.allSatisfy { scalar in
            !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
        }
        guard email.utf8.count <= DirectoryLimits.emailBytesMax, isPlain, parts.count == 2,
            !parts[0].isEmpty, parts[1].contains("."), parts[1].first != ".", parts[1].last != "."
        else {
            findings.reject(path, .directory(.emailMalformed))
            return
        }
    }
}
