import Catalogue
public import ClientIntake
public import Messages

/// What became of one file.
public struct SubmissionReport: Sendable {
    /// One receipt a batch, in order.
    public private(set) var receipts: [RegistrationV1.Receipt] = []
    /// How many commands had each outcome.
    public private(set) var counts: [RegistrationV1.Outcome: Int] = [:]
    /// People registered or pre-registered by this file, now or when it was first sent.
    public private(set) var people = 0
    /// What the service found wrong, or waits for, at its place in the file.
    public private(set) var findings: [Finding] = []
    /// Pairs that screening found, strongest first.
    public private(set) var pairs: [DeduplicationV1.ScreenedPair] = []
    /// Row in the file of each person that a service gave an id.
    public private(set) var rows: [[UInt8]: Int] = [:]
    /// Batches whose screening was not ready in time.
    public private(set) var screeningsPending = 0
    /// What was wrong in the file itself.
    public let problems: [IntakeProblem]
    /// How many more problems there were.
    public let problemsLeftOut: Int
    /// Households left out because of that.
    public let householdsLeftOut: Int

    /// A finding of the service, told as a place in the file.
    public struct Finding: Sendable, Hashable {
        /// What became of the household.
        public let outcome: RegistrationV1.Outcome
        /// Row in the file, from 1.
        public let row: Int
        /// Header of the column; empty for the whole row.
        public let header: String
        /// What it is.
        public let violation: RPCV1.Violation
    }

    /// Of nothing sent yet.
    public init(intake: Intake) {
        problems = intake.problems
        problemsLeftOut = intake.problemsLeftOut
        householdsLeftOut = intake.householdsLeftOut
    }

    /// Whether every batch had been received before.
    public var isRepetition: Bool {
        !receipts.isEmpty && receipts.allSatisfy(\.alreadyReceived)
    }

    /// Whether some household of the file is not kept.
    public var isPartial: Bool {
        householdsLeftOut > 0 || (counts[.rejected] ?? 0) > 0
    }

    /// What is to be told once some problems of the file were: the region's findings but for what it found like them.
    public func findings(after told: [IntakeProblem]) -> [Finding] {
        struct Place: Hashable {
            let row: Int
            let header: String
            let reason: String
        }
        let places = Set(
            told.map { Place(row: $0.row, header: $0.header, reason: $0.key.rawValue) })
        return findings.filter {
            !places.contains(Place(row: $0.row, header: $0.header, reason: $0.violation.reason))
        }
    }

    mutating func add(
        _ answer: GatewayV1.SubmitBatchResponse, commands: Range<Int>, intake: Intake
    ) {
        let receipt = answer.receipt ?? .init()
        receipts.append(receipt)
        for result in receipt.results {
            counts[result.outcome, default: 0] += 1
            if result.outcome == .registered || result.outcome == .preRegistered {
                people += result.personIDs.count
            }
            let position = commands.lowerBound + Int(result.index)
            guard intake.origins.indices.contains(position) else { continue }
            let memberRows = intake.origins[position].memberRows
            for (personID, row) in zip(result.personIDs, memberRows) { rows[personID] = row }
            for violation in result.violations {
                let place = intake.origins[position].locate(fieldPath: violation.field)
                findings.append(
                    Finding(
                        outcome: result.outcome, row: place.row,
                        header: place.header, violation: violation))
            }
        }
        if let screening = answer.screening, screening.state == .done {
            pairs = (pairs + screening.pairs).sorted { $0.weightBits > $1.weightBits }
        } else {
            screeningsPending += 1
        }
    }
}
