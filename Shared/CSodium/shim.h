// libsodium 1.0.18 or later. Only the module Access imports this.
#ifndef JATIGI_CSODIUM_SHIM_H
#define JATIGI_CSODIUM_SHIM_H
#include <sodium.h>
#endif
