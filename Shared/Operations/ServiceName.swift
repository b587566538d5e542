public import Access
import Transport

/// The programs that listen.
public enum ServiceName: String, Sendable, Hashable, CaseIterable {
    /// The only door.
    case gateway
    /// System of record.
    case registration
    /// Finds records of the same person.
    case deduplication
    /// Counts.
    case statistics
    /// Places, and who helps where.
    case directory

    /// What the program is to those that it calls; nil where it calls nobody and so holds no token.
    public var role: Role? {
        switch self {
        case .gateway: .service
        case .registration, .deduplication, .statistics: .follower
        case .directory: nil
        }
    }

    /// Whether the program has a database.
    var hasDatabase: Bool { self != .gateway }

    /// Name of the program.
    public var programName: String { "jatigi-\(rawValue)" }
}

extension Endpoint {
    /// A socket's path must fit `sockaddr_un`, less its terminating NUL.
    static let socketPathBytesMax = 107

    /// The socket of a service in a directory; nil where its path is too long.
    static func socket(of service: ServiceName, in directory: String) -> Endpoint? {
        let path = "\(directory)/\(service.rawValue).ipc"
        guard path.utf8.count <= socketPathBytesMax else { return nil }
        return try? Endpoint("ipc://\(path)")
    }
}
