#pragma once
/* Reasons for which nobody sends anything until they are gone, however many processes there are:
 * settings "paused.KIND", in words. All in the caller's transaction. */
#include "store/store.h"

G_BEGIN_DECLS

typedef enum {
  CR_PAUSE_COPY,  /* the database is a copy or a backup, and its candidate has not confirmed it */
  CR_PAUSE_MOVED, /* the account was moved into another database */
  CR_PAUSE_CLOCK, /* the clock was set, and nothing confirms the new time */
  CR_PAUSE_SUSPENDED, /* whoever runs the service suspended the member: nobody can stop a letter */
  CR_N_PAUSES,
} CrPause;

/* why NULL ends it. Nothing is written when it is so already. */
gboolean cr_pause_set(CrStore *store, CrPause pause, const char *why, GError **error);
/* Why nothing may be sent; NULL without error set when all is well. Free with g_free. */
char *cr_pause_why(CrStore *store, GError **error);
char *cr_pause_get(CrStore *store, CrPause pause, GError **error);

G_END_DECLS
