import Catalogue
import Following
import Messages
import Storage

extension DeduplicationStore {
    /// Fills in what an administrator sees of this service.
    func describe(_ status: inout HealthV1.ProgramStatus) async {
        status.describe(database)
        status.followers = [await follower.status()]
        let counts = await status.describe(log, in: database) { reading in
            (
                pairs: try self.pairs.counts(in: reading),
                contradicted: try self.pairs.contradictedCount(in: reading),
                twice: try self.pairs.presentTwiceCount(in: reading),
                checks: try self.biometrics.tasks.counts(in: reading),
                orphans: try self.biometrics.orphanCount(in: reading),
                people: try self.modelWorker.rescreening.waiting(in: reading),
                unreadable: try self.biometrics.fingerprints.unreadable(
                    with: self.keys.current, in: reading)
            )
        }
        guard let counts else { return }
        status.waiting = [
            HealthV1.WaitingCount(kind: "pairs", count: counts.pairs.open),
            HealthV1.WaitingCount(kind: "orphaned_decisions", count: counts.pairs.orphaned),
            HealthV1.WaitingCount(kind: "contradicted_decisions", count: counts.contradicted),
            HealthV1.WaitingCount(kind: "present_twice", count: counts.twice),
            HealthV1.WaitingCount(
                kind: "biometric_checks", count: counts.checks.waiting,
                sinceMilliseconds: counts.checks.since,
                reason: biometricWorker.obstacle.map { MessageKey.biometrics($0).rawValue } ?? ""),
            HealthV1.WaitingCount(
                kind: "biometric_checks_failed", count: counts.checks.failed,
                sinceMilliseconds: counts.checks.failedSince, reason: counts.checks.reason),
            HealthV1.WaitingCount(kind: "biometric_keys_missing", count: counts.unreadable),
            HealthV1.WaitingCount(kind: "orphaned_fingerprints", count: counts.orphans),
            HealthV1.WaitingCount(kind: "people_to_screen_again", count: counts.people),
        ]
    }
}
