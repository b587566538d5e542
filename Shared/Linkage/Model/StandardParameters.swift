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
                matches: [0.6391, 0.1385, 0.137, 0.0509, 0.034_51],
                strangers: [0.007_224, 0.009_483, 0.009_377, 0.016_01, 0.9579],
                relatives: [0.535, 0.0432, 0.073, 0.034, 0.3148]),
            Part(
                part: "given name-order",
                levels: ["straight", "swapped"],
                matches: [0.9399, 0.060_06],
                strangers: [0.8959, 0.1041],
                relatives: [0.912, 0.088]),
            Part(
                part: "family family",
                levels: ["exact", "sounds-alike", "close", "partial", "differs"],
                matches: [0.6733, 0.1445, 0.1097, 0.0343, 0.038_09],
                strangers: [0.024_61, 0.007_486, 0.005_683, 0.003_538, 0.9587],
                relatives: [0.5111, 0.1034, 0.095_56, 0.026_47, 0.2635]),
            Part(
                part: "name:father name",
                levels: ["exact", "sounds-alike", "close", "partial", "differs"],
                matches: [0.4191, 0.1566, 0.3287, 0.087_56, 0.008_076],
                strangers: [0.001_051, 0.000_782_8, 0.010_79, 0.086_92, 0.9004],
                relatives: [0.2691, 0.1035, 0.2108, 0.178, 0.2386]),
            Part(
                part: "name:mother name",
                levels: ["exact", "sounds-alike", "close", "partial", "differs"],
                matches: [0.3994, 0.1306, 0.3292, 0.1038, 0.037_01],
                strangers: [0.001_094, 0.000_884_8, 0.0131, 0.1118, 0.8731],
                relatives: [0.1747, 0.053_22, 0.131, 0.1623, 0.4788]),
            Part(
                part: "birth birth-day",
                levels: ["exact", "close", "two-parts", "near", "year", "differs"],
                matches: [0.9379, 0.035_18, 0.007_389, 0.005_911, 0.005_421, 0.008_184],
                strangers: [0.000_228_3, 0.004_236, 0.003_256, 0.030_99, 0.1, 0.8613],
                relatives: [0.574, 0.056_24, 0.0219, 0.0246, 0.029, 0.2942]),
            Part(
                part: "birth birth-year",
                levels: ["exact", "near", "tolerated", "differs"],
                matches: [0.6824, 0.1077, 0.1084, 0.1015],
                strangers: [0.026_26, 0.048_32, 0.125, 0.8005],
                relatives: [0.426, 0.117, 0.129, 0.328]),
            Part(
                part: "sex sex",
                levels: ["exact", "differs"],
                matches: [0.9921, 0.007_917],
                strangers: [0.5011, 0.4989],
                relatives: [0.836, 0.164]),
            Part(
                part: "phone phone",
                levels: ["exact", "close", "differs"],
                matches: [0.5221, 0.012_02, 0.4659],
                strangers: [0.000_006_026, 0.000_005_908, 1],
                relatives: [0.5013, 0.007_877, 0.4908]),
            Part(
                part: "place:origin place",
                levels: ["exact", "sounds-alike", "close", "differs"],
                matches: [0.6823, 0.1175, 0.1121, 0.088_13],
                strangers: [0.005_235, 0.001_153, 0.001_976, 0.9916],
                relatives: [0.6455, 0.1272, 0.1067, 0.1206]),
            Part(
                part: "place:residence place",
                levels: ["exact", "sounds-alike", "close", "differs"],
                matches: [0.4402, 0.069_03, 0.081_76, 0.409],
                strangers: [0.034, 0.006_372, 0.007_547, 0.9521],
                relatives: [0.4122, 0.0624, 0.078_81, 0.4466]),
            Part(
                part: "household",
                levels: ["several-members", "one-member", "differs"],
                matches: [0.8386, 0.047_03, 0.1144],
                strangers: [0.000_010_293, 0.000_017_885, 1],
                relatives: [0.8434, 0.038_24, 0.1183]),
            Part(
                part: "document document",
                levels: ["exact", "close", "partial", "differs"],
                matches: [0.75, 0.08, 0.05, 0.12],
                strangers: [0.000_01, 0.001, 0.01, 0.988_99],
                relatives: [0.1, 0.1, 0.1, 0.7]),
        ],
        dependences: [
            Dependence(
                first: "family family", second: "name:father name", bits: 2.488),
            Dependence(
                first: "family family", second: "place:origin place", bits: 2.084),
            Dependence(
                first: "place:origin place", second: "place:residence place", bits: 1.821),
            Dependence(
                first: "family family", second: "name:mother name", bits: 0.8037),
            Dependence(
                first: "given given", second: "family family", bits: 0.3252),
            Dependence(
                first: "place:origin place", second: "household", bits: 0.6936),
        ],
        repeatsPerRecord: 0.2927, relativesPerRecord: 3.358, shift: -1.7)
}
