import Access
import Foundation
import Operations
import TestKit
import Testing

/// Several regions at once, as a national site sees them.
@Suite(.serialized) struct RegionsTests {
    private struct Row: Decodable {
        let program: String
        let region: String
        let isServing: Bool
        let isWell: Bool
        let reason: String
    }

    private func rows(
        _ region: Region, _ arguments: [String] = []
    ) async throws -> (code: Int32, rows: [Row]) {
        let outcome = try await region.run(
            "jatigi-status", arguments + ["--regions", "--json"], as: .admin)
        return (
            outcome.code, try JSONDecoder().decode([Row].self, from: Data(outcome.output.utf8))
        )
    }

    @Test func `one call shows every region that the gateway knows, and one that is away is a row`()
        async throws
    {
        let mopti = try Region("ML05")
        let national = try Region("ML19", others: [mopti])
        try await mopti.start()
        try await national.start()
        let programs = ServiceName.allCases.map(\.programName)
        for arguments in [[], ["--config", national.configurationFile]] {
            let (code, rows) = try await rows(national, arguments)
            #expect(code == 0 && rows.allSatisfy(\.isWell), "\(arguments)")
            #expect(
                rows.map(\.region) == Array(repeating: "ML19", count: 5)
                    + Array(repeating: "ML05", count: 5))
            #expect(rows.map(\.program) == programs + programs, "\(arguments)")
        }
        // Other regions see the token of who asks for them alone.
        let home = try await national.run("jatigi-status", ["--json"], as: .admin)
        #expect(home.code == 0 && !home.output.contains("ML05"))
        // Whose token covers one region sees that one, and is not told that another is away.
        let own = try await rows(mopti)
        #expect(own.code == 0 && own.rows.map(\.region) == Array(repeating: "ML05", count: 5))

        await mopti.stop([.directory])
        let some = try await rows(national)
        #expect(some.code == 1)
        #expect(
            some.rows.filter { !$0.isServing }.map { [$0.region, $0.program, $0.reason] }
                == [["ML05", "jatigi-directory", "rpc.unavailable"]])
        await mopti.stop([.gateway])
        let away = try await rows(national)
        #expect(away.code == 1)
        #expect(
            away.rows.filter { $0.region == "ML05" }.map { [$0.program, $0.reason] }
                == [["jatigi-gateway", "rpc.unavailable"]])
        let told = try await national.run(
            "jatigi-status", ["--regions", "--lang", "en"], as: .admin)
        #expect(told.code == 1)
        #expect(
            told.output.contains(
                "ML05 jatigi-gateway: The service “jatigi-gateway” does not answer"),
            "\(told.output)")
        await mopti.stop()
        await national.stop()
    }

    @Test func `several configurations are asked at once, and no region is told twice`()
        async throws
    {
        let mopti = try Region("ML05")
        let kayes = try Region("ML01", others: [mopti])
        let national = try Region("ML19", others: [mopti, kayes])
        for region in [mopti, kayes, national] { try await region.start([.gateway, .directory]) }
        let files = [national, mopti, kayes].flatMap { ["--config", $0.configurationFile] }
        let (code, rows) = try await rows(national, files)
        #expect(code == 1)
        #expect(
            rows.map(\.region)
                == ["ML19", "ML05", "ML01"].flatMap { Array(repeating: $0, count: 5) })
        #expect(rows.count { $0.isServing } == 6)
        for region in [mopti, kayes, national] { await region.stop([.gateway, .directory]) }
    }
}
