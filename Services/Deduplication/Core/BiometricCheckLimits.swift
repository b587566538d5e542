/// The limits of checking fingerprints.
public enum BiometricCheckLimits {
    /// People that one search may take for the person: who is like more of them is like nobody.
    public static let candidatesMax = 20
    /// References of one removal.
    public static let removedMax = 1_000
    /// Checks that are read from the queue at once.
    public static let tasksMax = 64
    /// Templates that one transaction seals anew with another key.
    public static let resealedMax = 64
    /// Tries of one check before it is set aside; it is tried again when the program starts, and now and then.
    public static let triesMax = 5
    /// How long a matcher has to say what it is.
    public static let descriptionTimeout: Duration = .seconds(5)
    /// How long a matcher has for one call.
    public static let callTimeout: Duration = .seconds(30)
    /// The longest pause before a matcher that is away is asked again.
    public static let awayPauseMax: Duration = .seconds(5)
    /// The longest pause before a failed check is tried again.
    public static let retryPauseMax: Duration = .seconds(60)
    /// How long a check that was set aside rests before it is tried again.
    public static let asidePause: Duration = .seconds(3_600)
    /// How often a matcher is asked whether it has its gallery still, where nothing is to be done.
    public static let idleInterval: Duration = .seconds(30)
}
