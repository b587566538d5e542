/// Two dates of birth, each with its precision.
enum BirthComparison {
    static func evidence(
        _ left: BirthDate?, _ right: BirthDate?, _ weights: MatchingWeights
    ) -> FieldEvidence {
        guard let left, let right else { return FieldEvidence(.birth, .missing, 0) }
        if left.hasExactDay && right.hasExactDay,
            let evidence = exactDays(left, right, weights)
        {
            return evidence
        }
        let years = abs(left.year - right.year)
        if years == 0, left.hasExactMonth, right.hasExactMonth, left.month == right.month {
            return FieldEvidence(.birth, .sameMonth, weights.birthSameMonth)
        }
        let isGuessed = left.precision == .estimated || right.precision == .estimated
        let isHeaped = isGuessed || isFirstOfJanuary(left) || isFirstOfJanuary(right)
        switch years {
        case 0:
            let weight = isHeaped ? weights.birthSameYearHeaped : weights.birthSameYear
            // Two stated days that differ are no agreement beyond the year's.
            let areStated = left.hasExactDay && right.hasExactDay
            return FieldEvidence(.birth, .sameYear, areStated ? weights.birthClose : weight)
        case ...(isHeaped ? 2 : 1): return FieldEvidence(.birth, .close, weights.birthClose)
        case ...(isHeaped ? 6 : 3): return FieldEvidence(.birth, .differs, weights.birthFar)
        default: return FieldEvidence(.birth, .differs, weights.birthDiffers)
        }
    }

    private static func exactDays(
        _ left: BirthDate, _ right: BirthDate, _ weights: MatchingWeights
    ) -> FieldEvidence? {
        let sameYear = left.year == right.year
        let sameMonth = left.month == right.month
        let sameDay = left.day == right.day
        switch (sameYear, sameMonth, sameDay) {
        case (true, true, true): return FieldEvidence(.birth, .exact, weights.birthExact)
        case (true, true, false), (true, false, true):
            return FieldEvidence(.birth, .close, weights.birthNearDay)
        case (false, true, true) where abs(left.year - right.year) <= 10:
            return FieldEvidence(.birth, .close, weights.birthNearDay)
        case (true, false, false) where left.month == right.day && left.day == right.month:
            return FieldEvidence(.birth, .swapped, weights.birthNearDay)
        default: return nil
        }
    }

    private static func isFirstOfJanuary(_ birth: BirthDate) -> Bool {
        birth.precision == .day && !birth.hasExactDay
    }
}
