// libnng as Swift sees it: REQ/REP over every transport, and TLS configuration. Nothing here needs
// code of its own: nng's types are small structures of an id, opaque pointers and plain functions.
#ifndef JATIGI_CNNG_H
#define JATIGI_CNNG_H

#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <nng/protocol/reqrep0/req.h>
#include <nng/supplemental/http/http.h>
#include <nng/supplemental/tls/tls.h>

#endif
