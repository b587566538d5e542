internal import Catalogue
internal import Messages
internal import Reference

extension ValueReading {
    /// A place by code, or by a name that only one place bears; else the name alone, which
    /// registration holds until somebody codes it.
    func place(
        _ field: IntakeField, code codeField: IntakeField?, _ row: IntakeRow
    ) throws(IntakeProblem) -> CommonV1.Place? {
        let name = try text(field, row, charactersMax: IntakeLimits.placeNameCharactersMax)
        if let codeField, row[codeField] != nil {
            let code = try text(codeField, row, charactersMax: IntakeLimits.placeNameCharactersMax)
            guard let canonical = placeCode(code) else {
                throw row.problem(
                    codeField, .registration(.placeUnknown), ["found": ShownCode.text(code)])
            }
            return CommonV1.Place(code: canonical, name: name)
        }
        if name.isEmpty { return nil }
        if let code = placeCode(name) { return CommonV1.Place(code: code) }
        return CommonV1.Place(code: reference.places.resolve(name: name)?.code ?? "", name: name)
    }

    /// A known code, or what has the shape of one: the server may know more places than this
    /// machine.
    private func placeCode(_ text: String) -> String? {
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
