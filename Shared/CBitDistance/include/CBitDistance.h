#ifndef JATIGI_BIT_DISTANCE_H
#define JATIGI_BIT_DISTANCE_H
#include <stddef.h>
#include <stdint.h>

/// The Hamming distances of one row of `words` words to `count` rows that lie one after another.
///
/// Swift is compiled for the oldest processor of its architecture, which cannot count bits; here the
/// version for the processor at hand is chosen when the program starts.
void jatigi_bit_distances(
    const uint64_t *row, const uint64_t *rows, size_t words, size_t count, uint32_t *distances);

#endif
