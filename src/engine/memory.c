/* What personal mail told before any call was promised: names, numbers, the conversation. Of each
 * correspondent the newest few mails are remembered, without their text, so that the interview that
 * comes of them knows the recruiter's number from the first hello. */
#include "base/text.h"
#include "engine/engine-private.h"
#include "engine/setting.h"
#include "playbook/agree.h"
#include "playbook/letter.h"

#include <string.h>

#define MAX_REMEMBERED 4
#define MAX_BYTES 16000
#define KNOWN "known:" /* and the address: the setting's name */
#define FORGOT "forgot.at"
#define ABOUT "about_call" /* of a mail: it spoke of a call */

static char *
name_for(const char *address) {
  return g_strconcat(KNOWN, address, NULL);
}

/* What was said longer ago belongs to another application. */
static gboolean
is_fresh(const CrEngine *engine, CrInstant said, CrInstant at) {
  return said != CR_INSTANT_NONE && at - said <= engine->policy->keep_days * CR_DAY_USEC;
}

static gboolean
is_worth_it(const CrReading *m) {
  return !m->forged && !m->automatic && m->class != CR_MAIL_BOUNCE && m->date != CR_INSTANT_NONE &&
         (m->phones->len || m->times->len || m->role || (m->accepts && m->in_reply_to) ||
          m->caller != CR_CALLER_UNKNOWN || cr_agree_speaks_of_call(m));
}

gboolean
engine_note_as_seen(CrEngine *engine, const CrFact *fact, GError **error) {
  g_autoptr(CrFact) seen = cr_fact_new(fact->kind, fact->at, fact->source, fact->source_key);
  gboolean added;
  seen->learnt = fact->learnt;
  return cr_store_add_fact(engine->store, 0, seen, &added, error);
}

static CrReading *
without_words(const CrReading *mail) {
  CrReading *short_one = cr_reading_copy(mail);
  for (guint i = 0; i < short_one->times->len; i++)
    g_clear_pointer(&((CrMention *) short_one->times->pdata[i])->text, g_free);
  g_clear_pointer(&short_one->text, g_free);
  g_clear_pointer(&short_one->evidence, g_free);
  return short_one;
}

static char *
print_mail(const CrReading *mail) {
  g_autoptr(CrReading) reading = without_words(mail);
  g_autofree char *text = cr_record_print(&cr_reading_record, reading);
  return cr_agree_speaks_of_call(mail) ? g_strconcat("{\"" ABOUT "\":true,", text + 1, NULL)
                                       : g_steal_pointer(&text);
}

static guint
count_lines(const char *text) {
  guint n = 1;
  while ((text = strchr(text, '\n')) != NULL) {
    text++;
    n++;
  }
  return n;
}

/* The list is a JSON array with each mail on a line, so that one comes and the oldest goes without
 * the others being read. A line of several, as they were once kept, goes as one. */
static char *
append_mail(const char *list, const char *mail) {
  const char *rest = list && *list == '[' ? list + 1 : "]";
  while (strchr(rest, '\n') &&
         (count_lines(rest) >= MAX_REMEMBERED || strlen(rest) + strlen(mail) > MAX_BYTES))
    rest = strchr(rest, '\n') + 1;
  gsize length = strlen(rest) - 1;
  return g_strdup_printf("[%.*s%s%s]", (int) length, rest, length ? ",\n" : "", mail);
}

/* A friend's lunch is agreed on in the same words as a call. */
static gboolean
is_about_call(const json_t *list, const CrReading *mail) {
  gboolean about = cr_agree_speaks_of_call(mail);
  for (gsize i = 0; i < json_array_size(list) && !about; i++)
    about = json_is_true(json_object_get(json_array_get(list, i), ABOUT));
  return about;
}

static const char *
correspondent(const CrFact *fact) {
  return fact->kind == CR_FACT_MAIL ? fact->mail->from_email
         : fact->mail->to           ? fact->mail->to[0]
                                    : NULL;
}

gboolean
engine_remember(CrEngine *engine, const CrFact *fact, GError **error) {
  if ((fact->kind != CR_FACT_MAIL && fact->kind != CR_FACT_OWN_MAIL) || fact->mail->list)
    return TRUE;
  if (!engine_note_as_seen(engine, fact, error))
    return FALSE;
  if (!is_worth_it(fact->mail))
    return TRUE;
  const char *address = correspondent(fact);
  if (cr_address_is_noreply(address))
    return TRUE;
  g_autofree char *name = name_for(address), *list = cr_store_get(engine->store, name, NULL);
  g_autofree char *mail = print_mail(fact->mail);
  if (list && strstr(list, mail))
    return TRUE;
  g_autofree char *text = append_mail(list, mail);
  return strlen(text) > MAX_BYTES || cr_store_set(engine->store, name, text, error);
}

/* The mails with a correspondent that are remembered, oldest first. NULL: there is none. */
static json_t *
load_mails(CrEngine *engine, const char *address) {
  g_autofree char *name = address ? name_for(address) : NULL;
  return name ? setting_load_list(engine->store, name) : NULL;
}

/* Its date, or the clock that it is on, may be what an earlier mail says. */
static gboolean
names_open_time(const CrReading *mail) {
  for (guint i = 0; i < mail->times->len; i++) {
    const CrMention *mention = mail->times->pdata[i];
    if (!mention->day_said || mention->weekday_said || !mention->zone_said)
      return TRUE;
  }
  return FALSE;
}

/* Whether the mail answers that one, or one of its thread. */
static gboolean
answers(const CrReading *mail, const CrReading *earlier) {
  const char *id = earlier->message_id;
  return id && (cr_text_equal(id, mail->in_reply_to) ||
                (mail->references && g_strv_contains((const char *const *) mail->references, id)));
}

CrDayKnown
engine_give_day(CrEngine *engine, CrFact *fact) {
  gboolean mail = fact->kind == CR_FACT_MAIL || fact->kind == CR_FACT_OWN_MAIL;
  CrDayKnown known = CR_DAY_OF_UNKNOWN_THREAD;
  if (!mail || fact->mail->in_reply_to == NULL || !names_open_time(fact->mail))
    return CR_DAY_TOLD;
  g_autoptr(json_t) list = load_mails(engine, correspondent(fact));
  for (gsize i = json_array_size(list); i > 0; i--) { /* the last that names one */
    g_autoptr(CrReading) earlier =
        cr_record_from_json(&cr_reading_record, json_array_get(list, i - 1), NULL);
    if (earlier == NULL || !answers(fact->mail, earlier))
      continue;
    known = CR_DAY_OF_SILENT_THREAD;
    if (cr_agree_give_day(fact->mail, earlier))
      return cr_agree_lacks_day(fact->mail) ? CR_DAY_OF_SEVERAL : CR_DAY_TOLD;
  }
  return cr_agree_lacks_day(fact->mail) ? known : CR_DAY_TOLD;
}

gboolean
engine_is_about_call(CrEngine *engine, const CrFact *fact) {
  g_autoptr(json_t) list = load_mails(engine, correspondent(fact));
  return is_about_call(list, fact->mail);
}

gboolean
engine_is_to_recruiter(CrEngine *engine, const CrFact *fact, const CrInterview *found) {
  const char *invited = found->contact.email;
  if (cr_agree_speaks_of_interview(fact->event->summary))
    return TRUE;
  g_autoptr(json_t) list = load_mails(engine, invited);
  for (gsize i = 0; i < json_array_size(list); i++) {
    const json_t *mail = json_array_get(list, i);
    const char *id = json_string_value(json_object_get(mail, "message_id"));
    gboolean itself =
        id && g_strcmp0(id, fact->mail->message_id) == 0; /* of its series the first */
    if (!itself && json_is_true(json_object_get(mail, ABOUT)))
      return TRUE;
  }
  g_autoptr(GArray) calls =
      invited ? cr_store_find_interviews(engine->store, CR_FIND_ADDRESS, invited, NULL) : NULL;
  return calls && calls->len > 0;
}

static gboolean
may_offer(const CrReading *mail) {
  return mail->times->len > 0 && !mail->automatic && !mail->list;
}

/* The answer was read before what it answers. */
static CrInterview *
found_in_later(const CrReading *answer, const CrFact *offer, const CrProfile *profile,
               CrInstant now) {
  CrInterview *found = cr_agree_from_answer(answer, offer->mail, profile, now);
  if (found)
    cr_interview_add_thread(found, answer->message_id);
  return found;
}

CrInterview *
engine_found_in_answer(CrEngine *engine, const CrFact *fact, CrInstant now) {
  gboolean own = fact->kind == CR_FACT_OWN_MAIL, theirs = fact->kind == CR_FACT_MAIL;
  const char *address = own || (theirs && !fact->mail->forged) ? correspondent(fact) : NULL;
  if (address == NULL || !(cr_agree_may_answer(fact->mail) || may_offer(fact->mail)))
    return NULL;
  g_autoptr(json_t) list = load_mails(engine, address);
  CrInterview *found = NULL;
  if (!is_about_call(list, fact->mail))
    return NULL;
  for (gsize i = json_array_size(list); i > 0 && found == NULL; i--) { /* the newest word counts */
    g_autoptr(CrReading) mail =
        cr_record_from_json(&cr_reading_record, json_array_get(list, i - 1), NULL);
    if (mail && mail->date <= fact->at)
      found = cr_agree_from_answer(fact->mail, mail, engine->profile, now);
    else if (mail)
      found = found_in_later(mail, fact, engine->profile, now);
  }
  return found;
}

static void
fill(char **field, const char *value) {
  if (*field == NULL)
    *field = g_strdup(value);
}

/* What an earlier call with them has taught, the newest first. */
static void
recall_calls(CrEngine *engine, CrInterview *interview) {
  g_autoptr(GArray) ids =
      cr_store_find_interviews(engine->store, CR_FIND_ADDRESS, interview->contact.email, NULL);
  for (guint i = ids ? ids->len : 0; i > 0; i--) {
    const CrInterview *earlier =
        cr_store_see_interview(engine->store, g_array_index(ids, int, i - 1), NULL);
    if (earlier == NULL || !cr_text_equal(earlier->contact.email, interview->contact.email))
      continue;
    const CrContact *contact = &earlier->contact;
    fill(&interview->contact.name, contact->name);
    if (interview->contact.phone == NULL)
      cr_contact_set_phone(&interview->contact, contact->phone, contact->extension);
    fill(&interview->contact.zone, contact->zone);
    fill(&interview->contact.country, contact->country);
    if (interview->own_number == NULL && earlier->own_number) {
      interview->own_number = g_strdup(earlier->own_number);
      interview->own_number_bad = earlier->own_number_bad;
    }
  }
}

void
engine_recall(CrEngine *engine, CrInterview *interview, CrInstant at) {
  if (interview->contact.email == NULL)
    return;
  g_autoptr(json_t) list = load_mails(engine, interview->contact.email);
  for (gsize i = json_array_size(list); i > 0; i--) { /* the newest word counts */
    g_autoptr(CrReading) mail =
        cr_record_from_json(&cr_reading_record, json_array_get(list, i - 1), NULL);
    if (mail && mail->date <= at && is_fresh(engine, mail->date, at))
      cr_agree_recall(interview, mail, engine->profile);
  }
  recall_calls(engine, interview);
}

/* Forgetting */

static gboolean
forget_stale(CrEngine *engine, const char *name, const char *value, CrInstant now, GError **error) {
  g_autoptr(json_t) list = cr_json_parse(value, strlen(value), NULL);
  gsize before = json_array_size(list);
  for (gsize i = before; i > 0; i--)
    if (!is_fresh(engine, cr_json_instant(json_array_get(list, i - 1), "date"), now))
      json_array_remove(list, i - 1);
  if (before > 0 && json_array_size(list) == before)
    return TRUE;
  g_autofree char *text = json_array_size(list) ? cr_json_print(list) : NULL;
  return cr_store_set(engine->store, name, text, error);
}

static gboolean
forget_all_stale(CrEngine *engine, CrInstant now, GError **error) {
  g_autoptr(GHashTable) known = cr_store_get_alike(engine->store, KNOWN, error);
  GHashTableIter iter;
  gpointer name, value;
  if (known == NULL)
    return FALSE;
  g_hash_table_iter_init(&iter, known);
  while (g_hash_table_iter_next(&iter, &name, &value))
    if (!forget_stale(engine, name, value, now, error))
      return FALSE;
  return cr_store_set_number(engine->store, FORGOT, now, error);
}

gboolean
engine_forget(CrEngine *engine, CrInstant now, GError **error) {
  CrInstant at = engine_kept_instant(engine->store, FORGOT);
  /* A clock that was set back makes it look again. */
  gboolean today = at != CR_INSTANT_NONE && at <= now && now - at < CR_DAY_USEC;
  return today || (forget_all_stale(engine, now, error) && engine_forget_calls(engine, now, error));
}
