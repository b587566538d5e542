extension LinkageParameters {
    /// These parameters as this version of the program can score by them.
    ///
    /// They may have been learnt by an earlier one, which did not compare some field yet, or compared it by other levels. Of
    /// such a part they know nothing, so what ships stands in, with its dependences; a part that is compared no more goes.
    ///
    /// - Parameters:
    ///   - shipped: What stands in; it should know every part.
    ///   - fields: Those of the records that are compared.
    /// - Returns: The parameters, and the parts for which the shipped ones stand in.
    public func laid(
        over shipped: LinkageParameters, fields: [LinkageField], hasHouseholds: Bool = true,
        configuration: LinkageConfiguration = .standard
    ) -> (parameters: LinkageParameters, shipped: [LinkageEvidence.Subject]) {
        let all = ComparisonPart.parts(for: fields, hasHouseholds: hasHouseholds, configuration)
        var parts: [Part] = []
        var own: Set<String> = []
        var replaced: [LinkageEvidence.Subject] = []
        for part in all {
            let name = LinkageModel.name(part, fields)
            let levels = configuration.levels(of: part.kind).map(\.level.rawValue)
            if let known = self.part(name, levels: levels) {
                parts.append(known)
                own.insert(name)
                continue
            }
            if let known = shipped.part(name, levels: levels) { parts.append(known) }
            replaced.append(
                .part(part.kind, part.kind == .household ? nil : fields[part.field]))
        }
        // Always in one order, for they are part of the digest.
        func laid(_ learnt: [Dependence], _ shipped: [Dependence]) -> [Dependence] {
            (learnt.filter { own.contains($0.first) && own.contains($0.second) }
                + shipped.filter { !own.contains($0.first) || !own.contains($0.second) })
                .sorted { ($0.first, $0.second) < ($1.first, $1.second) }
        }
        return (
            LinkageParameters(
                parts: parts, dependences: laid(dependences, shipped.dependences),
                neighbourDependences: laid(
                    neighbourDependences, shipped.neighbourDependences),
                repeatsPerRecord: repeatsPerRecord, relativesPerRecord: relativesPerRecord,
                shift: shift, worth: worth), replaced
        )
    }
}
