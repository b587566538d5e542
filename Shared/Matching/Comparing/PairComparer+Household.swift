extension PairComparer {
    /// What the other members of two households say: each pair who agree in given name, sex and
    /// year of birth makes it likelier that the households are one.
    ///
    /// Counts members one to one and is bounded twice: in members looked at and in weight.
    func householdMembers(
        _ left: [IndexedPerson], _ right: [IndexedPerson], in index: CandidateIndex
    ) -> FieldEvidence {
        if left.isEmpty || right.isEmpty { return FieldEvidence(.householdMembers, .missing, 0) }
        var unmatched = right
        var count = 0
        for member in left {
            guard let place = unmatched.firstIndex(where: { agree(member, $0, in: index) })
            else { continue }
            unmatched.remove(at: place)
            count += 1
        }
        guard count > 0 else {
            let areTold = left.count > 1 && right.count > 1
            return FieldEvidence(
                .householdMembers, .differs, areTold ? weights.householdMembersDiffer : 0)
        }
        let weight = min(Double(count) * weights.householdMember, weights.householdMembersMax)
        return FieldEvidence(.householdMembers, .agree, weight, count: count)
    }

    private func agree(
        _ left: IndexedPerson, _ right: IndexedPerson, in index: CandidateIndex
    ) -> Bool {
        guard let leftName = left.given.first, let rightName = right.given.first,
            index.names.sound(of: leftName) == index.names.sound(of: rightName),
            left.sex == right.sex || left.sex == .unknown || right.sex == .unknown
        else { return false }
        guard let leftYear = left.birth.year, let rightYear = right.birth.year else { return false }
        return abs(leftYear - rightYear) <= 3
    }
}
