/* A promised call from words: "Dana Reyes of Northwind calls Tue 2pm ET, 212-555-0123". */
#include "cmd/command.h"
#include "cmd/print.h"
#include "parse/phone.h"
#include "parse/timetext.h"
#include "playbook/agree.h"
#include "playbook/letter-words.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static gboolean
is_name_word(const char *word, gsize length) {
  static const char *const not_names[] = {
      "Mon",    "Tue",     "Wed",       "Thu",      "Fri",       "Sat",      "Sun",
      "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",    "Saturday", "Sunday",
      "The",    "I",       "My",        "Call",     "Interview", NULL};
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
      CrNumberState state = cr_phone_read(g_strstrip(raw), profile->country, &e164, NULL);
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

static void
print_doubts(const CrMention *time, const CrProfile *profile, guint count) {
  for (char **flag = time->flags; flag && *flag; flag++)
    printf("  please check: %s in \"%s\"\n", *flag, time->text);
  if (!time->zone_said)
    printf("  please check: no time zone was named, so %s is assumed\n",
           time->zone ? time->zone : "UTC");
  if (time->alternative != CR_INSTANT_NONE) {
    const CrZone *mine = cr_zone_find(profile->zone);
    g_autofree char *other = cr_print_when(time->alternative, mine ? mine : cr_zone_utc(), NULL);
    printf("  or did you mean %s?\n", other);
  }
  if (count > 1)
    printf("  please check: %u times are named; the first is taken\n", count);
}

static void
print_understood(const CrCommand *command, const CrInterview *iv, const CrMention *time,
                 guint count, CrEngine *engine) {
  const CrZone *mine = cr_engine_zone(engine);
  g_autofree char *when = cr_print_when(iv->start, mine, cr_zone_find(iv->zone));
  if (command->json) {
    json_t *flags = json_array();
    for (char **flag = time->flags; flag && *flag; flag++)
      json_array_append_new(flags, json_string(*flag));
    cr_print_json(json_pack("{s:o,s:o,s:b,s:i}", "interview",
                            cr_public_interview(iv, mine, command->now), "flags", flags,
                            "zone_said", time->zone_said, "times", (int) count));
    return;
  }
  printf("Watching %d: %s\n", iv->id, when);
  printf("  who      %s%s%s\n", cr_interview_who(iv), iv->company ? ", " : "",
         iv->company ? iv->company : "");
  if (iv->role)
    printf("  role     %s\n", iv->role);
  g_autofree char *number = cr_words_phone(iv->contact.phone);
  printf("  number   %s\n",
         number ? number : "none known: then the follow-up is an e-mail at once");
  printf("  address  %s\n", iv->contact.email ? iv->contact.email : "none known yet");
  print_doubts(time, cr_engine_profile(engine), count);
}

static int
known_already(CrStore *store, const char *uid) {
  int id = 0;
  if (cr_store_begin(store, 1, FALSE, NULL)) {
    g_autoptr(GArray) ids = cr_store_find_interviews(store, CR_FIND_UID, uid, NULL);
    id = ids && ids->len ? g_array_index(ids, int, 0) : 0;
    cr_store_rollback(store);
  }
  return id;
}

CrExit
cr_verb_add(CrCommand *command, char **args) {
  g_autoptr(CrStore) store = NULL;
  g_autoptr(CrEngine) engine = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *joined = g_strjoinv(" ", args), *words = cr_text_line(joined, 1000);
  if (!cr_command_open(command, &store, &engine))
    return CR_EXIT_FAILED;
  const CrProfile *profile = cr_engine_profile(engine);
  const CrZone *mine = cr_engine_zone(engine);
  CrTimeContext context = {
      .at = command->now, .mine = mine, .theirs = mine, .their_country = profile->country};
  GPtrArray *times = cr_time_scan(words, &context);
  guint count;
  const CrMention *time = only_time(times, command->now, &count);
  CrExit exit = CR_EXIT_DONE;
  if (time == NULL) {
    cr_command_complain(
        "no time of day was understood; say it as \"Tuesday 2pm ET\" or \"2026-11-24 14:00\"");
    exit = CR_EXIT_USAGE;
  } else if (time->start < command->now - CR_DAY_USEC) {
    cr_command_complain("that time is past");
    exit = CR_EXIT_USAGE;
  } else {
    g_autoptr(CrInterview) iv = understand(words, time, profile, command->now);
    g_autofree char *key = g_strdup_printf("added:%s", iv->uid);
    int known = known_already(store, iv->uid);
    if (known) {
      cr_command_complain("that call is being watched already: crickets show %d", known);
      cr_mentions_free(times);
      return CR_EXIT_DONE;
    }
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, command->now, "candidate", key);
    fact->text = g_strdup(words);
    if (cr_engine_watch(engine, iv, fact, command->now, &error) &&
        cr_engine_tick(engine, command->now, &error))
      print_understood(command, iv, time, count, engine);
    else
      exit = cr_command_fail(error);
  }
  cr_mentions_free(times);
  return exit;
}
