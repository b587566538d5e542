extension LinkageParameters {
    /// The parameters that ship, for a region that has not learnt its own.
    ///
    /// `jatigi-benchmark linkage-model` learnt them, without labels, from 100,000 invented registrations; what is
    /// said of document numbers, which those do not have, is assumed: relatives are given one after the other.
    public static let standard = LinkageParameters(
        parts: [
            Part(
                part: "given given",
                levels: ["exact", "sounds-alike", "close", "partial", "differs"],
                matches: [0.6442, 0.1502, 0.1482, 0.044_24, 0.013_17],
                strangers: [0.007_224, 0.009_49, 0.009_364, 0.016_01, 0.9579],
                neighbours: [0.020_72, 0.006_792, 0.015_67, 0.018_01, 0.9388],
                relatives: [0.31, 0.0264, 0.046, 0.028, 0.5896]),
            Part(
                part: "given name-order",
                levels: ["straight", "swapped"],
                matches: [0.9531, 0.046_93],
                strangers: [0.8959, 0.1041],
                neighbours: [0.9211, 0.078_92],
                relatives: [0.864, 0.136]),
            Part(
                part: "family family",
                levels: ["exact", "sounds-alike", "close", "partial", "differs"],
                matches: [0.6734, 0.1582, 0.1201, 0.0342, 0.014_12],
                strangers: [0.024_65, 0.007_49, 0.005_685, 0.003_538, 0.9586],
                neighbours: [0.1273, 0.023_37, 0.026_02, 0.007_947, 0.8153],
                relatives: [0.6284, 0.1338, 0.1345, 0.031_69, 0.071_57]),
            Part(
                part: "name:father name",
                levels: ["exact", "sounds-alike", "close", "partial", "differs"],
                matches: [0.3906, 0.1684, 0.3626, 0.074_21, 0.004_283],
                strangers: [0.001_059, 0.000_783_8, 0.010_79, 0.086_95, 0.9004],
                neighbours: [0.005_72, 0.002_692, 0.024_12, 0.214, 0.7534],
                relatives: [0.3784, 0.1639, 0.3349, 0.075_07, 0.047_69]),
            Part(
                part: "name:mother name",
                levels: ["exact", "sounds-alike", "close", "partial", "differs"],
                matches: [0.3939, 0.1439, 0.3775, 0.080_75, 0.003_946],
                strangers: [0.001_101, 0.000_884_8, 0.0131, 0.1118, 0.8731],
                neighbours: [0.004_605, 0.001_896, 0.021_33, 0.2134, 0.7588],
                relatives: [0.2323, 0.083_81, 0.2206, 0.093_75, 0.3696]),
            Part(
                part: "birth birth-day",
                levels: ["exact", "close", "two-parts", "near", "year", "differs"],
                matches: [0.9634, 0.027_28, 0.003_988, 0.002_029, 0.001_409, 0.001_869],
                strangers: [0.000_228_3, 0.004_236, 0.003_256, 0.030_99, 0.1, 0.8613],
                neighbours: [0.000_239, 0.004_383, 0.004_057, 0.029_23, 0.0976, 0.8645],
                relatives: [0.3281, 0.032_48, 0.0138, 0.0192, 0.038, 0.5685]),
            Part(
                part: "birth birth-year",
                levels: ["exact", "near", "tolerated", "differs"],
                matches: [0.8194, 0.1022, 0.058_25, 0.020_21],
                strangers: [0.026_26, 0.048_32, 0.1249, 0.8005],
                neighbours: [0.025_98, 0.048_83, 0.1239, 0.8013],
                relatives: [0.252, 0.084, 0.108, 0.556]),
            Part(
                part: "sex sex",
                levels: ["exact", "differs"],
                matches: [0.9933, 0.006_693],
                strangers: [0.5011, 0.4989],
                neighbours: [0.5042, 0.4958],
                relatives: [0.692, 0.308]),
            Part(
                part: "phone phone",
                levels: ["exact", "close", "differs"],
                matches: [0.522, 0.005_014, 0.473],
                strangers: [0.000_039_35, 0.000_005_907, 1],
                neighbours: [0.004_635, 0.000_041_1, 0.9953],
                relatives: [0.59, 0.001_85, 0.4081]),
            Part(
                part: "place:origin place",
                levels: ["exact", "sounds-alike", "close", "differs"],
                matches: [0.6725, 0.136, 0.1177, 0.073_74],
                strangers: [0.005_284, 0.001_17, 0.001_979, 0.9916],
                neighbours: [0.9996, 0.000_002_551, 0.000_002_885, 0.000_411_9],
                relatives: [0.6672, 0.1319, 0.1031, 0.097_74]),
            Part(
                part: "place:residence place",
                levels: ["exact", "sounds-alike", "close", "differs"],
                matches: [0.4006, 0.071_18, 0.084_29, 0.444],
                strangers: [0.034_02, 0.006_378, 0.007_556, 0.952],
                neighbours: [0.1427, 0.018_06, 0.029_97, 0.8093],
                relatives: [0.4106, 0.069_82, 0.083_44, 0.4361]),
            Part(
                part: "household",
                levels: [
                    "most-members", "several-members", "another-member", "few-members", "alone",
                    "differs",
                ],
                matches: [0.9093, 0.019_97, 0.007_83, 0.000_983_6, 0.026_98, 0.034_91],
                strangers: [
                    0.000_005_242, 0.000_002, 0.000_047_81, 0.000_006_006, 0.023_91, 0.976,
                ],
                neighbours: [0.000_069_1, 0.000_047_42, 0.003_97, 0.000_839_1, 0.023_67, 0.9714],
                relatives: [0.017_51, 0.003_32, 0.9432, 0.001_377, 0.003_089, 0.0315]),
            Part(
                part: "document document",
                levels: ["exact", "close", "partial", "differs"],
                matches: [0.75, 0.08, 0.05, 0.12],
                strangers: [0.000_01, 0.001, 0.01, 0.988_99],
                neighbours: [0.000_01, 0.001, 0.01, 0.988_99],
                relatives: [0.1, 0.1, 0.1, 0.7]),
        ],
        dependences: [
            Dependence(first: "family family", second: "name:father name", bits: 2.49),
            Dependence(first: "family family", second: "place:origin place", bits: 2.107),
            Dependence(first: "place:origin place", second: "place:residence place", bits: 1.848),
            Dependence(first: "family family", second: "name:mother name", bits: 0.8106),
            Dependence(first: "given given", second: "family family", bits: 0.3243),
            Dependence(first: "place:origin place", second: "household", bits: 2.366),
            Dependence(first: "phone phone", second: "household", bits: 0.9702),
        ],
        neighbourDependences: [
            Dependence(first: "family family", second: "name:father name", bits: 1.57),
            Dependence(first: "phone phone", second: "household", bits: 5.5),
            Dependence(first: "place:residence place", second: "household", bits: 1.381),
            Dependence(first: "family family", second: "household", bits: 1.242),
            Dependence(first: "name:father name", second: "name:mother name", bits: 0.3358),
        ],
        repeatsPerRecord: 0.2421, relativesPerRecord: 1.783, shift: 1)
}
