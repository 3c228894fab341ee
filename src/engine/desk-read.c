/* A promised call from words: "Dana Reyes of Northwind calls Tue 2pm ET, 212-555-0123". */
#include "engine/desk-read.h"
#include "engine/desk-private.h"

#include "base/text.h"
#include "model/holiday.h"
#include "parse/phone.h"
#include "parse/timetext.h"
#include "playbook/agree.h"
#include "playbook/match.h"

#include <string.h>

#define MAX_WORDS_CHARS 1000

static gboolean
is_name_word(const char *word, gsize length) {
  static const char *const not_names[] = {
      "Mon",    "Tue",     "Wed",       "Thu",      "Fri",       "Sat",       "Sun",
      "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",    "Saturday",  "Sunday",
      "Jan",    "Feb",     "Mar",       "Apr",      "Jun",       "Jul",       "Aug",
      "Sep",    "Oct",     "Nov",       "Dec",      "Today",     "Tomorrow",  "Next",
      "The",    "A",       "An",        "I",        "My",        "We",        "She",
      "He",     "They",    "Someone",   "Somebody", "Recruiter", "HR",        "Call",
      "Phone",  "Video",   "Zoom",      "Teams",    "Interview", "Screening", "Screen",
      "Chat",   "Meeting", "Technical", "Hiring",   NULL};
  g_autofree char *copy = g_strndup(word, length);
  return g_unichar_isupper(g_utf8_get_char_validated(word, (gssize) length)) &&
         !g_strv_contains(not_names, copy);
}

/* Up to max capitalised words from text on: a name as people write it. */
static char *
take_name(const char *text, int max) {
  const char *p = text + strspn(text, " "), *end = p;
  for (int i = 0; i < max; i++) {
    gsize length = strcspn(end, " ,.;:()\n");
    if (length == 0 || !is_name_word(end, length))
      break;
    const char *after = end + length;
    gsize space = strspn(after, " ");
    p = i == 0 ? end : p;
    end = after;
    if (*after != ' ' || !is_name_word(after + space, strcspn(after + space, " ,.;:()\n")))
      break;
    end = after + space;
  }
  return end > p ? g_strstrip(g_strndup(p, (gsize) (end - p))) : NULL;
}

static char *
name_after(const char *text, const char *const *words) {
  for (; *words; words++) {
    const char *at = cr_text_find(text, *words);
    char *name = at ? take_name(at + strlen(*words), 4) : NULL;
    if (name)
      return name;
  }
  return NULL;
}

static gboolean
is_plain_name(const char *word) {
  static const char *const not_names[] = {
      "a",    "an",     "the",    "my",   "our",     "their",    "his",       "her",  "one",
      "some", "end",    "half",   "out",  "instead", "someone",  "somebody",  "call", "hr",
      "guy",  "lady",   "person", "team", "people",  "manager",  "recruiter", "chat", "home",
      "noon", "screen", "today",  "now",  "next",    "tomorrow", "interview", NULL};
  g_autofree char *lower = g_utf8_strdown(word, -1);
  const char *p = lower;
  while (g_unichar_isalpha(g_utf8_get_char(p)))
    p = g_utf8_next_char(p);
  return *p == '\0' && g_utf8_strlen(lower, -1) > 1 && !g_strv_contains(not_names, lower);
}

static char *
with_capital(const char *word) {
  g_autofree char *first = g_utf8_strup(word, (gssize) (g_utf8_next_char(word) - word));
  return g_strconcat(first, g_utf8_next_char(word), NULL);
}

/* "sam from contoso": who writes without capitals. */
static void
take_plain_names(const char *text, char **name, char **company) {
  g_auto(GStrv) words = g_strsplit_set(text, " ,.;:()\n", -1);
  for (char **word = words; *word && word[1]; word++) {
    if (word == words || (!cr_text_equal(*word, "from") && !cr_text_equal(*word, "of")) ||
        !is_plain_name(word[1]))
      continue;
    *company = with_capital(word[1]);
    *name = is_plain_name(word[-1]) ? with_capital(word[-1]) : NULL;
    return;
  }
}

static char *
role_of(const char *text) {
  const char *at = cr_text_find(text, " about the ");
  gsize skip = at ? strlen(" about the ") : 0;
  if (at == NULL && (at = cr_text_find(text, " for the ")))
    skip = strlen(" for the ");
  if (at == NULL)
    return NULL;
  const char *stop = cr_text_find(at + skip, " role");
  if (stop == NULL)
    stop = cr_text_find(at + skip, " position");
  return stop && stop - at < 100 ? g_strndup(at + skip, (gsize) (stop - at - (gssize) skip)) : NULL;
}

static char *
address_in(const char *text) {
  const char *at = strchr(text, '@');
  if (at == NULL)
    return NULL;
  const char *from = at;
  while (from > text && !strchr(" ,<(\"'", from[-1]))
    from--;
  g_autofree char *word = g_strndup(from, strcspn(from, " ,>)\"'\n"));
  gsize length = strlen(word);
  if (length && word[length - 1] == '.')
    word[length - 1] = '\0';
  return cr_address_normalize(word);
}

/* The longest run of digits and their dressing that is a possible number. */
static char *
number_in(const char *text, const CrMention *time, const CrProfile *profile) {
  const char *country = profile->country ? profile->country : cr_zone_country(time->zone);
  /* The time's own digits are no number. */
  g_autofree char *copy = g_strdup(text);
  gsize at = (gsize) MAX(time->offset, 0), size = strlen(time->text ? time->text : "");
  for (gsize i = at; i < at + size && i < strlen(text); i++)
    copy[i] = ';';
  text = copy;
  for (const char *p = text; *p; p++) {
    gsize length = strspn(p, "+0123456789 ()-.");
    if (!g_ascii_isdigit(*p) && *p != '+' && *p != '(')
      continue;
    guint digits = 0;
    for (gsize i = 0; i < length; i++)
      digits += g_ascii_isdigit(p[i]);
    if (digits >= 7 && digits <= 15) {
      g_autofree char *raw = g_strndup(p, length);
      char *e164 = NULL;
      CrNumberState state = cr_phone_read(g_strstrip(raw), country, &e164, NULL);
      if (g_strcmp0(e164, profile->phone) == 0) { /* their own is not the caller's */
        g_free(e164);
        p += length - 1;
        continue;
      }
      if (state == CR_NUMBER_VALID || (state == CR_NUMBER_POSSIBLE && digits >= 10))
        return e164;
      g_free(e164);
    }
    p += length ? length - 1 : 0;
  }
  return NULL;
}

static CrCaller
caller_of(const char *text) {
  if (cr_text_find(text, "i call") || cr_text_find(text, "i'll call") ||
      cr_text_find(text, "i am to call") || cr_text_find(text, "i dial"))
    return CR_CALLER_CANDIDATE;
  return cr_text_find(text, "call") || cr_text_find(text, "phone") || cr_text_find(text, "ring")
             ? CR_CALLER_RECRUITER
             : CR_CALLER_UNKNOWN;
}

static CrInterview *
understand(const char *words, const CrMention *time, const CrProfile *profile, CrInstant now) {
  static const char *const of[] = {" of ", " from ", " at ", " with ", NULL}, *const with[] = {
                                                                                  " with ", " w/ ",
                                                                                  NULL};
  CrInterview *iv = cr_interview_new();
  g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, words, -1);
  iv->uid = g_strdup_printf("words-%.16s-%" G_GINT64_FORMAT, hash, time->start);
  cr_interview_set_start(iv, time->start, time->end, time->zone);
  iv->contact.name = take_name(words, 3);
  if (iv->contact.name == NULL)
    iv->contact.name = name_after(words, with);
  iv->company = name_after(words, of);
  if (g_strcmp0(iv->company, iv->contact.name) == 0)
    g_clear_pointer(&iv->company, g_free);
  if (iv->contact.name == NULL && iv->company == NULL)
    take_plain_names(words, &iv->contact.name, &iv->company);
  iv->contact.email = address_in(words);
  if (iv->company == NULL)
    iv->company = cr_agree_company(iv->contact.email);
  iv->contact.phone = number_in(words, time, profile);
  iv->contact.country = g_strdup(cr_phone_country(iv->contact.phone));
  if (time->zone_said)
    iv->contact.zone = g_strdup(time->zone);
  iv->role = role_of(words);
  iv->caller = caller_of(words);
  return iv;
}

static const CrMention *
only_time(GPtrArray *times, CrInstant now, guint *ret_count) {
  const CrMention *chosen = NULL;
  *ret_count = 0;
  for (guint i = 0; i < times->len; i++) {
    const CrMention *mention = times->pdata[i];
    if (mention->granularity != CR_GRANULARITY_INSTANT || mention->role == CR_TIME_DELAY ||
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

static char **
doubts_of(const CrMention *time, guint count, const CrInterview *iv, const CrProfile *profile) {
  g_autoptr(GStrvBuilder) doubts = g_strv_builder_new();
  for (char **flag = time->flags; flag && *flag; flag++) {
    g_autofree char *doubt = g_strdup_printf("%s in \"%s\"", *flag, time->text);
    g_strv_builder_add(doubts, doubt);
  }
  if (!time->zone_said) {
    g_autofree char *doubt = g_strdup_printf("no time zone was named%s, so %s is assumed",
                                             profile->zone ? "" : " and yours is not known yet",
                                             time->zone ? time->zone : "UTC");
    g_strv_builder_add(doubts, doubt);
  }
  if (count > 1) {
    g_autofree char *doubt = g_strdup_printf("%u times are named; the first is taken", count);
    g_strv_builder_add(doubts, doubt);
  }
  if (iv && iv->contact.name == NULL && iv->company == NULL)
    g_strv_builder_add(doubts,
                       "who it is was not understood; say it as \"Dana of Northwind calls …\"");
  return g_strv_builder_end(doubts);
}

/* Fills in what is not known yet of a call. */
static char **
fill_in(CrInterview *known, const CrInterview *told) {
  const struct {
    const char *name;
    char **known, *told;
  } blanks[] = {{"name", &known->contact.name, told->contact.name},
                {"company", &known->company, told->company},
                {"role", &known->role, told->role},
                {"number", &known->contact.phone, told->contact.phone},
                {"address", &known->contact.email, told->contact.email}};
  g_autoptr(GStrvBuilder) filled = g_strv_builder_new();
  for (gsize i = 0; i < G_N_ELEMENTS(blanks); i++)
    if (*blanks[i].known == NULL && blanks[i].told) {
      *blanks[i].known = g_strdup(blanks[i].told);
      g_strv_builder_add(filled, blanks[i].name);
    }
  return g_strv_builder_end(filled);
}

/* Said in other words, or known from an invite. */
static gboolean
is_same_call(const CrInterview *a, const CrInterview *b) {
  return a->start == b->start && (cr_text_equal(cr_interview_who(a), cr_interview_who(b)) ||
                                  cr_match_company(a->company, b->company) == CR_MATCH_YES);
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
  const CrMention *time = only_time(times, now, &count);
  understood->times = count;
  if (time == NULL) {
    understood->problem =
        "no time of day was understood; say it as \"Tuesday 2pm ET\" or \"2026-11-24 14:00\"";
    return;
  }
  understood->flags = g_strdupv(time->flags);
  understood->zone_said = time->zone_said;
  understood->alternative = time->alternative;
  if (time->start < now - CR_DAY_USEC)
    understood->problem = "that time is past";
  else
    understood->interview = understand(words, time, profile, now);
  understood->doubts = doubts_of(time, count, understood->interview, profile);
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
