public import Basics
import Catalogue
import Messages
public import Reference
import Status

/// Checks single fields of records; every wrong one is noted with its path.
public struct RecordChecker {
    let reference: ReferenceData
    let directory: any DirectoryLookup
    private let latest: CalendarDate

    /// - Parameter now: the moment against which dates lie in the future.
    public init(reference: ReferenceData, directory: any DirectoryLookup, now: Timestamp) {
        self.reference = reference
        self.directory = directory
        // A field office's clock and the server's may be in different days, so tomorrow is still taken.
        latest = CalendarDate(now.advanced(by: .seconds(86_400)))
    }

    func checkText(
        _ text: String, at path: FieldPath, max: Int = DirectoryLimits.nameCharactersMax,
        isRequired: Bool = false, in findings: inout Findings
    ) {
        if isRequired, text.allSatisfy(\.isWhitespace) {
            findings.reject(path, .registration(.required))
        } else if text.count > max {
            findings.reject(path, .registration(.tooLong), ["max": "\(max)"])
        } else if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        {
            findings.reject(path, .registration(.characterNotAllowed))
        }
    }

    /// A name in two languages, of which one must be there.
    func checkNames(
        french: String, english: String, at path: FieldPath, in findings: inout Findings
    ) {
        let isMissing = english.allSatisfy(\.isWhitespace)
        checkText(french, at: path.field("name_french"), isRequired: isMissing, in: &findings)
        checkText(english, at: path.field("name_english"), in: &findings)
    }

    func checkCode(
        _ code: String, of list: CodeListName, at path: FieldPath, isRequired: Bool = true,
        in findings: inout Findings
    ) {
        if code.isEmpty {
            if isRequired { findings.reject(path, .registration(.required)) }
        } else if !reference.codes(list).isKnown(code) {
            findings.reject(
                path, .registration(.unknownCode),
                ["list": list.rawValue, "found": String(code.prefix(16))])
        }
    }

    /// An id that refers to another record.
    func checkReference(
        _ id: [UInt8], to kind: RecordKind, at path: FieldPath, isRequired: Bool = false,
        in findings: inout Findings
    ) throws {
        if id.isEmpty {
            if isRequired { findings.reject(path, .registration(.required)) }
        } else if id.count != RecordID.byteCount {
            findings.reject(path, .registration(.idMalformed))
        } else if !(try directory.contains(kind, id)) {
            findings.reject(path, .directory(.referenceUnknown))
        }
    }

    func checkPlace(
        _ place: CommonV1.Place?, at path: FieldPath, isRequired: Bool, in findings: inout Findings
    ) throws {
        let code = place?.code ?? ""
        checkText(place?.name ?? "", at: path.field("name"), in: &findings)
        if code.isEmpty {
            if isRequired { findings.reject(path.field("code"), .registration(.required)) }
        } else if try PlaceID.make(code) == nil || directory.place(code) == nil {
            findings.reject(
                path.field("code"), .registration(.placeUnknown), ["found": String(code.prefix(16))]
            )
        }
    }

    func checkCount(_ count: Int, max: Int, at path: FieldPath, in findings: inout Findings) -> Bool
    {
        guard count > max else { return true }
        findings.reject(path, .registration(.tooMany), ["max": "\(max)"])
        return false
    }

    func checkDate(
        _ date: CommonV1.PartialDate?, at path: FieldPath, mayBeFuture: Bool,
        in findings: inout Findings
    ) {
        guard let date else { return }
        guard date.hasPartsOfPrecision else {
            findings.reject(path, .registrationDate(.dateIncomplete))
            return
        }
        guard let earliest = date.earliestDay else {
            findings.reject(path, .registrationDate(.dateImpossible))
            return
        }
        if date.year < DirectoryLimits.yearMin {
            findings.reject(
                path, .registrationDate(.dateTooEarly), ["year": "\(DirectoryLimits.yearMin)"])
        } else if !mayBeFuture, earliest > latest {
            findings.reject(path, .registrationDate(.dateInFuture))
        }
    }

    func checkPhones(_ phones: [String], at path: FieldPath, in findings: inout Findings) {
        guard
            checkCount(
                phones.count, max: DirectoryLimits.phonesMax, at: path.field("phones"),
                in: &findings)
        else { return }
        for (index, phone) in phones.enumerated() {
            let digits = phone.utf8.count { (0x30...0x39).contains($0) }
            let isPlain = phone.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || " +-().".utf8.contains(byte)
            }
            if !isPlain || digits < DirectoryLimits.phoneCharacters.lowerBound
                || phone.count > DirectoryLimits.phoneCharacters.upperBound
            {
                findings.reject(path.element("phones", index), .registration(.phoneMalformed))
            }
        }
    }

    /// A mail address in rough: one `@` with text before and a dotted name after it. Only a mail proves more.
    func checkEmail(_ email: String, at path: FieldPath, in findings: inout Findings) {
        guard !email.isEmpty else { return }
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = email.unicodeScalars.allSatisfy { scalar in
            !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
        }
        guard email.count <= DirectoryLimits.emailCharactersMax, isPlain, parts.count == 2,
            !parts[0].isEmpty, parts[1].contains("."), parts[1].first != ".", parts[1].last != "."
        else {
            findings.reject(path, .directory(.emailMalformed))
            return
        }
    }
}
