public import Messages

extension Sex {
    /// As a registration states it; what the engine does not compare is not stated.
    public init(_ sex: CommonV1.Sex) {
        switch sex {
        case .female: self = .female
        case .male: self = .male
        default: self = .unknown
        }
    }
}

extension BirthDate {
    /// As a registration states it; nil where that is no date.
    public init?(_ date: CommonV1.PartialDate) {
        let precision: Precision
        switch date.precision {
        case .day: precision = .day
        case .month: precision = .month
        case .year: precision = .year
        case .estimated: precision = .estimated
        default: return nil
        }
        self.init(
            year: Int(date.year), month: date.month == 0 ? nil : Int(date.month),
            day: date.day == 0 ? nil : Int(date.day), precision: precision)
    }
}
