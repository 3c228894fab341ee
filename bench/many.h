#pragma once
/* A PostgreSQL with many accounts, on the server that CR_TEST_POSTGRES names, for what is measured.
 */
#include "bench.h"
#include "engine/crew.h"

#define MANY_NOW (G_GINT64_CONSTANT(1795698000) * CR_SECOND)

extern char *many_uri; /* of the database founded last */
CrStore *many_found(const char *name);
/* The database of so many accounts, each with so many calls, that this server keeps: made, if it is
 * not there. What was done in it stays. */
CrStore *many_keep(guint accounts, int calls);
/* The first value, as the founder. */
double many_sql(const char *text);
/* data: minutes after MANY_NOW, gint64. */
CrClock many_read_clock(gpointer data);
/* Until it is stopped; then join the thread. */
GThread *many_run(CrCrew *crew);
/* An account with so many calls: the first now, the others a day later each. */
void many_add(CrStore *store, gint64 account, int calls);
/* No account is due for months, each at another time, and nobody holds any. */
#define MANY_REST (MANY_NOW + 200 * CR_DAY_USEC)
void many_rest(void);
/* Accounts 2 to n are as the first is, and due. */
void many_copy_first(guint n);
