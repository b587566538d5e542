// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target of the project is built the same way; warnings are errors.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let grdb: [Target.Dependency] = [
    .product(name: "GRDB", package: "GRDB.swift"),
    .product(name: "GRDBSQLite", package: "GRDB.swift"),
]
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// A library that services share.
func shared(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Shared/\(name)", swiftSettings: settings)
}

/// A C library of the project.
func c(_ name: String, links library: String) -> Target {
    .target(name: name, path: "Shared/\(name)", linkerSettings: [.linkedLibrary(library)])
}

/// The three layers of a service: what it decides, what connects it, and the program.
func service(
    _ name: String, core: [Target.Dependency], adapters: [Target.Dependency]
) -> [Target] {
    let core = ["Access", "Messages", "Catalogue", "Status", "Basics"] + core
    return [
        .target(
            name: "\(name)Core", dependencies: core, path: "Services/\(name)/Core",
            swiftSettings: settings),
        .target(
            name: "\(name)Service",
            dependencies: [.target(name: "\(name)Core"), "RPC", "Operations", logging]
                + core + adapters,
            path: "Services/\(name)/Adapters", swiftSettings: settings),
        .executableTarget(
            name: "jatigi-\(name.lowercased())",
            dependencies: [.target(name: "\(name)Service"), "Operations", argumentParser],
            path: "Services/\(name)/Executable", swiftSettings: settings),
    ]
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: settings)
}

let package = Package(
    name: "jatigi",
    products: [
        .executable(name: "generate-messages", targets: ["MessageGenerator"]),
        // What deploy/fuzz links with libFuzzer.
        .library(name: "FuzzTargets", type: .static, targets: ["FuzzTargets"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(
            name: "CNNG", path: "Shared/CNNG",
            linkerSettings: [
                // Debian's static library, since a fault of it is mended: see stopped_operations.c.
                .unsafeFlags(["-Xlinker", "--wrap=nni_aio_begin"]),
                .linkedLibrary(":libnng.a"),
                .linkedLibrary("mbedtls"), .linkedLibrary("mbedx509"), .linkedLibrary("mbedcrypto"),
            ]),
        .systemLibrary(name: "CSodium", path: "Shared/CSodium"),
        c("CProtobufDescriptor", links: "protobuf-c"),
        c("CMessages", links: "protobuf-c"),
        .target(name: "CStandardStreams", path: "Shared/CStandardStreams"),
        .target(name: "CBitDistance", path: "Shared/CBitDistance"),
        .target(name: "CMemory", path: "Shared/CMemory"),

        shared("Basics"),
        shared("DelimitedText"),
        shared("Catalogue"),
        shared("Messages", ["CMessages"]),
        shared("Reference", ["Basics", "Catalogue", "DelimitedText"]),
        shared("Access", ["CSodium"]),
        shared("Biometrics", ["Catalogue"]),
        shared("Transport", ["CNNG"]),
        shared("Storage", ["Basics"] + grdb),
        shared("Status", ["Catalogue", "Messages"]),
        shared("Validation", ["Basics", "Catalogue", "Messages", "Reference", "Status"]),
        shared("RPC", ["Access", "Basics", "Catalogue", "Messages", "Status", "Transport"]),
        shared(
            "Following",
            ["Access", "Basics", "Catalogue", "Messages", "RPC", "Status", "Storage", logging]),
        shared(
            "Places", ["Following", "Messages", "Reference", "Storage", "Validation"]),
        shared(
            "Operations",
            [
                "Access", "Basics", "CStandardStreams", "Catalogue", "Messages", "RPC", "Status",
                "Transport", argumentParser, logging, yams,
            ]),
        shared("Matching", ["Basics", "Catalogue", "DelimitedText"]),
        shared("Linkage", ["Access", "Basics", "CBitDistance", "CMemory", "Matching", "Messages"]),
        shared("SampleData", ["DelimitedText"]),
        .executableTarget(
            name: "jatigi-sample", dependencies: ["SampleData"], path: "Shared/SampleGenerator",
            swiftSettings: settings),
        shared(
            "Terminal",
            [
                "Access", "Basics", "Catalogue", "Messages", "Operations", "RPC", "Status",
                "Transport",
                argumentParser,
            ]),
        .executableTarget(
            name: "MessageGenerator", dependencies: ["CProtobufDescriptor"],
            path: "Shared/MessageGenerator", swiftSettings: settings),
    ]
        + service(
            "Registration", core: ["Linkage", "Reference", "Validation"],
            adapters: ["Following", "Places", "Storage"])
        + service(
            "Statistics", core: ["Reference", "Validation"],
            adapters: ["Following", "Places", "Storage"])
        + service("Gateway", core: [], adapters: [])
        + service(
            "Directory", core: ["Reference", "Validation"], adapters: ["Following", "Storage"])
        + service(
            "Deduplication", core: ["Biometrics", "Linkage", "Reference"],
            adapters: ["Following", "Matching", "Storage"])
        + [
            .target(
                name: "ClientIntake",
                dependencies: [
                    "Basics", "Catalogue", "DelimitedText", "Messages", "Reference", "Status",
                    "Validation",
                ],
                path: "Services/Client/Intake", swiftSettings: settings),
            .target(
                name: "ClientSpool", dependencies: ["Access"], path: "Services/Client/Spool",
                swiftSettings: settings),
            .target(
                name: "ClientDirectory",
                dependencies: [
                    "Access", "Basics", "Catalogue", "DelimitedText", "Messages", "RPC",
                    "Reference",
                    "Status",
                ],
                path: "Services/Client/Directory", swiftSettings: settings),
            .target(
                name: "ClientService",
                dependencies: [
                    "Access", "Basics", "Catalogue", "ClientIntake", "ClientSpool", "DelimitedText",
                    "Messages", "RPC", "Reference", "Status",
                ],
                path: "Services/Client/Adapters", swiftSettings: settings),
            .executableTarget(
                name: "jatigi",
                dependencies: [
                    "Access", "Basics", "Biometrics", "Catalogue", "ClientDirectory",
                    "ClientIntake", "ClientService", "ClientSpool", "DelimitedText", "Linkage",
                    "Matching",
                    "Messages",
                    "Operations", "RPC",
                    "Reference", "Status", "Terminal", "Validation", argumentParser,
                ],
                path: "Services/Client/Executable", swiftSettings: settings),
            .executableTarget(
                name: "jatigi-status",
                dependencies: [
                    "Basics", "Catalogue", "Messages", "Operations", "RPC", "Status", "Terminal",
                    argumentParser,
                ],
                path: "Services/Status/Executable", swiftSettings: settings),
        ]
        + [
            .target(
                name: "CReference", dependencies: ["CNNG"], path: "Tests/Benchmarks/CReference",
                linkerSettings: [.linkedLibrary("sqlite3")]),
            .target(
                name: "LinkageSample", dependencies: ["DelimitedText"],
                path: "Tests/Benchmarks/LinkageSample", swiftSettings: settings),
            .executableTarget(
                name: "jatigi-benchmark",
                dependencies: [
                    "Access", "Basics", "CReference", "ClientIntake", "DelimitedText", "Linkage",
                    "LinkageSample", "Messages", "Operations", "RPC", "Reference", "SampleData",
                    "Status", "TestKit", "Transport", argumentParser,
                ],
                path: "Tests/Benchmarks/Program", swiftSettings: settings),
            .target(
                name: "TestKit",
                dependencies: [
                    "Access", "Basics", "Messages", "Operations", "RPC", "Status", "Transport",
                    logging,
                ],
                path: "Tests/TestKit", swiftSettings: settings),
            .target(
                name: "FuzzTargets",
                dependencies: [
                    "Access", "Biometrics", "ClientIntake", "DelimitedText", "Messages", "RPC",
                    "Reference", "Status", "Transport",
                ],
                path: "Tests/Fuzz/Targets", swiftSettings: settings),
            tests("AccessTests", ["Access"]),
            tests("BasicsTests", ["Basics"]),
            tests("BiometricsTests", ["Biometrics", "Catalogue"]),
            tests("CatalogueTests", ["Catalogue"]),
            tests(
                "ClientIntakeTests",
                [
                    "Basics", "Catalogue", "ClientIntake", "DelimitedText", "Messages", "Reference",
                    "SampleData", "Validation",
                ]),
            tests(
                "ClientSpoolTests",
                [
                    "Access", "Catalogue", "ClientIntake", "ClientService", "ClientSpool",
                    "Messages", "Reference", "Status", "TestKit",
                ]),
            tests("ClientViewTests", ["Catalogue", "Messages", "Reference", "Status", "jatigi"]),
            tests(
                "DeduplicationTests",
                [
                    "Access", "Basics", "Biometrics", "Catalogue", "DeduplicationCore",
                    "DeduplicationService", "Following", "Linkage", "Matching", "Messages", "RPC",
                    "Reference", "Status", "Storage", "TestKit", "Transport", logging,
                ] + grdb),
            tests(
                "FollowingTests",
                [
                    "Basics", "Catalogue", "Following", "Messages", "Status", "Storage", "TestKit",
                    logging,
                ]),
            tests("DelimitedTextTests", ["DelimitedText"]),
            tests(
                "DirectoryTests",
                [
                    "Access", "Basics", "Catalogue", "ClientDirectory", "DelimitedText",
                    "DirectoryCore", "DirectoryService", "Following", "Messages", "RPC",
                    "Reference",
                    "Status", "Storage", "Transport",
                ] + grdb),
            tests("LinkageSampleTests", ["DelimitedText", "LinkageSample"]),
            tests(
                "LinkageTests",
                [
                    "Access", "Basics", "CBitDistance", "DelimitedText", "Linkage", "LinkageSample",
                    "Messages", "TestKit",
                ]),
            tests("MatchingTests", ["Catalogue", "Matching"]),
            tests(
                "EndToEndTests",
                [
                    "Access", "DelimitedText", "Messages", "Operations", "RPC", "Status", "TestKit",
                    "Transport",
                ] + grdb),
            tests("FuzzTests", ["FuzzTargets"]),
            tests(
                "StatusTests",
                [
                    "Access", "Basics", "Catalogue", "Messages", "Operations", "Status", "Terminal",
                    "TestKit", "jatigi-status",
                ]),
            tests(
                "GatewayTests",
                [
                    "Access", "Basics", "Catalogue", "GatewayCore", "GatewayService", "Messages",
                    "Operations", "RPC", "Status", "TestKit", "Transport", logging,
                ]),
            tests("MessageGeneratorTests", ["MessageGenerator"]),
            tests("MessagesTests", ["Messages"]),
            tests(
                "OperationsTests",
                [
                    "Access", "Basics", "Catalogue", "Messages", "Operations", "RPC", "Status",
                    "TestKit",
                    "Transport", argumentParser, logging,
                ]),
            tests(
                "RegistrationTests",
                [
                    "Access", "Basics", "Catalogue", "Following", "Messages", "Places", "RPC",
                    "Reference", "RegistrationCore", "RegistrationService", "Status", "Storage",
                    "TestKit",
                    "Transport", "Validation", logging,
                ] + grdb),
            tests(
                "RPCTests",
                [
                    "Access", "Basics", "Catalogue", "Messages", "RPC", "Status", "TestKit",
                    "Transport",
                ]),
            tests(
                "ReferenceTests", ["Basics", "Catalogue", "DelimitedText", "Reference", "TestKit"]),
            tests("SampleDataTests", ["DelimitedText", "SampleData"]),
            tests(
                "StatisticsTests",
                [
                    "Basics", "Catalogue", "ClientService", "DeduplicationCore",
                    "DeduplicationService", "Following", "Messages", "RPC", "Reference",
                    "StatisticsCore", "StatisticsService", "Status", "Storage", logging,
                ] + grdb),
            tests("StorageTests", ["Storage", "Basics"]),
            tests("TidyTests", []),
            tests("TransportTests", ["Transport", "TestKit"]),
            tests(
                "ValidationTests",
                ["Basics", "Catalogue", "Messages", "Reference", "Status", "TestKit", "Validation"]),
        ]
)
