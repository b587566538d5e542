import Basics
import Catalogue
import Messages
import Reference
import Status
import Validation

/// Checks a place alone, and that it leads to a country at every date that matters, as the gazetteer does.
struct PlaceValidator {
    let checker: RecordChecker
    /// The first day of the calendar: where a place that has always been is looked at.
    private static let firstDay = CalendarDate(year: 1, month: 1, day: 1)
    private typealias Span = (from: CommonV1.PartialDate?, until: CommonV1.PartialDate?)

    init(checker: RecordChecker) { self.checker = checker }

    func check(
        _ place: DirectoryV1.PlaceRecord, at path: FieldPath, in findings: inout Findings
    ) throws {
        guard PlaceID.make(place.code) != nil else {
            findings.reject(path.field("code"), .directory(.placeCodeMalformed))
            return
        }
        let before = findings.rejections.count
        checkMeanings(place, at: path, in: &findings)
        try checkParents(place, at: path, in: &findings)
        // The tree can only be walked where its parts are sound.
        guard findings.rejections.count == before else { return }
        try checkTree(place, at: path, in: &findings)
    }

    private func checkMeanings(
        _ place: DirectoryV1.PlaceRecord, at path: FieldPath, in findings: inout Findings
    ) {
        guard
            checker.fields.checkCount(
                place.earlier.count, max: DirectoryLimits.spansMax, at: path.field("earlier"),
                in: &findings)
        else { return }
        var spans: [Validity] = []
        for (index, meaning) in place.meanings.enumerated() {
            let path = index < place.earlier.count ? path.element("earlier", index) : path
            checker.checkNames(
                french: meaning.nameFrench, english: meaning.nameEnglish, at: path, in: &findings)
            if PlaceLevel(rawValue: Int(meaning.level)) == nil {
                findings.reject(path.field("level"), .directory(.levelInvalid))
            }
            addSpan((meaning.validFrom, meaning.validUntil), to: &spans, at: path, in: &findings)
        }
    }

    private func checkParents(
        _ place: DirectoryV1.PlaceRecord, at path: FieldPath, in findings: inout Findings
    ) throws {
        guard
            checker.fields.checkCount(
                place.parents.count, max: DirectoryLimits.spansMax, at: path.field("parents"),
                in: &findings)
        else { return }
        var spans: [Validity] = []
        for (index, link) in place.parents.enumerated() {
            let path = path.element("parents", index)
            let parent =
                PlaceID.make(link.code) == nil ? nil : try checker.directory.place(link.code)
            guard let parent else {
                findings.reject(
                    path.field("code"), .registration(.placeUnknown),
                    ["found": ShownCode.text(link.code)])
                continue
            }
            guard
                let span = addSpan(
                    (link.validFrom, link.validUntil), to: &spans, at: path, in: &findings)
            else { continue }
            let above = parent.meanings.filter { $0.validity?.overlaps(span) == true }
            let below = place.meanings.filter { $0.validity?.overlaps(span) == true }
            let isAbove = above.allSatisfy { upper in below.allSatisfy { upper.level < $0.level } }
            if above.isEmpty || !isAbove {
                findings.reject(
                    path.field("code"), .directory(.parentNotAbove), ["parent": link.code])
            }
        }
    }

    /// Adds a span that lasts at least a day and begins when those before it are over: oldest first.
    @discardableResult
    private func addSpan(
        _ span: Span, to spans: inout [Validity], at path: FieldPath, in findings: inout Findings
    ) -> Validity? {
        guard let validity = Validity(from: span.from, until: span.until) else {
            findings.reject(path.field("valid_until"), .directory(.spanInvalid))
            return nil
        }
        guard !spans.contains(where: { $0.overlaps(validity) }) else {
            findings.reject(path.field("valid_from"), .directory(.spansOverlap))
            return nil
        }
        // They share no day, so one of two ends no later than the other begins.
        if let last = spans.last, let start = last.from,
            validity.until.map({ $0 <= start }) ?? false
        {
            findings.reject(path.field("valid_from"), .directory(.spansNotInOrder))
            return nil
        }
        spans.append(validity)
        return validity
    }

    private func checkTree(
        _ place: DirectoryV1.PlaceRecord, at path: FieldPath, in findings: inout Findings
    ) throws {
        for code in [place.code] + (try descendants(of: place.code)) {
            guard let record = try checker.directory.place(code) else { continue }
            let changes = try daysOfChange(around: record)
            for meaning in record.meanings where meaning.level > 0 {
                guard let span = meaning.validity else { continue }
                let dates = changes.union([span.from ?? Self.firstDay, nil]).filter(span.contains)
                for date in dates where !(try leadsToCountry(code, on: date)) {
                    findings.reject(path, .directory(.placeWithoutCountry), ["code": code])
                    return
                }
            }
        }
    }

    /// The days on which the way up from a place changes: its links and its containers begin and end.
    /// What is further up was looked at when the containers were kept.
    private func daysOfChange(
        around place: DirectoryV1.PlaceRecord
    ) throws -> Set<CalendarDate?> {
        var days: [CommonV1.PartialDate?] = []
        for link in place.parents {
            days += [link.validFrom, link.validUntil]
            let parent = try checker.directory.place(link.code)
            days += (parent?.meanings ?? []).flatMap { [$0.validFrom, $0.validUntil] }
        }
        return Set(days.compactMap { $0?.exactDay })
    }

    private func leadsToCountry(_ code: String, on date: CalendarDate?) throws -> Bool {
        var code = code
        for _ in 0..<DirectoryLimits.ancestorsMax {
            guard let record = try checker.directory.place(code),
                let meaning = record.meanings.first(where: { $0.validity?.contains(date) == true })
            else { return false }
            if meaning.level == 0 { return true }
            let link = record.parents.first { link in
                Validity(from: link.validFrom, until: link.validUntil)?.contains(date) == true
            }
            guard let link else { return false }
            code = link.code
        }
        return false
    }

    private func descendants(of code: String) throws -> [String] {
        var found: [String] = []
        var seen: Set<String> = [code]
        var next = [code]
        while let code = next.popLast() {
            guard found.count <= DirectoryLimits.descendantsMax else {
                throw RPCError(
                    .resourceExhausted, .request(.tooMany),
                    arguments: ["max": "\(DirectoryLimits.descendantsMax)"])
            }
            for child in try checker.directory.placeCodes(directlyIn: code)
            where seen.insert(child).inserted {
                found.append(child)
                next.append(child)
            }
        }
        return found
    }
}
