import ArgumentParser
import GatewayService
import Operations

@main
struct GatewayProgram: ServiceProgram {
    static let service = ServiceName.gateway
    @OptionGroup var options: ServiceOptions

    static func assemble(_ context: ServiceContext) async throws -> ServiceParts {
        try await GatewayAssembly.assemble(context)
    }
}
