import Basics
public import Messages

extension DeduplicationV1.PairPresence {
    /// What is known of when two records' people were present.
    ///
    /// It is no evidence: a person who is registered twice on one day, for two distributions, is what has to be found, and
    /// how often a batch holds forms of other days than that on which it was closed nobody has measured.
    ///
    /// Of a record that is gone nothing is known: its household is empty.
    public init(
        _ one: DeduplicationV1.RecordSummary, _ other: DeduplicationV1.RecordSummary,
        _ cercles: Cercles
    ) {
        let households = Set([one.householdID, other.householdID])
        guard households.count == 2, !households.contains([]) else {
            self = .unspecified
            return
        }
        guard !one.departed, !other.departed else {
            self = one.left(before: other) || other.left(before: one) ? .moved : .left
            return
        }
        self = one.isElsewhere(than: other, cercles) ? .apart : .twice
    }
}

extension DeduplicationV1.RecordSummary {
    /// When the team closed the batch that named the person first; nil where that is not known.
    fileprivate var collectedAt: Timestamp? {
        collectedAtMilliseconds > 0
            ? Timestamp(millisecondsSinceEpoch: collectedAtMilliseconds) : nil
    }

    fileprivate func left(before other: Self) -> Bool {
        guard departed, let departedOn, let day = other.collectedAt else { return false }
        return departedOn.isSurelyBy(day)
    }

    /// Whether both were registered on one day, in different cercles: where their households were then.
    fileprivate func isElsewhere(than other: Self, _ cercles: Cercles) -> Bool {
        guard let day = collectedAt.map({ CalendarDate($0) }),
            day == other.collectedAt.map({ CalendarDate($0) }),
            let here = cercles.cercle(of: placeThen),
            let there = cercles.cercle(of: other.placeThen)
        else { return false }
        return here != there
    }

    /// Where the household was when the person was registered; where it is, of a record of before that was kept.
    private var placeThen: CommonV1.Place? {
        collectedPlaceCode.isEmpty ? place : .init(code: collectedPlaceCode)
    }

    /// Notes since when, and where, the person is on record in the household, and when they left it.
    ///
    /// - Parameters:
    ///   - event: what tells of the household's state that this is made of.
    ///   - known: what was known of the person in this household before.
    public mutating func date(by event: RegistrationV1.Event, after known: Self?) {
        collectedAtMilliseconds = known?.collectedAtMilliseconds ?? event.collectedAtMilliseconds
        collectedPlaceCode = (known?.placeThen ?? place)?.code ?? ""
        guard departed else { return }
        departedOn = known?.departedOn
        guard case .peopleDeparted(let departure) = event.change,
            departure.personIDs.contains(personID)
        else { return }
        departedOn = departure.departedOn ?? event.dayCollected
    }
}

extension RegistrationV1.Event {
    /// The day on which the team closed the batch; nil where that is not known.
    fileprivate var dayCollected: CommonV1.PartialDate? {
        guard collectedAtMilliseconds > 0 else { return nil }
        let day = CalendarDate(Timestamp(millisecondsSinceEpoch: collectedAtMilliseconds))
        return .init(
            year: UInt32(clamping: day.year), month: UInt32(clamping: day.month),
            day: UInt32(clamping: day.day), precision: .day)
    }
}
