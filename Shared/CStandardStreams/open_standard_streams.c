#include "CStandardStreams.h"

#include <fcntl.h>
#include <unistd.h>

// A program that is started with standard input, output or error closed would get the descriptor back for the next
// file, socket or pipe that it opens, and write its lines into that. Nothing in Swift runs early enough to prevent
// that: the task pool opens descriptors of its own before main.
__attribute__((constructor)) static void open_standard_streams(void) {
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++) {
        // open(2) takes the lowest descriptor that is free: this one.
        if (fcntl(descriptor, F_GETFD) == -1 && open("/dev/null", O_RDWR) != descriptor) {
            _exit(CSTANDARDSTREAMS_EXIT_UNUSABLE);
        }
    }
}
