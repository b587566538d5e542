internal import Glibc
internal import SampleData

/// `jatigi-sample`: writes a sample field file of invented people.
@main
enum SampleCommand {
    private static let usage = """
        usage: jatigi-sample [--seed N] [--households N] [--repeated-households N]
                             [--repeated-people N] [--truth FILE] [FILE]
        Writes a CSV of invented households to FILE, or to standard output. The same seed gives the same bytes.
        --truth FILE says which records are the same person.

        """

    private struct Arguments {
        var options = SampleOptions()
        var output: String?
        var truth: String?
    }

    static func main() {
        guard let arguments = parse(Array(CommandLine.arguments.dropFirst())) else {
            write(Array(usage.utf8), to: STDERR_FILENO)
            exit(64)  // EX_USAGE of sysexits.h
        }
        let sample = Sample(options: arguments.options)
        save(sample.csv(), to: arguments.output)
        if let truth = arguments.truth { save(sample.truthCSV(), to: truth) }
    }

    private static func parse(_ words: [String]) -> Arguments? {
        var arguments = Arguments()
        var numbers: [String: Int] = [:]
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
            case "--seed", "--households", "--repeated-households", "--repeated-people":
                guard let value = rest.popFirst().flatMap({ Int($0) }), value >= 0 else {
                    return nil
                }
                numbers[word] = value
            case "--truth":
                guard let path = rest.popFirst() else { return nil }
                arguments.truth = path
            default:
                guard arguments.output == nil, !word.hasPrefix("-") else { return nil }
                arguments.output = word
            }
        }
        let households = numbers["--households"] ?? 200
        let repeated = numbers["--repeated-households"] ?? households * 6 / 100
        guard (2...1_000_000).contains(households), repeated <= households else { return nil }
        arguments.options = SampleOptions(
            seed: UInt64(numbers["--seed"] ?? 2026), households: households,
            repeatedHouseholds: repeated,
            repeatedPeople: min(numbers["--repeated-people"] ?? households / 10, 1_000_000))
        return arguments
    }

    private static func save(_ bytes: [UInt8], to path: String?) {
        guard let path else { return write(bytes, to: STDOUT_FILENO) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { fail("\(path): \(String(cString: strerror(errno)))") }
        write(bytes, to: descriptor)
        guard close(descriptor) == 0 else { fail("\(path): \(String(cString: strerror(errno)))") }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // SAFETY: the pointer lives for the call only and `count` is the slice's own.
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                // Where standard error is what fails there is nobody left to tell.
                if descriptor == STDERR_FILENO { return }
                fail(String(cString: strerror(errno)))
            }
            rest = rest.dropFirst(count)
        }
    }

    private static func fail(_ message: String) -> Never {
        write(Array("jatigi-sample: \(message)\n".utf8), to: STDERR_FILENO)
        exit(74)  // EX_IOERR of sysexits.h
    }
}
