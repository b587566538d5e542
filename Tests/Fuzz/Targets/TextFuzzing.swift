import ClientIntake
import DelimitedText
import Messages
import Reference

enum TextFuzzing {
    /// Bounds small enough to be reached.
    private static let limits = DelimitedTextLimits(
        bytesMax: 64 << 10, columnsMax: 64, cellScalarsMax: 512, rowsMax: 64)

    static func delimitedText(_ bytes: [UInt8]) {
        guard let text = try? DelimitedText(bytes, limits: limits) else { return }
        var reader = text.makeReader()
        var rows = 0
        while let record = try? reader.next() {
            rows += 1
            precondition(record.row == rows && record.row <= limits.rowsMax, "rows are miscounted")
            precondition(record.fields.count <= limits.columnsMax, "a row over its limit")
        }
    }

    private static let reference: ReferenceData? = {
        let folders = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        return try? ReferenceData.load(
            directory: folders.joined(separator: "/") + "/deploy/reference")
    }()

    static func intake(_ bytes: [UInt8]) {
        guard let reference else { preconditionFailure("no reference data") }
        var options = IntakeOptions()
        options.limits = limits
        guard let intake = try? Intake.read(bytes, options: options, reference: reference) else {
            return
        }
        precondition(intake.origins.count == intake.commands.count, "a command without its rows")
        for command in intake.commands {
            precondition((try? command.encoded()) != nil, "a command cannot be sent")
        }
    }
}
