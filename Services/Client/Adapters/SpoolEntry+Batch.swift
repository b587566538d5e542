import Access
import Basics
public import ClientIntake
public import ClientSpool

extension SpoolEntry {
    /// The batch's id.
    public var id: [UInt8] { RecordID(written: batchID)?.bytes ?? [] }

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
