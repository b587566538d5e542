internal import Access
public import Messages

extension LinkageParameters {
    /// The parameters as the contract carries them.
    public var message: DeduplicationV1.ModelParameters {
        .init(
            parts: parts.map {
                .init(
                    part: $0.part, levels: $0.levels, matches: $0.matches,
                    strangers: $0.strangers, relatives: $0.relatives, neighbours: $0.neighbours)
            },
            dependences: dependences.map(\.message),
            repeatsPerRecord: repeatsPerRecord, relativesPerRecord: relativesPerRecord,
            shiftBits: shift, neighbourDependences: neighbourDependences.map(\.message),
            // Left out where it is 1, so that the version of such parameters is what it was before there was one.
            bitWorth: worth == 1 ? 0 : worth)
    }

    /// Reads them; nil where a number is none that a model can score by.
    public init?(_ message: DeduplicationV1.ModelParameters) {
        guard message.repeatsPerRecord > 0, message.repeatsPerRecord.isFinite,
            message.relativesPerRecord > 0, message.relativesPerRecord.isFinite,
            message.shiftBits.isFinite, message.bitWorth >= 0, message.bitWorth.isFinite,
            !message.parts.isEmpty
        else { return nil }
        self.init(
            parts: message.parts.map {
                Part(
                    part: $0.part, levels: $0.levels, matches: $0.matches,
                    strangers: $0.strangers,
                    // Of a model that was learnt before they were counted.
                    neighbours: $0.neighbours.isEmpty ? $0.strangers : $0.neighbours,
                    relatives: $0.relatives)
            },
            dependences: message.dependences.map(Dependence.init),
            neighbourDependences: (message.parts.allSatisfy(\.neighbours.isEmpty)
                ? message.dependences : message.neighbourDependences).map(Dependence.init),
            repeatsPerRecord: message.repeatsPerRecord,
            relativesPerRecord: message.relativesPerRecord, shift: message.shiftBits,
            worth: message.bitWorth == 0 ? 1 : message.bitWorth)
    }

    /// A digest of the parameters: those of two regions are the same where it is.
    ///
    /// - Throws: What encoding meets.
    public func version() throws -> [UInt8] { ContentID.of(try message.encoded()) }
}

extension LinkageParameters.Dependence {
    fileprivate var message: DeduplicationV1.ModelDependence {
        .init(first: first, second: second, bits: bits)
    }

    fileprivate init(_ message: DeduplicationV1.ModelDependence) {
        self.init(first: message.first, second: message.second, bits: message.bits)
    }
}
