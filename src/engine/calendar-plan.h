#pragma once
/* Which entries a calendar should have, by what the store says. */
#include "engine/entry.h"
#include "store/store.h"

G_BEGIN_DECLS

typedef enum {
  CR_WANT_WRITTEN, /* there, as we say */
  CR_WANT_LEFT,    /* as it is: it has passed, or is the candidate's memory of it */
  CR_WANT_GONE,
} CrWant;

typedef struct {
  CrEntry *entry;
  CrWant want;
  gboolean hold;
} CrPlanned;

/* CrPlanned for each call of the last two months or later, and each time that is held for one. In a
 * transaction. Free with g_ptr_array_unref (elements go with it). */
GPtrArray *cr_calendar_plan(CrStore *store, const CrPolicy *policy, const char *tag, CrInstant now,
                            GError **error);

G_END_DECLS
