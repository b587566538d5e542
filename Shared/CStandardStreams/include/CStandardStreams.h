/// Opens /dev/null in the place of standard input, output and error where they are closed, before main; it does so in
/// every program that it is linked with.
#ifndef CSTANDARDSTREAMS_H
#define CSTANDARDSTREAMS_H

/// The exit code where that cannot be done (EX_IOERR of sysexits.h).
#define CSTANDARDSTREAMS_EXIT_UNUSABLE 74

#endif
