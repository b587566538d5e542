import ArgumentParser
import DirectoryService
import Operations

@main
struct DirectoryProgram: ServiceProgram {
    static let service = ServiceName.directory
    @OptionGroup var options: ServiceOptions

    static func restore(
        backup: String, configuration: RegionConfiguration
    ) async throws -> (former: String?, sequence: UInt64)? {
        try await DirectoryAssembly.restore(backup: backup, configuration: configuration)
    }

    static func check(_ configuration: RegionConfiguration) throws {
        try DirectoryAssembly.check(configuration)
    }

    static func assemble(_ context: ServiceContext) async throws -> ServiceParts {
        try await DirectoryAssembly.assemble(context)
    }
}
