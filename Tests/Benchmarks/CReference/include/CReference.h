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

// Writes what a registration service wrote into its database at `measured`, once more into a new one at `path`: as many
// households, people, source keys, events and batches, of the same mean sizes, into the same tables and indexes, `batch`
// people a transaction, with `synchronous` FULL. Gives the seconds that it took, or a negative SQLite error code.
double reference_sqlite_write(const char *path, const char *measured, int batch);

#endif
#include <malloc.h>
