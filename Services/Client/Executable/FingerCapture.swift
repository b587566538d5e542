import ArgumentParser
import Biometrics
import Catalogue
import Foundation
import Messages
import Terminal

/// Who a scanner's file is of, by its name: `FORM_MEMBER.fmr` or `FORM_MEMBER_FINGER.fmr`.
struct MemberName: Hashable {
    let form: String
    /// Place on the form, from 1.
    let member: Int
    let finger: FingerPosition?

    /// Nil where the name is none of these. A form's number may have underscores of its own.
    init?(fileName: String) {
        guard fileName.hasSuffix(".fmr") else { return nil }
        var parts = fileName.dropLast(4).split(separator: "_", omittingEmptySubsequences: false)
        finger = parts.last.flatMap { FingerPosition(code: String($0)) }
        if finger != nil { parts.removeLast() }
        guard parts.count >= 2, let member = Int(parts.removeLast()), member > 0 else { return nil }
        self.member = member
        form = parts.joined(separator: "_")
        guard !form.isEmpty else { return nil }
    }
}

/// A scanner's file that may be sent.
struct FingerCapture {
    /// Without its folder.
    let fileName: String
    let record: [UInt8]
    let finger: DeduplicationV1.Finger
    /// Whom the file's name names; nil where the command line does.
    let name: MemberName?

    /// Reads files and checks them as the region will.
    ///
    /// - Parameter ofWholeBatch: whether they are all in one folder and named after their people.
    /// - Throws: an exit code, after saying what is wrong with each.
    static func read(
        _ paths: [String], ofWholeBatch: Bool, finger: FingerPosition?, _ terminal: Terminal
    ) throws -> [FingerCapture] {
        var captures: [FingerCapture] = []
        var problems = 0
        for path in ofWholeBatch ? try files(in: paths, terminal) : paths {
            do {
                captures.append(try FingerCapture(path, ofWholeBatch, finger, terminal))
            } catch is ExitCode {
                problems += 1
            }
        }
        guard problems == 0, !captures.isEmpty else {
            if problems == 0 { terminal.warn(BiometricsText.noFiles) }
            throw TerminalExit.data
        }
        return captures
    }

    private init(
        _ path: String, _ isNamed: Bool, _ finger: FingerPosition?, _ terminal: Terminal
    ) throws {
        func refuse(_ reason: String) -> ExitCode {
            terminal.warn("\(TextTable.printable(path)): \(reason)")
            return TerminalExit.data
        }
        name = isNamed ? MemberName(fileName: URL(filePath: path).lastPathComponent) : nil
        guard !isNamed || name != nil else {
            throw refuse(BiometricsText.nameMalformed.text(in: terminal.language))
        }
        // One byte more than allowed is enough to tell.
        guard let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: BiometricsLimits.recordBytesMax + 1)
        else { throw refuse(BiometricsText.fileUnreadable.text(in: terminal.language)) }
        let named = name?.finger ?? finger
        do throws(FingerRecordError) {
            _ = try FingerRecord([UInt8](data)).fingers(named: named)
        } catch {
            throw refuse(error.reason.text(in: terminal.language, arguments: error.arguments))
        }
        fileName = URL(filePath: path).lastPathComponent
        record = [UInt8](data)
        self.finger = .init(rawValue: Int32(named?.rawValue ?? 0))
    }

    private static func files(in folders: [String], _ terminal: Terminal) throws -> [String] {
        try folders.flatMap { folder in
            do {
                return try FileManager.default.contentsOfDirectory(atPath: folder)
                    .filter { $0.hasSuffix(".fmr") }.sorted().map { "\(folder)/\($0)" }
            } catch {
                terminal.warn(BiometricsText.folderUnreadable, ["path": folder])
                throw TerminalExit.data
            }
        }
    }
}
