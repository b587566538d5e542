// Mends a fault of nng 1.5.2 to 1.12.4 where it is, since no caller of the library can keep clear of it.
//
// A transport's callback may start the next part of a transfer just when its connection is closed and
// its operation stopped. nni_aio_begin then refuses without a callback, so the receive or send that
// the transfer was for never ends, and the one thread that cleans up after connections waits for it
// for ever: from then on no connection or socket of the process is freed. One peer that goes away
// while requests of its are being read is enough. Here it calls back.
//
// The program is linked with the static libnng.a and --wrap=nni_aio_begin, so that calls from the library's other files
// come here (those of its own file, as of a pause, do not). A later version may call back itself, or name its functions
// otherwise: it is left as it is, and links, too.

#include <nng/nng.h>

#define IS_FAULTY (NNG_MAJOR_VERSION == 1 && NNG_MINOR_VERSION <= 12)

// Weak: a version without such functions has nobody who calls the wrapper either.
__attribute__((weak)) int __real_nni_aio_begin(nng_aio *operation);
__attribute__((weak)) void nni_aio_finish_error(nng_aio *operation, int result);
int __wrap_nni_aio_begin(nng_aio *operation);

int __wrap_nni_aio_begin(nng_aio *operation)
{
    int result = __real_nni_aio_begin(operation);
    if (IS_FAULTY && result != 0) {
        nni_aio_finish_error(operation, result);
    }
    return result;
}
