import Glibc
import Synchronization

@testable import Access

/// A moment in 2027, for tests that inject time.
let testNow: Int64 = 1_800_000_000_000

/// A clock that a test moves.
final class ManualClock: Sendable {
    private let milliseconds: Mutex<Int64>

    init(_ start: Int64 = testNow) { milliseconds = Mutex(start) }

    var now: Int64 { milliseconds.withLock { $0 } }

    func set(_ value: Int64) { milliseconds.withLock { $0 = value } }
}

/// Work that a test slips into the middle of another's.
final class Interruption: Sendable {
    private let work = Mutex<(@Sendable () -> Void)?>(nil)

    func set(_ work: @escaping @Sendable () -> Void) { self.work.withLock { $0 = work } }

    func run() { work.withLock { $0 }?() }
}

/// A folder of its own, removed with all it holds when the test lets go of it.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/access-tests-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TestFailure() }
        path = template.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
    }

    deinit {
        for name in names() { unlink(path + "/" + name) }
        rmdir(path)
    }

    func names() -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// Writes a file with exactly this mode, whatever the umask.
    func file(_ name: String, _ text: String, mode: mode_t) throws -> String {
        let path = self.path + "/" + name
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw TestFailure() }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fchmod(descriptor, mode) == 0
        else { throw TestFailure() }
        return path
    }
}

struct TestFailure: Error {}

/// The code that the work throws, or nil when it throws nothing.
func refusal(_ work: () throws(AccessError) -> Void) -> AccessError.Code? {
    do throws(AccessError) {
        try work()
        return nil
    } catch {
        return error.code
    }
}

func secret(_ text: String) -> SecretBytes {
    Array(text.utf8).withUnsafeBytes { SecretBytes(copying: $0) }
}

func revealed(_ bytes: SecretBytes) -> String {
    bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
}

func bytes(hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// Changes one character of base64url text to another of the alphabet.
func altered(_ text: String, at offset: Int) -> String {
    var characters = Array(text)
    characters[offset] = characters[offset] == "A" ? "B" : "A"
    return String(characters)
}
