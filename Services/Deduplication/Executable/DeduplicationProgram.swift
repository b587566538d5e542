import ArgumentParser
import DeduplicationService
import Operations

@main
struct DeduplicationProgram: ServiceProgram {
    static let service = ServiceName.deduplication
    @OptionGroup var options: ServiceOptions

    static func check(_ configuration: RegionConfiguration) throws {
        try DeduplicationAssembly.check(configuration)
    }

    static func restore(
        backup: String, configuration: RegionConfiguration
    ) async throws -> (former: String?, sequence: UInt64)? {
        try await DeduplicationAssembly.restore(backup: backup, configuration: configuration)
    }

    static func assemble(_ context: ServiceContext) async throws -> ServiceParts {
        try await DeduplicationAssembly.assemble(context)
    }
}
