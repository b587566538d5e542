import Messages
import RPC
import Synchronization
public import Transport

/// A matcher as another program would be one, in the process of the tests: it answers `jatigi.biometrics.v1` on a socket
/// and keeps its gallery in memory.
public final class TestMatcher: Sendable {
    /// What its handlers share.
    private final class Memory: Sendable {
        let gallery = Mutex<[[UInt8]: [[UInt8]]]>([:])
        let tokens = Mutex(0)
    }

    /// From here on two fingers are one.
    private static let threshold = 0.7

    private let server: RPCServer
    private let memory = Memory()

    /// Starts to answer.
    public init(on endpoint: Endpoint) throws {
        let memory = memory
        let galleryID = (0..<16).map { _ in UInt8.random(in: 0...255) }
        var handlers = HandlerTable()
        typealias Service = BiometricsV1.MatcherService
        handlers.handle(Service.describe) { _, call in
            if !call.authorization.isEmpty { memory.tokens.withLock { $0 += 1 } }
            return .init(
                name: "test matcher", galleryID: galleryID, falseNonMatchRate: 0.02)
        }
        handlers.handle(Service.enrol) { request, _ in
            memory.gallery.withLock { $0[request.reference] = request.templates.map(\.record) }
            return .init(galleryID: galleryID)
        }
        handlers.handle(Service.remove) { request, _ in
            memory.gallery.withLock { gallery in
                for reference in request.references { gallery[reference] = nil }
            }
            return .init()
        }
        handlers.handle(Service.search) { request, _ in
            let records = request.templates.map(\.record)
            let found = memory.gallery.withLock { $0 }
                .filter { $0.key != request.reference }
                .map { (reference: $0.key, likeness: Self.likeness(records, $0.value)) }
                .filter { $0.likeness >= Self.threshold }
                .sorted { $0.likeness > $1.likeness }
            return .init(
                candidates: found.prefix(Int(request.candidatesMax)).map {
                    .init(reference: $0.reference, falseMatchRate: Self.rate($0.likeness))
                }, galleryID: galleryID)
        }
        handlers.handle(Service.compare) { request, _ in
            let likeness = Self.likeness(request.one.map(\.record), request.other.map(\.record))
            return likeness >= Self.threshold
                ? .init(verdict: .match, falseMatchRate: Self.rate(likeness))
                : .init(verdict: .nonMatch)
        }
        handlers.complete(Service.name, Service.methods)
        server = try RPCServer(handlers: handlers, interceptors: [])
        try server.listen(on: endpoint)
    }

    /// How many people it knows.
    public var enrolled: Int { memory.gallery.withLock { $0.count } }

    /// Calls that brought a token, which is nothing to this program.
    public var tokensSeen: Int { memory.tokens.withLock { $0 } }

    /// Goes away, with its gallery.
    public func stop() async {
        await server.close()
    }

    /// The best of any two fingers of the same position.
    static func likeness(_ one: [[UInt8]], _ other: [[UInt8]]) -> Double {
        one.flatMap { first in other.map { SampleFinger.likeness(first, $0) } }.max() ?? 0
    }

    private static func rate(_ likeness: Double) -> Double {
        // One in a million for the same capture, one in ten thousand at the threshold.
        likeness >= 0.99 ? 1e-6 : 1e-4
    }
}
