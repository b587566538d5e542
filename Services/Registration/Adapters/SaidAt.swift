import Basics

/// When a source said something, by the region's clock: it orders what one source says under one key.
///
/// That is when it was received, unless the device that kept it handed in later things first. Only then does the order
/// say more than the clock, which may be set back.
struct SaidAt {
    /// UTC milliseconds.
    let milliseconds: Int64
    private let isOvertaken: Bool

    /// Of what is received now.
    ///
    /// - Parameter overtakenAtMilliseconds: when the first thing that the device took in later was received; 0 where
    ///   there is none.
    init(now: Timestamp, overtakenAtMilliseconds: Int64 = 0) {
        isOvertaken = overtakenAtMilliseconds > 0
        milliseconds =
            isOvertaken
            ? min(overtakenAtMilliseconds - 1, now.millisecondsSinceEpoch)
            : now.millisecondsSinceEpoch
    }

    /// Of what was received before, and is now released or accepted: somebody decided that it holds.
    init(decided milliseconds: Int64) {
        isOvertaken = false
        self.milliseconds = milliseconds
    }

    /// Whether something else was surely said later.
    func isBefore(_ other: Int64) -> Bool { isOvertaken && milliseconds < other }
}
