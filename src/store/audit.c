/* The audit grows here; audit-check.c looks whether it holds. */
#include "store/audit.h"

#include "base/error.h"
#include "base/text.h"
#include "store/audit-private.h"

#include <string.h>

#define MAX_WHO_CHARS 120
#define MAX_OBJECT_CHARS 300
#define PAGE 1000

static const CrAuditKeys *keys;

void
cr_audit_use_keys(const CrAuditKeys *used) {
  keys = used;
}

CrAuditMark
audit_check_mark(gint64 account, const CrDeed *deed) {
  if (*deed->mark == '\0')
    return CR_AUDIT_MARK_NONE;
  return keys ? keys->check(account, deed->hash, deed->mark) : CR_AUDIT_MARK_UNKNOWN;
}

static gboolean
take_head(const CrRow *row, gpointer data, GError **error) {
  CrAuditHead *head = data;
  head->number = cr_row_integer(row, "audit_id");
  head->at = cr_row_integer(row, "at");
  g_strlcpy(head->hash, cr_row_text(row, "hash"), sizeof head->hash);
  return TRUE;
}

gboolean
cr_store_audit_head(CrStore *store, CrAuditHead *ret_head, GError **error) {
  CrAuditHead head = {store->account, 0, CR_INSTANT_NONE, ""};
  if (!cr_store_run(store, CR_SQL_LAST_DEED, CR_NO_VALUES, take_head, &head, error))
    return FALSE;
  *ret_head = head;
  return TRUE;
}

/* What is to be hashed must be read in one way only: each on a line of its own. */
static gboolean
append(CrStore *store, CrAuditHead *head, CrDeedKind kind, const CrActor *actor, CrInstant at,
       const char *object, GError **error) {
  g_autofree char *who =
      actor && actor->name ? cr_text_line(actor->name, MAX_WHO_CHARS) : g_strdup("");
  g_autofree char *what = object ? cr_text_line(object, MAX_OBJECT_CHARS) : g_strdup("");
  CrDeed deed = {.at = at,
                 .actor = actor ? actor->account : store->account,
                 .who = who,
                 .action = (char *) cr_deed_name(kind),
                 .object = what};
  if (!cr_store_next_id(store, CR_COUNT_DEED, &deed.number, error))
    return FALSE;
  g_autofree char *hash = cr_deed_hash(&deed, head->hash);
  g_autofree char *mark = keys ? keys->mark(store->account, hash, error) : g_strdup("");
  if (mark == NULL)
    return FALSE;
  head->number = deed.number;
  head->at = at;
  g_strlcpy(head->hash, hash, sizeof head->hash);
  return cr_store_run(store, CR_SQL_ADD_DEED,
                      CR_VALUES(CR_INT(deed.number), CR_INT(at), CR_INT(deed.actor), CR_TEXT(who),
                                CR_TEXT(deed.action), CR_TEXT(what), CR_TEXT(hash), CR_TEXT(mark)),
                      NULL, NULL, error);
}

gboolean
cr_store_add_deed(CrStore *store, CrDeedKind kind, const CrActor *actor, CrInstant at,
                  const char *object, GError **error) {
  CrAuditHead head;
  if (!cr_store_audit_head(store, &head, error))
    return FALSE;
  g_autofree char *home = g_strdup_printf("account %" G_GINT64_FORMAT, store->account);
  return (head.number || append(store, &head, CR_DEED_BEGUN, actor, at, home, error)) &&
         append(store, &head, kind, actor, at, object, error);
}

static gboolean
take_deed(const CrRow *row, gpointer data, GError **error) {
  CrDeed *deed = g_new0(CrDeed, 1);
  deed->number = cr_row_integer(row, "audit_id");
  deed->at = cr_row_integer(row, "at");
  deed->actor = cr_row_integer(row, "actor");
  deed->who = g_strdup(cr_row_text(row, "who"));
  deed->action = g_strdup(cr_row_text(row, "action"));
  deed->object = g_strdup(cr_row_text(row, "object"));
  deed->hash = g_strdup(cr_row_text(row, "hash"));
  deed->mark = g_strdup(cr_row_text(row, "mark"));
  g_ptr_array_add(data, deed);
  return TRUE;
}

GPtrArray *
audit_list_deeds(CrStore *store, CrSql sql, gint64 from, gint64 limit, GError **error) {
  g_autoptr(GPtrArray) deeds = g_ptr_array_new_with_free_func((GDestroyNotify) cr_deed_free);
  return cr_store_run(store, sql, CR_VALUES(CR_INT(from), CR_INT(limit)), take_deed, deeds, error)
             ? g_steal_pointer(&deeds)
             : NULL;
}

GPtrArray *
cr_store_list_deeds(CrStore *store, gint64 before, guint limit, GError **error) {
  return audit_list_deeds(store, CR_SQL_LIST_DEEDS, before ? before : G_MAXINT64,
                          cr_store_limit(limit), error);
}

/* Facts */

void
audit_sum_clear(FactSum *sum) {
  g_clear_pointer(&sum->digest, g_checksum_free);
}

static void
add_text(GChecksum *digest, const char *text) {
  char length[24];
  g_snprintf(length, sizeof length, "%" G_GSIZE_FORMAT " ", strlen(text));
  g_checksum_update(digest, (const guchar *) length, -1);
  g_checksum_update(digest, (const guchar *) text, -1);
}

static gboolean
take_fact(const CrRow *row, gpointer data, GError **error) {
  FactSum *sum = data;
  char head[80];
  sum->last = cr_row_integer(row, "fact_id");
  g_snprintf(head, sizeof head, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " ",
             sum->last, cr_row_integer(row, "interview_id"), cr_row_integer(row, "application_id"));
  g_checksum_update(sum->digest, (const guchar *) head, -1);
  sum->count++;
  if (cr_row_text(row, "body")) {
    add_text(sum->digest, cr_row_text(row, "source_key"));
    add_text(sum->digest, cr_row_text(row, "body"));
    return TRUE;
  }
  g_autoptr(CrFact) tick = store_read_fact(row, error); /* as it was kept before it had no body */
  if (tick == NULL)
    return FALSE;
  g_autofree char *body = cr_fact_print(tick);
  add_text(sum->digest, tick->source_key);
  add_text(sum->digest, body);
  return TRUE;
}

gboolean
audit_sum_facts(CrStore *store, gint64 after, gint64 to, gint64 most, FactSum *ret_sum,
                GError **error) {
  *ret_sum = (FactSum){.last = after, .digest = g_checksum_new(G_CHECKSUM_SHA256)};
  if (!store_save_chains(store, error))
    return FALSE;
  for (gint64 before = -1; before != ret_sum->count && ret_sum->count < most;) {
    before = ret_sum->count;
    if (!cr_store_run(
            store, CR_SQL_FACTS_BETWEEN,
            CR_VALUES(CR_INT(ret_sum->last), CR_INT(to), CR_INT(MIN(PAGE, most - ret_sum->count))),
            take_fact, ret_sum, error))
      return FALSE;
  }
  return TRUE;
}

char *
audit_format_seal(gint64 first, const FactSum *sum) {
  return g_strdup_printf("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT " %s", first, sum->last,
                         g_checksum_get_string(sum->digest));
}

gboolean
audit_read_seal(const char *object, gint64 *ret_first, gint64 *ret_last) {
  char *end = NULL;
  gint64 first = g_ascii_strtoll(object, &end, 10);
  if (*end != '-')
    return FALSE;
  gint64 last = g_ascii_strtoll(end + 1, &end, 10);
  if (*end != ' ' || first < 1 || last < first)
    return FALSE;
  *ret_first = first;
  *ret_last = last;
  return TRUE;
}

char *
audit_seal_now(CrStore *store, const char *seal, GError **error) {
  gint64 first = 0, last = 0;
  g_auto(FactSum) sum = {0};
  audit_read_seal(seal, &first, &last);
  return audit_sum_facts(store, first - 1, last, G_MAXINT64, &sum, error)
             ? audit_format_seal(first, &sum)
             : NULL;
}

static gboolean
take_seal(const CrRow *row, gpointer data, GError **error) {
  gint64 first;
  audit_read_seal(cr_row_text(row, "object"), &first, data);
  return TRUE;
}

gboolean
cr_store_seal_facts(CrStore *store, const CrActor *actor, CrInstant at, gboolean *ret_more,
                    GError **error) {
  gint64 sealed = 0;
  g_auto(FactSum) sum = {0};
  if (!cr_store_run(store, CR_SQL_LAST_SEAL, CR_NO_VALUES, take_seal, &sealed, error) ||
      !audit_sum_facts(store, sealed, G_MAXINT64, CR_SEAL_MOST, &sum, error))
    return FALSE;
  g_autofree char *seal = audit_format_seal(sealed + 1, &sum);
  if (sum.count && !cr_store_add_deed(store, CR_DEED_FACTS, actor, at, seal, error))
    return FALSE;
  if (ret_more)
    *ret_more = sum.count == CR_SEAL_MOST;
  return TRUE;
}

/* What goes leaves its hash, so that the chain goes on; store.c takes the rows away then. */
gboolean
audit_erase(CrStore *store, const CrActor *actor, CrInstant at, GError **error) {
  CrAuditHead head;
  if (!cr_store_audit_head(store, &head, error))
    return FALSE;
  g_autofree char *object =
      g_strdup_printf("account %" G_GINT64_FORMAT ": %s", store->account, head.hash);
  return cr_store_add_deed(store, CR_DEED_ERASED, actor, at, object, error) &&
         cr_store_audit_head(store, &head, error) &&
         cr_store_run(store, CR_SQL_DROP_DEEDS, CR_VALUES(CR_INT(head.number)), NULL, NULL, error);
}
