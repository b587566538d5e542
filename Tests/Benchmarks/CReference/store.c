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

static const char *const statements[] = {
    "INSERT INTO household (region, household_id, case_number, stage, place_code, revision, "
    "recorded_at, record) VALUES (?1, ?2, ?3, 2, 'ML0505', 1, ?4, ?5)",
    "INSERT INTO person (region, person_id, household_id) VALUES (?1, ?2, ?3)",
    "INSERT INTO source_key (region, source, source_key, household_id, fingerprint) "
    "VALUES (?1, 'team', ?2, ?3, ?4)",
    "INSERT INTO event (region, sequence, event_id, subject, kind, recorded_at) "
    "VALUES (?1, ?2, ?3, ?4, 'household_recorded', ?5)",
    "INSERT INTO event_payload (region, subject, sequence, payload) VALUES (?1, ?2, ?3, ?4)",
};
enum { HOUSEHOLD, PERSON, SOURCE_KEY, EVENT, PAYLOAD, STATEMENT_COUNT };

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

static int write_household(sqlite3_stmt **prepared, struct reference_household shape,
                           uint64_t number, const void *bytes) {
    unsigned char household[16], other[16];
    char text[32];
    make_id(household, number, 1);
    sqlite3_stmt *s = prepared[HOUSEHOLD];
    snprintf(text, sizeof text, "BDG-%05llu-X", (unsigned long long)number);
    sqlite3_bind_text(s, 1, "ML19", 4, SQLITE_STATIC);
    sqlite3_bind_blob(s, 2, household, 16, SQLITE_STATIC);
    sqlite3_bind_text(s, 3, text, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 4, (sqlite3_int64)number);
    sqlite3_bind_blob(s, 5, bytes, shape.record_bytes, SQLITE_STATIC);
    int result = step(s);
    for (int i = 0; i < shape.people && result == SQLITE_OK; i++) {
        make_id(other, number * 128 + (uint64_t)i, 2);
        s = prepared[PERSON];
        sqlite3_bind_text(s, 1, "ML19", 4, SQLITE_STATIC);
        sqlite3_bind_blob(s, 2, other, 16, SQLITE_STATIC);
        sqlite3_bind_blob(s, 3, household, 16, SQLITE_STATIC);
        result = step(s);
    }
    if (result != SQLITE_OK) return result;
    s = prepared[SOURCE_KEY];
    sqlite3_bind_text(s, 1, "ML19", 4, SQLITE_STATIC);
    sqlite3_bind_text(s, 2, text, -1, SQLITE_STATIC);
    sqlite3_bind_blob(s, 3, household, 16, SQLITE_STATIC);
    sqlite3_bind_blob(s, 4, bytes, 16, SQLITE_STATIC);
    if ((result = step(s)) != SQLITE_OK) return result;
    make_id(other, number, 3);
    s = prepared[EVENT];
    sqlite3_bind_text(s, 1, "ML19", 4, SQLITE_STATIC);
    sqlite3_bind_int64(s, 2, (sqlite3_int64)number);
    sqlite3_bind_blob(s, 3, other, 16, SQLITE_STATIC);
    sqlite3_bind_blob(s, 4, household, 16, SQLITE_STATIC);
    sqlite3_bind_int64(s, 5, (sqlite3_int64)number);
    if ((result = step(s)) != SQLITE_OK) return result;
    s = prepared[PAYLOAD];
    sqlite3_bind_text(s, 1, "ML19", 4, SQLITE_STATIC);
    sqlite3_bind_blob(s, 2, household, 16, SQLITE_STATIC);
    sqlite3_bind_int64(s, 3, (sqlite3_int64)number);
    sqlite3_bind_blob(s, 4, bytes, shape.event_bytes, SQLITE_STATIC);
    return step(s);
}

double reference_sqlite_write(const char *path, const char *schema, struct reference_household shape,
                              int people, int batch) {
    sqlite3 *database;
    int result = sqlite3_open(path, &database);
    if (result != SQLITE_OK) return -result;
    result = sqlite3_exec(database,
                          "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
                          NULL, NULL, NULL);
    if (result == SQLITE_OK) result = sqlite3_exec(database, schema, NULL, NULL, NULL);
    sqlite3_stmt *prepared[STATEMENT_COUNT] = {0};
    for (int i = 0; i < STATEMENT_COUNT && result == SQLITE_OK; i++)
        result = sqlite3_prepare_v2(database, statements[i], -1, &prepared[i], NULL);
    int largest = shape.record_bytes > shape.event_bytes ? shape.record_bytes : shape.event_bytes;
    unsigned char *bytes = malloc((size_t)largest + 16);
    for (int i = 0; i < largest + 16; i++) bytes[i] = (unsigned char)(i * 131);
    double start = now_seconds();
    uint64_t number = 0;
    for (int written = 0; written < people && result == SQLITE_OK;) {
        result = sqlite3_exec(database, "BEGIN IMMEDIATE", NULL, NULL, NULL);
        for (int in_batch = 0; in_batch < batch && result == SQLITE_OK; in_batch += shape.people) {
            result = write_household(prepared, shape, ++number, bytes);
            written += shape.people;
        }
        if (result == SQLITE_OK) result = sqlite3_exec(database, "COMMIT", NULL, NULL, NULL);
    }
    double elapsed = now_seconds() - start;
    for (int i = 0; i < STATEMENT_COUNT; i++) sqlite3_finalize(prepared[i]);
    sqlite3_close(database);
    free(bytes);
    return result == SQLITE_OK ? elapsed : -result;
}
