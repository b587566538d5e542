import ArgumentParser
import Operations
import RegistrationService

@main
struct RegistrationProgram: ServiceProgram {
    static let service = ServiceName.registration
    @OptionGroup var options: ServiceOptions

    static func assemble(_ context: ServiceContext) async throws -> ServiceParts {
        try await RegistrationAssembly.assemble(context)
    }
}
