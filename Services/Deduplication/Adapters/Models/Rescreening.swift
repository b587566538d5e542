import Basics
import DeduplicationCore
import Following
import Linkage
import Messages
import Storage

/// Screens all households again after another model was taken, a few at a time, in the order of their ids.
///
/// The place is kept in the transaction of the pairs: after a crash it goes on there. Who arrives meanwhile is screened by
/// the model in force in any case.
struct Rescreening: Sendable {
    enum Outcome {
        /// There is more to do.
        case more
        /// Not now: the log is read from its beginning, or an event is being applied.
        case later
        case done
    }

    /// Households that one step looks up; it does as many of them as its time allows.
    private static let householdsMax = 32

    let models: ModelRows
    let engine: CandidateEngine
    let applier: EventApplier
    let merging: RuleMerging

    /// Notes at the start that the program compares otherwise than when the households were screened: another model ships, a
    /// learnt one is of an earlier version, or other names are one. Where nobody is on record there is nothing to do again.
    func begin(_ inForce: ModelRows.Scoring, in transaction: Transaction) throws {
        if try models.screened(in: transaction)?.version == inForce.version { return }
        try models.save(
            .init(
                number: inForce.model.number, version: inForce.version, through: [],
                isWhole: applier.records.count(in: transaction) == 0), in: transaction)
    }

    /// Screens the next households.
    func step(in transaction: Transaction) throws -> Outcome {
        guard let screened = try models.screened(in: transaction), !screened.isWhole else {
            return .done
        }
        guard try applier.followed.isWhole(in: transaction) else { return .later }
        let households = try applier.records.households(
            after: screened.through, limit: Self.householdsMax, in: transaction)
        let last = try engine.search(in: transaction) { index -> [UInt8]? in
            // One that was taken in this very commit scores from the next on.
            guard index.model.number == screened.number else { return nil }
            let end = ContinuousClock.now + ModelLimits.step
            var last: [UInt8] = screened.through
            for household in households {
                try screen(household, with: &index, in: transaction)
                last = household.bytes
                if ContinuousClock.now >= end { break }
            }
            return last
        }
        guard let last, let last else { return .later }
        try models.save(
            .init(
                number: screened.number, version: screened.version, through: last,
                isWhole: households.isEmpty), in: transaction)
        return households.isEmpty ? .done : .more
    }

    /// People whose households are still to be screened.
    func waiting(in store: some Querying) throws -> UInt64 {
        guard let screened = try models.screened(in: store), !screened.isWhole else { return 0 }
        return try applier.records.count(afterHousehold: screened.through, in: store)
    }

    private func screen(
        _ household: RecordID, with index: inout LinkageIndex, in transaction: Transaction
    ) throws {
        let members = try applier.records.members(of: household, in: transaction).keys.sorted()
        var screener = Screener(applier: applier, transaction: transaction, batchID: [])
        try screener.screen(members, new: [], with: &index)
        try screener.finish()
        try merging.run(of: household, in: transaction)
    }
}

extension RecordRows {
    /// Households that have records, in the order of their ids, from after one.
    func households(
        after household: [UInt8], limit: Int, in store: some Querying
    ) throws -> [RecordID] {
        try store.prepare(
            """
            SELECT DISTINCT household_id FROM record
            WHERE region = $region AND household_id > $after ORDER BY household_id LIMIT $limit
            """
        ).rows([
            ("region", .text(region)), ("after", .blob(household)),
            ("limit", .integer(Int64(limit))),
        ]).map { try $0.id("household_id") }
    }

    /// Records of the households after one.
    func count(afterHousehold household: [UInt8], in store: some Querying) throws -> UInt64 {
        try store.prepare(
            "SELECT count(*) FROM record WHERE region = $region AND household_id > $after"
        ).first([("region", .text(region)), ("after", .blob(household))])
            .map { UInt64(clamping: try $0.integer(0)) } ?? 0
    }
}
