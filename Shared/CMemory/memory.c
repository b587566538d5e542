#define _GNU_SOURCE
#include "CMemory.h"
#include <sys/mman.h>

void *jatigi_resize_pages(void *pages, size_t from, size_t to) {
    void *resized =
        pages ? mremap(pages, from, to, MREMAP_MAYMOVE)
              : mmap(NULL, to, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return resized == MAP_FAILED ? NULL : resized;
}
