#include "playbook/letter.h"

#include "base/data.h"
#include "base/text.h"
#include "model/holiday.h"
#include "playbook/letter-words.h"

#include <pthread.h>
#include <string.h>

#define MAX_WORDS 119
#define MAX_SUBJECT_CHARS 250 /* uncut if at all possible: mail programs thread by it */

/* The groups of data/letters.ini. */
static const char *const letter_names[] = {"first",     "number",   "my-number", "which-time",
                                           "call-back", "deputy",   "times",     "nudge",
                                           "last",      "gracious", "on-hold"};
G_STATIC_ASSERT(G_N_ELEMENTS(letter_names) == CR_N_LETTERS);

static GKeyFile *letters; /* read once and kept for the process */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
load(void) {
  letters = cr_data_ini("letters.ini");
}

void
cr_letter_free(CrLetter *letter) {
  if (letter == NULL)
    return;
  g_free(letter->to_name);
  g_free(letter->to);
  g_free(letter->subject);
  g_free(letter->body);
  g_free(letter);
}

/* Placeholders */

enum {
  VALUE_FIRST,
  VALUE_ME,
  VALUE_WHO,
  VALUE_NUMBER,
  VALUE_TIME,
  VALUE_DATE,
  VALUE_OTHER,
  VALUE_SLOTS,
  VALUE_ROLE,
  VALUE_COMPANY,
  VALUE_CALL,
  VALUE_SPOKEN,
  VALUE_DIGITS,
  VALUE_RANG,
  N_VALUES,
};
static const char *const value_names[] = {"first", "me",     "who",    "number", "time",
                                          "date",  "other",  "slots",  "role",   "company",
                                          "call",  "spoken", "digits", "rang",   NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(value_names) == N_VALUES + 1);

typedef struct {
  char *of[N_VALUES]; /* NULL: not known */
} Values;

static void
values_clear(Values *values) {
  for (guint i = 0; i < N_VALUES; i++)
    g_free(values->of[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Values, values_clear)

/* The template with its placeholders filled in, each once and left to right, so that a brace inside
 * a value means nothing. NULL when one has no value. */
static char *
fill(const char *template, const Values *values) {
  g_autoptr(GString) out = g_string_new(NULL);
  for (const char *p = template; *p;) {
    gsize plain = strcspn(p, "{");
    g_string_append_len(out, p, plain);
    p += plain;
    if (*p == '\0')
      break;
    const char *close = strchr(p, '}');
    g_autofree char *name = g_strndup(p + 1, close ? close - p - 1 : 0);
    int index = cr_name_index(value_names, name);
    if (index < 0)
      g_error("data/letters.ini: no placeholder {%s}", name);
    if (values->of[index] == NULL)
      return NULL;
    g_string_append(out, values->of[index]);
    p = close + 1;
  }
  return g_strdup(out->str);
}

/* The first of key, key.2, key.3 … whose values are all known; NULL when none is. */
static char *
compose(const char *group, const char *key, const Values *values) {
  pthread_once(&once, load);
  g_autofree char *name = g_strdup(key);
  for (guint n = 2;; n++) {
    g_autofree char *template = g_key_file_get_string(letters, group, name, NULL);
    if (template == NULL)
      return NULL;
    char *text = fill(template, values);
    if (text)
      return text;
    g_free(name);
    name = g_strdup_printf("%s.%u", key, n);
  }
}

/* Values */

static char *
slots_in_words(GPtrArray *slots, const CrZone *theirs, const CrZone *mine, CrInstant now) {
  GString *lines = g_string_new(NULL);
  for (guint i = 0; slots && i < slots->len; i++) {
    const CrSlot *slot = slots->pdata[i];
    if (slot->start <= now)
      continue;
    g_autofree char *words = cr_words_slot(slot->start, theirs, mine);
    g_string_append_printf(lines, "%s- %s", lines->len ? "\n" : "", words);
  }
  return g_string_free(lines, lines->len == 0);
}

static void
put_sender(Values *values, const CrProfile *profile) {
  values->of[VALUE_ME] = cr_words_name(profile->name, 6);
  values->of[VALUE_NUMBER] = cr_words_phone(profile->phone);
}

static Values
values_of(const CrInterview *interview, const CrProfile *profile, CrInstant now) {
  const CrZone *theirs = cr_interview_their_zone(interview);
  const CrState *s = &interview->state;
  CrInstant other = s->other_start != CR_INSTANT_NONE ? s->other_start : s->your_start,
            latest = cr_interview_latest(interview);
  Values values = {{NULL}};
  put_sender(&values, profile);
  values.of[VALUE_WHO] = cr_words_name(interview->contact.name, 4);
  values.of[VALUE_TIME] = cr_time_in_words(interview->start, latest, theirs);
  values.of[VALUE_DATE] = cr_words_date(interview->start, theirs);
  if (other != CR_INSTANT_NONE && other != interview->start)
    values.of[VALUE_OTHER] = cr_time_in_words(other, other, theirs);
  values.of[VALUE_ROLE] = cr_words_role(interview->role);
  values.of[VALUE_COMPANY] = cr_words_name(interview->company, 5);
  const char *call = interview->medium == CR_MEDIUM_ONSITE ? "meeting" : "call";
  g_autofree char *caller = cr_words_name(interview->caller_name, 4);
  values.of[VALUE_CALL] = caller ? g_strdup_printf("%s with %s", call, caller) : g_strdup(call);
  if (interview->state.called_at >= interview->start)
    values.of[VALUE_RANG] = g_strdup("by phone");
  values.of[VALUE_SPOKEN] = cr_words_spoken_time(interview->start, latest, theirs, now);
  values.of[VALUE_DIGITS] =
      cr_words_phone_slowly(profile->phone, cr_zone_country(cr_zone_id(theirs)));
  return values;
}

/* Writing */

/* An answer keeps the thread's subject, with one "Re:" however many it had. A deputy knows nothing
 * of the thread. */
static char *
subject_of(CrLetterKind kind, const CrInterview *interview, const Values *values) {
  gboolean invitation =
      cr_text_find(interview->subject, "invitation:") == interview->subject ||
      cr_text_find(interview->subject, "updated invitation:") == interview->subject;
  /* A calendar's subject is long and holds the candidate's address; the event's own title is not.
   */
  g_autofree char *line =
      cr_text_line(invitation && interview->summary ? interview->summary : interview->subject,
                   MAX_SUBJECT_CHARS);
  const char *bare = line;
  while (bare && g_ascii_strncasecmp(bare, "re:", 3) == 0)
    bare += 3 + strspn(bare + 3, " ");
  if (bare && *bare && kind != CR_LETTER_DEPUTY)
    return g_strconcat("Re: ", bare, NULL);
  return compose(letter_names[kind], "subject", values);
}

static char *
body_of(CrLetterKind kind, const Values *values) {
  static const char *const paragraphs[] = {"opening", "rang", "number", "offer", "close"};
  GString *body = g_string_new(NULL);
  g_autofree char *greeting = compose("common", "greeting", values);
  g_string_append_printf(body, "%s\n\n", greeting);
  for (guint i = 0; i < G_N_ELEMENTS(paragraphs); i++) {
    g_autofree char *paragraph = compose(letter_names[kind], paragraphs[i], values);
    if (paragraph)
      g_string_append_printf(body, "%s\n\n", paragraph);
  }
  g_autofree char *signature = compose("common", "signature", values);
  g_string_append_printf(body, "%s\n", signature);
  return g_string_free(body, FALSE);
}

static guint
count_words(const char *text) {
  guint words = 0;
  for (const char *p = text + strspn(text, " \n"); *p; p += strspn(p, " \n"), words++)
    p += strcspn(p, " \n");
  return words;
}

/* Drops what can best be spared: times beyond the third, then the role, then more times. FALSE when
 * nothing is left to spare. */
static gboolean
shorten(Values *values) {
  char **role = &values->of[VALUE_ROLE], *slots = values->of[VALUE_SLOTS];
  char *last = slots ? strrchr(slots, '\n') : NULL;
  guint breaks = 0;
  for (const char *p = slots; p && *p; p++)
    breaks += *p == '\n';
  if (*role && breaks < 3)
    g_clear_pointer(role, g_free);
  else if (last)
    *last = '\0';
  else
    return FALSE;
  return TRUE;
}

CrLetter *
cr_letter_write(CrLetterKind kind, const CrInterview *interview, const CrProfile *profile,
                GPtrArray *slots, CrInstant now) {
  const CrPerson *deputy = &interview->state.deputy;
  const CrContact *contact = &interview->contact;
  const char *name = kind == CR_LETTER_DEPUTY ? deputy->name : contact->name;
  const char *address = kind == CR_LETTER_DEPUTY ? deputy->email : contact->email;
  const CrZone *theirs = cr_interview_their_zone(interview), *mine = cr_zone_find(profile->zone);
  g_auto(Values) values = values_of(interview, profile, now);
  values.of[VALUE_FIRST] = cr_words_first_name(name);
  values.of[VALUE_SLOTS] = slots_in_words(slots, theirs, mine ? mine : theirs, now);
  CrLetter *letter = g_new0(CrLetter, 1);
  letter->to_name = cr_words_name(name, 8);
  letter->to = cr_address_is_noreply(address) ? NULL : cr_address_normalize(address);
  letter->subject = subject_of(kind, interview, &values);
  letter->body = body_of(kind, &values);
  while (count_words(letter->body) > MAX_WORDS && shorten(&values)) {
    g_free(letter->body);
    letter->body = body_of(kind, &values);
  }
  return letter;
}

gboolean
cr_letter_is_signed(const char *body, const CrProfile *profile) {
  g_auto(Values) values = {{NULL}};
  put_sender(&values, profile);
  g_autofree char *signature = compose("common", "signature", &values);
  g_autofree char *end = g_strdup_printf("\n\n%s\n", signature);
  return g_str_has_suffix(body, end);
}

char *
cr_letter_voicemail(const CrInterview *interview, const CrProfile *profile, CrInstant now) {
  g_auto(Values) values = values_of(interview, profile, now);
  values.of[VALUE_FIRST] = cr_words_first_name(interview->contact.name);
  return compose("voicemail", "text", &values);
}
