public import Basics
import Catalogue
import Messages
import Status

/// The records that decisions made one person of.
///
/// A decision is a link between two records, and an identity is what the links hold together: undoing a decision undoes
/// the merge, since nothing else was changed.
///
/// Its id is its first record's. So an id that was once given is always a record's id, and resolves to the identity that
/// this record belongs to now; the same links give the same ids, in whichever order they were made, taken back or
/// followed.
public struct Identity: Sendable, Hashable {
    /// A record and the household that it was registered in; nil where the record is gone.
    public typealias Household = (RecordID) throws -> RecordID?

    /// All people's records, in the order of their ids.
    public let people: [RecordID]

    /// The identity of these records.
    ///
    /// - Precondition: there is one.
    public init(_ people: some Sequence<RecordID>) {
        self.people = people.sorted()
        precondition(!self.people.isEmpty, "an identity has a record")
    }

    /// Follows the links from a person.
    ///
    /// - Parameter linked: the people that decisions call the same as one.
    /// - Throws: `FAILED_PRECONDITION` beyond `DeduplicationLimits.identityRecordsMax`; what `linked` throws.
    public init(of person: RecordID, linked: (RecordID) throws -> [RecordID]) throws {
        var found: Set<RecordID> = [person]
        var waiting = [person]
        while let next = waiting.popLast() {
            for other in try linked(next) where found.insert(other).inserted {
                waiting.append(other)
            }
            guard found.count <= DeduplicationLimits.identityRecordsMax else {
                throw RPCError(
                    .failedPrecondition, .deduplication(.identityTooLarge),
                    arguments: ["max": "\(DeduplicationLimits.identityRecordsMax)"])
            }
        }
        self.init(found)
    }

    /// The identities of some people that links among them make; a link of somebody else says nothing.
    public static func identities(of people: [RecordID], links: [PairKey]) -> [Identity] {
        var linked: [RecordID: [RecordID]] = [:]
        for link in links {
            linked[link.earlier, default: []].append(link.later)
            linked[link.later, default: []].append(link.earlier)
        }
        var left = Set(people)
        return people.sorted().compactMap { person in
            guard left.remove(person) != nil else { return nil }
            var found = [person]
            var next = 0
            while next < found.count {
                found += linked[found[next], default: []].filter { left.remove($0) != nil }
                next += 1
            }
            return Identity(found)
        }
    }

    /// Links that alone hold all together that the given ones do, one fewer for each identity than it has records. Taking
    /// back any other parts nobody (a spanning forest: Kruskal, 1956).
    public static func spanning(_ links: [PairKey]) -> Set<PairKey> {
        var parents: [RecordID: RecordID] = [:]
        func root(of person: RecordID) -> RecordID {
            var person = person
            while let parent = parents[person] { person = parent }
            return person
        }
        return Set(
            links.filter { link in
                let (one, other) = (root(of: link.earlier), root(of: link.later))
                if one != other { parents[one] = other }
                return one != other
            })
    }

    /// The identity's id: its first record's.
    public var id: RecordID { people[0] }

    /// Whether a person belongs to it.
    public func contains(_ person: RecordID) -> Bool { people.contains(person) }

    /// Checks that it may be one person: no two members of one household, and no two people decided to be different.
    ///
    /// - Parameter different: the people that decisions call other than one.
    /// - Throws: `FAILED_PRECONDITION`; what the closures throw.
    public func check(
        household: Household, different: (RecordID) throws -> [RecordID]
    ) throws {
        var households: Set<RecordID> = []
        for person in people {
            if let household = try household(person), !households.insert(household).inserted {
                throw RPCError(.failedPrecondition, .deduplication(.householdConflict))
            }
            for other in try different(person) where contains(other) {
                throw RPCError(.failedPrecondition, .deduplication(.decisionContradicted))
            }
        }
    }
}
