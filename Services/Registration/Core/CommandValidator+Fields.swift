import Catalogue
import Messages
import Reference
import Status

/// The checks of single fields that several messages share.
protocol FieldChecking {
    var reference: ReferenceData { get }
}

extension CommandValidator: FieldChecking {}
extension PersonValidator: FieldChecking {}

extension FieldChecking {
    /// A limit counts Unicode scalars: a single character can be of any length.
    func checkText(
        _ text: String, at path: FieldPath, max: Int, isRequired: Bool = false,
        in findings: inout Findings
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

    func checkCode(
        _ code: String, of list: CodeListName, at path: FieldPath, isRequired: Bool = false,
        in findings: inout Findings
    ) {
        if code.isEmpty {
            if isRequired { findings.reject(path, .registration(.required)) }
        } else if !reference.codes(list).isKnown(code) {
            findings.reject(
                path, .registration(.unknownCode),
                ["list": list.rawValue, "found": ShownCode.text(code)])
        }
    }

    func checkPhones(_ phones: [String], at path: FieldPath, in findings: inout Findings) {
        guard phones.count <= RegistrationLimits.phonesMax else {
            findings.reject(
                path.field("phones"), .registration(.tooMany),
                ["max": "\(RegistrationLimits.phonesMax)"])
            return
        }
        for (index, phone) in phones.enumerated() {
            let digits = phone.utf8.count { $0 >= 0x30 && $0 <= 0x39 }
            let isPlain = phone.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || " +-().".utf8.contains(byte)
            }
            if !isPlain || digits < RegistrationLimits.phoneCharacters.lowerBound
                || !RegistrationLimits.phoneCharacters.contains(phone.count)
            {
                findings.reject(path.element("phones", index), .registration(.phoneMalformed))
            }
        }
    }
}
