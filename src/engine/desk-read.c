/* A promised call from words: "Dana Reyes of Northwind calls Tue 2pm ET, 212-555-0123". */
#include "engine/desk-read.h"
#include "engine/desk-private.h"

#include "base/text.h"
#include "model/holiday.h"
#include "parse/phone.h"
#include "parse/promise.h"
#include "parse/timetext.h"
#include "playbook/match.h"
#include "playbook/organisation.h"

#include <string.h>

#define MAX_WORDS_CHARS 1000

static CrInterview *
understand(const char *words, const GPtrArray *times, const CrMention *time,
           const CrProfile *profile, char **ret_unread) {
  const CrPromiseContext context = {
      .times = times,
      .country = profile->country ? profile->country : cr_zone_country(time->zone),
      .own_phone = profile->phone,
  };
  g_auto(CrPromise) promise;
  cr_promise_read(words, &context, &promise);
  CrInterview *iv = cr_interview_new();
  g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, words, -1);
  iv->uid = g_strdup_printf("words-%.16s-%" G_GINT64_FORMAT, hash, time->start);
  cr_interview_set_time(iv, time);
  iv->contact.name = g_steal_pointer(&promise.name);
  iv->contact.email = g_steal_pointer(&promise.email);
  iv->contact.phone = g_steal_pointer(&promise.phone);
  iv->contact.extension = g_steal_pointer(&promise.extension);
  iv->contact.country = g_strdup(cr_phone_country(iv->contact.phone));
  if (time->zone_said)
    iv->contact.zone = g_strdup(time->zone);
  iv->company =
      promise.company ? g_steal_pointer(&promise.company) : cr_organisation_name(iv->contact.email);
  iv->role = g_steal_pointer(&promise.role);
  iv->caller = promise.caller;
  *ret_unread = iv->contact.phone ? NULL : g_steal_pointer(&promise.unread);
  return iv;
}

/* The first of that granularity, and how many there are. */
static const CrMention *
first_time(GPtrArray *times, CrGranularity granularity, guint *ret_count) {
  const CrMention *chosen = NULL;
  *ret_count = 0;
  for (guint i = 0; i < times->len; i++) {
    const CrMention *mention = times->pdata[i];
    if (mention->granularity != granularity || mention->role == CR_TIME_DELAY ||
        (chosen && chosen->start == mention->start))
      continue;
    *ret_count += 1;
    if (chosen == NULL)
      chosen = mention;
  }
  return chosen;
}

void
cr_understood_free(CrUnderstood *understood) {
  if (understood == NULL)
    return;
  cr_interview_free(understood->interview);
  g_strfreev(understood->flags);
  g_strfreev(understood->doubts);
  g_strfreev(understood->more);
  g_free(understood);
}

/* What each flag of a time asks the candidate to check. */
static const struct {
  const char *flag, *doubt;
} oddities[] = {
    {"season-mismatch", "those clocks are not on that time then; what they do show is taken"},
    {"outlook-standard-label", "those clocks are not on that time then; what they show is taken"},
    {"zone-pair-mismatch", "the two clocks do not agree; the first is taken"},
    {"weekday-mismatch", "that date is another weekday; the date is taken"},
    {"implausible-hour", "an unusual hour for a call"},
    {"ambiguous-order", "the month and the day may be the other way round"},
    {"ambiguous-zone", "more than one zone is called that"},
    {"gap", "the clocks are put forward then and skip that hour"},
    {"overlap", "the clocks are put back then and show that hour twice; the first is taken"},
};

static void
G_GNUC_PRINTF(2, 3) add_doubt(GStrvBuilder *doubts, const char *format, ...) {
  va_list values;
  va_start(values, format);
  g_autofree char *doubt = g_strdup_vprintf(format, values);
  va_end(values);
  g_strv_builder_add(doubts, doubt);
}

static char **
doubts_of(const CrMention *time, guint count, const CrInterview *iv, const char *unread,
          const CrProfile *profile, CrInstant now) {
  g_autoptr(GStrvBuilder) doubts = g_strv_builder_new();
  for (gsize i = 0; time->flags && i < G_N_ELEMENTS(oddities); i++)
    if (g_strv_contains((const char *const *) time->flags, oddities[i].flag))
      add_doubt(doubts, "\"%s\": %s", time->text, oddities[i].doubt);
  if (!time->day_said)
    add_doubt(doubts, "no day was understood, so the next such hour is taken");
  gboolean assumed = !time->zone_said && !time->relative;
  if (assumed && profile->zone)
    add_doubt(doubts, "no time zone was named, so yours is taken: %s", profile->zone);
  else if (assumed)
    add_doubt(doubts, "no time zone was named and yours is not known yet, so %s is taken",
              time->zone ? time->zone : "UTC");
  if (iv && cr_interview_latest(iv) < now - CR_HOUR)
    add_doubt(doubts, "that time is past; if another day is meant, name it");
  if (count > 1)
    add_doubt(doubts, "%u times are named; the first is taken", count);
  if (unread)
    add_doubt(doubts, "%s cannot be called as it stands; say it with its area or country code",
              unread);
  if (iv && iv->contact.name == NULL && iv->company == NULL)
    add_doubt(doubts, "who it is was not understood; say it as \"Dana of Northwind calls …\"");
  return g_strv_builder_end(doubts);
}

/* Fills in what is not known yet of a call. */
static char **
fill_in(CrInterview *known, const CrInterview *told) {
  gboolean same =
      known->contact.phone == NULL || cr_text_equal(known->contact.phone, told->contact.phone);
  const struct {
    const char *name;
    char **known, *told;
  } blanks[] = {{"name", &known->contact.name, told->contact.name},
                {"company", &known->company, told->company},
                {"role", &known->role, told->role},
                {"number", &known->contact.phone, told->contact.phone},
                {"extension", &known->contact.extension, same ? told->contact.extension : NULL},
                {"address", &known->contact.email, told->contact.email}};
  g_autoptr(GStrvBuilder) filled = g_strv_builder_new();
  for (gsize i = 0; i < G_N_ELEMENTS(blanks); i++)
    if (*blanks[i].known == NULL && blanks[i].told) {
      *blanks[i].known = g_strdup(blanks[i].told);
      g_strv_builder_add(filled, blanks[i].name);
    }
  return g_strv_builder_end(filled);
}

/* Said in other words, or known from an invite; but two companies have a Dana each. */
static gboolean
is_same_call(const CrInterview *a, const CrInterview *b) {
  CrMatch company = cr_match_company(a->company, b->company);
  gboolean other = a->company && b->company && company == CR_MATCH_NO;
  return a->start == b->start && !other &&
         (company == CR_MATCH_YES || cr_text_equal(cr_interview_who(a), cr_interview_who(b)));
}

static gboolean
find_known(CrDesk *desk, CrUnderstood *understood, GError **error) {
  const CrInterview *iv = understood->interview;
  g_autoptr(GArray) ids = cr_store_find_interviews(desk->store, CR_FIND_UID, iv->uid, error);
  g_autoptr(GPtrArray) list =
      ids ? cr_store_list_interviews(desk->store, CR_LIST_OPEN, iv->start, iv->start + 1, 0, error)
          : NULL;
  if (list == NULL)
    return FALSE;
  if (ids->len)
    understood->known = g_array_index(ids, int, 0);
  for (guint i = 0; i < list->len && understood->known == 0; i++)
    if (is_same_call(iv, list->pdata[i])) {
      understood->known = ((CrInterview *) list->pdata[i])->id;
      understood->more = fill_in(list->pdata[i], iv);
    }
  return TRUE;
}

/* "An interview with Litware": whom you have applied to is a company and no person. */
static gboolean
tell_company(CrDesk *desk, CrInterview *iv, GError **error) {
  g_autofree char *word = iv->company ? NULL : cr_match_company_word(iv->contact.name);
  g_autoptr(GArray) ids =
      word ? cr_store_find_applications(desk->store, CR_APPLICATION_BY_COMPANY, word, error) : NULL;
  if (ids && ids->len)
    iv->company = g_steal_pointer(&iv->contact.name);
  return word == NULL || ids != NULL;
}

static void
understand_time(CrUnderstood *understood, const char *words, GPtrArray *times,
                const CrProfile *profile, CrInstant now) {
  guint count;
  g_autofree char *unread = NULL;
  const CrMention *time = first_time(times, CR_GRANULARITY_INSTANT, &count);
  if (time == NULL) /* "tomorrow afternoon" */
    time = first_time(times, CR_GRANULARITY_PART, &count);
  understood->times = count;
  if (time == NULL) {
    understood->problem =
        times->len
            ? "no hour was understood, and a call is watched by its hour; when you know it, say it "
              "as \"Tuesday 2pm ET\""
            : "no time was understood; say it as \"Tuesday 2pm ET\" or \"2026-11-24 14:00\"";
    return;
  }
  understood->flags = g_strdupv(time->flags);
  understood->zone_said = time->zone_said;
  understood->alternative = time->alternative;
  if (time->start < now - CR_DAY_USEC)
    understood->problem = "that time is past; say the day that is meant, as \"Tuesday 2pm ET\"";
  else
    understood->interview = understand(words, times, time, profile, &unread);
  understood->doubts = doubts_of(time, count, understood->interview, unread, profile, now);
}

CrUnderstood *
cr_desk_understand(CrDesk *desk, const char *text, CrInstant now, GError **error) {
  g_autoptr(CrUnderstood) understood = g_new0(CrUnderstood, 1);
  g_autofree char *words = cr_text_line(text, MAX_WORDS_CHARS);
  understood->alternative = CR_INSTANT_NONE;
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  const CrProfile *profile = cr_engine_profile(desk->engine);
  const CrZone *mine = cr_desk_zone(desk);
  CrTimeContext context = {
      .at = now, .mine = mine, .theirs = mine, .their_country = profile->country};
  GPtrArray *times = cr_time_scan(words, &context);
  understand_time(understood, words, times, profile, now);
  cr_mentions_free(times);
  gboolean ok =
      understood->interview == NULL ||
      (tell_company(desk, understood->interview, error) && find_known(desk, understood, error));
  desk_end(desk);
  return ok ? g_steal_pointer(&understood) : NULL;
}

gboolean
cr_desk_watch(CrDesk *desk, CrUnderstood *understood, const char *text, CrInstant now,
              GError **error) {
  CrInterview *iv = understood->interview;
  g_autofree char *key = g_strdup_printf("added:%s", iv->uid);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, now, "candidate", key);
  fact->text = cr_text_line(text, MAX_WORDS_CHARS);
  return cr_engine_watch(desk->engine, iv, fact, now, error) &&
         cr_engine_tick(desk->engine, now, error);
}

gboolean
cr_desk_complete(CrDesk *desk, const CrUnderstood *understood, const char *text, CrInstant now,
                 GError **error) {
  g_autofree char *key = g_strdup_printf("added:%s", understood->interview->uid);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, now, "candidate", key);
  g_autoptr(CrInterview) iv = cr_desk_interview(desk, understood->known, error);
  if (iv == NULL)
    return FALSE;
  g_strfreev(fill_in(iv, understood->interview));
  fact->text = cr_text_line(text, MAX_WORDS_CHARS);
  return cr_engine_watch(desk->engine, iv, fact, now, error) &&
         cr_engine_tick(desk->engine, now, error);
}

static json_t *
view_strings(char **strings) {
  json_t *array = json_array();
  for (char **string = strings; string && *string; string++) {
    g_autofree char *valid = g_utf8_make_valid(*string, -1);
    json_array_append_new(array, json_string(valid));
  }
  return array;
}

json_t *
cr_desk_view_understood(CrDesk *desk, const CrUnderstood *understood, CrInstant now) {
  json_t *json = json_object();
  gboolean reads = desk_begin(desk, FALSE, NULL); /* what is kept is shown as it is now */
  g_autoptr(CrInterview) kept =
      reads && understood->interview && understood->interview->id
          ? cr_store_load_interview(desk->store, understood->interview->id, NULL)
          : NULL;
  const CrInterview *iv = kept ? kept : understood->interview;
  json_object_set_new(json, "interview", iv ? desk_view_interview(desk, iv, now) : json_null());
  desk_end(desk);
  json_object_set_new(json, "flags", view_strings(understood->flags));
  json_object_set_new(json, "zone_said", json_boolean(understood->zone_said));
  json_object_set_new(json, "times", json_integer(understood->times));
  cr_json_put_instant(json, "alternative", understood->alternative, cr_desk_zone(desk));
  json_object_set_new(json, "doubts", view_strings(understood->doubts));
  json_object_set_new(json, "more", view_strings(understood->more));
  json_object_set_new(json, "known",
                      understood->known ? json_integer(understood->known) : json_null());
  cr_json_put_string(json, "problem", understood->problem);
  return json;
}
