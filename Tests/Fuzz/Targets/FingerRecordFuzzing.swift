import Biometrics

enum FingerRecordFuzzing {
    /// What is accepted is written, read again to the same value, and taken apart into records that are accepted too.
    static func record(_ bytes: [UInt8]) {
        guard let record = try? FingerRecord(bytes) else { return }
        precondition(record.bytes.count <= bytes.count, "a record grew")
        precondition((try? FingerRecord(record.bytes)) == record, "a record changed")
        for finger in [nil, FingerPosition.leftRing] {
            for part in (try? record.fingers(named: finger)) ?? [] {
                precondition(
                    (try? FingerRecord(part.record.bytes)) == part.record, "a part is refused")
            }
        }
    }
}
