/* Changes of applications: as facts, and taken back. */
#include "engine/apps-private.h"

#include "base/error.h"
#include "base/text.h"
#include "playbook/letter.h"
#include "playbook/match.h"
#include "playbook/organisation.h"
#include "playbook/pursuit.h"

#include <string.h>

#define MAX_CELL 400
#define MAX_NOTES 8000

/* Keys */

static void
add_key(GArray *keys, CrApplicationBy by, char *value) {
  if (value && *value) {
    CrApplicationKey key = {by, value};
    g_array_append_val(keys, key);
  } else {
    g_free(value);
  }
}

static void
add_url_keys(GArray *keys, const CrDetails *d) {
  char *url = cr_match_url(d->url);
  if (url) {
    g_autofree char *host = g_strndup(url, strcspn(url, "/:?"));
    if (cr_match_domain(host, d->company))
      add_key(keys, CR_APPLICATION_BY_DOMAIN, g_strdup(host));
  }
  add_key(keys, CR_APPLICATION_BY_URL, url);
}

static void
add_requisition_keys(GArray *keys, const CrDetails *d) {
  g_autofree char *said = g_strconcat("requisition ", d->requisition ? d->requisition : "", NULL);
  g_auto(GStrv) own = cr_match_requisitions(said), of_url = cr_match_requisitions(d->url);
  for (char **number = own; *number; number++)
    add_key(keys, CR_APPLICATION_BY_REQUISITION, g_strdup(*number));
  for (char **number = of_url; *number; number++)
    add_key(keys, CR_APPLICATION_BY_REQUISITION, g_strdup(*number));
}

static GArray *
keys_of(const CrApplication *a) {
  GArray *keys = g_array_new(FALSE, FALSE, sizeof(CrApplicationKey));
  g_array_set_clear_func(keys, cr_application_key_clear);
  if (a->gone)
    return keys;
  add_key(keys, CR_APPLICATION_BY_COMPANY, cr_match_company_word(a->details.company));
  add_url_keys(keys, &a->details);
  add_requisition_keys(keys, &a->details);
  for (guint i = 0; i < a->contacts->len; i++) {
    const CrContact *contact = a->contacts->pdata[i];
    g_autofree char *address = cr_address_normalize(contact->email);
    const char *domain = cr_address_domain(address);
    if (address == NULL || cr_address_is_noreply(address))
      continue;
    if (!cr_address_is_shared(address))
      add_key(keys, CR_APPLICATION_BY_DOMAIN, g_strdup(domain));
    add_key(keys, CR_APPLICATION_BY_ADDRESS, g_steal_pointer(&address));
  }
  for (guint i = 0; i < a->interviews->len; i++)
    add_key(keys, CR_APPLICATION_BY_INTERVIEW,
            g_strdup_printf("%d", ((CrLinked *) a->interviews->pdata[i])->interview));
  for (guint i = 0; i < a->mails->len; i++)
    add_key(keys, CR_APPLICATION_BY_MAIL, g_strdup(((CrMailRef *) a->mails->pdata[i])->message_id));
  return keys;
}

/* Keeping */

#define MAX_LOOKED_AT 8

/* Whether a call is agreed or missed: then the call's own playbook asks. */
static gboolean
is_talking(CrEngine *engine, const CrApplication *a, gboolean *ret_talking, GError **error) {
  *ret_talking = FALSE;
  guint from = a->interviews->len > MAX_LOOKED_AT ? a->interviews->len - MAX_LOOKED_AT : 0;
  for (guint i = from; i < a->interviews->len; i++) {
    g_autoptr(GError) local = NULL;
    const CrLinked *linked = a->interviews->pdata[i];
    const CrInterview *iv = cr_store_see_interview(engine->store, linked->interview, &local);
    if (local) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
    if (iv && !cr_phase_is_final(iv->state.phase) && iv->state.phase != CR_PHASE_SILENT)
      *ret_talking = TRUE;
  }
  return TRUE;
}

/* An application that was looked for, or why there is none. */
static gpointer
found(gconstpointer a, int id, GError **error, GError *local) {
  if (a == NULL && local == NULL)
    g_set_error(&local, CR_ERROR, CR_ERROR_NOT_FOUND, "there is no application %d", id);
  if (local)
    g_propagate_error(error, local);
  return (gpointer) a;
}

gboolean
apps_settle(CrEngine *engine, int id, GError **error) {
  GError *local = NULL;
  gboolean talking;
  const CrApplication *a =
      found(cr_store_see_application(engine->store, id, &local), id, error, local);
  if (a == NULL || !is_talking(engine, a, &talking, error))
    return FALSE;
  CrAsk ask = cr_pursuit_next(a, engine->profile, engine->policy, talking);
  if (ask.kind == a->next_kind && ask.due == a->due)
    return TRUE;
  CrApplication *changed = cr_store_edit_application(engine->store, id, error);
  if (changed == NULL)
    return FALSE;
  changed->next_kind = ask.kind;
  changed->due = ask.due;
  return TRUE;
}

/* What was changed of it. */
static gboolean
keep(CrEngine *engine, int id, GError **error) {
  const CrApplication *a =
      apps_settle(engine, id, error) ? cr_store_see_application(engine->store, id, error) : NULL;
  g_autoptr(GArray) keys = a ? keys_of(a) : NULL;
  return keys && cr_store_save_application_keys(engine->store, id, keys, error);
}

static char *
addresses_of(const CrApplication *a) {
  g_autoptr(GString) all = g_string_new(NULL);
  for (guint i = 0; i < a->contacts->len; i++) {
    const CrContact *contact = a->contacts->pdata[i];
    g_string_append_printf(all, "%s\n", contact->email ? contact->email : "");
  }
  return g_string_free(g_steal_pointer(&all), FALSE);
}

/* Mails come many at a time, and most change nothing but by which mail the application is found:
 * theirs comes, and that of the oldest goes where there are too many. */
static gboolean
take_mail(CrEngine *engine, CrApplication *a, const CrFact *fact, GError **error) {
  gboolean full = a->mails->len >= CR_MAX_APPLICATION_MAILS;
  g_autofree char *oldest = full ? g_strdup(((CrMailRef *) a->mails->pdata[0])->message_id) : NULL;
  g_autofree char *before = addresses_of(a);
  cr_pursuit_take(a, fact);
  g_autofree char *after = addresses_of(a);
  if (a->gone || strcmp(before, after) != 0)
    return keep(engine, a->id, error);
  const char *fresh = fact->change->mail.message_id;
  return apps_settle(engine, a->id, error) &&
         cr_store_change_application_key(engine->store, a->id, CR_APPLICATION_BY_MAIL, oldest,
                                         fresh && *fresh ? fresh : NULL, error);
}

static CrApplication *
load(CrEngine *engine, int id, GError **error) {
  GError *local = NULL;
  CrApplication *a = cr_store_load_application(engine->store, id, &local);
  return found(a, id, error, local);
}

CrApplication *
apps_load(CrEngine *engine, int id, GError **error) {
  g_autoptr(CrApplication) a = load(engine, id, error);
  if (a == NULL || !a->gone)
    return g_steal_pointer(&a);
  if (a->part_of)
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "application %d is part of application %d now",
                id, a->part_of);
  else
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "there is no application %d", id);
  return NULL;
}

/* To be changed; id 0: a new one. */
static CrApplication *
begin_change(CrEngine *engine, int id, CrInstant now, GError **error) {
  GError *local = NULL;
  if (id == 0) {
    g_autoptr(CrApplication) fresh = cr_application_new();
    fresh->changed = now;
    if (!cr_store_save_application(engine->store, fresh, error)) /* the fact needs its id */
      return NULL;
    id = fresh->id;
  }
  return found(cr_store_edit_application(engine->store, id, &local), id, error, local);
}

gboolean
apps_take(CrEngine *engine, int *id, CrChange *change, CrInstant at, const char *source,
          const char *key, CrInstant now, GError **error) {
  gboolean known = FALSE, added = FALSE;
  if (!cr_store_has_fact(engine->store, key, &known, error))
    return FALSE;
  if (known)
    return TRUE;
  CrApplication *a = begin_change(engine, *id, now, error);
  if (a == NULL)
    return FALSE;
  *id = a->id;
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_APPLICATION, at, source, key);
  fact->learnt = now;
  fact->change = cr_change_copy(change);
  fact->change->application = a->id;
  if (!cr_store_add_application_fact(engine->store, *id, fact, &added, error))
    return FALSE;
  if (change->kind == CR_CHANGE_MAIL)
    return take_mail(engine, a, fact, error);
  cr_pursuit_take(a, fact);
  return keep(engine, *id, error);
}

/* The same posting, or the same role at the same company that is not closed. */
static gboolean
is_same(const CrApplication *a, const CrDetails *d) {
  g_autofree char *mine = cr_match_url(a->details.url), *theirs = cr_match_url(d->url);
  if (mine && theirs)
    return strcmp(mine, theirs) == 0;
  return a->stage != CR_STAGE_CLOSED &&
         cr_match_company(a->details.company, d->company) == CR_MATCH_YES &&
         cr_match_role(a->details.role, d->role) == CR_MATCH_YES;
}

gboolean
apps_find_same(CrEngine *engine, const CrDetails *d, int *ret_id, GError **error) {
  g_autofree char *url = cr_match_url(d->url), *word = cr_match_company_word(d->company);
  g_autoptr(GArray) by_url =
      cr_store_find_applications(engine->store, CR_APPLICATION_BY_URL, url, error);
  g_autoptr(GArray) ids =
      by_url ? cr_store_find_applications(engine->store, CR_APPLICATION_BY_COMPANY, word, error)
             : NULL;
  *ret_id = 0;
  if (ids == NULL)
    return FALSE;
  g_array_prepend_vals(ids, by_url->data, by_url->len);
  for (guint i = 0; i < ids->len && *ret_id == 0; i++) {
    g_autoptr(CrApplication) a = load(engine, g_array_index(ids, int, i), error);
    if (a == NULL)
      return FALSE;
    if (!a->gone && is_same(a, d))
      *ret_id = a->id;
  }
  return TRUE;
}

/* What the candidate changes */

static void
clean(char **text, gsize most, gboolean lines) {
  g_autofree char *old = *text;
  *text = lines ? cr_text_block(old, most) : cr_text_line(old, most);
  if (*text && **text == '\0')
    g_clear_pointer(text, g_free);
}

static CrChange *
cleaned(const CrChange *change) {
  CrChange *copy = cr_change_copy(change);
  CrDetails *d = &copy->details;
  char **const cells[] = {&d->company,         &d->role,   &d->url,         &d->source,
                          &d->location,        &d->salary, &d->requisition, &copy->contact.name,
                          &copy->contact.phone};
  for (gsize i = 0; i < G_N_ELEMENTS(cells); i++)
    clean(cells[i], MAX_CELL, FALSE);
  clean(&copy->contact.extension, MAX_CELL, FALSE);
  clean(&d->notes, MAX_NOTES, TRUE);
  clean(&copy->text, MAX_NOTES, TRUE);
  g_autofree char *address = copy->contact.email;
  copy->contact.email = cr_address_normalize(address);
  for (guint i = 0; i < copy->extras->len; i++) {
    CrExtra *extra = copy->extras->pdata[i];
    clean(&extra->name, 80, FALSE);
    clean(&extra->value, MAX_NOTES, TRUE);
  }
  return copy;
}

static const char needs_a_name[] = "an application needs a company or a role";

static gboolean
says_enough(const CrChange *c, GError **error) {
  const char *problem = NULL;
  if (c->kind == CR_CHANGE_ADD && c->details.company == NULL && c->details.role == NULL)
    problem = needs_a_name;
  else if (c->kind == CR_CHANGE_NOTE && c->text == NULL)
    problem = "a note needs words";
  else if (c->kind == CR_CHANGE_MOVE && c->stage == CR_STAGE_CLOSED && c->reason == CR_CLOSE_NONE)
    problem = "closing needs a reason: rejected, filled, no-answer, withdrawn or declined";
  if (problem)
    g_set_error_literal(error, CR_ERROR, CR_ERROR_USAGE, problem);
  return problem == NULL;
}

static gboolean
remains(const char *name, const char *old, const char *new, const CrChange *c) {
  return new || (old && !(c->clears && g_strv_contains((const char *const *) c->clears, name)));
}

static gboolean
may_change(CrEngine *engine, int id, const CrChange *c, GError **error) {
  g_autoptr(CrApplication) a = apps_load(engine, id, error);
  const CrDetails *old = a ? &a->details : NULL, *new = &c->details;
  if (a == NULL)
    return FALSE;
  if (remains("company", old->company, new->company, c) || remains("role", old->role, new->role, c))
    return TRUE;
  g_set_error_literal(error, CR_ERROR, CR_ERROR_USAGE, needs_a_name);
  return FALSE;
}

/* One that came later under that number would be linked. */
static gboolean
knows_call(CrEngine *engine, int id, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrInterview) iv = id ? cr_store_load_interview(engine->store, id, &local) : NULL;
  if (id == 0 || iv)
    return TRUE;
  if (local == NULL)
    g_set_error(&local, CR_ERROR, CR_ERROR_NOT_FOUND,
                "there is no call %d; the list shows which there are", id);
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

gboolean
apps_begin_act(CrEngine *engine, int id, const char *what, const char *key, CrInstant now,
               char **ret_key, GError **error) {
  g_autofree char *of_fact = key ? g_strdup_printf("app:%d:key:%s", id, key) : NULL;
  g_autofree char *stem = g_strdup_printf("app:%d:%s:%" G_GINT64_FORMAT, id, what, now);
  gboolean done = FALSE;
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  if (key == NULL)
    of_fact = engine_new_key(engine, stem, error);
  if (of_fact == NULL || (key && !engine_was_done(engine, of_fact, now, &done, error))) {
    cr_store_rollback(engine->store);
    return FALSE;
  }
  *ret_key = done ? NULL : g_steal_pointer(&of_fact);
  return TRUE;
}

/* fact_key NULL: it was made before. */
static gboolean
change(CrEngine *engine, int *id, CrChange *c, const char *fact_key, CrInstant now,
       gboolean *ret_known, GError **error) {
  int same = 0;
  if (c->kind == CR_CHANGE_ADD && !apps_find_same(engine, &c->details, &same, error))
    return FALSE;
  *ret_known = same != 0;
  if (same) {
    *id = same;
    return TRUE;
  }
  if (fact_key == NULL && *id)
    return TRUE;
  if (fact_key == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT, "that was added already: look at the list");
    return FALSE;
  }
  return (*id == 0 || may_change(engine, *id, c, error)) &&
         knows_call(engine, c->interview, error) &&
         apps_take(engine, id, c, now, "candidate", fact_key, now, error);
}

gboolean
cr_apps_change(CrEngine *engine, int *id, const CrChange *wanted, const char *key, CrInstant now,
               gboolean *ret_known, GError **error) {
  g_autoptr(CrChange) c = cleaned(wanted);
  g_autofree char *fact_key = NULL;
  gboolean known = FALSE;
  if (!says_enough(c, error) ||
      !apps_begin_act(engine, *id, cr_change_names[c->kind], key, now, &fact_key, error) ||
      !cr_store_end(engine->store, change(engine, id, c, fact_key, now, &known, error), error))
    return FALSE;
  if (ret_known)
    *ret_known = known;
  return TRUE;
}

static gboolean
decide(CrEngine *engine, int id, gboolean accept, const char *fact_key, CrInstant now,
       GError **error) {
  g_autoptr(CrApplication) a = apps_load(engine, id, error);
  g_autoptr(CrChange) c = cr_change_new();
  gboolean known;
  if (a == NULL)
    return FALSE;
  if (a->proposal.at == CR_INSTANT_NONE) {
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT, "nothing is proposed for application %d", id);
    return FALSE;
  }
  c->kind = accept ? CR_CHANGE_MOVE : CR_CHANGE_DISMISS;
  c->stage = a->proposal.stage;
  c->reason = a->proposal.reason;
  c->when = a->proposal.at;
  return change(engine, &id, c, fact_key, now, &known, error);
}

gboolean
cr_apps_decide(CrEngine *engine, int id, gboolean accept, const char *key, CrInstant now,
               GError **error) {
  const char *what = cr_change_names[accept ? CR_CHANGE_MOVE : CR_CHANGE_DISMISS];
  g_autofree char *fact_key = NULL;
  return apps_begin_act(engine, id, what, key, now, &fact_key, error) &&
         cr_store_end(engine->store,
                      fact_key == NULL || decide(engine, id, accept, fact_key, now, error), error);
}

gboolean
apps_take_back(CrEngine *engine, int id, GPtrArray *facts, const char *undoes, const char *key,
               CrInstant now, GError **error) {
  g_autofree char *stem = g_strdup_printf("app:%d:undo:%" G_GINT64_FORMAT, id, now);
  g_autofree char *fact_key = key ? g_strdup(key) : engine_new_key(engine, stem, error);
  gboolean added;
  if (fact_key == NULL)
    return FALSE;
  CrFact *fact = cr_fact_new(CR_FACT_APPLICATION, now, "candidate", fact_key);
  fact->change = cr_change_new();
  fact->change->application = id;
  fact->change->kind = CR_CHANGE_UNDO;
  fact->change->undoes = g_strdup(undoes);
  g_ptr_array_add(facts, fact);
  g_autoptr(CrApplication) a = cr_pursuit_fold(facts);
  a->id = id;
  return cr_store_add_application_fact(engine->store, id, fact, &added, error) &&
         cr_store_save_application(engine->store, a, error) && keep(engine, id, error);
}

char *
apps_part_key(const char *merge_key) {
  return g_strconcat(merge_key, ":part", NULL);
}

/* What was merged stands on its own feet again. */
static gboolean
part(CrEngine *engine, int other, const char *merge_key, CrInstant now, GError **error) {
  g_autofree char *key = apps_part_key(merge_key);
  g_autoptr(GPtrArray) facts = cr_store_application_facts(engine->store, other, error);
  return facts && apps_take_back(engine, other, facts, key, NULL, now, error);
}

static gboolean
undo(CrEngine *engine, int id, const char *fact_key, CrInstant now, char **ret_words,
     GError **error) {
  g_autoptr(CrApplication) a = load(engine, id, error);
  g_autoptr(GPtrArray) facts = a ? cr_store_application_facts(engine->store, id, error) : NULL;
  const CrFact *last = facts ? cr_pursuit_undoable(facts) : NULL;
  if (facts == NULL)
    return FALSE;
  if (last == NULL || last->change->kind == CR_CHANGE_PART) {
    if (last)
      g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT,
                  "application %d is part of application %d: take it back there", id, a->part_of);
    else
      g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT,
                  "nothing of application %d is left to be taken back", id);
    return FALSE;
  }
  const CrChange *change = last->change;
  if (change->kind == CR_CHANGE_MERGE && !part(engine, change->other, last->source_key, now, error))
    return FALSE;
  if (ret_words)
    *ret_words = cr_pursuit_words(change);
  g_autofree char *undoes = g_strdup(last->source_key);
  return apps_take_back(engine, id, facts, undoes, fact_key, now, error);
}

gboolean
cr_apps_undo(CrEngine *engine, int id, const char *key, CrInstant now, char **ret_words,
             GError **error) {
  g_autofree char *words = NULL, *fact_key = NULL;
  if (!apps_begin_act(engine, id, "undo", key, now, &fact_key, error) ||
      !cr_store_end(engine->store,
                    fact_key == NULL || undo(engine, id, fact_key, now, &words, error), error))
    return FALSE;
  if (ret_words)
    *ret_words = g_steal_pointer(&words);
  return TRUE;
}

CrApplication *
cr_apps_load(CrEngine *engine, int id, GError **error) {
  if (!engine_begin(engine, FALSE, error))
    return NULL;
  CrApplication *a = apps_load(engine, id, error);
  cr_store_rollback(engine->store);
  return a;
}
