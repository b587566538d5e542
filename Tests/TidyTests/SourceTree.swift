import Foundation

/// The repository that this test was built from.
enum SourceTree {
    /// Its folder.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every Swift file of the project: the manifest, and what lies in its folders. Read once for all tests.
    static func swiftFiles() throws -> [SourceFile] { try files.get() }

    private static let files = Result {
        try paths(under: ["Package.swift", "Services", "Shared", "Tests"])
            .filter { $0.hasSuffix(".swift") }
            .map { SourceFile(path: $0, text: try text($0)) }
    }

    /// Every file in the folders, by path from the root, in order.
    static func paths(under folders: [String]) throws -> [String] {
        var found: [String] = []
        for folder in folders {
            let url = root.appending(path: folder)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
                continue
            }
            guard isFolder.boolValue else {
                found.append(folder)
                continue
            }
            for inside in try FileManager.default.subpathsOfDirectory(atPath: url.path) {
                found.append("\(folder)/\(inside)")
            }
        }
        return found.sorted()
    }

    /// The text of a file.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// What lies at the top, but for dot-files.
    static func topLevelEntries() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.path)
            .filter { !$0.hasPrefix(".") }.sorted()
    }
}
