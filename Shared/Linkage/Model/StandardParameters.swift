extension LinkageParameters {
    /// The parameters that ship, for a region that has not learnt its own.
    ///
    /// `jatigi-benchmark linkage-model` learnt them, without labels, from 100,000 invented registrations; what is
    /// said of document numbers, which those do not have, is assumed: relatives are given one after the other. Neighbours
    /// are as strangers, until they are counted in regions that grow.
    public static let standard = LinkageParameters(
        parts: [
            Part(
                part: "given given",
                levels: ["exact", "sounds-alike", "close", "partial", "differs"],
                matches: [0.6421, 0.15, 0.148, 0.045_22, 0.014_69],
                strangers: [0.007_224, 0.009_491, 0.009_365, 0.016_01, 0.9579],
                neighbours: [0.007_224, 0.009_491, 0.009_365, 0.016_01, 0.9579],
                relatives: [0.31, 0.0264, 0.046, 0.028, 0.5896]),
            Part(
                part: "given name-order",
                levels: ["straight", "swapped"],
                matches: [0.954, 0.045_96],
                strangers: [0.8959, 0.1041],
                neighbours: [0.8959, 0.1041],
                relatives: [0.864, 0.136]),
            Part(
                part: "family family",
                levels: ["exact", "sounds-alike", "close", "partial", "differs"],
                matches: [0.6732, 0.1575, 0.1196, 0.034_06, 0.015_64],
                strangers: [0.024_62, 0.007_486, 0.005_684, 0.003_537, 0.9587],
                neighbours: [0.024_62, 0.007_486, 0.005_684, 0.003_537, 0.9587],
                relatives: [0.4921, 0.1124, 0.097_51, 0.025_41, 0.2726]),
            Part(
                part: "name:father name",
                levels: ["exact", "sounds-alike", "close", "partial", "differs"],
                matches: [0.3884, 0.1687, 0.3566, 0.081_98, 0.004_382],
                strangers: [0.001_056, 0.000_783_4, 0.010_79, 0.086_92, 0.9004],
                neighbours: [0.001_056, 0.000_783_4, 0.010_79, 0.086_92, 0.9004],
                relatives: [0.239, 0.1058, 0.2284, 0.1834, 0.2434]),
            Part(
                part: "name:mother name",
                levels: ["exact", "sounds-alike", "close", "partial", "differs"],
                matches: [0.3885, 0.1441, 0.3722, 0.088_18, 0.007_035],
                strangers: [0.0011, 0.000_884_8, 0.0131, 0.1118, 0.8731],
                neighbours: [0.0011, 0.000_884_8, 0.0131, 0.1118, 0.8731],
                relatives: [0.1321, 0.047_71, 0.1347, 0.1737, 0.5118]),
            Part(
                part: "birth birth-day",
                levels: ["exact", "close", "two-parts", "near", "year", "differs"],
                matches: [0.9615, 0.028_13, 0.003_987, 0.002_043, 0.002_486, 0.001_898],
                strangers: [0.000_228_3, 0.004_236, 0.003_256, 0.030_99, 0.1, 0.8613],
                neighbours: [0.000_228_3, 0.004_236, 0.003_256, 0.030_99, 0.1, 0.8613],
                relatives: [0.3281, 0.032_48, 0.0138, 0.0192, 0.038, 0.5685]),
            Part(
                part: "birth birth-year",
                levels: ["exact", "near", "tolerated", "differs", "generation"],
                matches: [0.805, 0.1034, 0.065_02, 0.019_96, 0.006_56],
                strangers: [0.026_26, 0.048_32, 0.125, 0.2755, 0.525],
                neighbours: [0.026_26, 0.048_32, 0.125, 0.2755, 0.525],
                relatives: [0.252, 0.084, 0.108, 0.232, 0.324]),
            Part(
                part: "sex sex",
                levels: ["exact", "differs"],
                matches: [0.9932, 0.006_764],
                strangers: [0.5011, 0.4989],
                neighbours: [0.5011, 0.4989],
                relatives: [0.692, 0.308]),
            Part(
                part: "phone phone",
                levels: ["exact", "close", "differs"],
                matches: [0.5143, 0.004_944, 0.4808],
                strangers: [0.000_006_024, 0.000_005_908, 1],
                neighbours: [0.000_006_024, 0.000_005_908, 1],
                relatives: [0.5131, 0.002_027, 0.4849]),
            Part(
                part: "place:origin place",
                levels: ["exact", "sounds-alike", "close", "differs"],
                matches: [0.6684, 0.1382, 0.1165, 0.076_92],
                strangers: [0.005_245, 0.001_153, 0.001_975, 0.9916],
                neighbours: [0.005_245, 0.001_153, 0.001_975, 0.9916],
                relatives: [0.6628, 0.1443, 0.1133, 0.079_62]),
            Part(
                part: "place:residence place",
                levels: ["exact", "sounds-alike", "close", "differs"],
                matches: [0.3959, 0.070_22, 0.083_21, 0.4507],
                strangers: [0.034, 0.006_372, 0.007_551, 0.9521],
                neighbours: [0.034, 0.006_372, 0.007_551, 0.9521],
                relatives: [0.3839, 0.067_88, 0.080_62, 0.4676]),
            Part(
                part: "household",
                levels: [
                    "most-members", "several-members", "another-member", "few-members", "alone",
                    "differs",
                ],
                matches: [0.8965, 0.015_26, 0.003_628, 0.007_172, 0.028_05, 0.049_43],
                strangers: [
                    0.000_002_002, 0.000_002, 0.000_003_941, 0.000_017_307, 0.023_91, 0.9761,
                ],
                neighbours: [
                    0.000_002_002, 0.000_002, 0.000_003_941, 0.000_017_307, 0.023_91, 0.9761,
                ],
                relatives: [0.015_73, 0.004_774, 0.9015, 0.034_35, 0.005_338, 0.0383]),
            Part(
                part: "document document",
                levels: ["exact", "close", "partial", "differs"],
                matches: [0.75, 0.08, 0.05, 0.12],
                strangers: [0.000_01, 0.001, 0.01, 0.988_99],
                neighbours: [0.000_01, 0.001, 0.01, 0.988_99],
                relatives: [0.1, 0.1, 0.1, 0.7]),
        ],
        dependences: [
            Dependence(first: "family family", second: "name:father name", bits: 2.489),
            Dependence(first: "family family", second: "place:origin place", bits: 2.092),
            Dependence(first: "place:origin place", second: "place:residence place", bits: 1.827),
            Dependence(first: "family family", second: "name:mother name", bits: 0.8092),
            Dependence(first: "given given", second: "family family", bits: 0.3251),
            Dependence(first: "place:origin place", second: "household", bits: 0.5202),
        ],
        neighbourDependences: [
            Dependence(first: "family family", second: "name:father name", bits: 2.489),
            Dependence(first: "family family", second: "place:origin place", bits: 2.092),
            Dependence(first: "place:origin place", second: "place:residence place", bits: 1.827),
            Dependence(first: "family family", second: "name:mother name", bits: 0.8092),
            Dependence(first: "given given", second: "family family", bits: 0.3251),
            Dependence(first: "place:origin place", second: "household", bits: 0.5202),
        ],
        repeatsPerRecord: 0.2513, relativesPerRecord: 3.258, shift: -1.133)
}
