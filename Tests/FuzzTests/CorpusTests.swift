import Foundation
import FuzzTargets
import Testing

/// Reads the corpus again, seeds and what `deploy/fuzz` once found, in every run of the suite: a broken promise ends the
/// test program.
@Suite struct CorpusTests {
    @Test("every target keeps its promises on its corpus", arguments: FuzzTarget.allCases)
    func replay(target: FuzzTarget) async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fuzz/Corpus/\(target.rawValue)")
        let inputs = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        #expect(inputs.count >= 2)
        let seeds = try inputs.map { [UInt8](try Data(contentsOf: $0)) }
        // On a thread of its own: a target may wait for an answer, which must not cost the other tests one of theirs.
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                for seed in seeds { Self.replay(seed, target) }
                continuation.resume()
            }
        }
    }

    /// Also cut and bent, so that the errors' ways are read too.
    private static func replay(_ bytes: [UInt8], _ target: FuzzTarget) {
        target.run(bytes)
        for cut in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 16)) {
            target.run(Array(bytes[..<cut]))
            var bent = bytes
            bent[cut] ^= 0x80
            target.run(bent)
        }
    }
}
