extension AccessPolicy {
    /// The suite's policy: the one table.
    ///
    /// Whole households leave a program by `ReadEvents` alone, and only followers call it: the
    /// gateway, which the world talks to, holds a token of role `service` and reads no log. Nor does
    /// it ask for backups: only the newest are kept, so whoever asks often enough has none left but
    /// those of a damaged database.
    public static let standard = AccessPolicy([
        Service(
            "jatigi.registration.v1.RegistrationService",
            [
                ("SubmitBatch", .oneOf([.team, .registrar])),
                ("GetHousehold", .oneOf([.registrar, .adjudicator])),
                ("GetPerson", .oneOf([.registrar, .adjudicator])),
                ("ListHouseholds", .oneOf([.registrar])),
                ("GetBatch", .oneOf([.team, .registrar, .admin, .service])),
                ("ListHeld", .oneOf([.registrar])),
                ("ReleaseHeld", .oneOf([.registrar])),
                ("ListCorrections", .oneOf([.registrar])),
                ("ReviewCorrection", .oneOf([.registrar])),
                ("AllocateCaseNumbers", .oneOf([.team, .registrar])),
                // Whoever registers cannot make disappear whom they registered; neither shows personal data.
                ("ErasePersonalData", .oneOf([.admin])),
                ("ListErasures", .oneOf([.admin])),
                ("ReadEvents", .oneOf([.follower])),
            ]),
        Service(
            "jatigi.deduplication.v1.DeduplicationService",
            [
                // Teams get it with their receipts, of their own batches alone.
                ("GetScreening", .oneOf([.registrar, .adjudicator, .service])),
                ("ListPairs", .oneOf([.adjudicator])),
                ("GetPair", .oneOf([.adjudicator])),
                ("DecidePair", .oneOf([.adjudicator])),
                ("DecidePairs", .oneOf([.adjudicator])),
                ("CompareHouseholds", .oneOf([.adjudicator])),
                // Counts, and names of reviewers.
                ("GetReviewAgreement", .oneOf([.adjudicator, .validator, .admin])),
                // Counts alone.
                ("ReplayThresholds", .oneOf([.adjudicator, .validator, .admin])),
                ("GetIdentity", .oneOf([.adjudicator])),
                ("ReadEvents", .oneOf([.follower])),
            ]),
        Service(
            // No method gives a fingerprint out, to anybody. An adjudicator sees what the matcher found with the pair.
            "jatigi.deduplication.v1.BiometricsService",
            [
                ("SubmitFingerprints", .oneOf([.team, .registrar])),
                ("ForgetFingerprints", .oneOf([.team, .registrar])),
                ("GetFingerprintStatus", .oneOf([.team, .registrar])),
            ]),
        Service(
            // Counts, shares and ids of pairs. The effect of a model on decisions is for those who answer for them.
            "jatigi.deduplication.v1.ModelService",
            [
                ("ListModels", .oneOf([.adjudicator, .validator, .admin])),
                ("GetModel", .oneOf([.adjudicator, .validator, .admin])),
                ("LearnModel", .oneOf([.adjudicator, .admin])),
                ("TakeModel", .oneOf([.adjudicator, .admin])),
                ("DiscardModel", .oneOf([.adjudicator, .admin])),
            ]),
        Service(
            "jatigi.statistics.v1.StatisticsService",
            [
                (
                    "GetCounts",
                    .oneOf([.viewer, .registrar, .adjudicator, .validator, .publisher, .admin])
                )
            ]),
        Service("jatigi.directory.v1.DirectoryService", directoryMethods),
        Service(
            "jatigi.gateway.v1.GatewayService",
            [
                ("SubmitBatch", .oneOf([.team, .registrar])),
                ("GetBatchStatus", .oneOf([.team, .registrar, .admin])),
            ]),
        Service(
            "jatigi.health.v1.HealthService",
            [
                ("Check", .nothing),
                ("List", .oneOf([.admin, .service])),
                ("GetStatus", .oneOf([.admin, .service])),
            ]),
        Service("jatigi.health.v1.FollowingService", [("SettleEvent", .oneOf([.admin]))]),
        Service("jatigi.health.v1.MaintenanceService", [("BackUp", .oneOf([.admin, .backup]))]),
        Service(
            "jatigi.rpc.v1.ReflectionService",
            [("GetDescriptorSet", .oneOf(.authenticated))]),
    ])

    // Contacts are people with telephone numbers: viewers do not read them, and programs have no need to.
    private static let contactReaders = directoryReaders.subtracting([
        .viewer, .service, .follower,
    ])
    private static let directoryReaders = RoleSet.authenticated.subtracting([.backup])
    private static let directoryMethods: [(name: String, requirement: Requirement)] = [
        ("GetPlace", .oneOf(directoryReaders)),
        ("ListPlaces", .oneOf(directoryReaders)),
        ("SearchPlaces", .oneOf(directoryReaders)),
        ("CreatePlace", .oneOf([.registrar, .admin])),
        ("UpdatePlace", .oneOf([.registrar, .admin])),
        ("ImportPlaces", .oneOf([.admin])),
        ("GetOrganisation", .oneOf(directoryReaders)),
        ("ListOrganisations", .oneOf(directoryReaders)),
        ("SearchOrganisations", .oneOf(directoryReaders)),
        ("CreateOrganisation", .oneOf([.registrar, .admin])),
        ("UpdateOrganisation", .oneOf([.registrar, .admin])),
        ("GetContact", .oneOf(contactReaders)),
        ("ListContacts", .oneOf(contactReaders)),
        ("SearchContacts", .oneOf(contactReaders)),
        ("CreateContact", .oneOf([.registrar, .admin])),
        ("UpdateContact", .oneOf([.registrar, .admin])),
        ("EraseContact", .oneOf([.admin])),
        ("GetSite", .oneOf(directoryReaders)),
        ("ListSites", .oneOf(directoryReaders)),
        ("SearchSites", .oneOf(directoryReaders)),
        ("CreateSite", .oneOf([.registrar, .admin])),
        ("UpdateSite", .oneOf([.registrar, .admin])),
        ("GetIntervention", .oneOf(directoryReaders)),
        ("ListInterventions", .oneOf(directoryReaders)),
        ("SearchInterventions", .oneOf(directoryReaders)),
        ("CreateIntervention", .oneOf([.registrar, .admin])),
        ("UpdateIntervention", .oneOf([.registrar, .admin])),
        ("ReadEvents", .oneOf([.follower])),
    ]
}
