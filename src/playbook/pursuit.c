#include "playbook/pursuit-private.h"

#include "base/text.h"
#include "model/holiday.h"

#include <string.h>

/* A saved posting is asked about after so many working days. */
#define APPLY_DAYS 2
/* An offer is asked about after so many. */
#define OFFER_DAYS 2

/* How long silence lasts before a follow-up, in working days; the second after the first. Source:
 * docs/mission.md and the manners in letters.ini: after an interview five working days, then a
 * week, at most two. */
static const int silences[CR_N_STAGES][2] = {
    [CR_STAGE_APPLIED] = {6, 10},
    [CR_STAGE_SCREEN] = {5, 5},
    [CR_STAGE_INTERVIEW] = {5, 5},
};

static gboolean
says_candidate(const CrFact *fact) {
  return g_strcmp0(fact->source, "candidate") == 0;
}

static void
replace(char **target, const char *value) {
  if (value && *value) {
    g_free(*target);
    *target = g_strdup(value);
  }
}

/* Taking changes */

static void
take_details(CrApplication *a, const CrDetails *d) {
  char **const targets[] = {&a->details.company,     &a->details.role,     &a->details.url,
                            &a->details.source,      &a->details.location, &a->details.salary,
                            &a->details.requisition, &a->details.notes};
  char *const values[] = {d->company,  d->role,   d->url,         d->source,
                          d->location, d->salary, d->requisition, d->notes};
  for (gsize i = 0; i < G_N_ELEMENTS(values); i++)
    replace(targets[i], values[i]);
}

static void
take_extras(CrApplication *a, GPtrArray *extras) {
  for (guint i = 0; i < extras->len; i++) {
    const CrExtra *extra = extras->pdata[i];
    CrExtra *known = NULL;
    for (guint k = 0; k < a->extras->len && known == NULL; k++)
      if (g_strcmp0(((CrExtra *) a->extras->pdata[k])->name, extra->name) == 0)
        known = a->extras->pdata[k];
    if (known)
      replace(&known->value, extra->value);
    else if (a->extras->len < CR_MAX_EXTRAS)
      g_ptr_array_add(a->extras, cr_extra_copy(extra));
  }
}

gboolean
pursuit_same_person(const CrContact *a, const CrContact *b) {
  if (a->email && b->email)
    return cr_text_equal(a->email, b->email);
  return a->name && cr_text_equal(a->name, b->name);
}

void
pursuit_take_contact(CrApplication *a, const CrContact *contact) {
  if (contact->name == NULL && contact->email == NULL && contact->phone == NULL)
    return;
  for (guint i = 0; i < a->contacts->len; i++) {
    CrContact *known = a->contacts->pdata[i];
    if (!pursuit_same_person(known, contact))
      continue;
    replace(&known->name, contact->name);
    replace(&known->email, contact->email);
    if (contact->phone && (contact->extension || !cr_text_equal(contact->phone, known->phone)))
      cr_contact_set_phone(known, contact->phone, contact->extension);
    replace(&known->zone, contact->zone);
    replace(&known->country, contact->country);
    return;
  }
  if (a->contacts->len < CR_MAX_APPLICATION_CONTACTS)
    g_ptr_array_add(a->contacts, cr_contact_copy(contact));
}

/* Going back takes back what was reached behind it; closing keeps it, and so does opening again. */
static void
move_to(CrApplication *a, CrStage stage, CrCloseReason reason, CrInstant at, const char *source) {
  CrStageStep *step = cr_stage_step_new();
  *step =
      (CrStageStep){at, stage, stage == CR_STAGE_CLOSED ? reason : CR_CLOSE_NONE, g_strdup(source)};
  g_ptr_array_add(a->history, step);
  a->stage = stage;
  a->reason = step->reason;
  if (cr_reached_at(&a->reached, stage) == CR_INSTANT_NONE)
    cr_reached_set(&a->reached, stage, at);
  if (stage != CR_STAGE_CLOSED)
    for (int later = (int) stage + 1; later < CR_N_STAGES; later++)
      cr_reached_set(&a->reached, (CrStage) later, CR_INSTANT_NONE);
  if (stage == CR_STAGE_APPLIED)
    a->wrote = MAX(a->wrote, at);
  else if (stage != CR_STAGE_SAVED && stage != CR_STAGE_CLOSED && stage != CR_STAGE_ACCEPTED)
    a->heard = MAX(a->heard, at);
}

static void
take_move(CrApplication *a, const CrFact *fact) {
  const CrChange *change = fact->change;
  if (says_candidate(fact))
    a->moved_by_hand = fact->at;
  move_to(a, change->stage, change->reason,
          change->when != CR_INSTANT_NONE ? change->when : fact->at, fact->source);
  if (a->stage == CR_STAGE_CLOSED) { /* what was planned for it is past; it stands in the history */
    g_clear_pointer(&a->next, g_free);
    a->next_at = CR_INSTANT_NONE;
  }
  if (a->stage == CR_STAGE_CLOSED || a->stage == CR_STAGE_ACCEPTED || says_candidate(fact))
    cr_record_clear(&cr_proposal_record, &a->proposal), a->proposal.at = CR_INSTANT_NONE;
}

static void
take_mail(CrApplication *a, const CrFact *fact) {
  const CrChange *change = fact->change;
  if (a->mails->len >= CR_MAX_APPLICATION_MAILS) {
    cr_mail_ref_free(a->mails->pdata[0]);
    g_ptr_array_remove_index(a->mails, 0);
  }
  g_ptr_array_add(a->mails, cr_mail_ref_copy(&change->mail));
  if (change->mail.own) {
    a->wrote = MAX(a->wrote, change->mail.at);
    a->follow_ups += a->stage != CR_STAGE_SAVED;
  } else if (change->when != CR_INSTANT_NONE) { /* a word of theirs */
    a->heard = MAX(a->heard, change->when);
    a->follow_ups = 0;
  }
}

static void
take_link(CrApplication *a, const CrFact *fact) {
  const CrChange *change = fact->change;
  gboolean known = FALSE;
  for (guint i = 0; i < a->interviews->len; i++)
    known = known || ((CrLinked *) a->interviews->pdata[i])->interview == change->interview;
  if (!known) {
    CrLinked *linked = cr_linked_new();
    linked->interview = change->interview;
    g_ptr_array_add(a->interviews, linked);
  }
  if (change->when != CR_INSTANT_NONE) { /* they have spoken */
    a->heard = MAX(a->heard, change->when);
    a->follow_ups = 0;
  }
}

static void
add_note(CrApplication *a, const char *text) {
  g_autofree char *old = a->details.notes;
  a->details.notes = old && *old ? g_strconcat(old, "\n", text, NULL) : g_strdup(text);
}

static void
propose(CrApplication *a, const CrFact *fact) {
  cr_record_clear(&cr_proposal_record, &a->proposal);
  a->proposal = (CrProposal){fact->at, fact->change->stage, fact->change->reason,
                             g_strdup(fact->change->text), g_strdup(fact->source)};
}

void
cr_pursuit_take(CrApplication *a, const CrFact *fact) {
  const CrChange *change = fact->change;
  a->changed = MAX(a->changed, fact->learnt);
  if (change->clears == NULL)
    pursuit_take_contact(a, &change->contact);
  take_extras(a, change->extras);
  switch (change->kind) {
  case CR_CHANGE_ADD:
    a->added = fact->at;
    a->gone = FALSE;
    take_details(a, &change->details);
    if (change->stage != CR_STAGE_SAVED || change->when == CR_INSTANT_NONE)
      a->reached.saved = MIN(fact->at, change->when == CR_INSTANT_NONE ? fact->at : change->when);
    move_to(a, change->stage, change->reason,
            change->when != CR_INSTANT_NONE ? change->when : fact->at, fact->source);
    break;
  case CR_CHANGE_EDIT:
    pursuit_clear(a, change);
    take_details(a, &change->details);
    break;
  case CR_CHANGE_MOVE:
    take_move(a, fact);
    break;
  case CR_CHANGE_PROPOSE:
    propose(a, fact);
    break;
  case CR_CHANGE_DISMISS:
    cr_record_clear(&cr_proposal_record, &a->proposal);
    a->proposal.at = CR_INSTANT_NONE;
    break;
  case CR_CHANGE_LINK:
    take_link(a, fact);
    break;
  case CR_CHANGE_MAIL:
    take_mail(a, fact);
    break;
  case CR_CHANGE_WROTE:
    a->wrote = MAX(a->wrote, fact->at);
    a->follow_ups++;
    break;
  case CR_CHANGE_PLAN:
    g_free(a->next);
    a->next = g_strdup(change->text);
    a->next_at = change->text ? change->when : CR_INSTANT_NONE;
    break;
  case CR_CHANGE_NOTE:
    add_note(a, change->text);
    break;
  case CR_CHANGE_MERGE:
    for (guint i = 0; i < change->parts->len; i++)
      cr_pursuit_merge(a, change->parts->pdata[i]);
    break;
  case CR_CHANGE_PART:
    a->gone = TRUE;
    a->part_of = change->other;
    break;
  case CR_CHANGE_UNDO:
    break;
  }
}

static gboolean
can_be_undone(const CrFact *fact) {
  return fact->change->kind != CR_CHANGE_UNDO && fact->change->kind != CR_CHANGE_MAIL;
}

GHashTable *
cr_pursuit_undone(GPtrArray *facts) {
  GHashTable *keys = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = facts->len; i > 0; i--) {
    const CrFact *fact = facts->pdata[i - 1];
    if (fact->change->kind == CR_CHANGE_UNDO && fact->change->undoes &&
        !g_hash_table_contains(keys, fact->source_key))
      g_hash_table_add(keys, fact->change->undoes);
  }
  return keys;
}

CrApplication *
cr_pursuit_fold(GPtrArray *facts) {
  g_autoptr(GHashTable) undone = cr_pursuit_undone(facts);
  CrApplication *a = cr_application_new();
  a->gone = TRUE; /* until it is added */
  for (guint i = 0; i < facts->len; i++) {
    const CrFact *fact = facts->pdata[i];
    if (!g_hash_table_contains(undone, fact->source_key))
      cr_pursuit_take(a, fact);
    a->changed = MAX(a->changed, fact->learnt);
  }
  return a;
}

const CrFact *
cr_pursuit_undoable(GPtrArray *facts) {
  g_autoptr(GHashTable) undone = cr_pursuit_undone(facts);
  for (guint i = facts->len; i > 0; i--) {
    const CrFact *fact = facts->pdata[i - 1];
    if (can_be_undone(fact) && !g_hash_table_contains(undone, fact->source_key))
      return fact;
  }
  return NULL;
}

char *
cr_pursuit_words(const CrChange *change) {
  const char *stage = cr_stage_names[change->stage];
  switch (change->kind) {
  case CR_CHANGE_ADD:
    return g_strdup_printf("added as %s", stage);
  case CR_CHANGE_EDIT:
    return change->clears ? pursuit_clear_words(change) : g_strdup("details changed");
  case CR_CHANGE_MOVE:
    return change->stage == CR_STAGE_CLOSED
               ? g_strdup_printf("closed: %s", cr_close_names[change->reason])
               : g_strdup_printf("moved to %s", stage);
  case CR_CHANGE_PROPOSE:
    return g_strdup_printf(
        "may be %s: %s", change->stage == CR_STAGE_CLOSED ? cr_close_names[change->reason] : stage,
        change->text ? change->text : "");
  case CR_CHANGE_DISMISS:
    return g_strdup("what was proposed is dismissed");
  case CR_CHANGE_LINK:
    return change->when == CR_INSTANT_NONE
               ? g_strdup_printf("call %d is about it", change->interview)
               : g_strdup_printf("you spoke (call %d)", change->interview);
  case CR_CHANGE_MAIL:
    return g_strdup_printf("%s %s: \"%s\"", change->mail.own ? "you wrote to" : "mail from",
                           change->mail.from ? change->mail.from : "somebody",
                           change->mail.subject ? change->mail.subject : "");
  case CR_CHANGE_WROTE:
    return g_strdup("you followed up");
  case CR_CHANGE_PLAN:
    return change->text ? g_strdup_printf("planned: %s", change->text) : g_strdup("plan done");
  case CR_CHANGE_NOTE:
    return g_strdup_printf("noted: %s", change->text ? change->text : "");
  case CR_CHANGE_UNDO:
    return g_strdup("the change before was taken back");
  case CR_CHANGE_MERGE:
    return g_strdup_printf("merged with application %d", change->other);
  case CR_CHANGE_PART:
    return g_strdup_printf("part of application %d from now on", change->other);
  }
  return NULL;
}

/* What comes next */

CrDay
cr_pursuit_today(const CrProfile *profile, CrInstant now) {
  const CrZone *zone = cr_zone_find(profile->zone);
  return cr_zone_day(zone ? zone : cr_zone_utc(), now);
}

int
cr_pursuit_working_days(CrDay from, CrDay to, const char *country) {
  int days = 0;
  for (CrDay day = from + 1; day <= to && days < CR_MAX_SILENT_DAYS; day++)
    days += cr_day_is_working(day, country);
  return days;
}

int
cr_pursuit_silence(CrStage stage, CrInstant heard, CrInstant wrote, const CrProfile *profile,
                   CrInstant now) {
  CrInstant last = MAX(heard, wrote);
  if (last == CR_INSTANT_NONE || silences[stage][0] == 0)
    return -1;
  return cr_pursuit_working_days(cr_pursuit_today(profile, last), cr_pursuit_today(profile, now),
                                 profile->country);
}

/* The morning of the count-th working day after that instant. */
static CrInstant
morning_after(CrInstant instant, int count, const CrProfile *profile, const CrPolicy *policy) {
  const CrZone *zone = cr_zone_find(profile->zone);
  zone = zone ? zone : cr_zone_utc();
  CrWall wall = {0};
  cr_day_to_date(cr_day_add_working(cr_zone_day(zone, instant), count, profile->country),
                 &wall.year, &wall.month, &wall.day);
  wall.hour = policy->hours_from_min / 60;
  wall.minute = policy->hours_from_min % 60;
  return cr_zone_instant(zone, &wall);
}

CrAsk
cr_pursuit_next(const CrApplication *a, const CrProfile *profile, const CrPolicy *policy,
                gboolean talking) {
  CrInstant last = MAX(a->heard, a->wrote);
  if (a->gone)
    return (CrAsk){CR_NEXT_NOTHING, CR_INSTANT_NONE};
  if (a->proposal.at != CR_INSTANT_NONE)
    return (CrAsk){CR_NEXT_DECIDE, a->proposal.at};
  if (a->next)
    return (CrAsk){CR_NEXT_PLANNED, a->next_at};
  if (a->stage == CR_STAGE_SAVED)
    return (CrAsk){CR_NEXT_APPLY, morning_after(a->added, APPLY_DAYS, profile, policy)};
  if (a->stage == CR_STAGE_OFFER)
    return (CrAsk){CR_NEXT_OFFER, morning_after(a->reached.offer, OFFER_DAYS, profile, policy)};
  if (talking || a->follow_ups >= 2 || silences[a->stage][0] == 0 || last == CR_INSTANT_NONE)
    return (CrAsk){CR_NEXT_NOTHING, CR_INSTANT_NONE};
  return (CrAsk){CR_NEXT_FOLLOW_UP,
                 morning_after(last, silences[a->stage][a->follow_ups], profile, policy)};
}

char *
cr_pursuit_ask(const CrApplication *a) {
  switch (a->next_kind) {
  case CR_NEXT_NOTHING:
    return NULL;
  case CR_NEXT_DECIDE:
    return g_strdup_printf("is it %s? %s",
                           a->proposal.stage == CR_STAGE_CLOSED ? cr_close_names[a->proposal.reason]
                                                                : cr_stage_names[a->proposal.stage],
                           a->proposal.text ? a->proposal.text : "");
  case CR_NEXT_PLANNED:
    return g_strdup(a->next);
  case CR_NEXT_APPLY:
    return g_strdup("apply, or let it go");
  case CR_NEXT_FOLLOW_UP:
    return g_strdup(a->follow_ups ? "follow up a last time" : "follow up");
  case CR_NEXT_OFFER:
    return g_strdup("answer the offer, or ask for more time");
  }
  return NULL;
}

/* What an interview says */

static const char *const first_words[] = {"screen",      "intro",       "initial", "recruiter call",
                                          "get to know", "exploratory", "chat",    NULL};
static const char *const later_words[] = {
    "onsite",     "on-site",      "panel",     "technical",       "final round", "hiring manager",
    "case study", "second round", "2nd round", "final interview", "superday",    NULL};

static gboolean
has_word(const CrInterview *iv, const char *const *words) {
  for (; *words; words++)
    if (cr_text_find(iv->summary, *words) || cr_text_find(iv->subject, *words))
      return TRUE;
  return FALSE;
}

static CrStage
stage_of_talk(const CrInterview *iv, gboolean held_before) {
  if (has_word(iv, later_words))
    return CR_STAGE_INTERVIEW;
  if (has_word(iv, first_words))
    return CR_STAGE_SCREEN;
  return held_before || iv->medium == CR_MEDIUM_ONSITE ? CR_STAGE_INTERVIEW : CR_STAGE_SCREEN;
}

static CrStage
stage_of_interview(const CrInterview *iv, gboolean held_before, CrCloseReason *ret_reason) {
  *ret_reason = CR_CLOSE_NONE;
  switch (iv->state.standing) {
  case CR_STANDING_IN_THE_RUNNING:
    return stage_of_talk(iv, held_before);
  case CR_STANDING_OFFER:
    return CR_STAGE_OFFER;
  case CR_STANDING_ACCEPTED:
    return CR_STAGE_ACCEPTED;
  case CR_STANDING_OUT:
    *ret_reason = CR_CLOSE_REJECTED;
    break;
  case CR_STANDING_WITHDRAWN:
    *ret_reason = CR_CLOSE_WITHDRAWN;
    break;
  }
  return CR_STAGE_CLOSED;
}

gboolean
cr_pursuit_of_interview(const CrApplication *a, const CrInterview *iv, gboolean held_before,
                        CrStage *ret_stage, CrCloseReason *ret_reason) {
  CrCloseReason reason;
  CrStage stage = stage_of_interview(iv, held_before, &reason);
  /* Nothing goes back by itself, and what is closed stays so until the candidate opens it. */
  if (a->stage == CR_STAGE_CLOSED || stage <= a->stage)
    return FALSE;
  *ret_stage = stage;
  *ret_reason = reason;
  return TRUE;
}

gboolean
cr_pursuit_is_unsaid(const CrChange *change, const CrInterview *iv) {
  CrCloseReason reason;
  CrStage stage = stage_of_interview(iv, FALSE, &reason);
  if (change->kind == CR_CHANGE_LINK)
    return change->when != CR_INSTANT_NONE && iv->state.phase != CR_PHASE_HELD;
  return change->kind == CR_CHANGE_MOVE && change->stage >= CR_STAGE_OFFER &&
         (change->stage > stage || (change->stage == stage && change->reason != reason));
}

/* What a mail says */

static const char *const received_words[] = {"thank you for applying",
                                             "thanks for applying",
                                             "received your application",
                                             "application has been received",
                                             "your application was received",
                                             "application received",
                                             "thank you for your application",
                                             "successfully submitted",
                                             "application confirmation",
                                             "we have received your r",
                                             NULL};
static const char *const offer_words[] = {"pleased to offer you", "delighted to offer you",
                                          "happy to offer you",   "excited to offer you",
                                          "extend you an offer",  "extend an offer",
                                          "offer letter",         "formal offer",
                                          "offer of employment",  NULL};

static gboolean
says(const CrReading *mail, const char *const *words) {
  for (; *words; words++)
    if (cr_text_find(mail->subject, *words) || cr_text_find(mail->text, *words))
      return TRUE;
  return FALSE;
}

#define NEAR_CERTAIN 0.8

CrVerdict
cr_pursuit_of_mail(const CrApplication *a, const CrReading *mail, gboolean own, gboolean sure) {
  const CrVerdict note = {CR_VERDICT_NOTE, a->stage, CR_CLOSE_NONE, NULL};
  gboolean newer = a->moved_by_hand == CR_INSTANT_NONE || mail->date > a->moved_by_hand;
  if (own || mail->forged || a->stage == CR_STAGE_CLOSED || a->stage == CR_STAGE_ACCEPTED)
    return note;
  if (mail->class == CR_MAIL_REJECTION) {
    gboolean plain = sure && newer && !mail->unclear && mail->score >= NEAR_CERTAIN;
    return (CrVerdict){plain ? CR_VERDICT_MOVE : CR_VERDICT_PROPOSE, CR_STAGE_CLOSED,
                       CR_CLOSE_REJECTED, "their mail reads like a no"};
  }
  if (a->stage < CR_STAGE_OFFER && says(mail, offer_words))
    return (CrVerdict){CR_VERDICT_PROPOSE, CR_STAGE_OFFER, CR_CLOSE_NONE,
                       "their mail speaks of an offer"};
  if (a->stage == CR_STAGE_SAVED && says(mail, received_words))
    return (CrVerdict){sure && newer ? CR_VERDICT_MOVE : CR_VERDICT_PROPOSE, CR_STAGE_APPLIED,
                       CR_CLOSE_NONE, "they confirm that they have your application"};
  return note;
}

gboolean
cr_pursuit_is_word(const CrReading *mail) {
  return !mail->forged && !mail->list && mail->class != CR_MAIL_BOUNCE &&
         mail->class != CR_MAIL_OUT_OF_OFFICE &&
         (!mail->automatic || mail->class == CR_MAIL_REJECTION) && !says(mail, received_words);
}
