#pragma once
/* Where we may connect to: rules for URLs before a name is resolved, and for the addresses it
 * resolves to at the moment of connecting, so that no name can change in between. */
#include "model/connection.h"

#include <sys/socket.h>

G_BEGIN_DECLS

typedef enum {
  CR_REACH_ALL,    /* the candidate's own machine: private networks and loopback, too */
  CR_REACH_PUBLIC, /* a hosted account: never into our own networks, nor to this very machine */
} CrReach;
CrReach cr_net_reach(const CrConnection *connection);

/* Whether the address is one of the public internet: not this machine, private (RFC 1918, ULA),
 * shared (CGNAT, RFC 6598), link-local, multicast, documentation, benchmarking, reserved, and none
 * that carries an IPv4 address inside (mapped, compatible, NAT64, 6to4, Teredo), whichever it is.
 * Sources: the IANA special-purpose address registries. Families but IPv4 and IPv6 are not public.
 */
gboolean cr_net_is_public(const struct sockaddr *address);
/* Whether it is an address of this machine's own, as the kernel sees it: not one that a router
 * before it stands in for. */
gboolean cr_net_is_own(const struct sockaddr *address);
gboolean cr_net_may_connect(const struct sockaddr *address, CrReach reach);

/* 127.0.0.0/8 or ::1 written as address, with or without brackets; no name, "localhost" neither. */
gboolean cr_net_is_loopback_literal(const char *host);

/* The URL as we would request it, or NULL with CR_ERROR_PARSE that says what is wrong: https
 * (webcal and webcals mean https), http only to a loopback address as such and never of PUBLIC; a
 * host, no user or password, no fragment kept, no control characters, spaces or backslashes, port 1
 * to 65535, at most 2,000 bytes; of PUBLIC no address literal that is not public, no name that is
 * only known inside a network (one label, .local, .internal, .localhost …). Free with g_free. */
char *cr_url_check(const char *url, CrReach reach, GError **error);
/* Whether both have the same scheme, host and port; credentials go nowhere else. */
gboolean cr_url_same_origin(const char *a, const char *b);

G_END_DECLS
