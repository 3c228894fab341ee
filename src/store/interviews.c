#include "base/error.h"
#include "base/text.h"
#include "store/engine.h"

#include <string.h>

static void
free_interview(gpointer interview) {
  cr_interview_free(interview);
}

/* Of an older program's row the state stands with the agreement. */
static CrInterview *
parse_interview(const CrRow *row, GError **error) {
  const char *agreed = cr_row_text(row, "agreed"), *state_text = cr_row_text(row, "state");
  if (state_text == NULL)
    return store_parse_record(&cr_interview_record, agreed, error);
  g_autofree CrState *state = store_parse_record(&cr_state_record, state_text, error);
  CrInterview *interview = state ? store_parse_record(&cr_agreed_record, agreed, error) : NULL;
  if (interview)
    interview->state = *state;
  else if (state)
    cr_record_clear(&cr_state_record, state);
  return interview;
}

static CrInterview *
read_interview(CrStore *store, int id, const CrRow *row, GError **error) {
  const CrHeld *held = held_find(&store->interviews, id);
  if (store->writing)
    store_take_chains(store, id, row);
  if (held)
    return cr_interview_copy(held->value);
  g_autoptr(CrInterview) interview = parse_interview(row, error);
  if (interview && store->holds_interviews && store->writing &&
      !held_put(store, &store->interviews, id, cr_interview_copy(interview), error))
    return NULL;
  return g_steal_pointer(&interview);
}

static const char *const kinds[] = {
    [CR_FIND_UID] = "uid",       [CR_FIND_THREAD] = "thread", [CR_FIND_ADDRESS] = "address",
    [CR_FIND_DOMAIN] = "domain", [CR_FIND_NUMBER] = "number",
};

typedef struct {
  const char *kind;
  char *value;
} Key;

static void
clear_key(gpointer key) {
  g_free(((Key *) key)->value);
}

static void
add_key(GArray *keys, CrFindBy by, const char *text) {
  if (text == NULL || *text == '\0')
    return;
  g_autofree char *lower = by == CR_FIND_ADDRESS || by == CR_FIND_DOMAIN
                               ? g_utf8_strdown(text, -1)
                               : g_utf8_make_valid(text, -1);
  Key key = {kinds[by], cr_store_key(lower)};
  for (guint i = 0; i < keys->len; i++) {
    const Key *other = &g_array_index(keys, Key, i);
    if (other->kind == key.kind && strcmp(other->value, key.value) == 0) {
      g_free(key.value);
      return;
    }
  }
  g_array_append_val(keys, key);
}

/* Without those of other's thread; NULL: all. */
static GArray *
interview_keys(const CrInterview *interview, const CrInterview *other) {
  const char *const *known = other ? (const char *const *) other->thread : NULL;
  GArray *keys = g_array_new(FALSE, FALSE, sizeof(Key));
  g_array_set_clear_func(keys, clear_key);
  add_key(keys, CR_FIND_UID, interview->uid);
  for (char **id = interview->thread; id && *id; id++)
    if (known == NULL || !g_strv_contains(known, *id))
      add_key(keys, CR_FIND_THREAD, *id);
  const char *const addresses[] = {interview->contact.email, interview->organizer};
  for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++) {
    g_autofree char *address = cr_address_normalize(addresses[i]);
    add_key(keys, CR_FIND_ADDRESS, address);
    add_key(keys, CR_FIND_DOMAIN, cr_address_domain(address));
  }
  add_key(keys, CR_FIND_NUMBER, interview->contact.phone);
  return keys;
}

typedef struct {
  GArray *wanted; /* loses what is there already */
  GArray *stale;  /* gets what is not wanted any more */
  CrInstant start;
} KeyDifference;

static gboolean
take_key(const CrRow *row, gpointer data, GError **error) {
  KeyDifference *difference = data;
  const char *kind = cr_row_text(row, "kind"), *value = cr_row_text(row, "value");
  for (guint i = 0; i < difference->wanted->len; i++) {
    const Key *key = &g_array_index(difference->wanted, Key, i);
    if (strcmp(key->kind, kind) == 0 && strcmp(key->value, value) == 0) {
      if (cr_row_integer(row, "start_at") == difference->start)
        g_array_remove_index_fast(difference->wanted, i);
      return TRUE;
    }
  }
  int by = 0;
  while (strcmp(kinds[by], kind) != 0)
    by++;
  Key stale = {kinds[by], g_strdup(value)};
  g_array_append_val(difference->stale, stale);
  return TRUE;
}

static gboolean
drop_keys(CrStore *store, int interview, const GArray *keys, GError **error) {
  for (guint i = 0; i < keys->len; i++) {
    const Key *key = &g_array_index(keys, Key, i);
    if (!cr_store_run(store, CR_SQL_DROP_KEY,
                      CR_VALUES(CR_INT(interview), CR_TEXT(key->kind), CR_TEXT(key->value)), NULL,
                      NULL, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
put_keys(CrStore *store, const CrInterview *interview, const GArray *keys, GError **error) {
  for (guint i = 0; i < keys->len; i++) {
    const Key *key = &g_array_index(keys, Key, i);
    cr_store_note_key(&store->interview_keys, key->kind, key->value);
    if (!cr_store_run(store, CR_SQL_PUT_KEY,
                      CR_VALUES(CR_INT(interview->id), CR_TEXT(key->kind), CR_TEXT(key->value),
                                CR_INT(interview->start)),
                      NULL, NULL, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
save_keys(CrStore *store, const CrInterview *interview, GError **error) {
  g_autoptr(GArray) wanted = interview_keys(interview, NULL);
  g_autoptr(GArray) stale = g_array_new(FALSE, FALSE, sizeof(Key));
  g_array_set_clear_func(stale, clear_key);
  KeyDifference difference = {wanted, stale, interview->start};
  return cr_store_run(store, CR_SQL_LOAD_KEYS, CR_VALUES(CR_INT(interview->id)), take_key,
                      &difference, error) &&
         drop_keys(store, interview->id, stale, error) && put_keys(store, interview, wanted, error);
}

/* What both have is taken from both. */
static void
drop_common(GArray *a, GArray *b) {
  for (guint i = a->len; i > 0; i--)
    for (guint j = 0; j < b->len; j++) {
      const Key *x = &g_array_index(a, Key, i - 1), *y = &g_array_index(b, Key, j);
      if (x->kind != y->kind || strcmp(x->value, y->value) != 0)
        continue;
      g_array_remove_index_fast(a, i - 1);
      g_array_remove_index_fast(b, j);
      break;
    }
}

/* Most changes change no key, so only differences are written. */
static gboolean
change_keys(CrStore *store, const CrInterview *before, const CrInterview *after, GError **error) {
  if (before->start != after->start) /* which stands with each key */
    return save_keys(store, after, error);
  g_autoptr(GArray) stale = interview_keys(before, after), wanted = interview_keys(after, before);
  drop_common(stale, wanted);
  return drop_keys(store, after->id, stale, error) && put_keys(store, after, wanted, error);
}

/* What was agreed. */
static gboolean
save_row(CrStore *store, const CrInterview *interview, CrSql sql, GError **error) {
  g_autofree char *agreed = cr_record_print(&cr_agreed_record, interview);
  gboolean timed = interview->state.due != CR_INSTANT_NONE;
  return cr_store_run(store, sql,
                      CR_VALUES(CR_INT(interview->id),
                                CR_INT(!cr_phase_is_final(interview->state.phase)),
                                CR_INT(interview->start), CR_INT(interview->end),
                                timed ? CR_INT(1) : CR_TEXT(NULL), CR_TEXT(agreed)),
                      NULL, NULL, error);
}

static gboolean
save_state(CrStore *store, const CrInterview *interview, CrChains *chains, CrSql sql,
           GError **error) {
  g_autofree char *body = cr_record_print(&cr_state_record, &interview->state);
  chains->changed = FALSE;
  return store_write_tick(store, chains, error) &&
         cr_store_run(store, sql,
                      CR_VALUES(CR_INT(interview->id), CR_INSTANT(interview->state.due),
                                CR_INT(chains->last_line), CR_INT(chains->last_tick),
                                CR_INSTANT(chains->ticked), CR_TEXT(body),
                                CR_INSTANT(cr_interview_offers_until(interview))),
                      NULL, NULL, error);
}

static gboolean
add_interview(CrStore *store, CrInterview *interview, GError **error) {
  gint64 id = 0;
  CrChains none = {.ticked = CR_INSTANT_MIN};
  if (!cr_store_next_id(store, CR_COUNT_INTERVIEW, &id, error))
    return FALSE;
  interview->id = (int) id;
  store->timed = TRUE;
  return save_row(store, interview, CR_SQL_ADD_INTERVIEW, error) &&
         save_state(store, interview, &none, CR_SQL_ADD_STATE, error);
}

static char *
title_of(const CrInterview *iv) {
  return g_strjoin(" ", cr_interview_who(iv), iv->company ? iv->company : "",
                   iv->role ? iv->role : "", NULL);
}

static char *
words_of(const CrInterview *iv) {
  const char *const words[] = {iv->summary, iv->subject, iv->contact.email, iv->contact.phone};
  GString *body = g_string_new(NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
    g_string_append_printf(body, "%s\n", words[i] ? words[i] : "");
  return g_string_free(body, FALSE);
}

static gboolean
has_same_words(const CrInterview *a, const CrInterview *b) {
  g_autofree char *title_a = title_of(a), *title_b = title_of(b);
  g_autofree char *words_a = words_of(a), *words_b = words_of(b);
  return strcmp(title_a, title_b) == 0 && strcmp(words_a, words_b) == 0;
}

gboolean
cr_store_index_interview(CrStore *store, const CrInterview *iv, GError **error) {
  g_autofree char *title = title_of(iv), *body = words_of(iv);
  return cr_store_put_document(store, CR_DOCUMENT_INTERVIEW, iv->id, title, body, error);
}

static gboolean
write_interview(CrStore *store, const CrInterview *interview, gboolean agreed, GError **error) {
  CrChains *chains = store_find_chains(store, interview->id, error);
  return chains && (!agreed || save_row(store, interview, CR_SQL_UPDATE_INTERVIEW, error)) &&
         save_state(store, interview, chains, CR_SQL_UPDATE_STATE, error);
}

static gboolean
write_held(CrStore *store, const CrHeld *held, GError **error) {
  return write_interview(store, held->value, held->agreed, error);
}

const CrHeldClass store_held_interviews = {free_interview, write_held};

/* One that is held is now so. */
static gboolean
renew(CrStore *store, const CrInterview *interview, gboolean written, GError **error) {
  CrHeld *held = held_find(&store->interviews, interview->id);
  if (held == NULL && written)
    return TRUE;
  held = held_put(store, &store->interviews, interview->id, cr_interview_copy(interview), error);
  if (held == NULL)
    return FALSE;
  held->changed = !written;
  held->agreed = held->agreed && !written;
  return TRUE;
}

gboolean
cr_store_save_interview(CrStore *store, CrInterview *interview, GError **error) {
  store->timed = TRUE;
  return (interview->id ? write_interview(store, interview, TRUE, error) &&
                              renew(store, interview, TRUE, error)
                        : add_interview(store, interview, error)) &&
         save_keys(store, interview, error) && cr_store_index_interview(store, interview, error);
}

/* What stands in the agreement's row of the state. */
static gboolean
is_listed_alike(const CrState *a, const CrState *b) {
  return cr_phase_is_final(a->phase) == cr_phase_is_final(b->phase) &&
         (a->due == CR_INSTANT_NONE) == (b->due == CR_INSTANT_NONE);
}

/* What is asked for by columns is written at once. */
static gboolean
may_wait(const CrStore *store, const CrInterview *before, const CrInterview *after) {
  return store->holds_interviews && store->writing && before->start == after->start &&
         before->end == after->end && before->state.due == after->state.due &&
         cr_interview_offers_until(before) == cr_interview_offers_until(after) &&
         is_listed_alike(&before->state, &after->state);
}

static gboolean
hold_change(CrStore *store, const CrInterview *after, gboolean agreed, GError **error) {
  if (!renew(store, after, FALSE, error))
    return FALSE;
  CrHeld *held = held_find(&store->interviews, after->id);
  held->agreed = held->agreed || agreed;
  return TRUE;
}

gboolean
cr_store_change_interview(CrStore *store, const CrInterview *before, const CrInterview *after,
                          GError **error) {
  gboolean agreed = !cr_record_equal(&cr_agreed_record, before, after);
  gboolean listed = !is_listed_alike(&before->state, &after->state);
  const CrHeld *held = held_find(&store->interviews, after->id);
  store->timed = store->timed || before->state.due != after->state.due;
  gboolean ok =
      may_wait(store, before, after)
          ? hold_change(store, after, agreed, error)
          : write_interview(store, after, agreed || listed || (held && held->agreed), error) &&
                renew(store, after, TRUE, error);
  return ok && (!agreed ||
                (change_keys(store, before, after, error) &&
                 (has_same_words(before, after) || cr_store_index_interview(store, after, error))));
}

typedef struct {
  CrStore *store;
  GPtrArray *list;
} Interviews;

static gboolean
take_interview(const CrRow *row, gpointer data, GError **error) {
  const Interviews *interviews = data;
  int id = (int) cr_row_integer(row, "interview_id");
  CrInterview *interview = read_interview(interviews->store, id, row, error);
  if (interview)
    g_ptr_array_add(interviews->list, interview);
  return interview != NULL;
}

static gboolean
run_interviews(CrStore *store, CrSql sql, const CrValue *values, gsize n_values, GPtrArray *list,
               GError **error) {
  Interviews interviews = {store, list};
  return cr_store_run(store, sql, values, n_values, take_interview, &interviews, error);
}

static CrInterview *
load_interview(CrStore *store, int id, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_interview);
  if (!run_interviews(store, CR_SQL_LOAD_INTERVIEW, CR_VALUES(CR_INT(id)), list, error))
    return NULL;
  return list->len ? g_ptr_array_steal_index(list, 0) : NULL;
}

CrInterview *
cr_store_load_interview(CrStore *store, int id, GError **error) {
  const CrHeld *held = held_find(&store->interviews, id);
  return held ? cr_interview_copy(held->value) : load_interview(store, id, error);
}

const CrInterview *
cr_store_see_interview(CrStore *store, int id, GError **error) {
  const CrHeld *held = held_find(&store->interviews, id);
  CrInterview *interview = held ? NULL : load_interview(store, id, error);
  if (interview) /* which may have been held by that already */
    held = held_put(store, &store->interviews, id, interview, error);
  return held ? held->value : NULL;
}

static gboolean
take_id(const CrRow *row, gpointer data, GError **error) {
  int id = (int) cr_row_integer(row, "interview_id");
  g_array_append_val((GArray *) data, id);
  return TRUE;
}

GArray *
cr_store_find_interviews(CrStore *store, CrFindBy by, const char *value, GError **error) {
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int));
  g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(Key));
  g_array_set_clear_func(keys, clear_key);
  add_key(keys, by, value);
  for (guint i = 0; i < keys->len; i++) {
    const Key *key = &g_array_index(keys, Key, i);
    gboolean may;
    if (!cr_store_may_find(store, &store->interview_keys, CR_SQL_LIST_INTERVIEW_KEYS, key->kind,
                           key->value, &may, error))
      return NULL;
    if (may &&
        !cr_store_run(store, CR_SQL_FIND_BY_KEY, CR_VALUES(CR_TEXT(key->kind), CR_TEXT(key->value)),
                      take_id, ids, error))
      return NULL;
  }
  return g_steal_pointer(&ids);
}

GPtrArray *
cr_store_list_over(CrStore *store, const char *address, CrInstant before, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_interview);
  g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(Key));
  g_array_set_clear_func(keys, clear_key);
  add_key(keys, CR_FIND_ADDRESS, address);
  for (guint i = 0; i < keys->len; i++)
    if (!run_interviews(store, CR_SQL_LIST_OVER,
                        CR_VALUES(CR_TEXT(g_array_index(keys, Key, i).value), CR_INT(before)), list,
                        error))
      return NULL;
  return g_steal_pointer(&list);
}

typedef struct {
  CrKnownFunc func;
  gpointer data;
} Known;

static gboolean
take_known(const CrRow *row, gpointer data, GError **error) {
  const Known *known = data;
  known->func(cr_row_text(row, "kind"), cr_row_text(row, "value"), known->data);
  return TRUE;
}

gboolean
cr_store_list_known(CrStore *store, CrKnownFunc func, gpointer data, GError **error) {
  Known known = {func, data};
  return cr_store_run(store, CR_SQL_LIST_KNOWN, CR_VALUES(CR_INT(CR_MAX_KNOWN)), take_known, &known,
                      error);
}

GPtrArray *
cr_store_list_interviews(CrStore *store, CrListWhich which, CrInstant from, CrInstant to,
                         guint limit, GError **error) {
  return cr_store_page_interviews(store, which, from, 0, to, limit, error);
}

GPtrArray *
cr_store_page_interviews(CrStore *store, CrListWhich which, CrInstant from, int after, CrInstant to,
                         guint limit, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_interview);
  CrSql sql = which == CR_LIST_OPEN ? CR_SQL_LIST_OPEN : CR_SQL_LIST_ALL;
  /* NONE is the least number there is: as it stands it bounds nothing from below. */
  CrInstant before = to == CR_INSTANT_NONE ? G_MAXINT64 : to;
  if (!run_interviews(
          store, sql,
          CR_VALUES(CR_INT(from), CR_INT(after), CR_INT(before), CR_INT(cr_store_limit(limit))),
          list, error))
    return NULL;
  return g_steal_pointer(&list);
}

typedef struct {
  GArray *spans;
  int except;
} SpansExcept;

static gboolean
take_span(const CrRow *row, gpointer data, GError **error) {
  const SpansExcept *list = data;
  if (cr_row_integer(row, "interview_id") == list->except)
    return TRUE;
  CrSpan span = {cr_row_integer(row, "start_at"), cr_row_integer(row, "end_at")};
  if (cr_row_is_null(row, "end_at")) {
    g_autoptr(CrInterview) whole =
        cr_record_parse(&cr_interview_record, cr_row_text(row, "agreed"), error);
    if (whole == NULL)
      return FALSE;
    span.end = whole->end;
  }
  g_array_append_val(list->spans, span);
  return TRUE;
}

GArray *
cr_store_open_spans(CrStore *store, CrInstant from, CrInstant to, int except, guint limit,
                    GError **error) {
  g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(CrSpan));
  SpansExcept list = {spans, except};
  if (!cr_store_run(store, CR_SQL_LIST_SPANS, CR_VALUES(CR_INT(from), CR_INT(to), CR_INT(limit)),
                    take_span, &list, error))
    return NULL;
  return g_steal_pointer(&spans);
}

GPtrArray *
cr_store_list_offering(CrStore *store, CrInstant from, guint limit, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_interview);
  if (!run_interviews(store, CR_SQL_LIST_OFFERING, CR_VALUES(CR_INT(from), CR_INT(limit)), list,
                      error))
    return NULL;
  for (guint i = list->len; i > 0; i--) /* of an older program's row it is only a bound */
    if (cr_interview_offers_until(list->pdata[i - 1]) <= from)
      g_ptr_array_remove_index(list, i - 1);
  return g_steal_pointer(&list);
}

GPtrArray *
cr_store_list_urgent(CrStore *store, guint limit, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_interview);
  g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func(free_interview);
  gint64 room = cr_store_limit(limit);
  if (!run_interviews(store, CR_SQL_LIST_URGENT, CR_VALUES(CR_INT(room)), list, error) ||
      !run_interviews(store, CR_SQL_LIST_WITHOUT_DUE, CR_VALUES(CR_INT(room)), others, error))
    return NULL;
  gint64 kept = MIN(others->len, room / 4);
  g_ptr_array_set_size(list, (gint) MIN(list->len, room - kept));
  g_ptr_array_set_size(others, (gint) MIN(others->len, room - list->len));
  g_ptr_array_extend_and_steal(list, g_steal_pointer(&others));
  return g_steal_pointer(&list);
}

typedef struct {
  int *ret_interview;
  CrInstant *ret_due;
} NextDue;

static gboolean
take_due(const CrRow *row, gpointer data, GError **error) {
  NextDue *next = data;
  *next->ret_interview = (int) cr_row_integer(row, "interview_id");
  *next->ret_due = cr_row_integer(row, "due");
  return TRUE;
}

gboolean
cr_store_drop_timer(CrStore *store, int interview, GError **error) {
  store->timed = TRUE;
  return cr_store_run(store, CR_SQL_DROP_DUE, CR_VALUES(CR_INT(interview)), NULL, NULL, error);
}

gboolean
cr_store_next_due(CrStore *store, int *ret_interview, CrInstant *ret_due, GError **error) {
  int interview = 0;
  CrInstant due = CR_INSTANT_NONE;
  NextDue next = {&interview, &due};
  if (!cr_store_run(store, CR_SQL_NEXT_DUE, CR_NO_VALUES, take_due, &next, error))
    return FALSE;
  *ret_interview = interview;
  *ret_due = due;
  return TRUE;
}

char *
cr_store_tick_key(int interview, CrInstant due) {
  return g_strdup_printf("tick:%d:%" G_GINT64_FORMAT, interview, due);
}

static void
free_due(gpointer data) {
  CrDueCall *due = data;
  cr_interview_free(due->interview);
  g_free(due);
}

static gboolean
take_due_call(const CrRow *row, gpointer data, GError **error) {
  const Interviews *calls = data;
  int id = (int) cr_row_integer(row, "interview_id");
  if (cr_row_is_null(row, "agreed")) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "timer of interview %d, which is not there", id);
    return FALSE;
  }
  CrInterview *interview = read_interview(calls->store, id, row, error);
  if (interview == NULL)
    return FALSE;
  CrDueCall *call = g_new(CrDueCall, 1);
  CrInstant due = cr_row_integer(row, "due"), ticked = cr_row_instant(row, "ticked");
  *call = (CrDueCall){due, interview, ticked == CR_INSTANT_NONE || due <= ticked};
  g_ptr_array_add(calls->list, call);
  return TRUE;
}

GPtrArray *
cr_store_due_calls(CrStore *store, CrInstant by, guint limit, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_due);
  Interviews calls = {store, list};
  if (!cr_store_run(store, CR_SQL_LIST_DUE, CR_VALUES(CR_INT(by), CR_INT(limit)), take_due_call,
                    &calls, error))
    return NULL;
  return g_steal_pointer(&list);
}
