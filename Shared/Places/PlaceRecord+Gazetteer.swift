import Messages
import Reference
import Validation

extension DirectoryV1.PlaceRecord {
    /// The record as a gazetteer has it: a place for each meaning of its code, and its links; nil
    /// where it is no record that the directory keeps.
    func entries() -> (places: [Place], parents: [PlaceParent])? {
        guard PlaceCode.isWellFormed(code) else { return nil }
        let places = meanings.compactMap { meaning -> Place? in
            guard let level = PlaceLevel(rawValue: Int(meaning.level)),
                let validity = meaning.validity
            else { return nil }
            return Place(
                code: code,
                nameFrench: meaning.nameFrench.isEmpty ? meaning.nameEnglish : meaning.nameFrench,
                nameEnglish: meaning.nameEnglish.isEmpty ? meaning.nameFrench : meaning.nameEnglish,
                level: level, validity: validity)
        }
        let links = parents.compactMap { link in
            link.validity.map { PlaceParent(code: code, parent: link.code, validity: $0) }
        }
        guard places.count == meanings.count, links.count == parents.count else { return nil }
        return (places, links)
    }
}
