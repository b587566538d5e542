public import Catalogue
import DelimitedText
public import Messages
public import Reference

/// Counts as a table for people, with names beside codes, and as CSV with a row of HXL tags.
///
/// The tags are those of HXL 1.1 (hxlstandard.org/standard/1-1final/dictionary). Every column of numbers is
/// `#affected`, of which values are always numbers; groups, sexes and ages are words and codes, so they are
/// `#beneficiary` (Centre for Humanitarian Data, "Population figures and people in need").
public struct CountsTable: Sendable {
    /// One column of the table.
    public struct Column: Sendable, Hashable {
        /// What people read.
        public let title: String
        /// The HXL tag.
        public let tag: String
        /// Whether it holds numbers.
        public let isNumber: Bool
    }

    private let dimensions: [StatisticsV1.Dimension]
    private let level: PlaceLevel
    private let counts: StatisticsV1.GetCountsResponse
    private let reference: ReferenceData?
    private let language: Language

    /// - Parameter reference: names of places and codes; without it the codes stand alone.
    public init(
        request: StatisticsV1.GetCountsRequest, counts: StatisticsV1.GetCountsResponse,
        reference: ReferenceData?, language: Language
    ) {
        dimensions = request.dimensions
        level = PlaceLevel(rawValue: Int(request.placeLevel)) ?? .region
        self.counts = counts
        self.reference = reference
        self.language = language
    }

    /// The columns for people: one a dimension, then the numbers.
    public var columns: [Column] {
        dimensions.map { Column(title: title(of: $0), tag: "", isNumber: false) }
            + Self.numbers(language)
    }

    /// The rows for people, without the total.
    public var rows: [[String]] {
        counts.rows.map { row in
            zip(dimensions, row.values).map { label(of: $1, in: $0) } + Self.cells(row)
        }
    }

    /// The last line for people: everybody once.
    public var totalRow: [String] {
        let words = dimensions.indices.map {
            $0 == 0 ? CountsWord.total.text(in: language) : ""
        }
        return words + Self.cells(counts.total ?? .init())
    }

    /// Headings, HXL tags and values, with CRLF line ends (RFC 4180). Sums are left out, since tools add rows up; the
    /// total alone is the one row where no dimension was asked.
    public var csv: [UInt8] {
        var writer = DelimitedTextWriter()
        let columns =
            dimensions.flatMap(csvColumns) + Self.numbers(language) + [
                Column(
                    title: CountsWord.countedOn.text(in: language), tag: "#date+reported",
                    isNumber: false),
                Column(
                    title: CountsWord.source.text(in: language), tag: "#meta+source",
                    isNumber: false),
            ]
        writer.append(columns.map(\.title))
        writer.append(columns.map(\.tag))
        let origin = [CountsBasis.day(counts), CountsBasis.source(counts)]
        for row in dimensions.isEmpty ? [counts.total ?? .init()] : counts.rows {
            let values = zip(dimensions, row.values).flatMap { dimension, value in
                hasName(dimension) ? [value, name(of: value, in: dimension)] : [value]
            }
            writer.append(values + Self.cells(row) + origin)
        }
        return writer.bytes
    }

    private func csvColumns(_ dimension: StatisticsV1.Dimension) -> [Column] {
        let title = title(of: dimension)
        let tags: [String]
        switch dimension {
        case .place where level == .locality: tags = ["#loc+code", "#loc+name"]
        case .place: tags = ["#adm\(level.rawValue)+code+v_pcodes", "#adm\(level.rawValue)+name"]
        case .populationGroup: tags = ["#beneficiary+code+type", "#beneficiary+name+type"]
        case .sex: tags = ["#beneficiary+sex"]
        case .ageBand: tags = ["#beneficiary+age"]
        case .need: tags = ["#need+code", "#need+name"]
        case .date: tags = ["#date+occurred"]
        case .unspecified, .unrecognized: tags = [""]
        }
        guard hasName(dimension) else {
            return [Column(title: title, tag: tags[0], isNumber: false)]
        }
        let code = CountsWord.codeOf.text(in: language, arguments: ["column": title])
        return [
            Column(title: code, tag: tags[0], isNumber: false),
            Column(title: title, tag: tags[1], isNumber: false),
        ]
    }

    private func hasName(_ dimension: StatisticsV1.Dimension) -> Bool {
        dimension == .place || dimension == .populationGroup || dimension == .need
    }

    private func title(of dimension: StatisticsV1.Dimension) -> String {
        let word: CountsWord =
            switch dimension {
            case .place: placeTitle
            case .populationGroup: .group
            case .sex: .sex
            case .ageBand: .age
            case .need: .need
            case .date, .unspecified, .unrecognized: .date
            }
        return word.text(in: language)
    }

    private var placeTitle: CountsWord {
        switch level {
        case .country, .region: .region
        case .cercle: .cercle
        case .commune: .commune
        case .locality: .locality
        }
    }

    private func label(of value: String, in dimension: StatisticsV1.Dimension) -> String {
        let name = name(of: value, in: dimension)
        if hasName(dimension), name != value, !isWord(value) {
            return name.isEmpty ? value : "\(value) \(name)"
        }
        return name.isEmpty ? value : name
    }

    /// The name of a value; empty where it is not known.
    private func name(of value: String, in dimension: StatisticsV1.Dimension) -> String {
        if value == "unknown" { return CountsWord.unknown.text(in: language) }
        switch dimension {
        case .place:
            let place =
                reference?.places.place(value)
                ?? reference?.places.places.first { $0.code == value }
            return place?.name(in: language) ?? ""
        case .populationGroup: return codeLabel(value, .populationGroup)
        case .need:
            return value == "none"
                ? CountsWord.noNeed.text(in: language) : codeLabel(value, .specificNeed)
        case .sex: return value == "other" ? CountsWord.otherSex.text(in: language) : value
        case .ageBand:
            return value == "not_born" ? CountsWord.notBorn.text(in: language) : value
        case .date, .unspecified, .unrecognized: return value
        }
    }

    private func codeLabel(_ code: String, _ list: CodeListName) -> String {
        reference?.codes(list)[code]?.label(in: language) ?? ""
    }

    private func isWord(_ value: String) -> Bool { value == "unknown" || value == "none" }

    private static func numbers(_ language: Language) -> [Column] {
        [
            (CountsWord.people, "#affected+ind"), (.households, "#affected+hh"),
            (.peopleNet, "#affected+ind+net"), (.householdsNet, "#affected+hh+net"),
            (.peoplePreRegistered, "#affected+ind+preregistered"),
        ].map { Column(title: $0.text(in: language), tag: $1, isNumber: true) }
    }

    private static func cells(_ row: StatisticsV1.CountRow) -> [String] {
        [row.people, row.households, row.peopleNet, row.householdsNet, row.peoplePreRegistered]
            .map(String.init)
    }
}
