import ArgumentParser
import Operations
import StatisticsService

@main
struct StatisticsProgram: ServiceProgram {
    static let service = ServiceName.statistics
    @OptionGroup var options: ServiceOptions

    static func check(_ configuration: RegionConfiguration) throws {
        try StatisticsAssembly.check(configuration)
    }

    static func assemble(_ context: ServiceContext) async throws -> ServiceParts {
        try await StatisticsAssembly.assemble(context)
    }
}
