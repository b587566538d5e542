extension LinkageParameters {
    /// The parameters that ship, for a region that has not learnt its own.
    ///
    /// `jatigi-benchmark linkage-model` learnt them, without labels, from 100,000 invented registrations; what is
    /// said of document numbers, which those do not have, is assumed: relatives are given one after the other. Neighbours
    /// are as strangers, until they are counted in regions that grow; for that the shift is 0.4 bits less than it was learnt
    /// to be: what ``ScoreCalibration`` finds in the scores of 100,000 who are screened one by one. There a bit is worth one.
    public static let standard = LinkageParameters(
        parts: [
            Part(
                part: "given given",
                levels: ["exact", "sounds-alike", "close", "partial", "differs"],
                matches: [0.6417, 0.1505, 0.148, 0.045_55, 0.014_26],
                strangers: [0.006_464, 0.008_53, 0.008_693, 0.016_53, 0.9598],
                neighbours: [0.006_464, 0.008_53, 0.008_693, 0.016_53, 0.9598],
                relatives: [0.31, 0.0264, 0.046, 0.028, 0.5896]),
            Part(
                part: "given name-order",
                levels: ["straight", "swapped"],
                matches: [0.9544, 0.045_63],
                strangers: [0.9517, 0.048_29],
                neighbours: [0.9517, 0.048_29],
                relatives: [0.864, 0.136]),
            Part(
                part: "family family",
                levels: ["exact", "sounds-alike", "close", "partial", "differs"],
                matches: [0.6717, 0.1586, 0.1214, 0.034_79, 0.013_43],
                strangers: [0.0249, 0.006_51, 0.004_985, 0.003_485, 0.9601],
                neighbours: [0.0249, 0.006_51, 0.004_985, 0.003_485, 0.9601],
                relatives: [0.4937, 0.1144, 0.097_54, 0.026_12, 0.2682]),
            Part(
                part: "name:father name",
                levels: ["exact", "sounds-alike", "close", "partial", "differs"],
                matches: [0.3897, 0.1692, 0.3585, 0.078_31, 0.004_312],
                strangers: [0.001_06, 0.000_783_4, 0.010_79, 0.086_93, 0.9004],
                neighbours: [0.001_06, 0.000_783_4, 0.010_79, 0.086_93, 0.9004],
                relatives: [0.2379, 0.1071, 0.229, 0.1791, 0.2469]),
            Part(
                part: "name:mother name",
                levels: ["exact", "sounds-alike", "close", "partial", "differs"],
                matches: [0.3914, 0.1452, 0.3742, 0.084_84, 0.004_329],
                strangers: [0.001_104, 0.000_884_8, 0.0131, 0.1118, 0.8731],
                neighbours: [0.001_104, 0.000_884_8, 0.0131, 0.1118, 0.8731],
                relatives: [0.1341, 0.048_66, 0.1377, 0.1721, 0.5075]),
            Part(
                part: "birth birth-day",
                levels: ["exact", "close", "two-parts", "near", "year", "differs"],
                matches: [0.9626, 0.0279, 0.003_988, 0.002_031, 0.001_674, 0.001_835],
                strangers: [0.000_228_3, 0.004_236, 0.003_256, 0.030_99, 0.1, 0.8613],
                neighbours: [0.000_228_3, 0.004_236, 0.003_256, 0.030_99, 0.1, 0.8613],
                relatives: [0.3281, 0.032_48, 0.0138, 0.0192, 0.038, 0.5685]),
            Part(
                part: "birth birth-year",
                levels: ["exact", "near", "tolerated", "differs", "generation"],
                matches: [0.8141, 0.1025, 0.061_08, 0.021_23, 0.001_162],
                strangers: [0.026_26, 0.048_32, 0.125, 0.3576, 0.4428],
                neighbours: [0.026_26, 0.048_32, 0.125, 0.3576, 0.4428],
                relatives: [0.252, 0.084, 0.108, 0.188, 0.368]),
            Part(
                part: "sex sex",
                levels: ["exact", "differs"],
                matches: [0.9932, 0.006_778],
                strangers: [0.5011, 0.4989],
                neighbours: [0.5011, 0.4989],
                relatives: [0.692, 0.308]),
            Part(
                part: "phone phone",
                levels: ["exact", "close", "differs"],
                matches: [0.5177, 0.004_974, 0.4773],
                strangers: [0.000_006_052, 0.000_005_908, 1],
                neighbours: [0.000_006_052, 0.000_005_908, 1],
                relatives: [0.5339, 0.002_022, 0.4641]),
            Part(
                part: "place:origin place",
                levels: ["exact", "sounds-alike", "close", "differs"],
                matches: [0.6675, 0.1396, 0.1174, 0.075_57],
                strangers: [0.005_253, 0.001_155, 0.001_975, 0.9916],
                neighbours: [0.005_253, 0.001_155, 0.001_975, 0.9916],
                relatives: [0.6614, 0.1466, 0.1144, 0.077_55]),
            Part(
                part: "place:residence place",
                levels: ["exact", "sounds-alike", "close", "differs"],
                matches: [0.3965, 0.0708, 0.083_82, 0.4489],
                strangers: [0.034, 0.006_379, 0.007_552, 0.9521],
                neighbours: [0.034, 0.006_379, 0.007_552, 0.9521],
                relatives: [0.3853, 0.067_65, 0.079_15, 0.4679]),
            Part(
                part: "household",
                levels: ["most-members", "several-members", "another-member", "alone", "differs"],
                matches: [0.9339, 0.009_121, 0.000_452_6, 0.028_05, 0.028_48],
                strangers: [0.000_002_004, 0.000_002, 0.000_003_256, 0.023_91, 0.9761],
                neighbours: [0.000_002_004, 0.000_002, 0.000_003_256, 0.023_91, 0.9761],
                relatives: [0.016_83, 0.004_572, 0.9403, 0.003_464, 0.034_86]),
            Part(
                part: "document document",
                levels: ["exact", "close", "partial", "differs"],
                matches: [0.75, 0.08, 0.05, 0.12],
                strangers: [0.000_01, 0.001, 0.01, 0.988_99],
                neighbours: [0.000_01, 0.001, 0.01, 0.988_99],
                relatives: [0.1, 0.1, 0.1, 0.7]),
        ],
        dependences: [
            Dependence(first: "family family", second: "name:father name", bits: 2.544),
            Dependence(first: "family family", second: "place:origin place", bits: 2.134),
            Dependence(first: "place:origin place", second: "place:residence place", bits: 1.835),
            Dependence(first: "given given", second: "family family", bits: 0.4365),
            Dependence(first: "family family", second: "name:mother name", bits: 0.8095),
        ],
        neighbourDependences: [
            Dependence(first: "family family", second: "name:father name", bits: 2.544),
            Dependence(first: "family family", second: "place:origin place", bits: 2.134),
            Dependence(first: "place:origin place", second: "place:residence place", bits: 1.835),
            Dependence(first: "given given", second: "family family", bits: 0.4365),
            Dependence(first: "family family", second: "name:mother name", bits: 0.8095),
        ],
        repeatsPerRecord: 0.2463, relativesPerRecord: 3.18, shift: -0.9, worth: 1)
}
