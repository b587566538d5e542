import ArgumentParser
import Operations
import RegistrationService

@main
struct RegistrationProgram: ServiceProgram {
    static let service = ServiceName.registration
    @OptionGroup var options: ServiceOptions

    static func restore(
        backup: String, configuration: RegionConfiguration
    ) async throws -> (former: String?, sequence: UInt64)? {
        try await RegistrationAssembly.restore(backup: backup, configuration: configuration)
    }

    static func check(_ configuration: RegionConfiguration) throws {
        try RegistrationAssembly.check(configuration)
    }

    static func assemble(_ context: ServiceContext) async throws -> ServiceParts {
        try await RegistrationAssembly.assemble(context)
    }
}
