/* Agreements in words: one mail that says it, or two of which one offers and the other takes. */
#include "playbook/agree-private.h"

#include "base/text.h"
#include "playbook/choice.h"
#include "playbook/cues.h"
#include "playbook/letter-words.h"
#include "playbook/letter.h"
#include "playbook/match.h"
#include "playbook/numbers.h"
#include "playbook/organisation.h"

#include <string.h>

/* "1 PM Eastern" from somebody whose clock shows Mountain time is a courtesy to the reader. */
static gboolean
speaks_of_own_zone(const CrReading *mail, const CrMention *mention) {
  const CrZone *zone = cr_zone_find(mention->zone);
  return zone && cr_zone_offset_sec(zone, mail->date) == mail->date_offset_sec;
}

static void
prepend_thread(CrInterview *iv, const char *message_id) {
  const char *const *thread = (const char *const *) iv->thread;
  if (message_id == NULL || (thread && g_strv_contains(thread, message_id)) ||
      (thread && g_strv_length(iv->thread) >= 32))
    return;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  g_strv_builder_add(builder, message_id);
  if (thread)
    g_strv_builder_addv(builder, (const char **) iv->thread);
  g_strfreev(iv->thread);
  iv->thread = g_strv_builder_end(builder);
}

/* An earlier mail by the same clock names its zone: that is the one that they speak of. */
static gboolean
names_clock(const CrReading *mail, const char *zone) {
  const CrZone *read_in = zone ? cr_zone_find(zone) : NULL;
  for (guint i = 0; read_in && i < mail->times->len; i++) {
    const CrMention *m = mail->times->pdata[i];
    if (m->zone_said && speaks_of_own_zone(mail, m) &&
        cr_zone_offset_sec(read_in, mail->date) == mail->date_offset_sec)
      return TRUE;
  }
  return FALSE;
}

/* Where they are, by the clock that they speak of as their own, or by what else the mail tells. */
static void
settle_where(CrInterview *iv, const CrReading *mail) {
  for (guint i = 0; i < mail->times->len; i++) {
    const CrMention *time = mail->times->pdata[i];
    if (time->start == iv->start && speaks_of_own_zone(mail, time))
      agree_settle_contact(iv, time->zone);
  }
  if (!mail->automatic)
    agree_fill(&iv->contact.country, mail->sender_country);
  agree_settle_contact(iv, mail->sender_zone);
}

void
cr_agree_note_requisitions(CrInterview *iv, const char *title, const char *text) {
  g_auto(GStrv) said = iv->requisitions ? NULL : cr_match_sure_requisitions(title, text);
  if (said && *said)
    iv->requisitions = g_steal_pointer(&said);
}

void
cr_agree_recall(CrInterview *iv, const CrReading *mail, const CrProfile *profile) {
  gboolean own = cr_profile_owns(profile, mail->from_email);
  if (!own && names_clock(mail, iv->zone))
    iv->state.your_start = CR_INSTANT_NONE;
  prepend_thread(iv, mail->message_id);
  agree_fill(&iv->own_email, cr_agree_own_address(mail, NULL, profile));
  agree_fill(&iv->subject, mail->subject);
  agree_fill(&iv->role, mail->role);
  cr_agree_note_requisitions(iv, mail->subject, mail->text);
  if (!own) {
    if (cr_text_equal(mail->from_email, iv->contact.email) && cr_agree_is_personal(mail)) {
      iv->state.address_gone = FALSE;
      settle_where(iv, mail);
    }
    agree_fill(&iv->contact.name, agree_person_name(mail->from_name));
    agree_fill(&iv->company, mail->company);
  }
  for (guint i = 0; i < mail->phones->len; i++) {
    const CrPhone *phone = mail->phones->pdata[i];
    CrPhoneRole role = cr_number_role(mail, phone, profile);
    if (own && iv->own_number == NULL)
      cr_number_note_own(iv, phone, profile);
    else if (!own && role == CR_PHONE_CANDIDATE && iv->own_number == NULL)
      cr_number_set_own(iv, phone);
    else if (!own && role != CR_PHONE_CANDIDATE && role != CR_PHONE_DIAL_IN &&
             iv->contact.phone == NULL)
      cr_contact_set_phone(&iv->contact, phone->e164, phone->ext);
  }
}

static gboolean
is_hour_ahead(const CrMention *m, CrInstant said) {
  return m->granularity == CR_GRANULARITY_INSTANT && !m->past && m->start > said &&
         cr_mention_is_of_call(m);
}

const CrMention *
cr_agree_only_time(const CrReading *mail) {
  const CrMention *only = NULL;
  for (guint i = 0; i < mail->times->len; i++) {
    const CrMention *m = mail->times->pdata[i];
    if (!is_hour_ahead(m, mail->date))
      continue;
    if (only && only->start != m->start)
      return NULL;
    only = m;
  }
  return only;
}

/* They state it, or the candidate takes what they had offered. Programs are believed of hiring
 * systems alone, and bulk mail is read as a confirmation only when it tells of the reader's call.
 */
static gboolean
is_agreement(const CrReading *mail, gboolean own) {
  gboolean platform = cr_address_is_platform(mail->from_email, mail->from_name) &&
                      !cr_address_is_calendar(mail->from_email); /* it reminds of anything */
  gboolean program = mail->automatic || mail->list;
  if (mail->unclear || (mail->automatic && !mail->list && !platform))
    return FALSE;
  if (own)
    return mail->accepts && mail->in_reply_to && !program;
  return mail->class == CR_MAIL_CONFIRMATION ||
         (mail->caller == CR_CALLER_RECRUITER && mail->firm && !program);
}

/* A call at such an hour is one that people agree on. */
static gboolean
is_humane(const CrZone *zone, CrInstant instant) {
  int hour = cr_zone_wall(zone, instant).hour;
  return hour >= 7 && hour < 20;
}

CrInstant
cr_agree_on_your_clock(const CrReading *mail, const CrMention *time, const CrProfile *profile) {
  const CrZone *theirs = cr_zone_find(time->zone), *yours = cr_zone_find(profile->zone);
  gboolean told = time->zone_said || time->relative || time->both_clocks || mail->place_told;
  if (told || !cr_choice_is_hour(time) || theirs == NULL || yours == NULL ||
      cr_profile_owns(profile, mail->from_email))
    return CR_INSTANT_NONE;
  CrWall wall = cr_zone_wall(theirs, time->start);
  CrInstant other = cr_zone_instant(yours, &wall);
  gboolean plausible = other > mail->date && is_humane(yours, other) && is_humane(theirs, other);
  return plausible && other != time->start ? other : CR_INSTANT_NONE;
}

/* Who answers for it: where nobody reads what is sent to the sender, whom they name instead. */
static const char *
other_address(const CrReading *mail, gboolean own) {
  if (own)
    return mail->to ? mail->to[0] : NULL;
  gboolean named = mail->reply_to && !cr_address_is_noreply(mail->reply_to);
  gboolean unread = mail->unread || cr_address_is_noreply(mail->from_email);
  return named && unread ? mail->reply_to : mail->from_email;
}

/* The one part of a day in which they say that they will call. */
static const CrMention *
promised_part(const CrReading *mail) {
  const CrMention *only = NULL;
  for (guint i = 0; i < mail->times->len && mail->caller == CR_CALLER_RECRUITER; i++) {
    const CrMention *m = mail->times->pdata[i];
    if (m->past || !cr_mention_is_of_call(m))
      continue;
    if (only || m->granularity != CR_GRANULARITY_PART || m->start <= mail->date)
      return NULL;
    only = m;
  }
  return only;
}

/* FALSE of bulk mail that does not call the candidate by name: a newsletter may speak of calls. */
static gboolean
is_to_candidate(const CrReading *mail, const CrProfile *profile) {
  const char *name = profile->name ? profile->name : "";
  g_autofree char *first = g_strndup(name, strcspn(name, " "));
  return !cr_agree_is_bulk(mail) || strlen(first) < 3 || cr_text_has_word(mail->text, first);
}

static gboolean
holds_any_word(const CrReading *mail, const char *const *words) {
  return cr_text_has_any_word(mail->subject, words) || cr_text_has_any_word(mail->text, words);
}

gboolean
cr_agree_speaks_of_call(const CrReading *mail) {
  static const char *const words[] = {
      "call",         "calls",       "phone",      "telephone", "ring",    "interview", "screen",
      "screening",    "recruiter",   "recruiting", "hiring",    "role",    "position",  "vacancy",
      "opportunity",  "application", "candidate",  "resume",    "job",     "zoom",      "teams",
      "conversation", "talent",      "speak",      "chat",      "opening", NULL};
  return holds_any_word(mail, words);
}

static gboolean
speaks_of_work(const CrReading *mail) {
  static const char *const words[] = {
      "interview",  "interviews", "recruiter", "recruiting", "recruitment", "hiring",
      "hire",       "role",       "position",  "vacancy",    "job",         "candidate",
      "resume",     "cv",         "talent",    "opening",    "applicant",   "screening",
      "employer",   "staff",      "post",      "salary",     "career",      "experience",
      "employment", "work",       "teaching",  "team",       "manager",     "panel",
      "recruit",    "assessment", "coding",    "project",    "engineer",    NULL};
  return holds_any_word(mail, words);
}

static gboolean
says(const CrReading *mail, const char *cue) {
  return cr_cues_have(mail->text, cue) || cr_cues_have(mail->subject, cue);
}

/* An appointment at a bank or a school where nobody calls, or a call about a mortgage or somebody's
 * homework: it answers nothing, and no word of it is of work. A letter about it would go to
 * strangers. */
static gboolean
is_of_other_business(const CrReading *mail) {
  gboolean nobody_calls = mail->caller == CR_CALLER_UNKNOWN && !cr_agree_speaks_of_call(mail);
  return mail->in_reply_to == NULL && mail->link == NULL && mail->role == NULL &&
         ((nobody_calls && says(mail, CR_CUE_OTHER_BUSINESS)) ||
          (!speaks_of_work(mail) && says(mail, CR_CUE_PRIVATE_CALL)));
}

static CrInterview *
agreed_on(const CrReading *mail, const CrMention *time, const CrProfile *profile, CrInstant now) {
  gboolean own = cr_profile_owns(profile, mail->from_email);
  const char *address = other_address(mail, own);
  if (time == NULL || address == NULL || time->start < now - AGREE_NEWS_USEC ||
      !is_to_candidate(mail, profile))
    return NULL;
  CrInterview *iv = cr_interview_new();
  iv->uid = g_strdup(mail->message_id ? mail->message_id : address);
  cr_interview_set_time(iv, time);
  iv->state.your_start = cr_agree_on_your_clock(mail, time, profile);
  iv->contact.email = g_strdup(address);
  iv->state.address_gone = agree_is_unread(address, mail);
  if (cr_name_is_program(mail->from_name, mail->from_email)) {
    iv->contact.name = cr_named_organizer(mail->text, profile->name);
    agree_fill(&iv->contact.name, mail->caller_name);
  }
  agree_fill(&iv->contact.name, address == mail->from_email ? mail->from_name : NULL);
  agree_fill(&iv->subject, mail->subject);
  agree_fill(&iv->summary, mail->subject);
  iv->role = g_strdup(mail->role);
  cr_agree_note_requisitions(iv, mail->subject, mail->text);
  iv->company = mail->company ? g_strdup(mail->company) : cr_organisation_name(address);
  if (!own)
    settle_where(iv, mail);
  return iv;
}

/* The hours that the mail names behind that instant; CrMention, borrowed. */
static GPtrArray *
hours_behind(const CrReading *mail, CrInstant after) {
  GPtrArray *hours = g_ptr_array_new();
  for (guint i = 0; i < mail->times->len; i++)
    if (is_hour_ahead(mail->times->pdata[i], after))
      g_ptr_array_add(hours, mail->times->pdata[i]);
  return hours;
}

/* What is said of the hour at that place among those of the mail, behind it or before it. */
static gboolean
read_topic_at(const CrReading *mail, const GPtrArray *hours, guint i, gboolean before,
              CrTopicOfCall *ret_topic) {
  const CrMention *hour = hours->pdata[i];
  gsize length = strlen(mail->text), from = (gsize) hour->offset, end = length;
  if (from > length) /* it stands in the subject */
    return FALSE;
  if (before) {
    const CrMention *last = i ? hours->pdata[i - 1] : NULL;
    end = from;
    from = last ? last->offset + strlen(last->text) : 0;
    for (gsize k = end; k > from; k--) /* its own line and sentence */
      if (mail->text[k - 1] == '\n' ||
          (k > 1 && strchr(".!?", mail->text[k - 2]) && mail->text[k - 1] == ' '))
        from = k;
  } else {
    from += strlen(hour->text);
    end = i + 1 < hours->len ? (gsize) ((CrMention *) hours->pdata[i + 1])->offset : length;
  }
  return from < end && end <= length && agree_read_topic(mail->text + from, end - from, ret_topic);
}

static gboolean
is_choice(const CrReading *mail, const CrMention *one, const CrMention *other) {
  static const char *const words[] = {"or", "alternatively", "either", "otherwise", NULL};
  gsize from = (gsize) one->offset, end = (gsize) other->offset;
  if (end <= from || end > strlen(mail->text))
    return TRUE;
  g_autofree char *between = g_strndup(mail->text + from, end - from);
  return cr_text_has_any_word(between, words) || strchr(between, '?');
}

static gboolean
is_other_topic(const CrTopicOfCall *a, const CrTopicOfCall *b) {
  return (a->role && b->role && !cr_text_equal(a->role, b->role)) ||
         (a->company && b->company && !cr_text_equal(a->company, b->company));
}

/* The first call goes by the mail itself. */
static void
number_uid(CrInterview *iv, guint i) {
  char *uid = i ? g_strdup_printf("%s#%u", iv->uid, i + 1) : NULL;
  if (uid) {
    g_free(iv->uid);
    iv->uid = uid;
  }
}

/* Each hour has its topic, and no two the same. */
static GPtrArray *
read_topics(const CrReading *mail, const GPtrArray *hours, gboolean before,
            const CrProfile *profile, CrInstant now) {
  g_autoptr(GPtrArray) calls = g_ptr_array_new_with_free_func((GDestroyNotify) cr_interview_free);
  g_auto(CrTopicOfCall) last = {NULL, NULL};
  for (guint i = 0; i < hours->len; i++) {
    g_auto(CrTopicOfCall) topic = {NULL, NULL};
    if (!read_topic_at(mail, hours, i, before, &topic) || (i && !is_other_topic(&last, &topic)) ||
        (i && is_choice(mail, hours->pdata[i - 1], hours->pdata[i])))
      return NULL;
    CrInterview *iv = agreed_on(mail, hours->pdata[i], profile, now);
    if (iv == NULL)
      return NULL;
    g_ptr_array_add(calls, iv);
    g_free(iv->role);
    iv->role = g_strdup(topic.role);
    if (topic.company) {
      g_free(iv->company);
      iv->company = g_strdup(topic.company);
    }
    number_uid(iv, i);
    agree_topic_clear(&last);
    last = topic;
    topic = (CrTopicOfCall){NULL, NULL};
  }
  return g_steal_pointer(&calls);
}

/* Somebody of its own is named beside each hour, or the words say that there are several calls. */
static gboolean
tells_of_several(const CrReading *mail, const GPtrArray *hours) {
  static const char *const several[] = {"interviews",   "calls",      "both",    "rounds",
                                        "appointments", "screenings", "screens", "interviewers",
                                        "discussions",  "follows",    NULL};
  static const char *const calls[] = {"interview", "call",      "phone", "screen",
                                      "screening", "telephone", NULL};
  gboolean named = TRUE;
  for (guint i = 0; i < hours->len && named; i++)
    named = ((CrMention *) hours->pdata[i])->who != NULL;
  return cr_text_has_any_word(mail->text, several) ||
         (named &&
          (mail->caller == CR_CALLER_RECRUITER || cr_text_has_any_word(mail->text, calls)));
}

/* The words from the line of the first hour up to the end of what is said of the last one. Free
 * with g_free. */
static char *
words_around(const CrReading *mail, const GPtrArray *hours) {
  const CrMention *first = hours->pdata[0], *last = hours->pdata[hours->len - 1];
  gsize length = strlen(mail->text), from = MIN((gsize) first->offset, length);
  gsize end = MIN((gsize) last->offset + strlen(last->text), length);
  while (from > 0 && mail->text[from - 1] != '\n')
    from--;
  while (end < length && !g_str_has_prefix(mail->text + end, "\n\n") &&
         !(strchr(".!?", mail->text[end]) && g_ascii_isspace(mail->text[end + 1])))
    end++;
  return g_strndup(mail->text + from, end < length ? end + 1 - from : length - from);
}

/* They leave it to the reader which hours it will be, or say one of them under a condition. */
static gboolean
leaves_choice(const CrReading *mail, const GPtrArray *hours) {
  static const char *const choices[] = {"alternatively", "either",    "pick",   "choose",  "select",
                                        "which",         "whichever", "option", "options", "prefer",
                                        "suits",         "preferred", "slots",  NULL};
  static const char *const conditions[] = {"or",     "otherwise", "if",      "instead",
                                           "backup", "possible",  "failing", "available",
                                           "could",  "would",     "unless",  NULL};
  for (guint i = 0; i < hours->len; i++)
    if (((CrMention *) hours->pdata[i])->role != CR_TIME_STATED)
      return TRUE;
  g_autofree char *around = words_around(mail, hours);
  return cr_text_has_any_word(mail->text, choices) || cr_text_has_any_word(around, conditions) ||
         strchr(around, '?');
}

static gboolean
repeats_hour(const GPtrArray *hours) {
  for (guint i = 0; i < hours->len; i++)
    for (guint k = 0; k < i; k++)
      if (((CrMention *) hours->pdata[i])->start == ((CrMention *) hours->pdata[k])->start)
        return TRUE;
  return FALSE;
}

/* Each hour is one of a call: "Anna rings you on Wednesday at 10, Ben on Thursday at 3". */
static GPtrArray *
read_listed(const CrReading *mail, const GPtrArray *hours, const CrProfile *profile,
            CrInstant now) {
  g_autoptr(GPtrArray) calls = g_ptr_array_new_with_free_func((GDestroyNotify) cr_interview_free);
  if (!tells_of_several(mail, hours) || leaves_choice(mail, hours) || repeats_hour(hours))
    return NULL;
  for (guint i = 0; i < hours->len; i++) {
    CrInterview *iv = agreed_on(mail, hours->pdata[i], profile, now);
    if (iv == NULL)
      return NULL;
    g_ptr_array_add(calls, iv);
    number_uid(iv, i);
  }
  return g_steal_pointer(&calls);
}

#define MAX_SEVERAL 4

GPtrArray *
cr_agree_several(const CrReading *mail, const CrProfile *profile, CrInstant now) {
  gboolean own = cr_profile_owns(profile, mail->from_email);
  g_autoptr(GPtrArray) hours = hours_behind(mail, mail->date);
  gboolean theirs = mail->caller == CR_CALLER_RECRUITER ||
                    (mail->caller != CR_CALLER_CANDIDATE && mail->class == CR_MAIL_CONFIRMATION);
  if (own || !theirs || mail->text == NULL || hours->len < 2 || hours->len > MAX_SEVERAL ||
      !is_agreement(mail, own))
    return g_ptr_array_new();
  for (guint i = 0; i < hours->len; i++)
    if (((CrMention *) hours->pdata[i])->text == NULL)
      return g_ptr_array_new();
  GPtrArray *calls = read_topics(mail, hours, FALSE, profile, now);
  if (calls == NULL)
    calls = read_topics(mail, hours, TRUE, profile, now);
  if (calls == NULL)
    calls = read_listed(mail, hours, profile, now);
  return calls ? calls : g_ptr_array_new();
}

CrInterview *
cr_agree_from_mail(const CrReading *mail, const CrProfile *profile, CrInstant now) {
  gboolean own = cr_profile_owns(profile, mail->from_email), agreed = is_agreement(mail, own);
  if (!own && is_of_other_business(mail))
    return NULL;
  const CrMention *time = agreed ? cr_agree_only_time(mail) : NULL;
  if (time == NULL && agreed && !own)
    time = promised_part(mail);
  g_autoptr(GPtrArray) several = time ? NULL : cr_agree_several(mail, profile, now);
  return several && several->len ? g_ptr_array_steal_index(several, 0)
                                 : agreed_on(mail, time, profile, now);
}

/* One side names times, the other takes one */

static GPtrArray *
times_said(const CrReading *answer) {
  GPtrArray *times = g_ptr_array_new();
  for (guint i = 0; i < answer->times->len; i++) {
    CrMention *m = answer->times->pdata[i];
    if (!m->past && cr_mention_is_of_call(m))
      g_ptr_array_add(times, m);
  }
  return times;
}

/* The only one of the hours whose clock shows that full hour where it was said. */
static const CrMention *
at_hour(const GPtrArray *hours, int hour) {
  const CrMention *only = NULL;
  for (guint i = 0; i < hours->len; i++) {
    const CrMention *m = hours->pdata[i];
    const CrZone *zone = cr_zone_find(m->zone);
    CrWall wall = cr_zone_wall(zone ? zone : cr_zone_utc(), m->start);
    if (zone == NULL || wall.hour % 12 != hour % 12 || wall.minute)
      continue;
    if (only)
      return NULL;
    only = m;
  }
  return only;
}

/* The starts of the hours. Free with g_free. */
static CrSlot *
slots_of(const GPtrArray *hours, GPtrArray *ret_slots) {
  CrSlot *slots = g_new0(CrSlot, hours->len);
  for (guint i = 0; i < hours->len; i++) {
    slots[i].start = ((CrMention *) hours->pdata[i])->start;
    g_ptr_array_add(ret_slots, &slots[i]);
  }
  return slots;
}

/* Of the hours offered the one that the answer takes; NULL when it names another, or could mean
 * several. */
static const CrMention *
hour_taken(const CrReading *answer, const CrReading *offer) {
  g_autoptr(GPtrArray) hours = hours_behind(offer, answer->date), times = times_said(answer);
  g_autoptr(GPtrArray) offered = g_ptr_array_new();
  g_autofree CrSlot *slots = slots_of(hours, offered);
  int picked = times->len == 0 ? cr_choice_picked_hour(answer->text) : 0;
  if (picked)
    return at_hour(hours, picked);
  const CrSlot *taken = cr_choice_of(answer, times, offered, offered->len);
  return taken ? hours->pdata[taken - slots] : NULL;
}

static gboolean
names_hour_ahead(const CrReading *mail) {
  for (guint i = 0; i < mail->times->len; i++)
    if (is_hour_ahead(mail->times->pdata[i], mail->date))
      return TRUE;
  return FALSE;
}

gboolean
cr_agree_may_answer(const CrReading *mail) {
  gboolean program = mail->automatic || mail->list || mail->unclear;
  gboolean may = mail->accepts || mail->class == CR_MAIL_CONFIRMATION ||
                 mail->class == CR_MAIL_NEW_TIME || mail->class == CR_MAIL_GENERIC;
  return !program && may && (mail->in_reply_to || names_hour_ahead(mail));
}

/* "That works" means what it answers; an hour that was offered is taken by naming it. */
static gboolean
takes_up(const CrReading *answer, const CrReading *offer) {
  gboolean answers = offer->message_id && cr_text_equal(answer->in_reply_to, offer->message_id);
  return cr_agree_may_answer(answer) && (answers || names_hour_ahead(answer));
}

/* The one day on which all lies that the offer names behind that instant; FALSE when there is none,
 * or more than one: then *ret_named tells which. */
static gboolean
only_day(const CrReading *offer, CrInstant after, CrDay *ret_day, gboolean *ret_named) {
  *ret_named = FALSE;
  for (guint i = 0; i < offer->times->len; i++) {
    const CrMention *m = offer->times->pdata[i];
    const CrZone *zone = cr_zone_find(m->zone);
    if (m->past || !m->day_said || !cr_mention_is_of_call(m) || zone == NULL ||
        MAX(m->start, m->end) <= after)
      continue;
    CrDay day = cr_zone_day(zone, m->start);
    gboolean days = m->granularity == CR_GRANULARITY_DATE && cr_zone_day(zone, m->end - 1) != day;
    gboolean other = *ret_named && day != *ret_day;
    *ret_named = TRUE;
    if (m->granularity == CR_GRANULARITY_WEEK || days || other)
      return FALSE;
    *ret_day = day;
  }
  return *ret_named;
}

/* Of an hour that no day was said of. */
static gboolean
is_without_day(const CrReading *answer, const CrMention *m) {
  return !m->day_said && !m->past && cr_choice_is_hour(m) && cr_mention_is_of_call(m) &&
         m->start > answer->date;
}

static void
put_on_day(CrMention *m, const CrZone *zone, CrDay day, CrInstant after) {
  CrWall wall = cr_zone_wall(zone, m->start);
  cr_day_to_date(day, &wall.year, &wall.month, &wall.day);
  if (cr_zone_instant(zone, &wall) <= after)
    return;
  cr_mention_move(m, zone, &wall);
  m->day_said = TRUE;
}

/* The one later day of the same weekday that the offer names. */
static gboolean
only_such_day(const CrReading *offer, CrDay read_as, CrDay *ret_day) {
  gboolean found = FALSE;
  for (guint i = 0; i < offer->times->len; i++) {
    const CrMention *m = offer->times->pdata[i];
    const CrZone *zone = cr_zone_find(m->zone);
    if (zone == NULL || !m->day_said || m->past || !cr_mention_is_of_call(m) ||
        m->granularity == CR_GRANULARITY_WEEK)
      continue;
    CrDay day = cr_zone_day(zone, m->start);
    if (day < read_as || cr_day_weekday(day) != cr_day_weekday(read_as))
      continue;
    if (day == read_as || (found && day != *ret_day))
      return FALSE;
    *ret_day = day;
    found = TRUE;
  }
  return found;
}

/* "Wednesday at 9", in answer to an offer for Wednesday week. */
static void
give_week(CrReading *answer, const CrReading *offer) {
  for (guint i = 0; i < answer->times->len; i++) {
    CrMention *m = answer->times->pdata[i];
    const CrZone *zone = cr_zone_find(m->zone);
    CrDay day = 0;
    if (m->weekday_said && !m->past && zone && cr_choice_is_hour(m) &&
        only_such_day(offer, cr_zone_day(zone, m->start), &day))
      put_on_day(m, zone, day, answer->date);
  }
}

/* "25 November at 8 PM is fine", of an hour that was offered on the other's clock. */
static void
give_zone(CrReading *answer, const CrReading *offer) {
  g_autoptr(GPtrArray) hours = hours_behind(offer, answer->date);
  g_autoptr(GPtrArray) offered = g_ptr_array_new();
  g_autofree CrSlot *slots = slots_of(hours, offered);
  const CrMention *first = hours->len ? hours->pdata[0] : NULL;
  const CrZone *theirs = first ? cr_zone_find(first->zone) : NULL;
  if (theirs)
    cr_choice_read_on(answer, offered, theirs);
}

gboolean
cr_agree_give_day(CrReading *answer, const CrReading *offer) {
  CrDay day = 0;
  gboolean named = FALSE, one = only_day(offer, answer->date, &day, &named);
  give_zone(answer, offer);
  give_week(answer, offer);
  for (guint i = 0; one && i < answer->times->len; i++) {
    CrMention *m = answer->times->pdata[i];
    const CrZone *zone = cr_zone_find(m->zone);
    if (!m->day_said && !m->past && zone && cr_choice_is_hour(m))
      put_on_day(m, zone, day, answer->date);
  }
  return named;
}

void
cr_agree_give_hour(CrReading *mail, const CrInterview *agreed) {
  const CrZone *agreed_in = cr_zone_find(agreed->zone);
  for (guint i = 0; agreed_in && i < mail->times->len; i++) {
    CrMention *mention = mail->times->pdata[i];
    const CrZone *zone = cr_zone_find(mention->zone);
    if (!mention->same_hour || mention->start == CR_INSTANT_NONE || zone == NULL)
      continue;
    CrWall wall = cr_zone_wall(agreed_in, agreed->start);
    CrDay day = cr_zone_day(zone, mention->start);
    if (mention->granularity == CR_GRANULARITY_WEEK)
      day += (cr_day_weekday(cr_wall_day(&wall)) - cr_day_weekday(day) + 7) % 7;
    cr_day_to_date(day, &wall.year, &wall.month, &wall.day);
    mention->start = cr_zone_instant(agreed_in, &wall);
    mention->end = CR_INSTANT_NONE;
    mention->granularity = CR_GRANULARITY_INSTANT;
  }
}

/* A quote that the mail holds may have given it a day; today's is one that it has by itself. */
static gboolean
is_of_its_own_day(const CrReading *answer, const CrMention *m) {
  return m->start - CR_DAY_USEC <= answer->date;
}

gboolean
cr_agree_lacks_day(const CrReading *answer) {
  const CrMention *time = cr_agree_only_time(answer);
  return answer->in_reply_to && time && is_without_day(answer, time) &&
         is_of_its_own_day(answer, time);
}

char *
cr_agree_ask_for_day(const CrReading *answer, const CrProfile *profile) {
  const CrMention *time = cr_agree_only_time(answer);
  g_autofree char *hour = time && time->text ? cr_text_line(time->text, 40) : g_strdup("an hour");
  g_autofree char *other =
      cr_text_line(answer->from_name ? answer->from_name : answer->from_email, 80);
  gboolean own = cr_profile_owns(profile, answer->from_email);
  return g_strdup_printf("%s agreed on \"%s\", and no mail tells of which day, so nothing watches "
                         "it: add the call, or ask them for the day",
                         own ? "you" : other, hour);
}

CrInterview *
cr_agree_from_answer(const CrReading *answer, const CrReading *offer, const CrProfile *profile,
                     CrInstant now) {
  gboolean own = cr_profile_owns(profile, answer->from_email);
  gboolean other = own != cr_profile_owns(profile, offer->from_email);
  return other && takes_up(answer, offer)
             ? agreed_on(answer, hour_taken(answer, offer), profile, now)
             : NULL;
}

char *
cr_agree_tell_offer(const CrReading *mail, const CrProfile *profile, CrInstant now) {
  const CrMention *time = cr_agree_only_time(mail);
  const CrZone *found = cr_zone_find(profile->zone), *mine = found ? found : cr_zone_utc();
  if (time == NULL || time->start <= now || mail->caller != CR_CALLER_RECRUITER || mail->forged ||
      !cr_agree_is_personal(mail) || mail->unclear || is_of_other_business(mail) ||
      !cr_agree_speaks_of_call(mail) || cr_profile_owns(profile, mail->from_email))
    return NULL;
  g_autofree char *who = cr_text_line(mail->from_name ? mail->from_name : mail->from_email, 80);
  g_autofree char *when = cr_words_slot(time->start, mine, mine);
  return g_strdup_printf("%s offers to call you on %s and waits for your answer: nothing watches "
                         "it until you have said yes",
                         who, when);
}
