internal import Access
public import Messages

extension LinkageParameters {
    /// The parameters as the contract carries them.
    public var message: DeduplicationV1.ModelParameters {
        .init(
            parts: parts.map {
                .init(
                    part: $0.part, levels: $0.levels, matches: $0.matches,
                    strangers: $0.strangers, relatives: $0.relatives)
            },
            dependences: dependences.map {
                .init(first: $0.first, second: $0.second, bits: $0.bits)
            },
            repeatsPerRecord: repeatsPerRecord, relativesPerRecord: relativesPerRecord,
            shiftBits: shift)
    }

    /// Reads them; nil where a number is none that a model can score by.
    public init?(_ message: DeduplicationV1.ModelParameters) {
        guard message.repeatsPerRecord > 0, message.repeatsPerRecord.isFinite,
            message.relativesPerRecord > 0, message.relativesPerRecord.isFinite,
            message.shiftBits.isFinite, !message.parts.isEmpty
        else { return nil }
        self.init(
            parts: message.parts.map {
                Part(
                    part: $0.part, levels: $0.levels, matches: $0.matches,
                    strangers: $0.strangers, relatives: $0.relatives)
            },
            dependences: message.dependences.map {
                Dependence(first: $0.first, second: $0.second, bits: $0.bits)
            },
            repeatsPerRecord: message.repeatsPerRecord,
            relativesPerRecord: message.relativesPerRecord, shift: message.shiftBits)
    }

    /// A digest of the parameters: those of two regions are the same where it is.
    ///
    /// - Throws: What encoding meets.
    public func version() throws -> [UInt8] { ContentID.of(try message.encoded()) }
}
