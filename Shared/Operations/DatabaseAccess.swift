import Foundation

/// Whether the user that runs a program may use its database.
enum DatabaseAccess {
    /// Refuses a database, or a folder for one, in which this user may not write; after a restoration as
    /// another user, say. What is not there yet is no fault: systemd makes the folder when the program
    /// first starts, and the program its database.
    ///
    /// - Throws: ``ConfigurationError``.
    static func check(_ path: String) throws(ConfigurationError) {
        let folder = (path as NSString).deletingLastPathComponent
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else { return }
        guard isFolder.boolValue else { throw refusal(folder, .notFolder) }
        guard access(folder, W_OK | X_OK) == 0 else { throw refusal(folder, .notWritable) }
        guard access(path, F_OK) != 0 || access(path, R_OK | W_OK) == 0 else {
            throw refusal(path, .notWritable)
        }
    }

    private static func refusal(
        _ path: String, _ reason: ConfigurationText
    ) -> ConfigurationError {
        ConfigurationError(problems: [
            ConfigurationProblem(location: path, key: "directories.data", reason)
        ])
    }
}
