import Reference
import Testing

@Suite struct GazetteerTests {
    private let places: Gazetteer

    init() throws {
        places = try ReferenceData.load(directory: PackageRoot.reference).places
    }

    @Test(
        "a name resolves without accents and case",
        arguments: ["ténenkou", "TENENKOU", "Tenenkou "])
    func resolves(name: String) {
        #expect(places.resolve(name: name)?.code == "ML0507")
    }

    @Test("a name that a region and a cercle share needs a word for the level")
    func ambiguousNames() {
        #expect(places.resolve(name: "Bandiagara") == nil)
        #expect(places.resolve(name: "Région de Bandiagara")?.code == "ML19")
        #expect(places.resolve(name: "cercle bandiagara")?.code == "ML0501")
        #expect(places.resolve(name: "Bandiagara", level: .cercle)?.code == "ML0501")
        #expect(places.resolve(name: "Nulle part") == nil)
        #expect(places.resolve(name: "") == nil)
    }

    @Test("search finds by the beginning of a name, in order")
    func search() {
        #expect(places.search(prefix: "koul", level: .cercle).map(\.code) == ["ML0206"])
        #expect(places.search(prefix: "SÉG").map(\.code) == ["ML04", "ML0406"])
        #expect(places.search(prefix: "", level: .cercle).isEmpty)
        #expect(places.search(prefix: "k", countMax: 3).count == 3)
        #expect(places.search(prefix: "zz").isEmpty)
    }

    @Test("an unknown code has no parent, no ancestor and lies nowhere")
    func unknownCodes() {
        #expect(!places.isKnown("ML9999") && places.place("ML9999") == nil)
        #expect(places.parent(of: "ML9999") == nil)
        #expect(places.ancestor(of: "ML9999", level: .region) == nil)
        #expect(!places.isWithin("ML9999", "ML") && !places.isWithin("ML05", "ML9999"))
        #expect(places.parent(of: "ML") == nil)
        #expect(places.ancestor(of: "ML05", level: .cercle) == nil)
    }

    @Test("a ring of parents ends")
    func ring() {
        let ring = Gazetteer(
            places: ["A", "B"].map {
                Place(code: $0, nameFrench: $0, nameEnglish: $0, level: .cercle)
            },
            parents: [PlaceParent(code: "A", parent: "B"), PlaceParent(code: "B", parent: "A")])
        #expect(ring.ancestor(of: "A", level: .country) == nil)
    }
}
