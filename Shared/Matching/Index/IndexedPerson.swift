/// A record as the index holds it: numbers into the tables, no text.
struct IndexedPerson {
    let id: RecordID
    let household: RecordID
    let arrival: UInt64
    let sourceHousehold: UInt32
    let given: SmallIDs
    let family: SmallIDs
    let mother: SmallIDs
    let father: SmallIDs
    let phones: SmallIDs
    let documents: SmallIDs
    let origin: UInt32
    let residence: UInt32
    let sex: Sex
    /// The father is read out of a patronymic, so it says nothing that the family name does not.
    let isFatherDerived: Bool
    let birth: PackedBirth

    /// Whether this record stands earlier in the one order of all records.
    func arrived(before other: IndexedPerson) -> Bool {
        (arrival, id) < (other.arrival, other.id)
    }

    /// Whether two records can be one person at all.
    func mayPair(with other: IndexedPerson) -> Bool {
        id != other.id && household != other.household
            && (sourceHousehold == SmallIDs.none || sourceHousehold != other.sourceHousehold)
    }
}

extension IndexedPerson: SlotElement {
    static let vacant = IndexedPerson(
        id: RecordID(high: 0, low: 0), household: RecordID(high: 0, low: 0), arrival: .max,
        sourceHousehold: SmallIDs.none, given: SmallIDs(), family: SmallIDs(), mother: SmallIDs(),
        father: SmallIDs(), phones: SmallIDs(), documents: SmallIDs(), origin: SmallIDs.none,
        residence: SmallIDs.none, sex: .unknown, isFatherDerived: false, birth: PackedBirth(nil))
}

/// A date of birth in four bytes.
struct PackedBirth {
    private let yearOrZero: Int16
    private let month: UInt8
    private let dayAndPrecision: UInt8

    init(_ birth: BirthDate?) {
        yearOrZero = Int16(birth?.year ?? 0)
        month = UInt8(birth?.month ?? 0)
        dayAndPrecision = UInt8(birth?.day ?? 0) << 2 | (birth?.precision.rawValue ?? 0)
    }

    var year: Int? { yearOrZero == 0 ? nil : Int(yearOrZero) }

    var unpacked: BirthDate? {
        guard let year, let precision = BirthDate.Precision(rawValue: dayAndPrecision & 3) else {
            return nil
        }
        let day = dayAndPrecision >> 2
        return BirthDate(
            year: year, month: month == 0 ? nil : Int(month), day: day == 0 ? nil : Int(day),
            precision: precision)
    }
}
