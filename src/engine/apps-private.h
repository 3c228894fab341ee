#pragma once
/* What the files about applications share. All in the caller's transaction. */
#include "engine/apps.h"
#include "engine/engine-private.h"
#include "model/manner.h"

G_BEGIN_DECLS

/* Takes a change of an application as a fact with that source and key. *id 0: of a new one, whose
 * id is given back unless the fact is known. */
gboolean apps_take(CrEngine *engine, int *id, CrChange *change, CrInstant at, const char *source,
                   const char *key, CrInstant now, GError **error);
/* CR_ERROR_NOT_FOUND when there is none, or it is part of another one. */
CrApplication *apps_load(CrEngine *engine, int id, GError **error);
/* Decides what one that is kept asks for next. Whether a call is agreed or missed changes that,
 * too. */
gboolean apps_settle(CrEngine *engine, int id, GError **error);
/* The one that a name or posting means already: 0 when none. */
gboolean apps_find_same(CrEngine *engine, const CrDetails *details, int *ret_id, GError **error);

/* Begins what the candidate does, by their own key or NULL: a transaction, and the key of its fact,
 * or NULL when that was done before. Free with g_free. cr_store_end ends it. */
gboolean apps_begin_act(CrEngine *engine, int id, const char *what, const char *key, CrInstant now,
                        char **ret_key, GError **error);
/* Takes back the change with that key; facts are all of the application's. key: of the fact that
 * does, or NULL. */
gboolean apps_take_back(CrEngine *engine, int id, GPtrArray *facts, const char *undoes,
                        const char *key, CrInstant now, GError **error);
/* The key of the fact in the other one, by that of the MERGE. Free with g_free. */
char *apps_part_key(const char *merge_key);
/* {"id", "title"} of others that may be the same. */
json_t *apps_alike(CrEngine *engine, const CrApplication *application, GError **error);

/* All applications, CrApplicationRow, with those marked that a call has made. */
GPtrArray *apps_rows(CrEngine *engine, GError **error);
/* The odds over rows. */
json_t *apps_odds_document(CrEngine *engine, GPtrArray *rows, CrInstant now, GError **error);
json_t *apps_public_row(const CrApplicationRow *row, CrEngine *engine, CrInstant now);
CrManner apps_manner(const CrEngine *engine); /* how the candidate writes clocks and dates */
void apps_put_instant(json_t *object, const char *key, CrInstant instant, const CrEngine *engine);

G_END_DECLS
