import Basics
import Catalogue
import Messages
import RPC
import Status
import Storage

/// Hands out case numbers: one by one to new households, and in blocks to teams.
///
/// One counter a prefix serves both, so no number is handed out twice. Every number of the region's own prefix that is
/// in use lies at or below the counter.
struct CaseNumberRows {
    /// A block that a subject was handed.
    struct Block {
        let first: UInt32
        let last: UInt32
        let allocatedAt: Timestamp

        var count: Int { Int(last) - Int(first) + 1 }
    }

    let region: String
    let prefix: String

    /// The number for a new household: the one it came with, or the next of the region.
    func number(
        for household: RegistrationV1.Household, in transaction: Transaction
    ) throws -> String {
        if let number = CaseNumber(household.caseNumber) { return number.description }
        return try number(try free(1, in: transaction))
    }

    /// The last serial of the region's prefix that was handed out; 0 where none was.
    func highest(in store: some Querying) throws -> UInt32 {
        let row = try store.prepare(
            "SELECT last FROM case_serial WHERE region = $region AND prefix = $prefix"
        ).first([("region", .text(region)), ("prefix", .text(prefix))])
        return UInt32(clamping: try row?.integer("last") ?? 0)
    }

    /// The block that a subject got for a request; nil where it got none.
    func block(
        _ requestID: [UInt8], of subject: String, in store: some Querying
    ) throws -> (block: Block, numbers: [String])? {
        try store.first(
            """
            SELECT prefix, first, last, allocated_at FROM case_block
            WHERE region = $region AND subject = $subject AND request_id = $id
            """,
            ["region": .text(region), "subject": .text(subject), "id": .blob(requestID)]
        ).map { row in
            let block = Block(
                first: UInt32(clamping: try row.integer("first")),
                last: UInt32(clamping: try row.integer("last")),
                allocatedAt: Timestamp(millisecondsSinceEpoch: try row.integer("allocated_at")))
            // The region's prefix may have changed since; the block keeps its own.
            let prefix = try row.text("prefix")
            return (block, try numbers(of: block, prefix: prefix))
        }
    }

    /// How many numbers a subject was handed in blocks since a moment.
    func count(
        of subject: String, since moment: Timestamp, in store: some Querying
    ) throws -> Int {
        let row = try store.first(
            """
            SELECT coalesce(sum(last - first + 1), 0) AS n FROM case_block
            WHERE region = $region AND subject = $subject AND allocated_at > $since
            """,
            ["region": .text(region), "subject": .text(subject), "since": .time(moment)])
        return Int(try row?.integer("n") ?? 0)
    }

    /// Hands a subject a new block.
    func allocate(
        _ count: Int, for requestID: [UInt8], to subject: String, at time: Timestamp,
        in transaction: Transaction
    ) throws -> (block: Block, numbers: [String]) {
        let first = try free(count, in: transaction)
        let block = Block(first: first, last: first + UInt32(count - 1), allocatedAt: time)
        try transaction.execute(
            """
            INSERT INTO case_block (region, subject, request_id, prefix, first, last, allocated_at)
            VALUES ($region, $subject, $id, $prefix, $first, $last, $at)
            """,
            [
                "region": .text(region), "subject": .text(subject), "id": .blob(requestID),
                "prefix": .text(prefix), "first": .integer(Int64(block.first)),
                "last": .integer(Int64(block.last)), "at": .time(time),
            ])
        return (block, try numbers(of: block, prefix: prefix))
    }

    /// Moves the counter past every number that may have been handed out since a backup was made.
    ///
    /// A number that is handed out twice would make one family's registration a correction of
    /// another's, so a restored database gives up a range that no region can have used meanwhile.
    func skipUnknown(in transaction: Transaction) throws {
        let next = min(
            Int(try highest(in: transaction)) + Self.skippedAfterRestore, Int(CaseNumber.serialMax))
        try transaction.execute(
            """
            INSERT INTO case_serial (region, prefix, last) VALUES ($region, $prefix, $last)
            ON CONFLICT (region, prefix) DO UPDATE SET last = excluded.last
            """,
            ["region": .text(region), "prefix": .text(prefix), "last": .integer(Int64(next))])
    }

    /// More than a region registers between two backups.
    private static let skippedAfterRestore = 100_000

    /// Moves the counter over serials that follow each other and that no household has or had, and gives the first.
    private func free(_ count: Int, in transaction: Transaction) throws -> UInt32 {
        var first = Int(try highest(in: transaction)) + 1
        var next = first
        while next < first + count {
            guard next <= Int(CaseNumber.serialMax) else {
                throw RPCError(
                    .resourceExhausted, .registrationState(.caseNumbersUsedUp))
            }
            // Numbers of this prefix may have come from elsewhere while another was the region's own.
            if try isTaken(try number(UInt32(next)), in: transaction) { first = next + 1 }
            next += 1
        }
        try transaction.prepare(
            """
            INSERT INTO case_serial (region, prefix, last) VALUES ($region, $prefix, $last)
            ON CONFLICT (region, prefix) DO UPDATE SET last = excluded.last
            """
        ).run([
            ("region", .text(region)), ("prefix", .text(prefix)),
            ("last", .integer(Int64(first + count - 1))),
        ])
        return UInt32(first)
    }

    private func isTaken(_ number: String, in transaction: Transaction) throws -> Bool {
        try transaction.prepare(
            """
            SELECT 1 AS n FROM household WHERE region = $region AND case_number = $number
            UNION ALL SELECT 1 FROM erased WHERE region = $region AND case_number = $number
            """
        ).first([("region", .text(region)), ("number", .text(number))]) != nil
    }

    private func numbers(of block: Block, prefix: String) throws -> [String] {
        try (block.first...block.last).map { try number($0, prefix: prefix) }
    }

    private func number(_ serial: UInt32, prefix: String? = nil) throws -> String {
        guard let number = CaseNumber(prefix: prefix ?? self.prefix, serial: serial) else {
            throw RPCError(.resourceExhausted, .registrationState(.caseNumbersUsedUp))
        }
        return number.description
    }
}
