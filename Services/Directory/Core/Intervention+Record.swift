import Catalogue
public import Messages
import Reference
public import Status
public import Validation

extension DirectoryV1.Intervention: DirectoryRecord {
    /// Age bands of counts, as in the statistics.
    public static let ageBands: Set<String> = ["0-4", "5-11", "12-17", "18-59", "60+", "unknown"]

    /// Interventions.
    public static var recordKind: RecordKind { .intervention }
    /// Its id.
    public var recordID: [UInt8] { interventionID }
    /// The activity.
    public var searchedNames: [String] { [activity] }
    /// Sector, state, organisations, places and sites.
    public var tags: [RecordTag] {
        RecordTag.present(
            [RecordTag(.kind, code: sector), RecordTag(.state, code: state)]
                + participations.map { RecordTag(.organisation, id: $0.organisationID) }
                + places.map(\.tag) + siteIDs.map { RecordTag(.site, id: $0) })
    }
    /// The record as an event tells it.
    public var change: DirectoryV1.Event.Change { .interventionRecorded(self) }

    /// Notes everything that is wrong with it.
    public func check(
        with checker: RecordChecker, at path: FieldPath, in findings: inout Findings
    ) throws {
        try checkWho(with: checker, at: path, in: &findings)
        checker.fields.checkCode(
            sector, of: .sector, at: path.field("sector"), isRequired: true, in: &findings)
        checker.fields.checkText(
            activity, at: path.field("activity"), max: DirectoryLimits.activityCharactersMax,
            isRequired: true, in: &findings)
        try checkWhere(with: checker, at: path, in: &findings)
        checker.fields.checkCode(
            state, of: .interventionState, at: path.field("state"), isRequired: true, in: &findings)
        let starts = path.field("starts_on")
        if startsOn == nil { findings.reject(starts, .registration(.required)) }
        checker.fields.checkDate(startsOn, at: starts, mayBeFuture: true, in: &findings)
        checker.fields.checkDate(
            endsOn, at: path.field("ends_on"), mayBeFuture: true, in: &findings)
        if let startsOn, let endsOn, endsOn.isBefore(startsOn) {
            findings.reject(path.field("ends_on"), .directory(.endBeforeStart))
        }
        checkForWhom(with: checker, at: path, in: &findings)
    }

    private func checkWho(
        with checker: RecordChecker, at path: FieldPath, in findings: inout Findings
    ) throws {
        let list = path.field("participations")
        if participations.isEmpty { findings.reject(list, .registration(.required)) }
        guard
            checker.fields.checkCount(
                participations.count, max: DirectoryLimits.participationsMax, at: list,
                in: &findings)
        else { return }
        var seen: Set<DirectoryV1.Participation> = []
        for (index, participation) in participations.enumerated() {
            let path = path.element("participations", index)
            try checker.checkReference(
                participation.organisationID, to: .organisation,
                at: path.field("organisation_id"), isRequired: true, in: &findings)
            switch participation.role {
            case .lead, .implementing, .funder: break
            case .unspecified: findings.reject(path.field("role"), .registration(.required))
            case .unrecognized(let value):
                findings.rejectNumber(value, of: .roles, at: path.field("role"))
            }
            if !seen.insert(participation).inserted {
                findings.reject(path, .directory(.repeated))
            }
        }
    }

    private func checkWhere(
        with checker: RecordChecker, at path: FieldPath, in findings: inout Findings
    ) throws {
        let max = DirectoryLimits.locationsMax
        if places.isEmpty, siteIDs.isEmpty {
            findings.reject(path.field("places"), .registration(.required))
        }
        if checker.fields.checkCount(
            places.count, max: max, at: path.field("places"), in: &findings)
        {
            for (index, place) in places.enumerated() {
                try checker.checkPlace(
                    place, at: path.element("places", index), isRequired: true, in: &findings)
            }
        }
        if checker.fields.checkCount(
            siteIDs.count, max: max, at: path.field("site_ids"), in: &findings)
        {
            for (index, id) in siteIDs.enumerated() {
                try checker.checkReference(
                    id, to: .site, at: path.element("site_ids", index), isRequired: true,
                    in: &findings)
            }
        }
    }

    private func checkForWhom(
        with checker: RecordChecker, at path: FieldPath, in findings: inout Findings
    ) {
        let groups = path.field("population_groups")
        if checker.fields.checkCount(
            populationGroups.count, max: DirectoryLimits.populationGroupsMax, at: groups,
            in: &findings)
        {
            for (index, group) in populationGroups.enumerated() {
                checker.fields.checkCode(
                    group, of: .populationGroup, at: path.element("population_groups", index),
                    in: &findings)
            }
        }
        guard
            checker.fields.checkCount(
                peopleCounts.count, max: DirectoryLimits.peopleCountsMax,
                at: path.field("people_counts"), in: &findings)
        else { return }
        var seen: Set<DirectoryV1.PeopleCount> = []
        for (index, count) in peopleCounts.enumerated() {
            let path = path.element("people_counts", index)
            var cell = count
            cell.people = 0
            if !seen.insert(cell).inserted { findings.reject(path, .directory(.repeated)) }
            check(count, at: path, in: &findings)
        }
    }

    private func check(
        _ count: DirectoryV1.PeopleCount, at path: FieldPath, in findings: inout Findings
    ) {
        switch count.kind {
        case .planned, .reached: break
        case .unspecified: findings.reject(path.field("kind"), .registration(.required))
        case .unrecognized(let value):
            findings.rejectNumber(value, of: .peopleCounts, at: path.field("kind"))
        }
        if case .unrecognized(let value) = count.sex {
            findings.rejectNumber(value, of: .sexes, at: path.field("sex"))
        }
        if !count.ageBand.isEmpty, !Self.ageBands.contains(count.ageBand) {
            findings.rejectCode(count.ageBand, of: .ageBands, at: path.field("age_band"))
        }
        if count.people > DirectoryLimits.peopleMax {
            findings.reject(
                path.field("people"), .request(.tooMany),
                ["max": "\(DirectoryLimits.peopleMax)"])
        }
    }
}
