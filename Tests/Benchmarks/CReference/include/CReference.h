// What the benchmarks are measured against: the same work in plain C over nng and over SQLite.
#ifndef JATIGI_BENCHMARK_REFERENCE_H
#define JATIGI_BENCHMARK_REFERENCE_H

#include <stdint.h>

// Answers every request with its own bytes until the process is killed. Returns an nng error code.
int reference_echo_serve(const char *url, int contexts);

// Passes every request that comes to `url` on to `next`, and its answer back, by nng's own device, until the process is
// killed. Returns an nng error code.
int reference_relay_serve(const char *url, const char *next);

// Sends `requests` requests of `bytes` bytes, `in_flight` at a time, and waits for their answers.
// Gives the seconds that it took, or a negative nng error code.
double reference_echo_call(const char *url, int requests, int in_flight, int bytes);

// What one household is to the database: the sizes of its rows.
struct reference_household {
    int people;
    int record_bytes;
    int event_bytes;
};

// Writes households, people, source keys and events into a new database at `path`, `batch` people a
// transaction, with the tables of the registration service and `synchronous` FULL. Gives the
// seconds that it took, or a negative SQLite error code.
double reference_sqlite_write(const char *path, const char *schema, struct reference_household shape,
                              int people, int batch);

#endif
#include <malloc.h>
