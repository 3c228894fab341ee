/* An invite is read once, and of a series the calls of the next weeks alone are watched. Of those
 * that come later the last word is kept, of each by itself, until their weeks have come. One event
 * may speak of several calls (cr_agree_said_of): each of them hears it. */
#include "base/text.h"
#include "engine/engine-private.h"
#include "engine/link.h"
#include "playbook/agree.h"

#include <string.h>

#define KEPT "series:"     /* a digest of the UID, the RECURRENCE-ID, one of the fact: its name */
#define NEXT "series.next" /* when the first of them is due; absent: none is kept */
#define MAX_BYTES 16000
#define DIGEST_CHARS 24

typedef struct {
  CrInterview *call; /* one that is watched; or of id 0: what it would be */
  char *name;        /* of what is kept of that one, */
  CrFact *fact;      /* which is this; else both NULL */
} Call;

static void
call_free(gpointer data) {
  Call *call = data;
  cr_interview_free(call->call);
  cr_fact_free(call->fact);
  g_free(call->name);
  g_free(call);
}

static char *
digest(const char *text) {
  g_autofree char *lower = g_ascii_strdown(text ? text : "", -1);
  char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, lower, -1);
  sum[DIGEST_CHARS] = '\0';
  return sum;
}

/* The RECURRENCE-ID by which the call was known when it was said. */
static CrInstant
occurrence_of(const CrEvent *event) {
  return event->was != CR_INSTANT_NONE ? event->was : event->recurrence_id;
}

static char *
name_for(const CrFact *fact) {
  g_autofree char *uid = digest(fact->event->uid), *key = digest(fact->source_key);
  return g_strdup_printf(KEPT "%s:%" G_GINT64_FORMAT ":%s", uid, occurrence_of(fact->event), key);
}

static CrInterview *
identify(const CrFact *fact) {
  const CrEvent *event = fact->event;
  CrInterview *iv = cr_interview_new();
  iv->uid = g_strdup(event->uid);
  iv->sequence = event->sequence;
  iv->dtstamp = event->dtstamp;
  iv->recurrence_id = occurrence_of(event);
  iv->organizer = g_strdup(event->organizer_email);
  iv->contact.email = g_strdup(cr_fact_sender(fact));
  iv->start = event->start;
  iv->end = event->end;
  return iv;
}

static gboolean
is_same_call(const CrInterview *a, const CrInterview *b) {
  return cr_agree_occurrence(a) == cr_agree_occurrence(b) && cr_text_equal(a->uid, b->uid);
}

/* What is said of one call stands together, in the order in which it was said. */
static int
compare_calls(gconstpointer a, gconstpointer b) {
  const Call *c = *(Call *const *) a, *d = *(Call *const *) b;
  const CrInterview *x = c->call, *y = d->call;
  CrInstant i = cr_agree_occurrence(x), j = cr_agree_occurrence(y);
  if (i != j)
    return i < j ? -1 : 1;
  if (!is_same_call(x, y))
    return g_ascii_strcasecmp(x->uid, y->uid);
  if (x->sequence != y->sequence)
    return x->sequence < y->sequence ? -1 : 1;
  return x->dtstamp != y->dtstamp ? (x->dtstamp < y->dtstamp ? -1 : 1)
                                  : g_strcmp0(c->name, d->name);
}

/* Of one series, or of all: prefix is that of their names. */
static gboolean
add_kept(CrEngine *engine, const char *prefix, GPtrArray *calls, GError **error) {
  g_autoptr(GHashTable) kept = cr_store_get_alike(engine->store, prefix, error);
  GHashTableIter iter;
  gpointer name, text;
  if (kept == NULL)
    return FALSE;
  g_hash_table_iter_init(&iter, kept);
  while (g_hash_table_iter_next(&iter, &name, &text)) {
    g_autoptr(json_t) json = cr_json_parse(text, strlen(text), NULL);
    g_autoptr(CrFact) fact = json ? cr_fact_from_json(json, NULL) : NULL;
    if (fact == NULL || fact->event == NULL)
      continue;
    Call *call = g_new(Call, 1);
    *call = (Call){identify(fact), g_strdup(name), NULL};
    call->fact = g_steal_pointer(&fact);
    g_ptr_array_add(calls, call);
  }
  return TRUE;
}

static gboolean
add_watched(CrEngine *engine, const char *uid, GPtrArray *calls, GError **error) {
  g_autoptr(GArray) ids = cr_store_find_interviews(engine->store, CR_FIND_UID, uid, error);
  for (guint i = 0; ids && i < ids->len; i++) {
    g_autoptr(CrInterview) iv =
        cr_store_load_interview(engine->store, g_array_index(ids, int, i), NULL);
    if (iv == NULL || cr_phase_is_final(iv->state.phase))
      continue;
    Call *call = g_new0(Call, 1);
    call->call = g_steal_pointer(&iv);
    g_ptr_array_add(calls, call);
  }
  return ids != NULL;
}

/* Those that the event may speak of, beside the watched one that it names. */
static GPtrArray *
load_series(CrEngine *engine, const CrEvent *event, GError **error) {
  g_autoptr(GPtrArray) calls = g_ptr_array_new_with_free_func(call_free);
  gboolean one =
      event->recurrence_id != CR_INSTANT_NONE && event->series->len == 0 && !event->and_future;
  g_autofree char *sum = digest(event->uid), *all = g_strconcat(KEPT, sum, ":", NULL);
  g_autofree char *named = g_strdup_printf("%s%" G_GINT64_FORMAT ":", all, event->recurrence_id);
  if ((!one && !add_watched(engine, event->uid, calls, error)) ||
      !add_kept(engine, one ? named : all, calls, error))
    return NULL;
  g_ptr_array_sort(calls, compare_calls);
  return g_steal_pointer(&calls);
}

CrInstant
engine_series_due(CrEngine *engine) {
  return engine_kept_instant(engine->store, NEXT);
}

/* What was said later of a call waits for what was said of it first. */
static gboolean
is_first(const GPtrArray *list, guint i) {
  return i == 0 || !is_same_call(((const Call *) list->pdata[i - 1])->call,
                                 ((const Call *) list->pdata[i])->call);
}

static GPtrArray *
load_kept(CrEngine *engine, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(call_free);
  if (!add_kept(engine, KEPT, list, error))
    return NULL;
  g_ptr_array_sort(list, compare_calls);
  return g_steal_pointer(&list);
}

static gboolean
settle_next(CrEngine *engine, GError **error) {
  g_autoptr(GPtrArray) list = load_kept(engine, error);
  CrInstant next = CR_INSTANT_MAX;
  for (guint i = 0; list && i < list->len; i++)
    if (is_first(list, i))
      next = MIN(next, cr_agree_watched_from(((const Call *) list->pdata[i])->fact->event));
  if (list == NULL)
    return FALSE;
  return next == CR_INSTANT_MAX ? cr_store_set(engine->store, NEXT, NULL, error)
                                : cr_store_set_number(engine->store, NEXT, next, error);
}

/* event: in which words. */
static gboolean
keep(CrEngine *engine, const CrFact *fact, const CrEvent *event, GError **error) {
  g_autoptr(json_t) json = cr_fact_to_json(fact);
  json_t *mail = json_object_get(json, "mail");
  json_object_del(mail, "text");
  json_object_del(mail, "times");
  json_object_del(mail, "evidence");
  g_autofree char *key =
      g_strdup_printf("%s#%" G_GINT64_FORMAT, fact->source_key, event->recurrence_id);
  cr_json_set_string(json, "source_key", key); /* one fact may speak of several */
  json_object_set_new(json, "event", cr_record_to_json(&cr_event_record, event));
  json_object_del(json_object_get(json, "event"), "series");
  g_autofree char *text = cr_json_print(json);
  g_autoptr(CrFact) kept = cr_fact_from_json(json, error);
  if (kept == NULL || strlen(text) > MAX_BYTES)
    return kept != NULL;
  g_autofree char *name = name_for(kept);
  CrInstant next = engine_series_due(engine), due = cr_agree_watched_from(event);
  return cr_store_set(engine->store, name, text, error) &&
         ((next != CR_INSTANT_NONE && next <= due) ||
          cr_store_set_number(engine->store, NEXT, due, error));
}

static gboolean
is_entitled(const CrEngine *engine, const CrInterview *iv, const CrFact *fact) {
  return cr_agree_is_entitled(iv, fact, cr_link_trust(iv, engine->profile, fact));
}

/* Whether the call is as the event tells it: a DECLINECOUNTER, or a whole day, tells of none. */
static gboolean
tells_call(const CrEngine *engine, const CrFact *fact, const CrEvent *event) {
  g_autoptr(CrInterview) call =
      cr_agree_from_event(event, fact->mail, engine->profile, event->start);
  return call != NULL;
}

/* The word of who set it up takes the place of what is kept; another's is kept beside it, so that
 * the candidate is asked once the call is watched. */
static gboolean
tell_kept(CrEngine *engine, const Call *call, const CrFact *fact, const CrEvent *event,
          CrInstant now, GError **error) {
  gboolean off = event->method == CR_METHOD_CANCEL;
  if (!cr_agree_is_newer(call->call, event))
    return TRUE;
  if (!is_entitled(engine, call->call, fact))
    return keep(engine, fact, event, error);
  if (!off && !tells_call(engine, fact, event))
    return TRUE;
  g_autoptr(CrEvent) known = cr_event_copy(event);
  known->was = CR_INSTANT_NONE;
  gboolean comes = !off && cr_agree_watched_from(event) > now;
  return cr_store_set(engine->store, call->name, NULL, error) &&
         (!comes || keep(engine, fact, known, error));
}

static GHashTable *
known_occurrences(const GPtrArray *calls) {
  GHashTable *known = g_hash_table_new(g_int64_hash, g_int64_equal);
  for (guint i = 0; i < calls->len; i++) {
    CrInterview *iv = ((const Call *) calls->pdata[i])->call;
    g_hash_table_add(known, iv->recurrence_id != CR_INSTANT_NONE ? &iv->recurrence_id : &iv->start);
  }
  return known;
}

/* Also the candidate's own. */
static gboolean
is_invite(const CrFact *fact) {
  return fact->kind == CR_FACT_INVITE || cr_fact_is_own_invite(fact);
}

/* The candidate invites friends, too. */
static gboolean
is_for_us(CrEngine *engine, const CrFact *fact) {
  if (fact->kind == CR_FACT_INVITE)
    return !engine_is_foreign(engine, fact);
  g_autoptr(CrInterview) call =
      cr_agree_from_event(fact->event, fact->mail, engine->profile, fact->event->start);
  return call && engine_is_to_recruiter(engine, fact, call);
}

gboolean
engine_note_series(CrEngine *engine, const CrFact *fact, int told, CrInstant now, GError **error) {
  const CrEvent *event = fact->event;
  if (!is_invite(fact) || event->uid == NULL || (fact->mail && fact->mail->forged))
    return TRUE;
  g_autoptr(GPtrArray) calls = load_series(engine, event, error);
  if (calls == NULL)
    return FALSE;
  g_autoptr(GHashTable) known = known_occurrences(calls);
  gboolean gone = FALSE;
  gboolean later = cr_agree_watched_from(event) > now && tells_call(engine, fact, event);
  for (guint i = 0; i < calls->len; i++) {
    const Call *call = calls->pdata[i];
    const CrInterview *iv = call->call;
    gboolean named =
        cr_agree_occurrence(iv) == event->recurrence_id; /* heard as a fact of its own */
    g_autoptr(CrEvent) said =
        iv->id && (iv->id == told || named) ? NULL : cr_agree_said_of(fact, iv, known);
    later = later && !named;
    gone = gone || (said && iv->id == 0 && said->method == CR_METHOD_CANCEL);
    if (said && !(iv->id ? engine_observe_copy(engine, iv, fact, said, now, error)
                         : tell_kept(engine, call, fact, said, now, error)))
      return FALSE;
  }
  if (gone && !settle_next(engine, error))
    return FALSE;
  return !later || !is_for_us(engine, fact) ||
         (engine_note_as_seen(engine, fact, error) && keep(engine, fact, event, error));
}

gboolean
engine_is_foreign(CrEngine *engine, const CrFact *fact) {
  const CrEvent *event = fact->event;
  gboolean foreign = FALSE;
  if (fact->kind != CR_FACT_INVITE || event->recurrence_id == CR_INSTANT_NONE)
    return FALSE;
  g_autoptr(GArray) ids = cr_store_find_interviews(engine->store, CR_FIND_UID, event->uid, NULL);
  for (guint i = 0; ids && i < ids->len; i++) {
    const CrInterview *iv = cr_store_see_interview(engine->store, g_array_index(ids, int, i), NULL);
    if (iv == NULL || iv->recurrence_id == CR_INSTANT_NONE)
      continue;
    gboolean same_word = iv->sequence == event->sequence && iv->dtstamp == event->dtstamp;
    if (same_word || is_entitled(engine, iv, fact))
      return FALSE;
    foreign = TRUE;
  }
  return foreign;
}

/* When their weeks come */

static const CrInterview *
find_watched(const GPtrArray *calls, const CrEvent *event) {
  for (guint i = 0; i < calls->len; i++) {
    const CrInterview *iv = ((const Call *) calls->pdata[i])->call;
    if (iv->id && cr_agree_occurrence(iv) == occurrence_of(event))
      return iv;
  }
  return NULL;
}

static gboolean
hear(CrEngine *engine, const Call *kept, CrInstant now, GError **error) {
  CrFact *fact = kept->fact;
  g_autoptr(GPtrArray) watched = g_ptr_array_new_with_free_func(call_free);
  fact->learnt = now;
  if (!cr_store_set(engine->store, kept->name, NULL, error) ||
      !add_watched(engine, fact->event->uid, watched, error))
    return FALSE;
  const CrInterview *iv = find_watched(watched, fact->event);
  if (iv)
    return engine_observe_copy(engine, iv, fact, fact->event, now, error);
  g_autoptr(CrInterview) call = cr_agree_from_event(fact->event, fact->mail, engine->profile, now);
  return call == NULL || engine_found(engine, call, fact, now, error);
}

gboolean
engine_hear_series(CrEngine *engine, CrInstant now, GError **error) {
  CrInstant next = engine_series_due(engine);
  if (next == CR_INSTANT_NONE || now < next)
    return TRUE;
  g_autoptr(GPtrArray) list = load_kept(engine, error);
  gboolean due = FALSE;
  for (guint i = 0; list && i < list->len; i++) {
    const Call *kept = list->pdata[i];
    due = is_first(list, i) ? cr_agree_watched_from(kept->fact->event) <= now : due;
    if (due && !hear(engine, kept, now, error))
      return FALSE;
  }
  return list && settle_next(engine, error);
}
