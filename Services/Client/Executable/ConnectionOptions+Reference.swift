import ArgumentParser
import Operations
import Reference
import Terminal

extension ConnectionOptions {
    /// Places and codes, where a folder of them is named.
    ///
    /// - Throws: an exit code, after saying why, where the folder cannot be used.
    func referenceIfAny(_ named: String?) throws -> ReferenceData? {
        let folder = try named ?? configuration().reference
        guard !folder.isEmpty else { return nil }
        do {
            return try ReferenceData.load(directory: folder)
        } catch {
            terminal.warn(
                ClientText.referenceUnusable,
                ["path": folder, "reason": error.text(in: terminal.language)])
            throw TerminalExit.configuration
        }
    }
}
