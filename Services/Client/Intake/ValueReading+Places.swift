internal import Catalogue
internal import Messages
internal import Reference
internal import Validation

extension ValueReading {
    /// A place by code, or by a name that only one place bears; else the name alone, which
    /// registration holds until somebody codes it.
    func place(
        _ field: IntakeField, code codeField: IntakeField?, _ row: IntakeRow
    ) throws(IntakeProblem) -> CommonV1.Place? {
        let name = text(field, row)
        if let codeField, row[codeField] != nil {
            let code = text(codeField, row).uppercased()
            // Any code may be one of a place that only the region knows.
            guard PlaceCode.isWellFormed(code) else {
                throw row.problem(
                    codeField, .registration(.placeUnknown), ["found": ShownCode.text(code)])
            }
            return CommonV1.Place(code: code, name: name)
        }
        if name.isEmpty { return nil }
        if let code = codeForName(name) { return CommonV1.Place(code: code) }
        return CommonV1.Place(code: reference.places.resolve(name: name)?.code ?? "", name: name)
    }

    /// The code that stands where a name may: one that is known, or has the digits of a P-code, which no name has.
    private func codeForName(_ text: String) -> String? {
        let upper = text.uppercased()
        if reference.places.isKnown(upper) { return upper }
        let country = upper.utf8.prefix(2)
        let digits = upper.utf8.dropFirst(2)
        let isShaped =
            country.allSatisfy { (0x41...0x5A).contains($0) } && (2...10).contains(digits.count)
            && digits.allSatisfy { (0x30...0x39).contains($0) }
        return isShaped ? upper : nil
    }
}
