/// The vocabulary of the index: each spelling once, with its sound and how many people bear it.
///
/// An entry lives while a record refers to it, so that an erased person's rare name is erased too.
/// Invariant: `uses` is the number of references held; counts cover indexed people only.
struct NameTable {
    /// What a name is used as; each has frequencies of its own.
    enum Role: Int, CaseIterable {
        case given
        case family
        case parent
        case place
    }

    /// How many people bear a name, by role.
    struct Counts {
        private var values = InlineArray<4, UInt32>(repeating: 0)

        subscript(role: Role) -> Int {
            get { Int(values[role.rawValue]) }
            set { values[role.rawValue] = UInt32(newValue) }
        }
    }

    struct Entry: SlotElement {
        static let vacant = Entry(spelling: [], key: [], initial: 0, sound: 0, serial: 0)

        let spelling: [UInt8]
        let key: [UInt8]
        /// The first sound.
        let initial: UInt8
        let sound: UInt32
        /// Never used twice below the last value, unlike the entry's position: what a cache may remember.
        let serial: UInt32
        var uses = 1
    }

    private struct Sound: SlotElement {
        static let vacant = Sound(key: [])

        let key: [UInt8]
        var uses = 1
    }

    private let variants: NameVariants
    private var entries = SlotArray<Entry>()
    private var sounds = SlotArray<Sound>()
    /// The sound of each entry and the counts of each sound once more, side by side: a comparison
    /// reads them for every name, and must not touch the spellings' reference counts.
    private var soundOfEntry: [UInt32] = []
    private var countsOfSound: [Counts] = []
    private var entryOfSpelling: [[UInt8]: UInt32] = [:]
    private var soundOfKey: [[UInt8]: UInt32] = [:]
    private var lastSerial: UInt32 = 0

    init(variants: NameVariants) {
        self.variants = variants
    }

    /// The number of spellings held.
    var count: Int { entryOfSpelling.count }

    subscript(id: UInt32) -> Entry {
        _read { yield entries[id] }
    }

    func sound(of id: UInt32) -> UInt32 { soundOfEntry[Int(id)] }

    func people(bearing sound: UInt32, as role: Role) -> Int { countsOfSound[Int(sound)][role] }

    /// The entry of a spelling, with one more reference to it.
    mutating func acquire(_ spelling: [UInt8]) -> UInt32 {
        if let id = entryOfSpelling[spelling] {
            entries[id].uses += 1
            return id
        }
        let key = PhoneticKey.key(of: spelling)
        let sound = acquireSound(variants.representative(of: key))
        // At the end of the range all new entries share the last serial, which no cache accepts.
        if lastSerial < .max { lastSerial += 1 }
        let id = entries.add(
            Entry(
                spelling: spelling, key: key, initial: key.first ?? 0, sound: sound,
                serial: lastSerial))
        entryOfSpelling[spelling] = id
        if Int(id) == soundOfEntry.count {
            soundOfEntry.append(sound)
        } else {
            soundOfEntry[Int(id)] = sound
        }
        return id
    }

    /// Gives one reference back.
    mutating func release(_ id: UInt32) {
        entries[id].uses -= 1
        guard entries[id].uses == 0 else { return }
        entryOfSpelling[entries[id].spelling] = nil
        let sound = entries[id].sound
        entries.remove(id)
        sounds[sound].uses -= 1
        guard sounds[sound].uses == 0 else { return }
        soundOfKey[sounds[sound].key] = nil
        sounds.remove(sound)
    }

    /// Changes the number of indexed people who bear a name.
    mutating func count(_ id: UInt32, as role: Role, by change: Int) {
        countsOfSound[Int(soundOfEntry[Int(id)])][role] += change
    }

    private mutating func acquireSound(_ key: [UInt8]) -> UInt32 {
        if let sound = soundOfKey[key] {
            sounds[sound].uses += 1
            return sound
        }
        let sound = sounds.add(Sound(key: key))
        soundOfKey[key] = sound
        // A slot used again has counts of zero: the people who bore its name are gone.
        if Int(sound) == countsOfSound.count { countsOfSound.append(Counts()) }
        return sound
    }
}
