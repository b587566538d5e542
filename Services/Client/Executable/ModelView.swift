import Access
import Basics
import Catalogue
import Messages
import Terminal

/// Models for people.
struct ModelView {
    let terminal: Terminal

    func tell(_ models: [DeduplicationV1.Model]) {
        var table = TextTable([
            (word(.model), .trailing), (word(.state), .leading), (word(.asked), .leading),
            (word(.takenBy), .leading), (word(.decisions), .trailing),
        ])
        for model in models {
            let decisions = (model.source?.same ?? 0) + (model.source?.different ?? 0)
            table.add([
                "\(model.number)", state(of: model),
                by(model.askedBy, model.askedAtMilliseconds),
                by(model.takenBy, model.takenAtMilliseconds),
                model.source == nil ? "–" : "\(decisions)",
            ])
        }
        terminal.write(table.text)
    }

    func tell(_ model: DeduplicationV1.Model) {
        terminal.say(
            ModelText.heading, ["number": "\(model.number)", "state": state(of: model)])
        if !model.reason.isEmpty {
            terminal.write(
                MessageKey.text(
                    forWireKey: model.reason, in: terminal.language, fallback: model.reason) + "\n")
        }
        if let source = model.source {
            terminal.say(
                ModelText.learntFrom,
                [
                    "people": "\(source.peopleOnRecord)", "searched": "\(source.peopleSearched)",
                    "candidates": "\(source.candidates)", "same": "\(source.same)",
                    "different": "\(source.different)",
                ])
        }
        if !model.shippedFields.isEmpty {
            let fields = model.shippedFields.map { EvidenceText.field($0, in: terminal.language) }
            terminal.say(
                model.inForce ? ModelText.shippedFieldsInForce : .shippedFields,
                ["fields": fields.joined(separator: ", ")])
        }
        guard let effect = model.effect else { return }
        tell(effect, of: model)
        guard !effect.examples.isEmpty else { return }
        tell(effect.examples)
    }

    func tell(waiting people: UInt64) {
        guard people > 0 else { return }
        terminal.say(ModelText.waiting, ["count": "\(people)"])
    }

    private func tell(_ effect: DeduplicationV1.ModelEffect, of model: DeduplicationV1.Model) {
        var table = TextTable([
            (word(.effect), .leading), (word(.of), .trailing),
            (column(effect.comparedWith), .trailing), (column(model.number), .trailing),
        ])
        func row(_ text: ModelText, _ all: UInt64, _ now: String, _ then: String) {
            guard all > 0 else { return }
            table.add([word(text), "\(all)", now, then])
        }
        row(.sameHidden, effect.same, "\(effect.sameHiddenNow)", "\(effect.sameHiddenThen)")
        row(
            .differentProbable, effect.different, "\(effect.differentProbableNow)",
            "\(effect.differentProbableThen)")
        row(.openGone, effect.open, "\(effect.openGoneNow)", "\(effect.openGone)")
        row(
            .openProbable, effect.open, "\(effect.openProbableNow)",
            "\(effect.openProbableThen)")
        row(
            .reopened, effect.mergedByRule, "\(effect.mergedByRuleReopenedNow)",
            "\(effect.mergedByRuleReopened)")
        row(.errors, effect.judged, "\(effect.errorsNow)", "\(effect.errorsThen)")
        row(.logLoss, effect.judged, hundredths(effect.logLossNow), hundredths(effect.logLossThen))
        let then =
            Int64(clamping: effect.pairsNow) + Int64(clamping: effect.pairsAppearing)
            - Int64(clamping: effect.pairsVanishing)
        row(
            .pairsDrawn, effect.people, "\(effect.pairsNow)",
            "\(then) (+\(effect.pairsAppearing) −\(effect.pairsVanishing))")
        terminal.write(table.text)
        if effect.judged == 0 { terminal.say(ModelText.notJudged) }
    }

    private func tell(_ examples: [DeduplicationV1.ModelExample]) {
        guard let first = examples.first else { return }
        terminal.say(ModelText.examples, ["pair": PairReference.short(first.pairID)])
        for example in examples {
            let state = PairText.text(of: example.state)?.text(in: terminal.language) ?? ""
            let now = Probability.text(example.probabilityNow, in: terminal.language)
            let then = Probability.text(example.probabilityThen, in: terminal.language)
            terminal.write(
                "  \(PairReference.short(example.pairID))  \(now) → \(then)  \(state)\n")
        }
    }

    private func column(_ number: UInt32) -> String {
        ModelText.byModel.text(in: terminal.language, arguments: ["number": "\(number)"])
    }

    private func state(of model: DeduplicationV1.Model) -> String {
        if model.inForce { return word(.inForce) }
        if model.number == 0 { return word(.shipped) }
        switch model.state {
        case .learning:
            return ModelText.learning.text(
                in: terminal.language, arguments: ["percent": "\(model.progressPercent)"])
        case .ready: return word(.ready)
        case .taken: return word(.wasTaken)
        case .discarded: return word(.putAway)
        case .failed: return word(.failed)
        default: return "?"
        }
    }

    private func by(_ subject: String, _ milliseconds: Int64) -> String {
        guard milliseconds > 0 else { return "–" }
        let day = CalendarDate(Timestamp(millisecondsSinceEpoch: milliseconds))
        return "\(day) \(subject)"
    }

    /// A number with two decimals, as the language writes it.
    private func hundredths(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e6 else { return "?" }
        let hundredths = Int((value * 100).rounded())
        let digits = hundredths % 100
        return "\(hundredths / 100)" + (terminal.language == .french ? "," : ".")
            + (digits < 10 ? "0" : "") + "\(digits)"
    }

    private func word(_ text: ModelText) -> String { text.text(in: terminal.language) }
}

/// Models for programs.
struct ModelListJSON: Encodable {
    let items: [ModelJSON]
    /// People whose households are still to be screened by the model in force.
    let peopleWaiting: UInt64
}

/// A model for programs.
struct ModelJSON: Encodable {
    struct Source: Encodable {
        let peopleOnRecord: UInt64
        let peopleSearched: UInt64
        let candidates: UInt64
        let strangers: UInt64
        let same: UInt64
        let different: UInt64
    }

    struct Example: Encodable {
        let pairID: String
        let state: String
        let probabilityNow: Double
        let probabilityThen: Double
    }

    struct Effect: Encodable {
        let comparedWith: UInt32
        let same: UInt64
        let sameHiddenNow: UInt64
        let sameHiddenThen: UInt64
        let different: UInt64
        let differentProbableNow: UInt64
        let differentProbableThen: UInt64
        let open: UInt64
        let openGone: UInt64
        let openGoneNow: UInt64
        let openProbableNow: UInt64
        let openProbableThen: UInt64
        let mergedByRule: UInt64
        let mergedByRuleReopened: UInt64
        let mergedByRuleReopenedNow: UInt64
        let judged: UInt64
        let logLossNow: Double
        let logLossThen: Double
        let errorsNow: UInt64
        let errorsThen: UInt64
        let people: UInt64
        let pairsNow: UInt64
        let pairsAppearing: UInt64
        let pairsVanishing: UInt64
        let examples: [Example]

        init(_ effect: DeduplicationV1.ModelEffect) {
            comparedWith = effect.comparedWith
            same = effect.same
            sameHiddenNow = effect.sameHiddenNow
            sameHiddenThen = effect.sameHiddenThen
            different = effect.different
            differentProbableNow = effect.differentProbableNow
            differentProbableThen = effect.differentProbableThen
            self.open = effect.open
            openGone = effect.openGone
            openGoneNow = effect.openGoneNow
            openProbableNow = effect.openProbableNow
            openProbableThen = effect.openProbableThen
            mergedByRule = effect.mergedByRule
            mergedByRuleReopened = effect.mergedByRuleReopened
            mergedByRuleReopenedNow = effect.mergedByRuleReopenedNow
            judged = effect.judged
            logLossNow = effect.logLossNow
            logLossThen = effect.logLossThen
            errorsNow = effect.errorsNow
            errorsThen = effect.errorsThen
            people = effect.people
            pairsNow = effect.pairsNow
            pairsAppearing = effect.pairsAppearing
            pairsVanishing = effect.pairsVanishing
            examples = effect.examples.map {
                Example(
                    pairID: Identifier.text($0.pairID),
                    state: PairText.text(of: $0.state)?.rawValue ?? "\($0.state)",
                    probabilityNow: $0.probabilityNow, probabilityThen: $0.probabilityThen)
            }
        }
    }

    /// Names of the states in JSON.
    private static let states: [DeduplicationV1.ModelState: String] = [
        .learning: "learning", .ready: "ready", .taken: "taken", .discarded: "discarded",
        .failed: "failed",
    ]

    let number: UInt32
    let version: String
    let state: String
    let inForce: Bool
    let progressPercent: UInt32
    let reason: String
    let askedBy: String
    let askedAtMilliseconds: Int64
    let takenBy: String
    let takenAtMilliseconds: Int64
    /// People whose households are still to be screened by it; left out where that was not asked.
    let peopleWaiting: UInt64?
    let shiftBits: Double?
    let repeatsPerRecord: Double?
    /// Fields that this version weighs as the shipped model does, since the model was learnt by another.
    let shippedFields: [String]
    let source: Source?
    let effect: Effect?

    init(_ model: DeduplicationV1.Model, peopleWaiting: UInt64? = nil) {
        self.peopleWaiting = peopleWaiting
        number = model.number
        version = Identifier.text(model.version)
        state = Self.states[model.state] ?? "\(model.state)"
        inForce = model.inForce
        progressPercent = model.progressPercent
        reason = model.reason
        askedBy = model.askedBy
        askedAtMilliseconds = model.askedAtMilliseconds
        takenBy = model.takenBy
        takenAtMilliseconds = model.takenAtMilliseconds
        shiftBits = model.parameters?.shiftBits
        repeatsPerRecord = model.parameters?.repeatsPerRecord
        shippedFields = model.shippedFields
        source = model.source.map {
            Source(
                peopleOnRecord: $0.peopleOnRecord, peopleSearched: $0.peopleSearched,
                candidates: $0.candidates, strangers: $0.strangers, same: $0.same,
                different: $0.different)
        }
        effect = model.effect.map(Effect.init)
    }
}
