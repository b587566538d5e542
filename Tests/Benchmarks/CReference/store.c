#include "CReference.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now_seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

// What was measured: how many rows, and the mean sizes of what they hold.
struct shape {
    uint64_t households, people;
    int record_bytes, event_bytes, receipt_bytes;
};

static const char *const statements[] = {
    "INSERT INTO household (region, household_id, case_number, stage, place_code, revision, "
    "recorded_at, record) VALUES ('ML19', ?1, ?2, 2, ?3, 1, ?4, ?5)",
    "INSERT INTO person (region, person_id, household_id) VALUES ('ML19', ?1, ?2)",
    "INSERT INTO source_key (region, source, source_key, household_id, fingerprint, said_at) "
    "VALUES ('ML19', 'benchmark-team', ?1, ?2, ?3, ?4)",
    "INSERT INTO case_serial (region, prefix, last) VALUES ('ML19', 'BDG', ?1) "
    "ON CONFLICT (region, prefix) DO UPDATE SET last = excluded.last",
    "INSERT INTO event (region, sequence, event_id, subject, kind, recorded_at) "
    "VALUES ('ML19', ?1, ?2, ?3, 'household_recorded', ?4)",
    "INSERT INTO event_payload (region, subject, sequence, payload) VALUES ('ML19', ?1, ?2, ?3)",
    "INSERT INTO batch (region, batch_id, received_at, receipt) VALUES ('ML19', ?1, ?2, ?3)",
};
enum { HOUSEHOLD, PERSON, SOURCE_KEY, SERIAL, EVENT, PAYLOAD, BATCH, STATEMENT_COUNT };

static void make_id(unsigned char *id, uint64_t number, unsigned char kind) {
    // As version 7 identifiers do, these rise with time in their first bytes.
    for (int i = 0; i < 8; i++) id[i] = (unsigned char)(number >> (56 - 8 * i));
    memset(id + 8, kind, 8);
}

static int step(sqlite3_stmt *statement) {
    int result = sqlite3_step(statement);
    sqlite3_reset(statement);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

static void bind_id(sqlite3_stmt *statement, int place, const unsigned char *id) {
    sqlite3_bind_blob(statement, place, id, 16, SQLITE_STATIC);
}

static int write_household(sqlite3_stmt **prepared, const struct shape *shape, uint64_t number,
                           uint64_t first_person, uint64_t people, const void *bytes) {
    unsigned char household[16], other[16];
    char text[32], place[16];
    make_id(household, number, 1);
    snprintf(text, sizeof text, "BDG-%05llu-X", (unsigned long long)number);
    snprintf(place, sizeof place, "ML05%02d", (int)(number % 8) + 1);
    sqlite3_stmt *s = prepared[HOUSEHOLD];
    bind_id(s, 1, household);
    sqlite3_bind_text(s, 2, text, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 3, place, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 4, (sqlite3_int64)number);
    sqlite3_bind_blob(s, 5, bytes, shape->record_bytes, SQLITE_STATIC);
    int result = step(s);
    for (uint64_t i = 0; i < people && result == SQLITE_OK; i++) {
        make_id(other, first_person + i, 2);
        s = prepared[PERSON];
        bind_id(s, 1, other);
        bind_id(s, 2, household);
        result = step(s);
    }
    if (result != SQLITE_OK) return result;
    s = prepared[SOURCE_KEY];
    sqlite3_bind_text(s, 1, text, -1, SQLITE_STATIC);
    bind_id(s, 2, household);
    sqlite3_bind_blob(s, 3, bytes, 16, SQLITE_STATIC);
    sqlite3_bind_int64(s, 4, (sqlite3_int64)number);
    if ((result = step(s)) != SQLITE_OK) return result;
    s = prepared[SERIAL];
    sqlite3_bind_int64(s, 1, (sqlite3_int64)number);
    if ((result = step(s)) != SQLITE_OK) return result;
    make_id(other, number, 3);
    s = prepared[EVENT];
    sqlite3_bind_int64(s, 1, (sqlite3_int64)number);
    bind_id(s, 2, other);
    bind_id(s, 3, household);
    sqlite3_bind_int64(s, 4, (sqlite3_int64)number);
    if ((result = step(s)) != SQLITE_OK) return result;
    s = prepared[PAYLOAD];
    bind_id(s, 1, household);
    sqlite3_bind_int64(s, 2, (sqlite3_int64)number);
    sqlite3_bind_blob(s, 3, bytes, shape->event_bytes, SQLITE_STATIC);
    return step(s);
}

static int write_batch(sqlite3_stmt **prepared, const struct shape *shape, uint64_t number,
                       const void *bytes) {
    unsigned char id[16];
    make_id(id, number, 4);
    sqlite3_stmt *s = prepared[BATCH];
    bind_id(s, 1, id);
    sqlite3_bind_int64(s, 2, (sqlite3_int64)number);
    sqlite3_bind_blob(s, 3, bytes, shape->receipt_bytes, SQLITE_STATIC);
    return step(s);
}

static int read_shape(sqlite3 *measured, struct shape *shape) {
    sqlite3_stmt *s;
    int result = sqlite3_prepare_v2(measured,
                                    "SELECT (SELECT count(*) FROM household), (SELECT count(*) FROM person), "
                                    "(SELECT avg(length(record)) FROM household), "
                                    "(SELECT avg(length(payload)) FROM event_payload), "
                                    "(SELECT avg(length(receipt)) FROM batch)",
                                    -1, &s, NULL);
    if (result != SQLITE_OK) return result;
    if ((result = sqlite3_step(s)) == SQLITE_ROW) {
        *shape = (struct shape){(uint64_t)sqlite3_column_int64(s, 0), (uint64_t)sqlite3_column_int64(s, 1),
                                sqlite3_column_int(s, 2), sqlite3_column_int(s, 3), sqlite3_column_int(s, 4)};
        result = shape->households > 0 && shape->people > 0 ? SQLITE_OK : SQLITE_EMPTY;
    }
    sqlite3_finalize(s);
    return result;
}

// The tables and indexes of the measured database, so that no list of them here can lack one.
static int copy_schema(sqlite3 *measured, sqlite3 *database) {
    sqlite3_stmt *s;
    int result = sqlite3_prepare_v2(
        measured, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY rowid", -1,
        &s, NULL);
    if (result != SQLITE_OK) return result;
    while (result == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        result = sqlite3_exec(database, (const char *)sqlite3_column_text(s, 0), NULL, NULL, NULL);
    sqlite3_finalize(s);
    return result;
}

static int write_all(sqlite3 *database, sqlite3_stmt **prepared, const struct shape *shape, int batch) {
    int largest = shape->record_bytes > shape->event_bytes ? shape->record_bytes : shape->event_bytes;
    if (shape->receipt_bytes > largest) largest = shape->receipt_bytes;
    unsigned char *bytes = malloc((size_t)largest + 16);
    for (int i = 0; i < largest + 16; i++) bytes[i] = (unsigned char)(i * 131);
    int result = SQLITE_OK;
    uint64_t number = 0, written = 0, batches = 0;
    while (number < shape->households && result == SQLITE_OK) {
        result = sqlite3_exec(database, "BEGIN IMMEDIATE", NULL, NULL, NULL);
        uint64_t end = written + (uint64_t)batch;
        while (number < shape->households && written < end && result == SQLITE_OK) {
            number++;
            // As many people as were measured, spread over as many households.
            uint64_t until = shape->people * number / shape->households;
            result = write_household(prepared, shape, number, written, until - written, bytes);
            written = until;
        }
        if (result == SQLITE_OK) result = write_batch(prepared, shape, ++batches, bytes);
        if (result == SQLITE_OK) result = sqlite3_exec(database, "COMMIT", NULL, NULL, NULL);
    }
    free(bytes);
    return result;
}

double reference_sqlite_write(const char *path, const char *measured_path, int batch) {
    sqlite3 *measured = NULL, *database = NULL;
    struct shape shape = {0};
    sqlite3_stmt *prepared[STATEMENT_COUNT] = {0};
    int result = sqlite3_open_v2(measured_path, &measured, SQLITE_OPEN_READONLY, NULL);
    if (result == SQLITE_OK) result = sqlite3_open(path, &database);
    if (result == SQLITE_OK)
        // As the suite's own connection is set up.
        result = sqlite3_exec(database,
                              "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                              "PRAGMA cache_size=-8192; PRAGMA secure_delete=ON;",
                              NULL, NULL, NULL);
    if (result == SQLITE_OK) result = read_shape(measured, &shape);
    if (result == SQLITE_OK) result = copy_schema(measured, database);
    for (int i = 0; i < STATEMENT_COUNT && result == SQLITE_OK; i++)
        result = sqlite3_prepare_v2(database, statements[i], -1, &prepared[i], NULL);
    double start = now_seconds();
    if (result == SQLITE_OK) result = write_all(database, prepared, &shape, batch);
    double elapsed = now_seconds() - start;
    for (int i = 0; i < STATEMENT_COUNT; i++) sqlite3_finalize(prepared[i]);
    sqlite3_close(database);
    sqlite3_close(measured);
    return result == SQLITE_OK ? elapsed : -result;
}
