import Foundation
import FuzzTargets
import Testing

/// Reads the corpus again, seeds and what `deploy/fuzz` once found, in every run of the suite: a broken promise ends the
/// test program.
@Suite struct CorpusTests {
    @Test("every target keeps its promises on its corpus", arguments: FuzzTarget.allCases)
    func replay(target: FuzzTarget) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fuzz/Corpus/\(target.rawValue)")
        let inputs = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        #expect(inputs.count >= 2)
        for input in inputs {
            let bytes = [UInt8](try Data(contentsOf: input))
            target.run(bytes)
            // Cut and bent, so that the errors' ways are read too.
            for cut in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 16)) {
                target.run(Array(bytes[..<cut]))
                var bent = bytes
                bent[cut] ^= 0x80
                target.run(bent)
            }
        }
    }
}
