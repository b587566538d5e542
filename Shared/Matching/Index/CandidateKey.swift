/// The keys under which a record is found.
///
/// Each is a compound of sounds, so that spelling and the order of the two names do not matter. The
/// coarse ones find most; where they are too common the finer ones (year, origin, father) take over.
enum CandidateKey: UInt64, CaseIterable {
    case household = 1
    case names
    case secondNames
    case namesAndYear
    case namesAndOrigin
    case namesAndFather
    case givenAndFather
    case givenAndMother
    case familyInitialYear
    case givenOriginYear
    case phone
    case secondPhone
    case document
    case secondDocument

    /// Years that share a bucket: half of the rounding of guessed ages.
    static let yearsPerBucket = 3

    /// One posting: where it is linked, and under which key.
    struct Posting {
        let kind: CandidateKey
        let hash: UInt64
    }

    /// The key of a household.
    static func household(_ id: RecordID) -> UInt64 {
        hash(.household, id.high, id.low)
    }

    /// The keys that a record is stored under; `yearOffset` asks for those of a neighbouring bucket.
    static func postings(
        of person: IndexedPerson, names: NameTable, yearOffset: Int = 0
    ) -> [Posting] {
        var postings: [Posting] = []
        postings.reserveCapacity(14)
        func add(_ kind: CandidateKey, _ parts: UInt64...) {
            postings.append(Posting(kind: kind, hash: hash(kind, parts)))
        }
        let sound = { (id: UInt32) in UInt64(names.sound(of: id)) + 1 }
        let given = person.given.first.map(sound)
        let family = person.family.first.map(sound)
        let sex = UInt64(person.sex.rawValue)
        let year = person.birth.unpacked.map {
            UInt64($0.year / yearsPerBucket + yearOffset)
        }
        if let year {
            if let given, let family {
                add(.namesAndYear, min(given, family), max(given, family), year)
            }
            if let family, let id = person.given.first, let initial = names[id].key.first {
                add(.familyInitialYear, family, UInt64(initial), year, sex)
            }
            if let given, person.origin != SmallIDs.none {
                add(.givenOriginYear, given, sound(person.origin), year)
            }
        }
        guard yearOffset == 0 else { return postings }
        add(.household, person.household.high, person.household.low)
        let father = person.father.first.map(sound)
        let mother = person.mother.first.map(sound)
        if let given, let family {
            let (low, high) = (min(given, family), max(given, family))
            add(.names, low, high)
            if person.given.count > 1 {
                let second = sound(person.given[1])
                add(.secondNames, min(second, family), max(second, family))
            }
            if person.origin != SmallIDs.none {
                add(.namesAndOrigin, low, high, sound(person.origin))
            }
            if let father { add(.namesAndFather, low, high, father) }
        }
        if let given, let father { add(.givenAndFather, given, father) }
        if let given, let mother { add(.givenAndMother, given, mother) }
        for position in 0..<person.phones.count {
            add(position == 0 ? .phone : .secondPhone, UInt64(person.phones[position]))
        }
        for position in 0..<person.documents.count {
            add(position == 0 ? .document : .secondDocument, UInt64(person.documents[position]))
        }
        return postings
    }

    /// Keys of one meaning share a space: a second number is found as a first one.
    private var space: UInt64 {
        switch self {
        case .secondNames: CandidateKey.names.rawValue
        case .secondPhone: CandidateKey.phone.rawValue
        case .secondDocument: CandidateKey.document.rawValue
        default: rawValue
        }
    }

    private static func hash(_ kind: CandidateKey, _ parts: UInt64...) -> UInt64 {
        hash(kind, parts)
    }

    /// The finaliser of MurmurHash3 over the parts. A collision only adds a comparison.
    private static func hash(_ kind: CandidateKey, _ parts: [UInt64]) -> UInt64 {
        parts.reduce(kind.space &* 0x9E37_79B9_7F4A_7C15) { state, part in
            var mixed = (state ^ part) &+ 0x9E37_79B9_7F4A_7C15
            mixed = (mixed ^ mixed >> 33) &* 0xFF51_AFD7_ED55_8CCD
            mixed = (mixed ^ mixed >> 33) &* 0xC4CE_B9FE_1A85_EC53
            return mixed ^ mixed >> 33
        }
    }
}
