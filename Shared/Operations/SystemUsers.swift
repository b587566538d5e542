import Glibc

/// The users of this machine who may connect to the programs' sockets.
enum SystemUsers {
    struct UnknownUser: Error, CustomStringConvertible {
        let name: String
        var description: String { "access.socket_users: there is no user '\(name)' here" }
    }

    /// The numbers of the named users, and this process's own, since it probes its own sockets; nil
    /// where no names are given, which leaves it to the sockets' mode.
    static func ids(of names: [String]) throws(UnknownUser) -> Set<UInt32>? {
        guard !names.isEmpty else { return nil }
        var ids: Set<UInt32> = [geteuid()]
        for name in names {
            // SAFETY: called while the program starts, before other threads look users up.
            guard let entry = getpwnam(name) else { throw UnknownUser(name: name) }
            ids.insert(entry.pointee.pw_uid)
        }
        return ids
    }
}
