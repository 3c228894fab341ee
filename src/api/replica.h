#pragma once
/* Reading from a replica of the database, so that pages do not cost the primary. The account's
 * version tells whether it has all that the primary has: what a page shows is never older than what
 * anybody wrote before it was asked for. */
#include "api/route.h"

G_BEGIN_DECLS

typedef struct _CrReplica CrReplica;

/* uri: of the replica; NULL gives NULL. primary: of the database. */
CrReplica *cr_replica_new(const char *uri, const char *primary);
void cr_replica_free(CrReplica *replica); /* NULL-safe */
/* A desk of the same account as desk, which is the primary's, to answer the request with; NULL when
 * it changes something, or the replica is away or behind. Give it back. replica may be NULL. */
CrDesk *cr_replica_take(CrReplica *replica, const CrRequest *request, CrDesk *desk);
void cr_replica_give(CrReplica *replica, CrDesk *desk);

G_END_DECLS
