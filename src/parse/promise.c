/* Words -> runs of names, each judged by what stands beside it. */
#include "parse/promise.h"

#include "base/data.h"
#include "base/text.h"
#include "parse/phone.h"

#include <string.h>

#define MAX_WORDS 200
#define MAX_RUN 4
#define MAX_ROLE 6

void
cr_promise_clear(CrPromise *promise) {
  g_free(promise->name);
  g_free(promise->company);
  g_free(promise->role);
  g_free(promise->email);
  g_free(promise->phone);
  *promise = (CrPromise){.caller = CR_CALLER_UNKNOWN};
}

/* Words */

/* What a word can mean here: the lists of data/promise.ini, in their order. */
enum {
  OF = 1 << 0,
  WITH = 1 << 1,
  TALK = 1 << 2,
  CHAT = 1 << 3,
  CALLING = 1 << 4,
  ORDER = 1 << 5,
  VERB = 1 << 6,
  RECRUITER = 1 << 7,
  TITLE = 1 << 8,
  ROLE = 1 << 9,
  ABOUT = 1 << 10,
  ARTICLE = 1 << 11,
  PARTICLE = 1 << 12,
  FIRM = 1 << 13,
  TRADE = 1 << 14,
  ME = 1 << 15,
  OTHER = 1 << 16,
  PLAIN = 1 << 17,
  NO_NAME = ~(TITLE | PARTICLE | FIRM | TRADE),
};
static const char *const lists[] = {"of",       "with",      "talk",  "chat", "calling", "order",
                                    "verb",     "recruiter", "title", "role", "about",   "article",
                                    "particle", "firm",      "trade", "me",   "other",   "plain"};

static gpointer
read_lists(gpointer unused) {
  GHashTable *meanings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GKeyFile) file = cr_data_ini("promise.ini");
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
    char **words = g_key_file_get_string_list(file, "words", lists[i], NULL, NULL);
    for (char **word = words; *word; word++) {
      guint known = GPOINTER_TO_UINT(g_hash_table_lookup(meanings, g_strstrip(*word)));
      g_hash_table_insert(meanings, *word, GUINT_TO_POINTER(known | 1u << i));
    }
    g_free(words); /* the words are the table's */
  }
  return meanings;
}

static guint
meaning_of(const char *text, gsize length) {
  static GOnce once = G_ONCE_INIT;
  g_autofree char *lower = g_ascii_strdown(text, (gssize) length);
  return GPOINTER_TO_UINT(g_hash_table_lookup(g_once(&once, read_lists, NULL), lower));
}

typedef struct {
  const char *text;
  gsize length; /* without the punctuation around it */
  guint means;
  char gap; /* what parts it from the word before: a bracket, comma, colon, dash, or 0 */
  gboolean possessive;
  gboolean taken; /* read as something else already */
} Word;

typedef struct {
  Word words[MAX_WORDS];
  guint count;
  gboolean plain; /* all in small letters, or all in capitals: case tells nothing */
} Words;

static guint
means(const Words *words, guint i) {
  return i < words->count ? words->words[i].means : 0;
}

/* The word that leads to word i, past articles, or NULL. */
static const Word *
lead_of(const Words *words, guint i) {
  while (i > 0 && words->words[i].gap == 0 && means(words, i - 1) & ARTICLE)
    i--;
  return i > 0 && words->words[i].gap == 0 ? &words->words[i - 1] : NULL;
}

static guint
lead_means(const Words *words, guint i) {
  const Word *lead = lead_of(words, i);
  return lead ? lead->means : 0;
}

static char
gap_of(const char *p, gsize length) {
  static const char *const dashes[] = {"-", "–", "—", "|", "/", "·"};
  for (gsize i = 0; i < G_N_ELEMENTS(dashes); i++)
    if (strlen(dashes[i]) == length && memcmp(p, dashes[i], length) == 0)
      return '-';
  return 0;
}

/* Takes the punctuation off both ends of a word; what of it parts words goes to before and behind.
 */
static Word
trim(const char *from, const char *to, char *ret_behind) {
  char before = gap_of(from, (gsize) (to - from)), behind = 0;
  for (; from < to && strchr("([\"';,", *from); from++)
    before = strchr("\"'", *from) ? before : *from;
  for (; to > from && strchr(")],;:.!?\"'", to[-1]); to--)
    behind = strchr(".\"'", to[-1]) ? behind : to[-1];
  gsize length = gap_of(from, (gsize) (to - from)) ? 0 : (gsize) (to - from);
  gboolean possessive = length > 2 && g_ascii_strncasecmp(to - 2, "'s", 2) == 0;
  length -= possessive ? 2 : 0;
  Word word = {from, length, meaning_of(from, length), before, possessive, FALSE};
  /* The dot of "Sales. Dana" parts them, that of "Dr. Dana" and "J. Reyes" does not. */
  if (*to == '.' && length > 2 && !(word.means & TITLE))
    behind = '.';
  *ret_behind = behind == ':' && word.means & ABOUT ? 0 : behind; /* "re: Data Analyst" */
  return word;
}

static void
split(const char *text, Words *words) {
  char gap = 0, behind;
  const char *p = text + strspn(text, " ");
  for (words->count = 0; *p && words->count < MAX_WORDS; p += strspn(p, " ")) {
    const char *end = p + strcspn(p, " ");
    Word word = trim(p, end, &behind);
    gap = word.gap = word.gap ? word.gap : gap;
    if (word.length) {
      words->words[words->count++] = word;
      gap = 0;
    }
    gap = behind ? behind : gap;
    p = end;
  }
}

static gboolean
has_case(const char *text, gboolean upper) {
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (upper ? g_unichar_isupper(c) : g_unichar_islower(c))
      return TRUE;
  }
  return FALSE;
}

/* "Dana", "eBay", a word of a script without capitals. */
static gboolean
has_capital(const Word *word) {
  g_autofree char *text = g_strndup(word->text, word->length);
  return has_case(text, TRUE) || !has_case(text, FALSE);
}

static gboolean
may_name(const Words *words, guint i) {
  const Word *word = &words->words[i];
  gunichar first = i < words->count ? g_utf8_get_char(word->text) : 0;
  return g_unichar_isalpha(first) && !word->taken && !(word->means & NO_NAME) &&
         (words->plain || has_capital(word));
}

/* "van" in "Ludwig van Dyke", "Home" in "the Home Office", "of" in "Bank of America". */
static gboolean
may_join(const Words *words, guint from, guint i) {
  const Word *word = &words->words[i];
  if (i == 0 || !may_name(words, i + 1) || words->words[i + 1].gap)
    return FALSE;
  if (i > from && (word->means & PARTICLE || (word->means & OF && word[-1].means & FIRM)))
    return TRUE;
  return (word->means & NO_NAME) == PLAIN && has_capital(word) && !words->plain;
}

/* The end of the name that begins with word i; i when none does. */
static guint
run_end(const Words *words, guint i) {
  guint end = i;
  while (end < words->count && end - i < MAX_RUN && (end == i || !words->words[end].gap)) {
    if (!may_name(words, end) && !may_join(words, i, end))
      break;
    end++;
    /* "Maria's call", but "St Mary's Hospital" */
    if (words->words[end - 1].possessive && !(means(words, end) & FIRM))
      break;
  }
  return end;
}

static char *
text_of(const Words *words, guint from, guint to) {
  const Word *first = &words->words[from], *last = &words->words[to - 1];
  return g_strndup(first->text, (gsize) (last->text + last->length - first->text));
}

static char *
capitalized(const Words *words, guint from, guint to) {
  GString *name = g_string_new(NULL);
  g_autofree char *text = text_of(words, from, to), *lower = g_utf8_strdown(text, -1);
  gboolean begins = TRUE;
  for (const char *p = lower; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    g_string_append_unichar(name, begins ? g_unichar_toupper(c) : c);
    begins = c == ' ' || c == '-';
  }
  return g_string_free(name, FALSE);
}

/* Roles */

static void
take_role(Words *words, guint from, guint to, CrPromise *promise) {
  if (from >= to)
    return;
  promise->role = text_of(words, from, to);
  for (guint i = from; i < to; i++)
    words->words[i].taken = TRUE;
}

/* Back from word end, which is not part of it, to where a role's name begins. */
static guint
role_start(const Words *words, guint end) {
  guint first = end;
  while (first > 0 && end - first < MAX_ROLE && (first == end || !words->words[first].gap) &&
         !(means(words, first - 1) & (ABOUT | ARTICLE | OF)) && !words->words[first - 1].possessive)
    first--;
  return first;
}

/* The end of the role that begins with word i: behind its trade; i when none is named. */
static guint
role_end(const Words *words, guint i) {
  for (guint end = i; end < MIN(words->count, i + MAX_ROLE); end++) {
    if (end > i && words->words[end].gap)
      break;
    if (means(words, end) & TRADE)
      return end + 1;
  }
  return i;
}

/* "about the Staff Engineer role", "for the position of Staff Engineer" */
static void
read_named_role(Words *words, CrPromise *promise) {
  for (guint i = 1; i < words->count && promise->role == NULL; i++) {
    if (!(means(words, i) & ROLE))
      continue;
    if (means(words, i + 1) & OF)
      take_role(words, i + 2, role_end(words, i + 2), promise);
    else if (!words->words[i].gap)
      take_role(words, role_start(words, i), i, promise);
  }
}

/* "re Data Analyst", "Senior Nurse interview", "Dana – Northwind – Staff Engineer" */
static void
read_trade(Words *words, CrPromise *promise) {
  for (guint i = 0; i < words->count && promise->role == NULL; i++) {
    if (!(means(words, i) & TRADE))
      continue;
    guint first = role_start(words, i + 1), next = means(words, i + 1);
    char gap = i + 1 < words->count ? words->words[i + 1].gap : '.';
    gboolean wanted = lead_means(words, first) & ABOUT;
    gboolean tested = !gap && (next & TALK || (next & CHAT && has_capital(&words->words[i])));
    gboolean alone = words->words[first].gap == '-' && gap;
    while (!wanted && first < i && means(words, first) & NO_NAME)
      first++;
    if (wanted || tested || alone)
      take_role(words, first, i + 1, promise);
  }
}

/* Names */

typedef enum { UNSURE, PERSON, COMPANY, NOBODY } Nature;

typedef struct {
  guint from, to;
  Nature nature;
  gboolean by_talk; /* "interview with Contoso": unless somebody is named otherwise */
} Run;

/* "an interview with", "a phone screen with", "a screening call with". */
static gboolean
is_talk_with(const Words *words, const Run *run) {
  const Word *with = lead_of(words, run->from);
  guint at = (guint) (with - words->words);
  const Word *talk = lead_of(words, at);
  if (talk == NULL || !(talk->means & (TALK | CHAT)))
    return FALSE;
  return (talk->means | lead_means(words, (guint) (talk - words->words))) & TALK;
}

/* "Expecting a call" */
static gboolean
is_verb(const Words *words, const Run *run) {
  const Word *word = &words->words[run->from];
  return run->from == 0 && word->length > 4 &&
         g_ascii_strncasecmp(word->text + word->length - 3, "ing", 3) == 0;
}

/* "Dana is to call", "Dana said she'd call". */
static gboolean
calls_soon(const Words *words, guint i) {
  for (guint w = i; w < MIN(words->count, i + 4) && !words->words[w].gap; w++)
    if (means(words, w) & CALLING)
      return w > i;
    else if (may_name(words, w))
      return FALSE;
  return FALSE;
}

static Nature
judge(const Words *words, Run *run) {
  guint lead = lead_means(words, run->from), end = run->to;
  gboolean several = end - run->from > 1, owns = words->words[end - 1].possessive;
  gboolean joined = end < words->count && words->words[end].gap == 0;
  guint next = joined ? means(words, end) : 0;
  gboolean tested = next & TALK || (next & CHAT && means(words, end + 1) & TALK);
  gboolean listed = run->from > 0 && means(words, run->from - 1) & TALK; /* "Screen: Contoso" */
  if (means(words, run->from) & TITLE || lead & (RECRUITER | TRADE))
    return PERSON;
  if (next & TRADE) /* "Engineering manager Kim Lee" */
    return NOBODY;
  if ((several && means(words, end - 1) & FIRM) || next & RECRUITER || lead & OF)
    return COMPANY;
  if (next & (VERB | OF) || (joined && calls_soon(words, end) && !tested))
    return PERSON;
  if (owns && joined && may_name(words, end)) /* "Okta's Jenny" */
    return COMPANY;
  if (lead & WITH) {
    run->by_talk = !several && is_talk_with(words, run);
    return run->by_talk ? COMPANY : PERSON;
  }
  if ((tested && !owns) || listed)
    return COMPANY;
  return several ? PERSON : is_verb(words, run) ? NOBODY : UNSURE;
}

static gboolean
has_nature(const GArray *runs, Nature nature) {
  for (guint i = 0; i < runs->len; i++)
    if (g_array_index(runs, Run, i).nature == nature)
      return TRUE;
  return FALSE;
}

/* What the words around it leave open is known by its neighbours: "Dana, Northwind", "Northwind:
 * Dana", "Ms Ito (Globex)". */
static void
settle(const Words *words, GArray *runs) {
  for (guint i = 0; i < runs->len; i++) {
    Run *run = &g_array_index(runs, Run, i), *last = i ? run - 1 : NULL;
    gboolean behind = last && last->to == run->from && last->nature == PERSON;
    gboolean titled = behind && means(words, run->to) & OF && !words->words[run->to].gap;
    gboolean heads =
        i + 1 < runs->len && run->to == run[1].from && words->words[run->to].gap == ':';
    gboolean bracketed = words->words[run->from].gap == '(' && !has_nature(runs, COMPANY) &&
                         (i + 1 == runs->len || run[1].from != run->to);
    if (titled) /* "Kate Moss, Head of People" */
      run->nature = NOBODY;
    else if (behind && !(means(words, run->from) & TITLE))
      run->nature = COMPANY;
    else if (run->nature == UNSURE)
      run->nature = heads || bracketed ? COMPANY : PERSON;
  }
  if (has_nature(runs, PERSON) || runs->len < 2)
    return;
  /* "call from Dana at Northwind", "interview with Dana (Northwind)" */
  Run *first = &g_array_index(runs, Run, 0);
  if (first->by_talk || (lead_means(words, first->from) & OF && first[1].from == first->to + 1))
    first->nature = PERSON;
}

static void
read_names(const Words *words, CrPromise *promise) {
  g_autoptr(GArray) runs = g_array_new(FALSE, FALSE, sizeof(Run));
  for (guint i = 0, end; i < words->count; i = MAX(end, i + 1)) {
    end = run_end(words, i);
    Run run = {i, end, UNSURE, FALSE};
    run.nature = end > i ? judge(words, &run) : NOBODY;
    if (run.nature != NOBODY && !(words->plain && run.nature == UNSURE))
      g_array_append_val(runs, run);
  }
  settle(words, runs);
  for (guint i = 0; i < runs->len; i++) {
    const Run *run = &g_array_index(runs, Run, i);
    char **field = run->nature == PERSON ? &promise->name : &promise->company;
    if (*field == NULL && run->nature != NOBODY)
      *field = words->plain ? capitalized(words, run->from, run->to)
                            : text_of(words, run->from, run->to);
  }
}

/* Who calls */

/* "I call her", "I promised to ring Sue", but not "I have a call" or "I asked him to call". */
static gboolean
is_mine(const Words *words, guint i) {
  gboolean goes_on = means(words, i) & ME;
  for (guint w = i + 1; goes_on && w < words->count && w <= i + 4; w++) {
    if (means(words, w) & CALLING)
      return TRUE;
    goes_on = !words->words[w].gap && !(means(words, w) & OTHER) && !may_name(words, w);
  }
  return FALSE;
}

static CrCaller
read_caller(const Words *words) {
  CrCaller caller = CR_CALLER_UNKNOWN;
  /* "Call Dana at …" is a note to oneself. */
  if (means(words, 0) & ORDER && words->count > 1 && !words->words[1].gap && may_name(words, 1))
    return CR_CALLER_CANDIDATE;
  for (guint i = 0; i < words->count; i++)
    if (is_mine(words, i))
      return CR_CALLER_CANDIDATE;
    else if (means(words, i) & CALLING)
      caller = CR_CALLER_RECRUITER;
  return caller;
}

/* Numbers and addresses */

/* What was read already parts the words around it. */
static void
blank(char *text, gsize from, gsize to) {
  for (gsize i = from; i < to && text[i]; i++)
    text[i] = i == from ? ';' : ' ';
}

/* The first run of digits and their dressing that is a possible number and not their own. */
static void
take_number(char *text, const CrPromiseContext *context, CrPromise *promise) {
  for (gsize i = 0, length; text[i]; i += MAX(length, 1)) {
    guint digits = 0;
    length = strspn(text + i, "+0123456789 ()-.");
    for (gsize d = 0; d < length; d++)
      digits += g_ascii_isdigit(text[i + d]);
    if (digits < 7 || digits > 15)
      continue;
    while (!g_ascii_isdigit(text[i + length - 1]))
      length--;
    g_autofree char *raw = g_strndup(text + i, length), *e164 = NULL;
    CrNumberState state = cr_phone_read(g_strchug(raw), context->country, &e164, NULL);
    blank(text, i, i + length);
    if (promise->phone == NULL && e164 && g_strcmp0(e164, context->own_phone) != 0 &&
        (state == CR_NUMBER_VALID || (state == CR_NUMBER_POSSIBLE && digits >= 10)))
      promise->phone = g_steal_pointer(&e164);
  }
}

/* Addresses of mail and of pages name nobody. */
static void
take_addresses(char *text, CrPromise *promise) {
  for (gsize i = 0, length; text[i]; i += MAX(length, 1)) {
    length = strcspn(text + i, " ,<>()\"';");
    g_autofree char *word = g_strndup(text + i, length);
    gboolean page = cr_text_find(word, "://") || g_ascii_strncasecmp(word, "www.", 4) == 0;
    if (length < 3 || (!page && strchr(word, '@') == NULL))
      continue;
    if (word[length - 1] == '.')
      word[length - 1] = '\0';
    g_autofree char *address = page ? NULL : cr_address_normalize(word);
    if (page || address)
      blank(text, i, i + length);
    if (promise->email == NULL)
      promise->email = g_steal_pointer(&address);
  }
}

void
cr_promise_read(const char *words, const CrPromiseContext *context, CrPromise *ret_promise) {
  g_autofree char *text = g_strdup(words);
  Words said;
  *ret_promise = (CrPromise){.caller = CR_CALLER_UNKNOWN};
  for (guint i = 0; i < context->times->len; i++) {
    const CrMention *time = context->times->pdata[i];
    gsize from = (gsize) MAX(time->offset, 0);
    if (time->text && from < strlen(text))
      blank(text, from, from + strlen(time->text));
  }
  take_addresses(text, ret_promise);
  take_number(text, context, ret_promise);
  split(text, &said);
  said.plain = !has_case(text, TRUE) || !has_case(text, FALSE);
  ret_promise->caller = read_caller(&said);
  read_named_role(&said, ret_promise);
  read_trade(&said, ret_promise);
  read_names(&said, ret_promise);
}
