import Access
import Basics
public import ClientIntake
public import ClientSpool

extension SpoolEntry {
    /// The batch's id.
    public var id: [UInt8] {
        let digits = batchID.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }

    /// A batch of a file, not yet in a spool.
    ///
    /// - Parameter fileName: without its folder.
    public init(
        _ batch: BatchBuilder.Batch, of intake: Intake, source: String, fileName: String
    ) {
        let id = RecordID(bytes: ContentID.of(batch.bytes))?.description ?? ""
        self.init(
            batchID: id.filter { $0 != "-" }, source: source, fileName: fileName,
            people: batch.people, rows: batch.commands.map { intake.origins[$0].row },
            storedAtMilliseconds: Timestamp.now().millisecondsSinceEpoch)
    }
}
