public import Messages
public import RPC
public import Status

/// Reads registration's lists, page by page.
public struct RegistrationLists: Sendable {
    typealias Service = RegistrationV1.RegistrationService

    /// Items of one page: each holds whole households, so fewer than a page may have.
    private static let pageSize: UInt32 = 50
    /// Pages looked through to find an item by the beginning of its id: more would be asked for by their id.
    private static let pagesMax = 200

    private let client: RPCClient

    /// A reader over a client of the gateway.
    public init(client: RPCClient) { self.client = client }

    /// The oldest held commands, and whether there are more of them.
    public func held(
        limit: Int
    ) async throws(RPCError) -> (items: [RegistrationV1.HeldCommand], hasMore: Bool) {
        try await items(limit: limit, where: nil) { size, token throws(RPCError) in
            let page = try await client.call(
                Service.listHeld, .init(pageSize: size, pageToken: token))
            return (page.held, page.nextPageToken)
        }
    }

    /// The held commands whose id fits, so many at the most.
    public func held(
        limit: Int, where fits: @escaping ([UInt8]) -> Bool
    ) async throws(RPCError) -> [RegistrationV1.HeldCommand] {
        try await items(limit: limit, where: { fits($0.heldID) }) { size, token throws(RPCError) in
            let page = try await client.call(
                Service.listHeld, .init(pageSize: size, pageToken: token))
            return (page.held, page.nextPageToken)
        }.items
    }

    /// The oldest corrections in a state, and whether there are more of them.
    public func corrections(
        _ state: RegistrationV1.CorrectionState, limit: Int
    ) async throws(RPCError) -> (items: [RegistrationV1.Correction], hasMore: Bool) {
        try await corrections(state, limit: limit, where: nil)
    }

    /// The corrections whose id fits, so many at the most: those that wait for a decision, else
    /// those in the first other state that has any.
    public func corrections(
        limit: Int, where fits: @escaping ([UInt8]) -> Bool
    ) async throws(RPCError) -> [RegistrationV1.Correction] {
        let states: [RegistrationV1.CorrectionState] = [
            .proposed, .accepted, .declined, .superseded,
        ]
        for state in states {
            let found = try await corrections(
                state, limit: limit, where: { fits($0.correctionID) }
            ).items
            if !found.isEmpty { return found }
        }
        return []
    }

    /// Households by place, stage and name, and whether there are more of them.
    public func households(
        placeCode: String, stage: RegistrationV1.Stage, name: String, limit: Int
    ) async throws(RPCError) -> (items: [RegistrationV1.Household], hasMore: Bool) {
        try await items(limit: limit, where: nil) { size, token throws(RPCError) in
            let page = try await client.call(
                Service.listHouseholds,
                .init(
                    pageSize: size, pageToken: token, placeCode: placeCode, stage: stage,
                    name: name))
            return (page.households, page.nextPageToken)
        }
    }

    /// All erasures.
    public func erasures() async throws(RPCError) -> [RegistrationV1.Erasure] {
        var found: [RegistrationV1.Erasure] = []
        var token = ""
        repeat {
            let page = try await client.call(
                Service.listErasures, .init(pageSize: 200, pageToken: token))
            found += page.erasures
            token = page.nextPageToken
        } while !token.isEmpty
        return found
    }

    private func corrections(
        _ state: RegistrationV1.CorrectionState, limit: Int,
        where fits: ((RegistrationV1.Correction) -> Bool)?
    ) async throws(RPCError) -> (items: [RegistrationV1.Correction], hasMore: Bool) {
        try await items(limit: limit, where: fits) { size, token throws(RPCError) in
            let page = try await client.call(
                Service.listCorrections, .init(pageSize: size, pageToken: token, state: state))
            return (page.corrections, page.nextPageToken)
        }
    }

    private func items<Item>(
        limit: Int, where fits: ((Item) -> Bool)?,
        page: (UInt32, String) async throws(RPCError) -> (items: [Item], next: String)
    ) async throws(RPCError) -> (items: [Item], hasMore: Bool) {
        var found: [Item] = []
        var token = ""
        var pages = 0
        repeat {
            let size =
                fits == nil
                ? min(Self.pageSize, UInt32(clamping: limit - found.count)) : Self.pageSize
            let (items, next) = try await page(size, token)
            found += fits.map { items.filter($0) } ?? items
            token = next
            pages += 1
        } while !token.isEmpty && found.count < limit && pages < Self.pagesMax
        return (Array(found.prefix(limit)), !token.isEmpty)
    }
}
