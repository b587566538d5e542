#include "CBitDistance.h"

#if defined(__x86_64__) && defined(__linux__)
__attribute__((target_clones("avx512vpopcntdq", "avx2", "popcnt", "default")))
#endif
void jatigi_bit_distances(
    const uint64_t *row, const uint64_t *rows, size_t words, size_t count, uint32_t *distances) {
    for (size_t i = 0; i < count; i++) {
        const uint64_t *other = rows + i * words;
        uint64_t distance = 0;
        for (size_t w = 0; w < words; w++) distance += __builtin_popcountll(row[w] ^ other[w]);
        distances[i] = (uint32_t)distance;
    }
}
