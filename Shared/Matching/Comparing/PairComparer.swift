/// Compares two indexed records field by field.
struct PairComparer {
    let weights: MatchingWeights
    var cache = SimilarityCache()

    init(weights: MatchingWeights) {
        self.weights = weights
    }

    /// The evidence of every field, household members aside, in the order of the fields.
    ///
    /// Nil as soon as the total cannot reach `totalMin`: most candidates share a key by chance, and
    /// sex, birth, document and given name tell it without a look at what relatives share.
    mutating func evidence(
        _ left: IndexedPerson, _ right: IndexedPerson, totalMin: Double, in index: CandidateIndex
    ) -> [FieldEvidence]? {
        let sex = sex(left.sex, right.sex)
        let birth = BirthComparison.evidence(
            left.birth.unpacked, right.birth.unpacked, weights)
        let document = document(left.documents, right.documents, in: index)
        // A shared document counts among what relatives share.
        let own = document.level == .shared ? 0 : document.weight
        var most = sex.weight + birth.weight + own + weights.relativesMax
        guard most + weights.nameMax >= totalMin else { return nil }
        let (given, family) = names(left, right, in: index)
        most += given.weight
        guard most >= totalMin else { return nil }
        var fields: [FieldEvidence] = []
        fields.reserveCapacity(FieldEvidence.Field.allCases.count)
        fields.append(given)
        fields.append(family)
        fields.append(sex)
        fields.append(birth)
        fields.append(
            parent(.mother, left.mother, right.mother, weights.motherDiffers, in: index))
        fields.append(father(left, right, in: index))
        fields.append(origin(left.origin, right.origin, in: index))
        fields.append(residence(left.residence, right.residence, in: index))
        fields.append(phone(left.phones, right.phones, in: index))
        fields.append(document)
        return fields
    }

    /// The evidence with the deduction for what relatives share, so that the entries' sum is right.
    func bounded(_ fields: [FieldEvidence]) -> [FieldEvidence] {
        let shared = fields.reduce(0) { $0 + (Self.isFamilial($1) ? $1.weight : 0) }
        guard shared > weights.relativesMax else { return fields }
        return fields + [FieldEvidence(.relatives, .capped, weights.relativesMax - shared)]
    }

    private static func isFamilial(_ evidence: FieldEvidence) -> Bool {
        switch evidence.field {
        case .familyName, .mother, .father, .origin, .residence, .phone, .householdMembers: true
        case .document: evidence.level == .shared
        case .givenName, .sex, .birth, .relatives: false
        }
    }

    private mutating func names(
        _ left: IndexedPerson, _ right: IndexedPerson, in index: CandidateIndex
    ) -> (given: FieldEvidence, family: FieldEvidence) {
        let given = agreement(left.given, right.given, as: .given, in: index)
        let family = agreement(left.family, right.family, as: .family, in: index)
        if !given.isAgreement, !family.isAgreement {
            let crossed = agreement(left.given, right.family, as: .givenOrFamily, in: index)
            let other = agreement(left.family, right.given, as: .givenOrFamily, in: index)
            if crossed.isAgreement, other.isAgreement {
                return (swapped(.givenName, crossed), swapped(.familyName, other))
            }
        }
        return (
            name(.givenName, left.given, right.given, given, differs: weights.givenDiffers),
            name(.familyName, left.family, right.family, family, differs: weights.familyDiffers)
        )
    }

    private func swapped(
        _ field: FieldEvidence.Field, _ agreement: NameAgreement
    ) -> FieldEvidence {
        FieldEvidence(
            field, .swapped, min(agreement.weight * weights.swappedShare, weights.nameMax))
    }

    private func name(
        _ field: FieldEvidence.Field, _ left: SmallIDs, _ right: SmallIDs,
        _ agreement: NameAgreement, differs: Double
    ) -> FieldEvidence {
        if left.isEmpty || right.isEmpty { return FieldEvidence(field, .missing, 0) }
        guard agreement.isAgreement else { return FieldEvidence(field, .differs, differs) }
        let weight = min(max(agreement.weight, differs), weights.nameMax)
        return FieldEvidence(field, agreement.level, weight)
    }

    private mutating func parent(
        _ field: FieldEvidence.Field, _ left: SmallIDs, _ right: SmallIDs, _ differs: Double,
        in index: CandidateIndex
    ) -> FieldEvidence {
        // In two steps: as an argument, the mutating call would copy the cache.
        let agreement = agreement(left, right, as: .parent, in: index)
        return name(field, left, right, agreement, differs: differs)
    }

    private mutating func father(
        _ left: IndexedPerson, _ right: IndexedPerson, in index: CandidateIndex
    ) -> FieldEvidence {
        // Two patronymics have been compared as family names already.
        if left.isFatherDerived && right.isFatherDerived {
            return FieldEvidence(.father, .missing, 0)
        }
        return parent(.father, left.father, right.father, weights.fatherDiffers, in: index)
    }

    private func sex(_ left: Sex, _ right: Sex) -> FieldEvidence {
        if left == .unknown || right == .unknown { return FieldEvidence(.sex, .missing, 0) }
        return left == right
            ? FieldEvidence(.sex, .exact, weights.sexSame)
            : FieldEvidence(.sex, .differs, weights.sexDiffers)
    }

    private mutating func origin(
        _ left: UInt32, _ right: UInt32, in index: CandidateIndex
    ) -> FieldEvidence {
        place(.origin, left, right, max: weights.originMax, weights.originDiffers, in: index)
    }

    private mutating func residence(
        _ left: UInt32, _ right: UInt32, in index: CandidateIndex
    ) -> FieldEvidence {
        place(.residence, left, right, max: weights.residenceMax, 0, in: index)
    }

    private mutating func place(
        _ field: FieldEvidence.Field, _ left: UInt32, _ right: UInt32, max most: Double,
        _ differs: Double, in index: CandidateIndex
    ) -> FieldEvidence {
        if left == SmallIDs.none || right == SmallIDs.none {
            return FieldEvidence(field, .missing, 0)
        }
        let agreement = agreement(
            SmallIDs([left]), SmallIDs([right]), as: .place, in: index)
        guard agreement.isAgreement else { return FieldEvidence(field, .differs, differs) }
        return FieldEvidence(field, agreement.level, min(agreement.weight, most))
    }

    private func phone(
        _ left: SmallIDs, _ right: SmallIDs, in index: CandidateIndex
    ) -> FieldEvidence {
        if left.isEmpty || right.isEmpty { return FieldEvidence(.phone, .missing, 0) }
        guard let holders = fewestHolders(left, right, in: index) else {
            return FieldEvidence(.phone, .differs, 0)
        }
        let weight = min(rarity(people: holders, of: index.count), weights.phoneMax)
        return FieldEvidence(.phone, .exact, weight)
    }

    private func document(
        _ left: SmallIDs, _ right: SmallIDs, in index: CandidateIndex
    ) -> FieldEvidence {
        if left.isEmpty || right.isEmpty { return FieldEvidence(.document, .missing, 0) }
        guard let holders = fewestHolders(left, right, in: index) else {
            return FieldEvidence(.document, .differs, weights.documentDiffers)
        }
        guard holders <= weights.documentHoldersMax else {
            let weight = min(rarity(people: holders, of: index.count), weights.phoneMax)
            return FieldEvidence(.document, .shared, weight)
        }
        return FieldEvidence(.document, .exact, weights.documentMax)
    }

    private func fewestHolders(
        _ left: SmallIDs, _ right: SmallIDs, in index: CandidateIndex
    ) -> Int? {
        (0..<left.count).filter { right.contains(left[$0]) }
            .map { index.identifiers.people(holding: left[$0]) }.min()
    }
}
