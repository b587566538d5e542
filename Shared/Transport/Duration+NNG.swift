import CNNG
import Glibc

extension Duration {
    /// nng's milliseconds, rounded up so that a short wait never becomes none; 1 at the least.
    var nngMilliseconds: nng_duration {
        let (seconds, attoseconds) = components
        guard seconds < Int64(nng_duration.max) / 1000 - 1 else { return nng_duration.max }
        let attosecondsPerMillisecond: Int64 = 1_000_000_000_000_000
        let fraction =
            (attoseconds + attosecondsPerMillisecond - 1) / attosecondsPerMillisecond
        return nng_duration(max(1, seconds * 1000 + fraction))
    }
}

/// Milliseconds of the clock that never goes back.
enum MonotonicClock {
    static var milliseconds: Int64 {
        var time = timespec()
        // SAFETY: a valid clock id and the address of a local; it cannot fail on Linux.
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
