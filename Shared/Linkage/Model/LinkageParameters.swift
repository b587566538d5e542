/// What a model has learnt, in a form to be kept, compared and read by people: JSON, by names.
public struct LinkageParameters: Codable, Sendable, Hashable {
    /// The shares of the levels of one part of a comparison.
    public struct Part: Codable, Sendable, Hashable {
        /// The part: a field's name and the kind, such as `place:origin place`.
        public let part: String
        /// The levels, best first.
        public let levels: [String]
        /// Share of each level among records of one person.
        public let matches: [Double]
        /// Among records of two people.
        public let strangers: [Double]
        /// Among records of two people of one place.
        public let neighbours: [Double]
        /// Among records of relatives.
        public let relatives: [Double]
    }

    /// Two parts that strangers agree in together more often than by chance.
    public struct Dependence: Codable, Sendable, Hashable {
        /// One part.
        public let first: String
        /// The other.
        public let second: String
        /// Bits to take off where both agree.
        public let bits: Double
    }

    /// The parts.
    public let parts: [Part]
    /// The dependences.
    public let dependences: [Dependence]
    /// Those of strangers of one place.
    public let neighbourDependences: [Dependence]
    /// Records that repeat a person, a record.
    public let repeatsPerRecord: Double
    /// Relatives of a person, a record.
    public let relativesPerRecord: Double
    /// Bits to add to every score.
    public let shift: Double
    /// What a bit of all this is worth, the shift included; see ``LinkageConfiguration/bitWorth``.
    public let worth: Double
}

extension LinkageModel {
    /// What the model has learnt.
    ///
    /// - Parameter fields: those of the records that it compares.
    public func parameters(of fields: [LinkageField]) -> LinkageParameters {
        let names = parts.map { Self.name($0, fields) }
        return LinkageParameters(
            parts: parts.indices.map { part in
                .init(
                    part: names[part],
                    levels: configuration.levels(of: parts[part].kind).map(\.level.rawValue),
                    matches: matches[part], strangers: strangers[part],
                    neighbours: neighbours[part], relatives: relatives[part])
            },
            dependences: Self.named(dependences, names),
            neighbourDependences: Self.named(neighbourDependences, names),
            repeatsPerRecord: prevalence * pairsPerRecord,
            relativesPerRecord: relativesPrevalence * pairsPerRecord, shift: shift, worth: worth)
    }

    /// The model of some parameters. A part that they do not know, or of which they know other levels, is as the
    /// configuration assumes.
    public init(
        _ parameters: LinkageParameters, fields: [LinkageField], hasHouseholds: Bool = true,
        configuration: LinkageConfiguration = .standard
    ) {
        let parts = ComparisonPart.parts(
            for: fields, hasHouseholds: hasHouseholds, configuration)
        self.init(parts: parts, configuration: configuration)
        prevalence = parameters.repeatsPerRecord / pairsPerRecord
        relativesPrevalence = parameters.relativesPerRecord / pairsPerRecord
        shift = parameters.shift
        worth = parameters.worth
        let names = parts.map { Self.name($0, fields) }
        for (place, part) in parts.enumerated() {
            let levels = configuration.levels(of: part.kind).map(\.level.rawValue)
            guard let known = parameters.part(names[place], levels: levels) else { continue }
            matches[place] = known.matches
            strangers[place] = known.strangers
            neighbours[place] = known.neighbours
            relatives[place] = known.relatives
        }
        dependences = Self.numbered(parameters.dependences, names)
        neighbourDependences = Self.numbered(parameters.neighbourDependences, names)
    }

    private static func named(
        _ dependences: [Dependence], _ names: [String]
    ) -> [LinkageParameters.Dependence] {
        dependences.map { .init(first: names[$0.first], second: names[$0.second], bits: $0.bits) }
    }

    private static func numbered(
        _ dependences: [LinkageParameters.Dependence], _ names: [String]
    ) -> [Dependence] {
        dependences.compactMap { known in
            guard let first = names.firstIndex(of: known.first),
                let second = names.firstIndex(of: known.second), known.bits.isFinite
            else { return nil }
            return Dependence(first: first, second: second, bits: known.bits)
        }
    }

    /// What a part is called in parameters.
    static func name(_ part: ComparisonPart, _ fields: [LinkageField]) -> String {
        part.kind == .household
            ? part.kind.rawValue : "\(fields[part.field].name) \(part.kind.rawValue)"
    }
}

extension LinkageParameters {
    /// What is known of a part; nil where it is not known, by other levels alone, or is none that can be scored by.
    func part(_ name: String, levels: [String]) -> Part? {
        parts.first { $0.part == name && $0.levels == levels && $0.isSound }
    }
}

extension LinkageParameters.Part {
    /// Whether its shares are shares, one for each level.
    fileprivate var isSound: Bool {
        [matches, strangers, neighbours, relatives].allSatisfy { shares in
            shares.count == levels.count && shares.allSatisfy { $0 > 0 && $0 <= 1 }
        }
    }
}
