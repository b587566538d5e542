/// What an account may be: each token carries exactly one role.
public enum Role: String, CaseIterable, Hashable, Sendable {
    /// A mobile registration team; its devices are offline for days.
    case team
    /// Registers, corrects and releases held records of a region.
    case registrar
    /// Decides whether two records are the same person.
    case adjudicator
    /// Validates a region's figures before they go to the national level.
    case validator
    /// Publishes official figures.
    case publisher
    /// Reads counts and the directory, no personal data.
    case viewer
    /// Runs the site: directory data, status; no personal data.
    case admin
    /// Another program of the suite: asks for states, batches and screenings.
    case service
    /// A program that follows logs, and so reads every record of a region.
    case follower
    /// The timer that asks for backups, and nothing else: each one removes the oldest that is kept.
    case backup
}
