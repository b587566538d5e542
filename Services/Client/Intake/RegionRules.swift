internal import Catalogue
internal import Messages
internal import Status
internal import Validation

/// What the region would say of a command, as far as a device can know it, told as rows and columns of the file.
struct RegionRules {
    let validator: CommandValidator

    /// What breaks a rule is an error; what the region can supply, as a place that it may know and this device does
    /// not, is a notice.
    ///
    /// - Parameter isRead: whether every cell could be read; what is missing for a cell that could not is not told a
    ///   second time.
    func problems(
        in command: RegistrationV1.Command, from origin: CommandOrigin, isRead: Bool
    ) -> [IntakeProblem] {
        let findings = validator.findings(in: command, at: FieldPath(""))
        let errors = findings.rejections.map { problem(.error, $0, origin) }
        return errors.filter { isRead || !Self.isOfMissing($0.key) }
            + findings.holds.map { problem(.notice, $0, origin) }
    }

    private func problem(
        _ severity: IntakeProblem.Severity, _ violation: RPCV1.Violation, _ origin: CommandOrigin
    ) -> IntakeProblem {
        guard let key = MessageKey(rawValue: violation.reason) else {
            preconditionFailure("findings are made of keys")
        }
        let arguments = violation.arguments.map { ($0.name, $0.value) }
        let place = origin.locate(fieldPath: violation.field)
        let isBlank = place.header.isEmpty && key == .registration(.required)
        return IntakeProblem(
            severity, row: place.row, column: place.column, header: place.header,
            field: isBlank ? origin.field(at: violation.field) : nil, key: key,
            arguments: Dictionary(uniqueKeysWithValues: arguments))
    }

    /// Whether a value that was left out for a cell may be all that is wrong.
    private static func isOfMissing(_ key: MessageKey) -> Bool {
        if case .registrationHousehold = key { return true }
        return key == .registration(.required)
    }
}
