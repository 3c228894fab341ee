/* What calls and mails mean for applications. Automation never goes back a stage and never repeats
 * itself: each thing that it does has a key of its own, so that what the candidate has taken back
 * stays so. */
#include "engine/apps-private.h"

#include "base/text.h"
#include "playbook/letter.h"
#include "playbook/match.h"
#include "playbook/organisation.h"
#include "playbook/pursuit.h"

#include <string.h>

#define CALL_SOURCE "call "
#define MAX_NAME_WORDS 48
/* Of a mail that tells something this much is looked through for a company's name. */
#define MAX_TEXT_BYTES 400

typedef struct {
  CrEngine *engine;
  int best; /* 0: none */
  int score;
  gboolean tied; /* another one fits as well */
} Search;

typedef int (*ScoreFunc)(const CrApplication *application, gconstpointer thing);

/* An open one counts more than a closed one. */
static gboolean
consider(Search *search, CrApplicationBy by, const char *value, ScoreFunc score_of,
         gconstpointer thing, GError **error) {
  g_autoptr(GArray) ids = cr_store_find_applications(search->engine->store, by, value, error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    int id = g_array_index(ids, int, i);
    g_autoptr(GError) local = NULL;
    if (search->best == id)
      continue;
    const CrApplication *a = cr_store_see_application(search->engine->store, id, &local);
    if (local) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
    int score = a == NULL || a->gone ? 0 : score_of(a, thing);
    if (score <= 0)
      continue;
    score = score * 2 + (a->stage != CR_STAGE_CLOSED && a->stage != CR_STAGE_ACCEPTED);
    if (score > search->score) {
      search->best = id;
      search->score = score;
      search->tied = FALSE;
    } else if (score == search->score) {
      search->tied = TRUE;
    }
  }
  return TRUE;
}

/* Calls */

static gboolean
has_contact(const CrApplication *a, const char *email) {
  for (guint i = 0; email && i < a->contacts->len; i++)
    if (cr_text_equal(((CrContact *) a->contacts->pdata[i])->email, email))
      return TRUE;
  return FALSE;
}

static int
score_for_interview(const CrApplication *a, gconstpointer thing) {
  const CrInterview *iv = thing;
  gboolean contact = has_contact(a, iv->contact.email);
  gboolean company = cr_match_company(a->details.company, iv->company) != CR_MATCH_NO ||
                     cr_match_domain(cr_address_domain(iv->contact.email), a->details.company);
  gboolean other_role =
      iv->role && a->details.role && cr_match_role(a->details.role, iv->role) == CR_MATCH_NO;
  if ((!contact && !company) || other_role)
    return 0;
  gboolean role = iv->role && a->details.role;
  return 1 + 2 * contact + 2 * role +
         (cr_match_company(a->details.company, iv->company) == CR_MATCH_YES);
}

static int
always(const CrApplication *a, gconstpointer thing) {
  return 100;
}

static gboolean
find_for_interview(Search *search, const CrInterview *iv, GError **error) {
  const int calls[] = {iv->id, iv->state.predecessor};
  g_autofree char *address = cr_address_normalize(iv->contact.email);
  g_autofree char *of_address = cr_organisation_name(iv->contact.email);
  const char *const names[] = {iv->company, of_address};
  for (gsize i = 0; i < G_N_ELEMENTS(calls); i++) {
    g_autofree char *number = g_strdup_printf("%d", calls[i]);
    if (calls[i] && !consider(search, CR_APPLICATION_BY_INTERVIEW, number, always, iv, error))
      return FALSE;
    if (search->best)
      return TRUE;
  }
  if (!consider(search, CR_APPLICATION_BY_ADDRESS, address, score_for_interview, iv, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *word = cr_match_company_word(names[i]);
    if (!consider(search, CR_APPLICATION_BY_COMPANY, word, score_for_interview, iv, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
other_was_held(CrEngine *engine, const CrApplication *a, const CrInterview *iv) {
  for (guint i = 0; i < a->interviews->len; i++) {
    const CrLinked *linked = a->interviews->pdata[i];
    const CrInterview *other = linked->interview == iv->id
                                   ? NULL
                                   : cr_store_see_interview(engine->store, linked->interview, NULL);
    if (other && other->state.phase == CR_PHASE_HELD && other->start < iv->start)
      return TRUE;
  }
  return FALSE;
}

/* What a call changes it changes once; again only when the act that it came of was taken back
 * since, which unsay counts. */
static char *
key_of(CrEngine *engine, const CrInterview *iv, const char *what) {
  g_autofree char *key = g_strdup_printf("app:call:%d:%s", iv->id, what);
  g_autofree char *times = cr_store_get(engine->store, key, NULL);
  return times ? g_strconcat(key, "#", times, NULL) : g_steal_pointer(&key);
}

static gboolean
link_interview(CrEngine *engine, int *id, const CrInterview *iv, const char *source, CrInstant at,
               CrInstant now, GError **error) {
  g_autoptr(CrChange) change = cr_change_new();
  gboolean held = iv->state.phase == CR_PHASE_HELD;
  change->kind = CR_CHANGE_LINK;
  change->interview = iv->id;
  cr_record_assign(&cr_contact_record, &change->contact, &iv->contact);
  if (held)
    change->when = MAX(iv->state.answered_at, iv->start);
  g_autofree char *key =
      held ? key_of(engine, iv, "held") : g_strdup_printf("app:call:%d:linked", iv->id);
  return apps_take(engine, id, change, at, source, key, now, error);
}

static gboolean
add_for_interview(CrEngine *engine, int *id, const CrInterview *iv, const char *source,
                  CrInstant at, CrInstant now, GError **error) {
  g_autoptr(CrChange) change = cr_change_new();
  g_autofree char *key = g_strdup_printf("app:call:%d:added", iv->id);
  change->kind = CR_CHANGE_ADD;
  change->stage = CR_STAGE_APPLIED;
  change->details.company = g_strdup(iv->company);
  change->details.role = g_strdup(iv->role);
  change->details.requisition = g_strdup(iv->requisitions ? iv->requisitions[0] : NULL);
  return apps_take(engine, id, change, at, source, key, now, error);
}

static gboolean
follow_standing(CrEngine *engine, int *id, const CrInterview *iv, const char *source, CrInstant at,
                CrInstant now, GError **error) {
  g_autoptr(CrChange) change = cr_change_new();
  const CrApplication *a = cr_store_see_application(engine->store, *id, error);
  if (a == NULL)
    return FALSE;
  change->kind = CR_CHANGE_MOVE;
  if (!cr_pursuit_of_interview(a, iv, other_was_held(engine, a, iv), &change->stage,
                               &change->reason))
    return TRUE;
  g_autofree char *key = key_of(engine, iv,
                                change->stage == CR_STAGE_CLOSED ? cr_close_names[change->reason]
                                                                 : cr_stage_names[change->stage]);
  return apps_take(engine, id, change, at, source, key, now, error);
}

/* What stands only because of a call that was none goes with it. Which one that was is kept, as the
 * removal may be a slip. */
static char *
removed_name(const CrInterview *iv) {
  return g_strdup_printf("removed.%d", iv->id);
}

static gboolean
drop_for_interview(CrEngine *engine, const CrInterview *iv, CrInstant now, GError **error) {
  Search search = {.engine = engine};
  g_autofree char *number = g_strdup_printf("%d", iv->id), *name = removed_name(iv);
  g_autofree char *added = g_strdup_printf("app:call:%d:added", iv->id);
  g_autofree char *linked = g_strdup_printf("app:call:%d:linked", iv->id);
  if (!consider(&search, CR_APPLICATION_BY_INTERVIEW, number, always, iv, error))
    return FALSE;
  if (search.best == 0)
    return TRUE;
  const CrApplication *a = cr_store_see_application(engine->store, search.best, error);
  if (a == NULL)
    return FALSE;
  g_autofree char *id = g_strdup_printf("%d", search.best);
  g_autoptr(GPtrArray) facts = cr_store_application_facts(engine->store, search.best, error);
  gboolean alone = a->interviews->len == 1 && a->moved_by_hand == CR_INSTANT_NONE &&
                   a->next == NULL && a->follow_ups == 0;
  const char *undoes = linked;
  for (guint i = 0; facts && i < facts->len; i++)
    if (alone && g_strcmp0(((CrFact *) facts->pdata[i])->source_key, added) == 0)
      undoes = added;
  return facts && apps_take_back(engine, search.best, facts, undoes, NULL, now, error) &&
         cr_store_set(engine->store, name, id, error);
}

/* A removal that is taken back: the application stands again. */
static gboolean
bring_back(CrEngine *engine, const CrInterview *iv, CrInstant now, GError **error) {
  g_autofree char *name = removed_name(iv), *id = cr_store_get(engine->store, name, NULL);
  g_autofree char *prefix = g_strdup_printf("app:call:%d:", iv->id), *undoes = NULL;
  gint64 number;
  if (id == NULL || !g_ascii_string_to_signed(id, 10, 1, G_MAXINT, &number, NULL))
    return TRUE;
  g_autoptr(GPtrArray) facts = cr_store_application_facts(engine->store, (int) number, error);
  for (guint i = facts ? facts->len : 0; i > 0 && undoes == NULL; i--) {
    const CrFact *fact = facts->pdata[i - 1];
    if (fact->change->kind == CR_CHANGE_UNDO && fact->change->undoes &&
        g_str_has_prefix(fact->change->undoes, prefix))
      undoes = g_strdup(fact->source_key);
  }
  return facts && cr_store_set(engine->store, name, NULL, error) &&
         (undoes == NULL || apps_take_back(engine, (int) number, facts, undoes, NULL, now, error));
}

/* The change with that key is taken back, and may be made again. */
static gboolean
take_back_once(CrEngine *engine, int id, GPtrArray *facts, const char *key, CrInstant now,
               GError **error) {
  g_auto(GStrv) parts = g_strsplit(key, "#", 2);
  g_autofree char *times = cr_store_get(engine->store, parts[0], NULL);
  g_autofree char *more =
      g_strdup_printf("%" G_GINT64_FORMAT, g_ascii_strtoll(times ? times : "0", NULL, 10) + 1);
  return cr_store_set(engine->store, parts[0], more, error) &&
         apps_take_back(engine, id, facts, key, NULL, now, error);
}

/* What an act had said of the application goes with it: an offer, a no, that they spoke. */
static gboolean
unsay(CrEngine *engine, const CrInterview *iv, CrInstant now, GError **error) {
  Search search = {.engine = engine};
  g_autofree char *number = g_strdup_printf("%d", iv->id);
  g_autofree char *prefix = g_strdup_printf("app:call:%d:", iv->id);
  if (!consider(&search, CR_APPLICATION_BY_INTERVIEW, number, always, iv, error))
    return FALSE;
  g_autoptr(GPtrArray) facts = search.best
                                   ? cr_store_application_facts(engine->store, search.best, error)
                                   : g_ptr_array_new();
  g_autoptr(GHashTable) undone = facts ? cr_pursuit_undone(facts) : NULL;
  gboolean ok = facts != NULL;
  for (guint i = facts ? facts->len : 0; ok && i > 0; i--) {
    const CrFact *fact = facts->pdata[i - 1];
    if (g_str_has_prefix(fact->source_key, prefix) &&
        !g_hash_table_contains(undone, fact->source_key) && cr_pursuit_is_unsaid(fact->change, iv))
      ok = take_back_once(engine, search.best, facts, fact->source_key, now, error);
  }
  return ok;
}

gboolean
engine_note_restored(CrEngine *engine, const CrInterview *iv, CrInstant now, GError **error) {
  return bring_back(engine, iv, now, error) && unsay(engine, iv, now, error);
}

gboolean
engine_note_call(CrEngine *engine, const CrInterview *iv, CrInstant at, CrInstant now,
                 GError **error) {
  Search search = {.engine = engine};
  g_autofree char *source = g_strdup_printf(CALL_SOURCE "%d", iv->id);
  if (iv->state.removed)
    return drop_for_interview(engine, iv, now, error);
  if (iv->company == NULL && iv->role == NULL)
    return TRUE;
  if (!find_for_interview(&search, iv, error))
    return FALSE;
  if (search.tied)
    search.best = 0;
  if (search.best == 0 && !add_for_interview(engine, &search.best, iv, source, at, now, error))
    return FALSE;
  return search.best == 0 || /* the candidate does not want it */
         (link_interview(engine, &search.best, iv, source, at, now, error) &&
          follow_standing(engine, &search.best, iv, source, at, now, error) &&
          apps_settle(engine, search.best, error));
}

gboolean
engine_is_taken(CrEngine *engine, const CrInterview *iv, gboolean *ret_is, GError **error) {
  g_autofree char *number = g_strdup_printf("%d", iv->id);
  g_autoptr(GPtrArray) rows =
      cr_store_stage_rows(engine->store, CR_STAGE_ACCEPTED, CR_INSTANT_NONE, 0, 16, error);
  *ret_is = FALSE;
  if (rows == NULL || rows->len == 0)
    return rows != NULL;
  g_autoptr(GArray) own =
      cr_store_find_applications(engine->store, CR_APPLICATION_BY_INTERVIEW, number, error);
  for (guint i = 0; own && i < rows->len; i++) {
    const CrApplicationRow *row = rows->pdata[i];
    gboolean is_own = FALSE;
    for (guint j = 0; j < own->len; j++)
      is_own = is_own || g_array_index(own, int, j) == row->id;
    *ret_is = *ret_is || (!is_own && row->reached.accepted > iv->added);
  }
  return own != NULL;
}

/* Its first talk is as old as itself. */
static gboolean
is_made(CrEngine *engine, const CrApplicationRow *row) {
  const CrReached *r = &row->reached;
  gboolean at_once =
      r->applied != CR_INSTANT_NONE && (r->screen == r->applied || r->interview == r->applied);
  const CrApplication *a = at_once ? cr_store_see_application(engine->store, row->id, NULL) : NULL;
  return a && a->history->len > 0 &&
         g_str_has_prefix(((CrStageStep *) a->history->pdata[0])->source, CALL_SOURCE);
}

GPtrArray *
apps_rows(CrEngine *engine, GError **error) {
  GPtrArray *rows = cr_store_application_rows(engine->store, error);
  for (guint i = 0; rows && i < rows->len; i++) {
    CrApplicationRow *row = rows->pdata[i];
    row->made = is_made(engine, row);
  }
  return rows;
}

/* Mails */

static gboolean
has_requisition(const CrApplication *a, char **numbers) {
  g_autofree char *said =
      g_strconcat("requisition ", a->details.requisition ? a->details.requisition : "", " ",
                  a->details.url ? a->details.url : "", NULL);
  g_auto(GStrv) own = cr_match_requisitions(said);
  return cr_match_shares(numbers, own);
}

/* A stranger who names company and role: enough to ask, never to be sure. */
#define NAMED_SCORE 10

static int
score_for_mail(const CrApplication *a, gconstpointer thing) {
  const CrReading *mail = thing;
  const char *domain = cr_address_domain(mail->from_email);
  g_autofree char *both =
      g_strconcat(mail->subject ? mail->subject : "", "\n", mail->text ? mail->text : "", NULL);
  g_auto(GStrv) numbers = cr_match_requisitions(both);
  gboolean platform = cr_address_is_platform(mail->from_email, mail->from_name) ||
                      cr_address_is_noreply(mail->from_email);
  int score = 0;
  for (guint i = 0; i < a->mails->len && score == 0; i++) {
    const CrMailRef *known = a->mails->pdata[i];
    if (known->message_id && cr_text_equal(known->message_id, mail->in_reply_to))
      score = 100;
  }
  gboolean ends = mail->class == CR_MAIL_REJECTION || mail->class == CR_MAIL_ON_HOLD;
  if (has_requisition(a, numbers))
    score += 40;
  else if (score == 0 && ends && cr_match_role_differs(mail->role, a->details.role, NULL))
    return 0; /* the company's, about another role */
  if (has_contact(a, mail->from_email))
    score += 30;
  else if (cr_match_domain(domain, a->details.company))
    score += 20;
  else if (platform && (cr_match_names(mail->from_name, a->details.company) ||
                        cr_match_names(mail->subject, a->details.company)))
    score += 15;
  else if (platform && cr_match_names(mail->text, a->details.company))
    score += 10;
  else if (score == 0) /* an agency writes so, and anybody can */
    return cr_match_names(both, a->details.company) && a->details.role &&
                   cr_match_names(both, a->details.role)
               ? NAMED_SCORE
               : 0;
  if (score && a->details.role && cr_match_names(both, a->details.role))
    score += 12;
  return score;
}

/* Enough to say whose mail it is: their address, their domain, their number, or a platform's mail
 * that carries the company's name on its envelope. */
#define SURE_SCORE 15

static gboolean
find_for_mail(Search *search, const CrReading *mail, gboolean own, GError **error) {
  g_auto(GStrv) numbers = cr_match_requisitions_of(mail->subject, mail->text);
  const char *address = own ? (mail->to ? mail->to[0] : NULL) : mail->from_email;
  const char *domain = cr_address_domain(address);
  gboolean platform = cr_address_is_platform(address, own ? NULL : mail->from_name) ||
                      cr_address_is_noreply(address);
  gboolean tells = platform || (mail->class != CR_MAIL_GENERIC && !own);
  g_autofree char *text = g_strndup(tells && mail->text ? mail->text : "", MAX_TEXT_BYTES);
  g_autofree char *names =
      g_strjoin(" ", mail->from_name ? mail->from_name : "", mail->company ? mail->company : "",
                mail->subject ? mail->subject : "", text, NULL);
  g_auto(GStrv) words = cr_match_words(names, MAX_NAME_WORDS);
  g_autofree char *of_address = cr_organisation_name(address),
                  *word = cr_match_company_word(of_address);
  if (!consider(search, CR_APPLICATION_BY_MAIL, mail->in_reply_to, always, mail, error) ||
      !consider(search, CR_APPLICATION_BY_ADDRESS, address, own ? always : score_for_mail, mail,
                error))
    return FALSE;
  if (own)
    return TRUE;
  for (char **number = numbers; *number; number++)
    if (!consider(search, CR_APPLICATION_BY_REQUISITION, *number, score_for_mail, mail, error))
      return FALSE;
  if (!cr_address_is_shared(address) &&
      (!consider(search, CR_APPLICATION_BY_DOMAIN, domain, score_for_mail, mail, error) ||
       !consider(search, CR_APPLICATION_BY_COMPANY, word, score_for_mail, mail, error)))
    return FALSE;
  for (char **name = words; *name; name++)
    if (!consider(search, CR_APPLICATION_BY_COMPANY, *name, score_for_mail, mail, error))
      return FALSE;
  return TRUE;
}

static gboolean
note_mail(CrEngine *engine, int *id, const CrFact *fact, gboolean own, gboolean sure,
          const char *source, CrInstant now, GError **error) {
  const CrReading *mail = fact->mail;
  g_autoptr(CrChange) change = cr_change_new();
  g_autofree char *key = g_strconcat("app:", fact->source_key, NULL);
  change->kind = CR_CHANGE_MAIL;
  change->mail = (CrMailRef){.at = fact->at,
                             .message_id = g_strdup(mail->message_id),
                             .from = g_strdup(own && mail->to ? mail->to[0] : mail->from_email),
                             .subject = g_strdup(mail->subject),
                             .class = mail->class,
                             .own = own};
  if (!own && cr_pursuit_is_word(mail)) {
    change->when = fact->at;
    if (sure && !cr_address_is_noreply(mail->from_email)) {
      change->contact.email = g_strdup(mail->from_email);
      change->contact.name = g_strdup(mail->from_name);
    }
  }
  return apps_take(engine, id, change, fact->at, source, key, now, error);
}

static gboolean
follow_mail(CrEngine *engine, int *id, const CrFact *fact, const CrVerdict *verdict,
            const char *source, CrInstant now, GError **error) {
  g_autoptr(CrChange) change = cr_change_new();
  g_autofree char *key = g_strconcat("app-stage:", fact->source_key, NULL);
  if (verdict->kind == CR_VERDICT_NOTE)
    return TRUE;
  change->kind = verdict->kind == CR_VERDICT_MOVE ? CR_CHANGE_MOVE : CR_CHANGE_PROPOSE;
  change->stage = verdict->stage;
  change->reason = verdict->reason;
  change->text = g_strdup(verdict->text);
  return apps_take(engine, id, change, fact->at, source, key, now, error);
}

gboolean
engine_note_mail(CrEngine *engine, const CrFact *fact, int interview, CrInstant now,
                 GError **error) {
  Search search = {.engine = engine};
  g_autofree char *call = g_strdup_printf("%d", interview);
  const CrReading *mail = fact->mail;
  gboolean own = fact->kind == CR_FACT_OWN_MAIL;
  if ((fact->kind != CR_FACT_MAIL && !own) || mail == NULL || mail->list || mail->forged)
    return TRUE;
  if (interview ? !consider(&search, CR_APPLICATION_BY_INTERVIEW, call, always, mail, error)
                : !find_for_mail(&search, mail, own, error))
    return FALSE;
  if (search.best == 0 || (own && search.tied))
    return TRUE;
  gboolean sure = !search.tied && search.score >= SURE_SCORE * 2;
  const CrApplication *a = cr_store_see_application(engine->store, search.best, error);
  if (a == NULL)
    return FALSE;
  CrVerdict verdict = cr_pursuit_of_mail(a, mail, own, sure);
  if (interview) /* then its playbook weighs what it says */
    verdict.kind = CR_VERDICT_NOTE;
  g_autofree char *source =
      g_strdup_printf("mail from %s", mail->from_email ? mail->from_email : "somebody");
  return note_mail(engine, &search.best, fact, own, sure || interview, own ? "own mail" : source,
                   now, error) &&
         follow_mail(engine, &search.best, fact, &verdict, source, now, error);
}
