import Foundation

/// A small file system in memory that only one program and its tests see, for what a full disk does.
public enum SmallDisk {
    /// Whether this machine lets a program have a mount namespace of its own (`unshare`).
    public static let isPermitted: Bool = {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/unshare") else { return false }
        let mount = unshare + ["/bin/mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        return (try? ChildProcess.run(mount)) == 0
    }()

    /// Runs the rest of a command in a mount namespace of its own.
    public static let unshare = ["/usr/bin/unshare", "--map-root-user", "--mount"]

    /// A command that runs another with a new file system on a folder, which must exist.
    ///
    /// - Parameter size: as mount(8) writes it, for instance `300m`.
    public static func launcher(_ folder: String, size: String) -> [String] {
        unshare + [
            "/bin/sh", "-c",
            "mount -t tmpfs -o size=\(size),mode=0700 tmpfs \(folder) && exec \"$@\"", "sh",
        ]
    }
}
