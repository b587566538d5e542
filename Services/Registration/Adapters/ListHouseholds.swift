import Basics
import Catalogue
import Messages
import RPC
import Reference
import RegistrationCore
import Status
import Storage
import Validation

/// Lists households by place, stage and name.
///
/// Names are in no index: they lie in the records alone, so a search looks through these, so many a call, and a page may
/// be empty while others follow.
struct ListHouseholds: Sendable {
    let store: RegistrationStore
    /// Households that one call looks through for a name.
    var searchedMax = RegistrationLimits.nameSearchHouseholdsMax

    func run(
        _ request: RegistrationV1.ListHouseholdsRequest
    ) async throws -> RegistrationV1.ListHouseholdsResponse {
        let page = try Page(size: request.pageSize, token: request.pageToken)
        let placeCodes = try await placeCodes(within: request.placeCode)
        guard !request.name.isEmpty else {
            let households = try await store.database.read {
                try store.households.page(
                    after: page.after, size: page.size + 1, stage: request.stage,
                    placeCodes: placeCodes, in: $0)
            }
            let (items, next) = page.cut(households, by: \.householdID)
            return .init(households: items, nextPageToken: next)
        }
        guard request.name.count <= RegistrationLimits.nameSearchCharactersMax else {
            throw Field.invalid(
                "name", .registration(.tooLong),
                ["max": "\(RegistrationLimits.nameSearchCharactersMax)"])
        }
        guard let search = NameSearch(request.name) else {
            throw Field.invalid("name", .registration(.nameWithoutLetters))
        }
        return try await store.database.read { reading in
            var found: [RegistrationV1.Household] = []
            var (last, left) = (page.after, searchedMax)
            while left > 0 {
                let slice = try store.households.page(
                    after: last, size: min(left, 200), stage: request.stage,
                    placeCodes: placeCodes, in: reading)
                for household in slice {
                    last = household.householdID
                    guard search.fits(household) else { continue }
                    found.append(household)
                    if found.count == page.size {
                        return .init(households: found, nextPageToken: Page.token(after: last))
                    }
                }
                left -= slice.count
                if slice.count < 200, left > 0 { return .init(households: found) }
            }
            return .init(households: found, nextPageToken: Page.token(after: last))
        }
    }

    private func placeCodes(within code: String) async throws -> [String] {
        guard !code.isEmpty else { return [] }
        let places = try await store.reference().places
        guard places.isKnown(code) else {
            throw Field.invalid(
                "place_code", .registration(.placeUnknown), ["found": ShownCode.text(code)])
        }
        return places.codes(within: code, on: CalendarDate(store.currentTime))
    }
}

/// Words with which the names of one person must begin, in any order, without regard to case and accents.
struct NameSearch {
    private let words: [Substring]

    /// Nil where no letter is left.
    init?(_ text: String) {
        words = FoldedText.fold(text).split(separator: " ")
        if words.isEmpty { return nil }
    }

    func fits(_ household: RegistrationV1.Household) -> Bool {
        household.members.contains { person in
            let names = FoldedText.fold("\(person.givenName) \(person.familyName)")
                .split(separator: " ")
            return words.allSatisfy { word in names.contains { $0.hasPrefix(word) } }
        }
    }
}
