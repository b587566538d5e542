/// What is compared of two records of some fields, and how; the same for all pairs.
struct ComparisonPlan: Sendable {
    let parts: [ComparisonPart]
    /// The part of the households.
    let householdPart: Int?
    let configuration: LinkageConfiguration
    /// Of each part: how much of the rarity each of its levels counts.
    private let rarityShares: [Float]
    private let partners: [PairComparer.Partner?]

    init(fields: [LinkageField], hasHouseholds: Bool, _ configuration: LinkageConfiguration) {
        let parts = ComparisonPart.parts(
            for: fields, hasHouseholds: hasHouseholds, configuration)
        precondition(parts.count <= LevelPattern.partsMax)
        self.parts = parts
        self.configuration = configuration
        householdPart = parts.firstIndex { $0.kind == .household }
        rarityShares = parts.flatMap { part in
            let shares = configuration.levels(of: part.kind).map { Float($0.rarityShare) }
            return shares + Array(repeating: 0, count: LevelPattern.levels - shares.count)
        }
        partners = parts.map { part in
            guard part.kind == .given else { return nil }
            let label = fields[part.field].label
            let order = parts.firstIndex { $0.kind == .nameOrder && $0.field == part.field }
            let family = parts.firstIndex {
                $0.kind == .family && fields[$0.field].label == label
            }
            guard let order, let family else { return nil }
            return .init(order: order, family: family, familyField: parts[family].field)
        }
    }

    /// Opens a table for the comparison of many pairs.
    ///
    /// - Parameter caches: of values compared before; kept for the next time, if one is wanted.
    func withPairComparer<Result>(
        _ table: LinkageTable, _ frequencies: ValueFrequencies, _ caches: inout LevelCaches?,
        _ body: (inout PairComparer) -> Result
    ) -> Result {
        table.withUnsafe { rows, fields in
            // SAFETY: the comparer does not leave the closures that were given the buffers.
            fields.withUnsafeBufferPointer { fields in
                parts.withUnsafeBufferPointer { parts in
                    rarityShares.withUnsafeBufferPointer { shares in
                        partners.withUnsafeBufferPointer { partners in
                            frequencies.withUnsafe(most: configuration.rarityMax) { frequencies in
                                var comparer = PairComparer(
                                    rows: rows, fields: fields, parts: parts,
                                    rarityShares: shares, frequencies: frequencies,
                                    partners: partners, configuration: configuration,
                                    // Moved: a second owner would make the first change a copy of all.
                                    caches: caches.take() ?? LevelCaches())
                                let result = body(&comparer)
                                caches = comparer.caches
                                return result
                            }
                        }
                    }
                }
            }
        }
    }
}
