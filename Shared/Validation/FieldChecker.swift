public import Basics
import Catalogue
public import Messages
public import Reference
public import Status

/// Checks single fields of what people hand in; what is wrong is noted with its path.
///
/// The one place of these rules: registration, the directory and the client's checks without a connection use it.
public struct FieldChecker: Sendable {
    /// The places and code lists that codes are looked up in.
    public let reference: ReferenceData
    private let lastDay: CalendarDate?

    /// - Parameter now: the moment against which dates lie in the future; nil where no clock can tell, and none does.
    public init(reference: ReferenceData, now: Timestamp?) {
        self.reference = reference
        lastDay = now.map(Self.lastDay)
    }

    /// The last day that is not in the future. A field office's clock and the server's may be in different days, so
    /// tomorrow is still taken.
    public static func lastDay(at now: Timestamp) -> CalendarDate {
        CalendarDate(now.advanced(by: .seconds(86_400)))
    }

    /// A text without control characters.
    ///
    /// - Parameter max: Unicode scalars; a single character can be of any length.
    public func checkText(
        _ text: String, at path: FieldPath, max: Int = FieldLimits.nameCharactersMax,
        isRequired: Bool = false, in findings: inout Findings
    ) {
        // Most texts are plain and short: one look at their bytes is enough.
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        if isPlain, text.utf8.count <= max, !isRequired || !text.isEmpty { return }
        if isRequired, text.allSatisfy(\.isWhitespace) {
            findings.reject(path, .registration(.required))
        } else if text.unicodeScalars.count > max {
            findings.reject(path, .registration(.tooLong), ["max": "\(max)"])
        } else if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        {
            findings.reject(path, .registration(.characterNotAllowed))
        }
    }

    /// A code of a list. Not `isRequired`, it may be empty.
    public func checkCode(
        _ code: String, of list: CodeListName, at path: FieldPath, isRequired: Bool = false,
        in findings: inout Findings
    ) {
        if code.isEmpty {
            if isRequired { findings.reject(path, .registration(.required)) }
        } else if !reference.codes(list).isKnown(code) {
            findings.rejectCode(code, of: list.title, at: path)
        }
    }

    /// An id of 16 bytes, or none.
    public func checkID(_ id: [UInt8], at path: FieldPath, in findings: inout Findings) {
        if !id.isEmpty, id.count != RecordID.byteCount {
            findings.reject(path, .request(.idMalformed))
        }
    }

    /// A number of entries.
    ///
    /// - Returns: whether there are few enough to look at each.
    public func checkCount(
        _ count: Int, max: Int, at path: FieldPath, in findings: inout Findings
    ) -> Bool {
        guard count > max else { return true }
        findings.reject(path, .request(.tooMany), ["max": "\(max)"])
        return false
    }

    /// A date with its precision (proleptic Gregorian calendar), or none.
    public func checkDate(
        _ date: CommonV1.PartialDate?, at path: FieldPath, mayBeFuture: Bool = false,
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
        if date.year < FieldLimits.yearMin {
            findings.reject(
                path, .registrationDate(.dateTooEarly), ["year": "\(FieldLimits.yearMin)"])
        } else if !mayBeFuture, let lastDay, earliest > lastDay {
            findings.reject(path, .registrationDate(.dateInFuture))
        }
    }

    /// Telephone numbers in the field `phones` below a path.
    public func checkPhones(_ phones: [String], at path: FieldPath, in findings: inout Findings) {
        guard
            checkCount(
                phones.count, max: FieldLimits.phonesMax, at: path.field("phones"), in: &findings)
        else { return }
        for (index, phone) in phones.enumerated() {
            let digits = phone.utf8.count { (0x30...0x39).contains($0) }
            let isPlain = phone.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || " +-().".utf8.contains(byte)
            }
            if !isPlain || digits < FieldLimits.phoneCharacters.lowerBound
                || phone.utf8.count > FieldLimits.phoneCharacters.upperBound
            {
                findings.reject(path.element("phones", index), .registration(.phoneMalformed))
            }
        }
    }
}
