import Basics
import Reference
import Testing

@Suite("The shipped reference data")
struct ShippedDataTests {
    private let data: ReferenceData
    private let newMap = CalendarDate("2023-03-13")
    private let oldMap = CalendarDate("2023-03-12")

    init() throws {
        data = try ReferenceData.load(directory: PackageRoot.reference)
    }

    @Test("has 20 regions on the newest map, 10 before, and 53 cercles")
    func counts() {
        func count(_ level: PlaceLevel, _ date: CalendarDate?) -> Int {
            data.places.places.count { $0.level == level && $0.validity.contains(date) }
        }
        #expect(count(.region, nil) == 20)
        #expect(count(.region, oldMap) == 10)
        #expect(count(.cercle, nil) == 53)
    }

    @Test("Koro lay in Mopti and lies in Bandiagara since the law of 2023")
    func koroMoves() {
        let places = data.places
        #expect(places.ancestor(of: "ML0505", level: .region, on: oldMap)?.code == "ML05")
        #expect(places.ancestor(of: "ML0505", level: .region, on: newMap)?.code == "ML19")
        #expect(places.ancestor(of: "ML0505", level: .region)?.nameFrench == "Bandiagara")
        #expect(places.isWithin("ML0505", "ML19") && !places.isWithin("ML0505", "ML05"))
        #expect(places.isWithin("ML0505", "ML05", on: oldMap))
        #expect(places.isWithin("ML0505", "ML"))
    }

    @Test("ML09 was Bamako and is Taoudénit")
    func reusedCode() {
        #expect(data.places.place("ML09", on: oldMap)?.nameFrench == "Bamako")
        #expect(data.places.place("ML09")?.nameFrench == "Taoudénit")
        #expect(data.places.parent(of: "ML0901")?.code == "ML00")
        #expect(data.places.parent(of: "ML0901", on: oldMap)?.code == "ML09")
    }

    @Test("every code list is there, without ambiguous wording", arguments: CodeListName.allCases)
    func lists(name: CodeListName) {
        #expect(!data.codes(name).entries.isEmpty)
        for entry in data.codes(name).entries {
            #expect(data.codes(name).resolve(entry.labelFrench) == entry.code)
            #expect(data.codes(name).resolve(entry.labelEnglish.uppercased()) == entry.code)
        }
    }

    @Test("codes that the contract names are in their lists")
    func contractCodes() {
        func codes(_ name: CodeListName) -> [String] { data.codes(name).entries.map(\.code) }
        #expect(
            codes(.populationGroup)
                == ["REF", "ASY", "IDP", "RET", "RDP", "STA", "OOC", "OIP", "HST"])
        #expect(
            codes(.relationship) == [
                "head", "spouse", "child", "parent", "sibling", "other_relative", "unrelated",
            ])
        #expect(
            codes(.documentKind) == [
                "nina", "birth_certificate", "passport", "travel_document", "ration_card", "other",
            ])
        #expect(codes(.cause).contains("conflict") && codes(.shelter).contains("host_family"))
    }

    @Test("words of the field mean their codes")
    func synonyms() {
        #expect(data.codes(.populationGroup).resolve("pdi") == "IDP")
        #expect(data.codes(.relationship).resolve("Co-épouse") == "spouse")
        #expect(data.codes(.relationship).resolve("CHEF DE MENAGE") == "head")
        #expect(data.codes(.cause).resolve("conflit") == "conflict")
        #expect(data.codes(.specificNeed).resolve("femme enceinte") == "PG")
        #expect(data.codes(.documentKind).resolve("fiche nina") == "nina")
        #expect(data.codes(.cause).resolve("xyz") == nil)
    }

    @Test(
        "agrees with the common operational dataset",
        .enabled(if: PackageRoot.hasSharedData, "../shared/data is not on this machine"))
    func agreesWithDataset() throws {
        let rows = try #require(try PackageRoot.sharedTable("geography/mli_codab_adm1_adm2.csv"))
        #expect(rows.count == 63)
        for row in rows {
            let code = try #require(row["pcode"])
            let place = try #require(data.places.place(code, on: oldMap))
            #expect(place.nameEnglish == row["name"])
            #expect(FoldedText.fold(place.nameFrench) == FoldedText.fold(place.nameEnglish))
            #expect(place.level.rawValue == Int(row["admin_level"] ?? ""))
            let parent = row["parent_pcode"] == "MLI" ? "ML" : row["parent_pcode"]
            #expect(data.places.parent(of: code, on: oldMap)?.code == parent)
        }
    }

    @Test(
        "agrees with the map of 2023 and its crosswalk",
        .enabled(if: PackageRoot.hasSharedData, "../shared/data is not on this machine"))
    func agreesWithCrosswalk() throws {
        let regions = try #require(try PackageRoot.sharedTable("geography/mli_regions_2023.csv"))
        for row in regions {
            let place = data.places.place(row["pcode_msna2025"] ?? "", on: newMap)
            #expect(place?.nameFrench == row["name_fr"])
        }
        let name = "geography/mli_crosswalk_cercle2021_region2023.csv"
        let cercles = try #require(try PackageRoot.sharedTable(name))
        #expect(cercles.count == 53)
        for row in cercles {
            let code = row["cercle_pcode_2021"] ?? ""
            #expect(data.places.parent(of: code)?.code == row["region_pcode_2023"])
        }
    }

    @Test(
        "has the codes of proGres v3 and UNHCR's population types",
        .enabled(if: PackageRoot.hasSharedData, "../shared/data is not on this machine"))
    func agreesWithCodes() throws {
        let needs = try #require(
            try PackageRoot.sharedTable("codes/unhcr_specific_needs_proGres_v3.csv"))
        #expect(Set(needs.compactMap { $0["code"] }) == codes(.specificNeed))
        let types = try #require(try PackageRoot.sharedTable("codes/unhcr_population_types.csv"))
        let current = types.filter { $0["used_in_demographics_2001_2025"] == "Y" }
        #expect(Set(current.compactMap { $0["code"] }) == codes(.populationGroup))
    }

    private func codes(_ name: CodeListName) -> Set<String> {
        Set(data.codes(name).entries.map(\.code))
    }
}
