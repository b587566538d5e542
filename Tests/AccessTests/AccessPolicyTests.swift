import Access
import Testing

@Suite struct AccessPolicyTests {
    // Written by hand, apart from the table it checks. One row a method, one column a role:
    // team, registrar, adjudicator, validator, publisher, viewer, admin, service, follower,
    // backup.
    // "x" may call, "." may not, "o" needs no token.
    private static let columns: [Role] = [
        .team, .registrar, .adjudicator, .validator, .publisher, .viewer, .admin, .service,
        .follower, .backup,
    ]
    private static let grid = """
        #                                                      te re ad va pu vi ad se fo ba
        jatigi.registration.v1.RegistrationService
            SubmitBatch                                        x  x  .  .  .  .  .  .  .  .
            GetHousehold                                       .  x  x  .  .  .  .  .  .  .
            GetPerson                                          .  x  x  .  .  .  .  .  .  .
            ListHouseholds                                     .  x  .  .  .  .  .  .  .  .
            GetBatch                                           x  x  .  .  .  .  x  x  .  .
            ListHeld                                           .  x  .  .  .  .  .  .  .  .
            ReleaseHeld                                        .  x  .  .  .  .  .  .  .  .
            ListCorrections                                    .  x  .  .  .  .  .  .  .  .
            ReviewCorrection                                   .  x  .  .  .  .  .  .  .  .
            AllocateCaseNumbers                                x  x  .  .  .  .  .  .  .  .
            ErasePersonalData                                  .  .  .  .  .  .  x  .  .  .
            ListErasures                                       .  .  .  .  .  .  x  .  .  .
            ReadEvents                                         .  .  .  .  .  .  .  .  x  .
        jatigi.deduplication.v1.DeduplicationService
            GetScreening                                       .  x  x  .  .  .  .  x  .  .
            ListPairs                                          .  .  x  .  .  .  .  .  .  .
            GetPair                                            .  .  x  .  .  .  .  .  .  .
            DecidePair                                         .  .  x  .  .  .  .  .  .  .
            DecidePairs                                        .  .  x  .  .  .  .  .  .  .
            CompareHouseholds                                  .  .  x  .  .  .  .  .  .  .
            GetReviewAgreement                                 .  .  x  x  .  .  x  .  .  .
            ReplayThresholds                                   .  .  x  x  .  .  x  .  .  .
            GetIdentity                                        .  .  x  .  .  .  .  .  .  .
            ReadEvents                                         .  .  .  .  .  .  .  .  x  .
        jatigi.deduplication.v1.BiometricsService
            SubmitFingerprints                                 x  x  .  .  .  .  .  .  .  .
            ForgetFingerprints                                 x  x  .  .  .  .  .  .  .  .
            GetFingerprintStatus                               x  x  .  .  .  .  .  .  .  .
        jatigi.deduplication.v1.ModelService
            ListModels                                         .  .  x  x  .  .  x  .  .  .
            GetModel                                           .  .  x  x  .  .  x  .  .  .
            LearnModel                                         .  .  x  .  .  .  x  .  .  .
            TakeModel                                          .  .  x  .  .  .  x  .  .  .
            DiscardModel                                       .  .  x  .  .  .  x  .  .  .
        jatigi.statistics.v1.StatisticsService
            GetCounts                                          .  x  x  x  x  x  x  .  .  .
        jatigi.directory.v1.DirectoryService
            GetPlace                                           x  x  x  x  x  x  x  x  x  .
            ListPlaces                                         x  x  x  x  x  x  x  x  x  .
            SearchPlaces                                       x  x  x  x  x  x  x  x  x  .
            CreatePlace                                        .  x  .  .  .  .  x  .  .  .
            UpdatePlace                                        .  x  .  .  .  .  x  .  .  .
            ImportPlaces                                       .  .  .  .  .  .  x  .  .  .
            GetOrganisation                                    x  x  x  x  x  x  x  x  x  .
            ListOrganisations                                  x  x  x  x  x  x  x  x  x  .
            SearchOrganisations                                x  x  x  x  x  x  x  x  x  .
            CreateOrganisation                                 .  x  .  .  .  .  x  .  .  .
            UpdateOrganisation                                 .  x  .  .  .  .  x  .  .  .
            GetContact                                         x  x  x  x  x  .  x  .  .  .
            ListContacts                                       x  x  x  x  x  .  x  .  .  .
            SearchContacts                                     x  x  x  x  x  .  x  .  .  .
            CreateContact                                      .  x  .  .  .  .  x  .  .  .
            UpdateContact                                      .  x  .  .  .  .  x  .  .  .
            EraseContact                                       .  .  .  .  .  .  x  .  .  .
            GetSite                                            x  x  x  x  x  x  x  x  x  .
            ListSites                                          x  x  x  x  x  x  x  x  x  .
            SearchSites                                        x  x  x  x  x  x  x  x  x  .
            CreateSite                                         .  x  .  .  .  .  x  .  .  .
            UpdateSite                                         .  x  .  .  .  .  x  .  .  .
            GetIntervention                                    x  x  x  x  x  x  x  x  x  .
            ListInterventions                                  x  x  x  x  x  x  x  x  x  .
            SearchInterventions                                x  x  x  x  x  x  x  x  x  .
            CreateIntervention                                 .  x  .  .  .  .  x  .  .  .
            UpdateIntervention                                 .  x  .  .  .  .  x  .  .  .
            ReadEvents                                         .  .  .  .  .  .  .  .  x  .
        jatigi.gateway.v1.GatewayService
            SubmitBatch                                        x  x  .  .  .  .  .  .  .  .
            GetBatchStatus                                     x  x  .  .  .  .  x  .  .  .
        jatigi.health.v1.HealthService
            Check                                              o  o  o  o  o  o  o  o  o  o
            List                                               .  .  .  .  .  .  x  x  .  .
            GetStatus                                          .  .  .  .  .  .  x  x  .  .
        jatigi.health.v1.FollowingService
            SettleEvent                                        .  .  .  .  .  .  x  .  .  .
        jatigi.health.v1.MaintenanceService
            BackUp                                             .  .  .  .  .  .  x  .  .  x
        jatigi.rpc.v1.ReflectionService
            GetDescriptorSet                                   x  x  x  x  x  x  x  x  x  x
        """

    /// Full method name → one mark a role.
    private static let expected: [String: [Substring]] = {
        var rows: [String: [Substring]] = [:]
        var service: Substring = ""
        for line in grid.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: " ")
            if fields.count == 1 {
                service = fields[0]
            } else {
                rows["\(service)/\(fields[0])"] = Array(fields[1...])
            }
        }
        return rows
    }()

    @Test("the grid is whole: ten marks a row, every role a column")
    func grid() {
        #expect(Set(Self.columns) == Set(Role.allCases))
        #expect(Self.expected.count == 68)
        for (method, marks) in Self.expected {
            #expect(marks.count == 10, "\(method)")
            #expect(Set(marks).isSubset(of: ["x", ".", "o"]), "\(method)")
        }
    }

    @Test("the policy lists the grid's methods and no other")
    func methods() {
        #expect(AccessPolicy.standard.methods == Self.expected.keys.sorted())
    }

    @Test("each role may call what the grid says and nothing else", arguments: Role.allCases)
    func allows(role: Role) throws {
        let column = try #require(Self.columns.firstIndex(of: role))
        for (method, marks) in Self.expected {
            #expect(
                AccessPolicy.standard.allows(role, method: method) == (marks[column] != "."),
                "\(method)")
        }
    }

    @Test("only what the grid marks needs no token, and that is the health check alone")
    func isPublic() {
        for (method, marks) in Self.expected {
            #expect(AccessPolicy.standard.isPublic(method) == (marks[0] == "o"), "\(method)")
        }
        let open = AccessPolicy.standard.methods.filter(AccessPolicy.standard.isPublic)
        #expect(open == ["jatigi.health.v1.HealthService/Check"])
    }

    @Test(
        "a method that is not listed is denied to every role",
        arguments: [
            "", "/", "SubmitBatch", "jatigi.gateway.v1.GatewayService",
            "jatigi.gateway.v1.GatewayService/", "jatigi.gateway.v1.GatewayService/submitBatch",
            "/jatigi.gateway.v1.GatewayService/SubmitBatch",
            "jatigi.gateway.v1.GatewayService/SubmitBatch/",
            "jatigi.gateway.v1.GatewayService/SubmitBatch ",
            "jatigi.health.v1.HealthService/check", "grpc.health.v1.Health/Check",
            "jatigi.directory.v1.DirectoryService/GetStatus",
        ])
    func unknown(method: String) {
        #expect(AccessPolicy.standard.requirement(for: method) == nil)
        #expect(!AccessPolicy.standard.isPublic(method))
        for role in Role.allCases {
            #expect(!AccessPolicy.standard.allows(role, method: method))
        }
    }

    @Test(
        "the set of all roles holds each, and a role's set holds it alone", arguments: Role.allCases
    )
    func roleSets(role: Role) {
        #expect(RoleSet.authenticated.contains(role))
        #expect(Role.allCases.filter { RoleSet(role).contains($0) } == [role])
    }
}
