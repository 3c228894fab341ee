#include "store/grants.h"

#include "store/engine.h"

static gboolean
put(CrStore *store, const char *kind, gint64 other, CrInstant ends, const char *body,
    GError **error) {
  return cr_store_run(store, CR_SQL_PUT_ACCESS,
                      CR_VALUES(CR_TEXT(kind), CR_INT(other), CR_INT(ends), CR_TEXT(body)), NULL,
                      NULL, error);
}

static gboolean
drop(CrStore *store, const char *kind, gint64 other, CrInstant ends, GError **error) {
  return cr_store_run(store, CR_SQL_DROP_ACCESS,
                      CR_VALUES(CR_TEXT(kind), CR_INT(other), CR_INT(ends)), NULL, NULL, error);
}

gboolean
cr_store_put_grant(CrStore *store, gint64 coach, const CrGrant *grant, GError **error) {
  g_autofree char *body = cr_record_print(&cr_grant_record, grant);
  return put(store, "given", coach, grant->ends, body, error);
}

gboolean
cr_store_drop_grant(CrStore *store, gint64 coach, GError **error) {
  return drop(store, "given", coach, CR_INSTANT_MAX, error);
}

typedef struct {
  CrInstant now;
  GPtrArray *rows;
} Grants;

static void
free_row(gpointer data) {
  CrGrantRow *row = data;
  cr_grant_free(row->grant);
  g_free(row);
}

static gboolean
take_grant(const CrRow *row, gpointer data, GError **error) {
  Grants *grants = data;
  if (cr_row_integer(row, "ends_at") <= grants->now)
    return TRUE;
  CrGrant *grant = cr_record_parse(&cr_grant_record, cr_row_text(row, "body"), error);
  if (grant == NULL)
    return FALSE;
  grant->ends = cr_row_integer(row, "ends_at");
  CrGrantRow *found = g_new0(CrGrantRow, 1);
  found->coach = cr_row_integer(row, "other_id");
  found->grant = grant;
  g_ptr_array_add(grants->rows, found);
  return TRUE;
}

CrGrant *
cr_store_find_grant(CrStore *store, gint64 coach, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(free_row);
  Grants grants = {now, rows};
  if (!cr_store_run(store, CR_SQL_FIND_ACCESS, CR_VALUES(CR_TEXT("given"), CR_INT(coach)),
                    take_grant, &grants, error) ||
      rows->len == 0)
    return NULL;
  return g_steal_pointer(&((CrGrantRow *) rows->pdata[0])->grant);
}

GPtrArray *
cr_store_list_grants(CrStore *store, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(free_row);
  Grants grants = {now, rows};
  return cr_store_run(store, CR_SQL_LIST_ACCESS,
                      CR_VALUES(CR_TEXT("given"), CR_INT(0), CR_INT(cr_store_limit(0))), take_grant,
                      &grants, error)
             ? g_steal_pointer(&rows)
             : NULL;
}

gboolean
cr_store_note_candidate(CrStore *store, gint64 candidate, CrInstant now, GError **error) {
  return put(store, "held", candidate, now, "", error);
}

static gboolean
take_candidate(const CrRow *row, gpointer data, GError **error) {
  const CrCandidateRow found = {cr_row_integer(row, "other_id"), cr_row_integer(row, "ends_at")};
  g_array_append_val((GArray *) data, found);
  return TRUE;
}

GArray *
cr_store_list_candidates(CrStore *store, gint64 after, guint limit, GError **error) {
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(CrCandidateRow));
  return cr_store_run(store, CR_SQL_LIST_ACCESS,
                      CR_VALUES(CR_TEXT("held"), CR_INT(after), CR_INT(cr_store_limit(limit))),
                      take_candidate, rows, error)
             ? g_steal_pointer(&rows)
             : NULL;
}

gboolean
cr_store_forget_candidate(CrStore *store, gint64 candidate, CrInstant noted, GError **error) {
  return drop(store, "held", candidate, noted, error);
}
