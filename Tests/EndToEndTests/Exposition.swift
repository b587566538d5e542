import Testing

/// What a program shows to Prometheus, taken apart by the rules of the text exposition format 0.0.4.
///
/// A line that breaks a rule is thrown as a ``Flaw``.
struct Exposition {
    struct Sample {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    struct Flaw: Error {
        let line: String
        let rule: String
    }

    private(set) var samples: [Sample] = []
    private var types: [String: String] = [:]
    private var helped: Set<String> = []
    /// Families whose lines have ended: all lines of one stand together.
    private var finished: Set<String> = []
    private var current = ""

    init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Flaw(line: "", rule: "the last line ends too") }
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            try read(String(line))
        }
        try checkHistograms()
        try checkUniqueness()
    }

    /// The value of a sample without labels.
    func value(_ name: String) -> Double? {
        samples.first { $0.name == name && $0.labels.isEmpty }?.value
    }

    private mutating func read(_ line: String) throws {
        if line.hasPrefix("# HELP ") {
            let words = line.split(separator: " ", maxSplits: 3)
            guard words.count == 4, helped.insert(String(words[2])).inserted else {
                throw Flaw(line: line, rule: "HELP once, with a text")
            }
            try enter(String(words[2]), line)
        } else if line.hasPrefix("# TYPE ") {
            let words = line.split(separator: " ").map(String.init)
            let kinds = ["counter", "gauge", "histogram", "summary", "untyped"]
            guard words.count == 4, kinds.contains(words[3]), types[words[2]] == nil,
                !samples.contains(where: { family($0.name) == words[2] })
            else { throw Flaw(line: line, rule: "TYPE once, before the samples, of a known kind") }
            types[words[2]] = words[3]
            try enter(words[2], line)
        } else {
            let sample = try sample(line)
            try enter(family(sample.name), line)
            samples.append(sample)
        }
    }

    private mutating func enter(_ family: String, _ line: String) throws {
        guard family != current else { return }
        finished.insert(current)
        guard !finished.contains(family) else {
            throw Flaw(line: line, rule: "all lines of a metric stand together")
        }
        current = family
    }

    private func family(_ name: String) -> String {
        for suffix in ["_bucket", "_sum", "_count"] where name.hasSuffix(suffix) {
            let base = String(name.dropLast(suffix.count))
            if types[base] == "histogram" { return base }
        }
        return name
    }

    private func sample(_ line: String) throws -> Sample {
        let pattern = /([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(.*)\})? ([^ ]+)/
        guard let match = line.wholeMatch(of: pattern), let value = Self.number(match.4) else {
            throw Flaw(line: line, rule: "name{labels} value")
        }
        guard types[family(String(match.1))] != nil else {
            throw Flaw(line: line, rule: "a TYPE stands before the samples")
        }
        return Sample(
            name: String(match.1), labels: try labels(match.3 ?? "", line), value: value)
    }

    private static func number(_ text: Substring) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default: Double(text)
        }
    }

    private func labels(_ text: Substring, _ line: String) throws -> [String: String] {
        var labels: [String: String] = [:]
        var rest = text
        let pattern = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\[\\"n])*)"(,|$)/
        while !rest.isEmpty {
            guard let match = rest.prefixMatch(of: pattern), labels[String(match.1)] == nil else {
                throw Flaw(line: line, rule: "label=\"value\", each once, escaped")
            }
            labels[String(match.1)] = String(match.2)
            rest = rest[match.range.upperBound...]
        }
        return labels
    }

    private func checkHistograms() throws {
        for (name, type) in types where type == "histogram" {
            let buckets = Dictionary(
                grouping: samples.filter { $0.name == name + "_bucket" }
            ) { $0.labels.filter { $0.key != "le" } }
            for (labels, buckets) in buckets {
                let values = buckets.map(\.value)
                let bounds = try buckets.map { bucket in
                    try #require(bucket.labels["le"].flatMap { Self.number($0[...]) })
                }
                let count = samples.first { $0.name == name + "_count" && $0.labels == labels }
                guard values == values.sorted(), bounds == bounds.sorted(),
                    bounds.last == .infinity, values.last == count?.value,
                    samples.contains(where: { $0.name == name + "_sum" && $0.labels == labels })
                else { throw Flaw(line: name, rule: "buckets add up to +Inf, which is the count") }
            }
        }
    }

    private func checkUniqueness() throws {
        var seen: Set<[String]> = []
        for sample in samples {
            let key = [sample.name] + sample.labels.map { "\($0.key)=\($0.value)" }.sorted()
            guard seen.insert(key).inserted else {
                throw Flaw(line: sample.name, rule: "each sample once")
            }
        }
    }
}
