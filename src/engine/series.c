/* An invite is read once, and of a series the calls of the next weeks alone are watched. Those that
 * come later are kept, each by itself, until their weeks have come or their sender calls them off.
 */
#include "base/text.h"
#include "engine/engine-private.h"
#include "playbook/agree.h"

#include <string.h>

#define KEPT "series:" /* a digest of UID and sender, and the RECURRENCE-ID: the setting's name */
#define NEXT "series.next" /* when the first of them is due; absent: none is kept */
#define MAX_BYTES 16000
/* A series that has moved by some hours names its calls anew. */
#define MOVED_USEC (12 * CR_HOUR)

/* Of a sender's series: what others send about it touches nothing that is kept. */
static char *
stem_of(const CrFact *fact) {
  const char *sender = fact->mail ? fact->mail->from_email : cr_event_sender(fact->event);
  g_autofree char *both = g_strconcat(fact->event->uid, " ", sender ? sender : "", NULL);
  g_autofree char *lower = g_ascii_strdown(both, -1);
  g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, lower, -1);
  digest[32] = '\0';
  return g_strconcat(KEPT, digest, ":", NULL);
}

static gboolean
keep(CrEngine *engine, const char *name, const CrFact *fact, CrInstant next, GError **error) {
  g_autoptr(CrInterview) call =
      cr_agree_from_event(fact->event, fact->mail, engine->profile, fact->event->start);
  CrInstant due = cr_agree_watched_from(fact->event);
  if (call == NULL)
    return TRUE;
  g_autoptr(json_t) json = cr_fact_to_json(fact);
  json_t *mail = json_object_get(json, "mail");
  json_object_del(mail, "text");
  json_object_del(mail, "times");
  json_object_del(mail, "evidence");
  g_autofree char *text = cr_json_print(json);
  return strlen(text) > MAX_BYTES || (cr_store_set(engine->store, name, text, error) &&
                                      ((next != CR_INSTANT_NONE && next <= due) ||
                                       cr_store_set_number(engine->store, NEXT, due, error)));
}

static gboolean
drop_all(CrEngine *engine, const char *stem, GError **error) {
  g_autoptr(GHashTable) kept = cr_store_get_alike(engine->store, stem, error);
  GHashTableIter iter;
  gpointer name;
  if (kept == NULL)
    return FALSE;
  g_hash_table_iter_init(&iter, kept);
  while (g_hash_table_iter_next(&iter, &name, NULL))
    if (!cr_store_set(engine->store, name, NULL, error))
      return FALSE;
  return TRUE;
}

gboolean
engine_note_series(CrEngine *engine, const CrFact *fact, CrInstant now, GError **error) {
  const CrEvent *event = fact->event;
  if (fact->kind != CR_FACT_INVITE || event->uid == NULL || (fact->mail && fact->mail->forged))
    return TRUE;
  gboolean off = event->method == CR_METHOD_CANCEL || event->cancelled;
  gboolean whole = event->recurrence_id == CR_INSTANT_NONE;
  if (whole && !off)
    return TRUE;
  g_autofree char *stem = stem_of(fact);
  g_autofree char *name = g_strdup_printf("%s%" G_GINT64_FORMAT, stem, event->recurrence_id);
  CrInstant next = engine_kept_instant(engine->store, NEXT);
  if (!off && cr_agree_watched_from(event) > now)
    return keep(engine, name, fact, next, error);
  return next == CR_INSTANT_NONE ||
         (whole ? drop_all(engine, stem, error) : cr_store_set(engine->store, name, NULL, error));
}

/* When their weeks come */

typedef struct {
  const char *name; /* borrowed */
  CrFact *fact;
} Kept;

static void
kept_free(gpointer data) {
  Kept *kept = data;
  cr_fact_free(kept->fact);
  g_free(kept);
}

static int
compare_kept(gconstpointer a, gconstpointer b) {
  const Kept *x = *(Kept *const *) a, *y = *(Kept *const *) b;
  CrInstant i = x->fact->event->start, j = y->fact->event->start;
  return i != j ? (i < j ? -1 : 1) : strcmp(x->name, y->name);
}

static GPtrArray *
load(GHashTable *settings) {
  GPtrArray *list = g_ptr_array_new_with_free_func(kept_free);
  GHashTableIter iter;
  gpointer name, text;
  g_hash_table_iter_init(&iter, settings);
  while (g_hash_table_iter_next(&iter, &name, &text)) {
    g_autoptr(json_t) json = cr_json_parse(text, strlen(text), NULL);
    CrFact *fact = json ? cr_fact_from_json(json, NULL) : NULL;
    if (fact == NULL || fact->event == NULL) {
      cr_fact_free(fact);
      continue;
    }
    Kept *kept = g_new(Kept, 1);
    *kept = (Kept){name, fact};
    g_ptr_array_add(list, kept);
  }
  g_ptr_array_sort(list, compare_kept);
  return list;
}

/* a is said of the same call as b, and later. */
static gboolean
replaces(CrInstant a, int a_sequence, const CrEvent *b) {
  return a == b->recurrence_id ||
         (a_sequence > b->sequence && ABS(a - b->recurrence_id) < MOVED_USEC);
}

static gboolean
is_replaced(CrEngine *engine, const GPtrArray *list, const Kept *kept) {
  const CrEvent *event = kept->fact->event;
  gsize stem = (gsize) (strrchr(kept->name, ':') - kept->name);
  for (guint i = 0; i < list->len; i++) {
    const Kept *other = list->pdata[i];
    if (other != kept && strncmp(other->name, kept->name, stem) == 0 &&
        replaces(other->fact->event->recurrence_id, other->fact->event->sequence, event))
      return TRUE;
  }
  g_autoptr(GArray) ids = cr_store_find_interviews(engine->store, CR_FIND_UID, event->uid, NULL);
  for (guint i = 0; ids && i < ids->len; i++) {
    const CrInterview *iv = cr_store_see_interview(engine->store, g_array_index(ids, int, i), NULL);
    if (iv && replaces(cr_agree_occurrence(iv), iv->sequence, event))
      return TRUE;
  }
  return FALSE;
}

static gboolean
hear(CrEngine *engine, const GPtrArray *list, const Kept *kept, CrInstant now, GError **error) {
  CrFact *fact = kept->fact;
  g_autoptr(CrInterview) call = cr_agree_from_event(fact->event, fact->mail, engine->profile, now);
  fact->learnt = now;
  return cr_store_set(engine->store, kept->name, NULL, error) &&
         (call == NULL || is_replaced(engine, list, kept) ||
          engine_found(engine, call, fact, now, error));
}

gboolean
engine_hear_series(CrEngine *engine, CrInstant now, GError **error) {
  CrInstant next = engine_kept_instant(engine->store, NEXT), later = CR_INSTANT_NONE;
  if (next == CR_INSTANT_NONE || now < next)
    return TRUE;
  g_autoptr(GHashTable) settings = cr_store_get_alike(engine->store, KEPT, error);
  if (settings == NULL)
    return FALSE;
  g_autoptr(GPtrArray) list = load(settings);
  for (guint i = 0; i < list->len; i++) {
    const Kept *kept = list->pdata[i];
    CrInstant due = cr_agree_watched_from(kept->fact->event);
    if (due > now)
      later = later == CR_INSTANT_NONE ? due : MIN(later, due);
    else if (!hear(engine, list, kept, now, error))
      return FALSE;
  }
  return later == CR_INSTANT_NONE ? cr_store_set(engine->store, NEXT, NULL, error)
                                  : cr_store_set_number(engine->store, NEXT, later, error);
}
