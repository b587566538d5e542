internal import Glibc

/// Learns a model from the records of a region and from what people decided of them, beginning with another.
///
/// The EM algorithm for the mixture of Fellegi and Sunter, as ``ModelFitting``, with three differences:
///
/// - Decisions take part as Nigam, McCallum, Thrun and Mitchell (2000), "Text Classification from Labeled and Unlabeled
///   Documents using EM": of a decided pair the probability is not estimated but what people said. Which pairs were decided
///   follows from their scores alone, so that what others would have been decided is missing at random (Rubin, 1976), and
///   the weights of a ``LearningSample`` keep the share of matches what it is among all pairs.
/// - The model that it begins with is a strong prior: a region that says little, or has one family name alone, gets it back.
///   Dirichlet counts for the shares of matches, against Kish's (1965) effective number of the weighted pairs; Gamma for each
///   share of strangers; so many records for how often a person is registered again, which moves by two bits at the most.
///   Levels that say what a list is like are taken to be as frequent among matches and relatives as among strangers.
/// - Scores that people's decisions show to be too high or too low are shifted, see ``DecisionCalibration``.
///
/// What relatives share beside, how many there are, and which fields strangers agree in together stay as they are.
public struct ModelLearning: Sendable {
    /// Pairs that the prior's shares of matches count for, and as a share of those found.
    private static let matchesStrength = 200.0
    private static let matchesShare = 0.1
    /// How often each level counts as seen among strangers before any is drawn: so the share of a rare level, of which a
    /// few draws say nothing, stays, and that of a common one is learnt.
    private static let strangersSeen = 4.0
    /// Records that the prior's number of repeats counts for, and the most that it may change by.
    private static let repeatsStrength = 2_000.0
    private static let repeatsFactorMax = 4.0
    private static let roundsMax = 3
    private static let stepsMax = 12
    private static let changeMin = 1e-4
    /// Candidates that are less probable teach nothing.
    private static let probabilityMin = 1e-4
    /// Records that an index takes to be there at the least.
    private static let recordsMin = 2_000

    private let sample: LearningSample
    private let prior: LinkageModel
    private let weights: [Double]
    private var model: LinkageModel

    private init(_ sample: LearningSample, _ prior: LinkageModel) {
        self.sample = sample
        self.prior = prior
        weights = sample.observations.map(sample.weight)
        model = prior
    }

    /// What an index teaches.
    ///
    /// Takes up to a second for each 100,000 candidates. The same sample gives the same parameters.
    ///
    /// - Parameters:
    ///   - prior: What is assumed before.
    ///   - fields: Those of the index.
    public static func learn(
        from sample: LearningSample, prior: LinkageParameters = .standard,
        fields: [LinkageField] = LinkageIndex.registration.fields
    ) -> LinkageParameters {
        var learning = ModelLearning(sample, LinkageModel(prior, fields: fields))
        learning.learnStrangers()
        learning.assumeNeutral()
        for _ in 0..<roundsMax {
            learning.learnStrangers()
            var steps = 0
            repeat {
                steps += 1
            } while learning.learnMatches() > changeMin && steps < stepsMax
            learning.calibrate()
        }
        return learning.model.parameters(of: fields)
    }

    private var table: WeightTable {
        model.weights(
            pairsPerRecord: Double(max(Self.recordsMin, sample.people)) / 2,
            placeDependences: sample.placeDependences)
    }

    /// One step of EM; gives the largest change of a share.
    private mutating func learnMatches() -> Double {
        let table = table
        var counts = LevelCounts(parts: model.parts.count)
        var squares = 0.0
        for (observation, weight) in zip(sample.observations, weights) {
            let probability =
                observation.isSame.map(DecisionCalibration.probability)
                ?? WeightTable.probability(
                    table.bits(observation.comparison) + Double(observation.rivalBits))
            guard probability > Self.probabilityMin else { continue }
            counts.add(observation.comparison, probability * weight)
            squares += probability * weight * weight
        }
        learnRepeats(counts.total)
        // Each pair can be met twice.
        let scale = squares > 0 ? counts.total / (2 * squares) : 0
        var change = 0.0
        for part in model.parts.indices {
            let prior = neutralised(prior.matches, part)
            let counted = counts[part].prefix(prior.count).map { $0 * scale }
            let seen = counted.reduce(0, +)
            let strength = Self.matchesStrength + Self.matchesShare * seen
            let learnt = zip(counted, prior).map { ($0 + strength * $1) / (seen + strength) }
            let monotone = ModelFitting.monotone(learnt, over: model.strangers[part])
            for (new, old) in zip(monotone, model.matches[part]) {
                change = max(change, abs(new - old))
            }
            model.matches[part] = monotone
        }
        return change
    }

    /// Begins with the prior once something is known of strangers, so that what is neutral says nothing from the start.
    private mutating func assumeNeutral() {
        for part in model.parts.indices {
            model.matches[part] = ModelFitting.monotone(
                neutralised(prior.matches, part), over: model.strangers[part])
            model.relatives[part] = neutralised(prior.relatives, part)
        }
    }

    private func neutralised(_ shares: [[Double]], _ part: Int) -> [Double] {
        ModelFitting.neutralised(
            shares[part], model.configuration.levels(of: model.parts[part].kind),
            model.strangers[part])
    }

    /// - Parameter matches: those of the whole region.
    private mutating func learnRepeats(_ matches: Double) {
        let searched = Double(sample.peopleSearched)
        let found = matches / Double(max(1, sample.people))
        let assumed = prior.prevalence * prior.pairsPerRecord
        let mean =
            (found * searched + assumed * Self.repeatsStrength) / (searched + Self.repeatsStrength)
        let bounded = min(
            max(mean, assumed / Self.repeatsFactorMax), assumed * Self.repeatsFactorMax)
        model.prevalence = bounded / model.pairsPerRecord
    }

    /// The shares of strangers, each pair drawn counting as far as it is no match and no relatives.
    private mutating func learnStrangers() {
        let table = table
        var counts = LevelCounts(parts: model.parts.count)
        for stranger in sample.strangers {
            let odds = table.odds(stranger)
            let known = WeightTable.probability(odds.bits) + odds.relativesProbability
            counts.add(stranger, max(0, 1 - known))
        }
        for part in model.parts.indices {
            let prior = prior.strangers[part]
            let counted = counts[part].prefix(prior.count)
            let seen = counted.reduce(0, +)
            model.strangers[part] = LinkageModel.normalised(
                zip(counted, prior).map {
                    ($0 + Self.strangersSeen) / (seen + Self.strangersSeen / $1)
                })
            model.matches[part] = ModelFitting.monotone(
                model.matches[part], over: model.strangers[part])
            model.neighbours[part] = neighbours(part)
        }
    }

    /// What neighbours share, in the ratio to what strangers share that the prior has: pairs drawn at random are of one place
    /// too seldom to learn it.
    private func neighbours(_ part: Int) -> [Double] {
        LinkageModel.normalised(
            prior.neighbours[part].indices.map {
                prior.neighbours[part][$0] * model.strangers[part][$0] / prior.strangers[part][$0]
            })
    }

    private mutating func calibrate() {
        let table = table
        let scores = sample.observations.compactMap { observation in
            observation.isSame.map { isSame in
                DecisionCalibration.Score(
                    bits: table.bits(observation.comparison) + Double(observation.rivalBits)
                        - model.worth * (model.shift - prior.shift),
                    isSame: isSame)
            }
        }
        // Each pair was met from both ends.
        model.shift =
            prior.shift + DecisionCalibration.shift(of: scores, weight: 0.5) / model.worth
    }
}
