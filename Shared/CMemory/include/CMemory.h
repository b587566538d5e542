#ifndef JATIGI_MEMORY_H
#define JATIGI_MEMORY_H
#include <stddef.h>

/// Private, empty pages of so many bytes in the place of former ones, whose content they have (`mremap(2)`); the first
/// time `pages` is null. Null where the system has no room, and the former stay then.
///
/// Swift sees the functions of POSIX alone; this one is Linux's.
void *jatigi_resize_pages(void *pages, size_t from, size_t to);

/// Asks the processor to read the line at an address, which may be any, while the program goes on.
static inline void jatigi_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
