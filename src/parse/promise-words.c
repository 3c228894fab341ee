/* A line of words, each with what it can mean and what parts it from the one before. */
#include "base/data.h"
#include "parse/promise-private.h"

#include <string.h>

#define MAX_RUN 4
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

static const char *const lists[] = {"of",       "with",      "talk",  "chat", "calling", "order",
                                    "verb",     "recruiter", "title", "role", "about",   "article",
                                    "particle", "firm",      "trade", "me",   "other",   "plain",
                                    "duty",     "form",      "stage"};

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

guint
promise_means(const Words *words, guint i) {
  return i < words->count ? words->words[i].means : 0;
}

const Word *
promise_lead(const Words *words, guint i) {
  while (i > 0 && words->words[i].gap == 0 && promise_means(words, i - 1) & ARTICLE)
    i--;
  return i > 0 && words->words[i].gap == 0 ? &words->words[i - 1] : NULL;
}

guint
promise_lead_means(const Words *words, guint i) {
  const Word *lead = promise_lead(words, i);
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
  for (; from < to && strchr("([<\"';,/", *from); from++)
    before = strchr("\"'", *from) ? before : *from == '/' ? '-' : *from;
  for (; to > from && strchr(")]>,;:.!?\"'", to[-1]); to--)
    behind = strchr(".\"'", to[-1]) ? behind : to[-1];
  if (to - from > 2 && *to == '.' && to[-2] == '.') /* "J.P.", "s.r.o." */
    to++;
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

static gboolean
has_case(const char *text, gboolean upper) {
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (upper ? g_unichar_isupper(c) : g_unichar_islower(c))
      return TRUE;
  }
  return FALSE;
}

static gpointer
read_brands(gpointer unused) {
  g_autoptr(GKeyFile) file = cr_data_ini("promise.ini");
  char **endings = g_key_file_get_string_list(file, "words", "brand", NULL, NULL);
  for (char **ending = endings; *ending; ending++)
    g_strstrip(*ending);
  return endings;
}

gboolean
promise_is_brand(const Words *words, guint i) {
  static GOnce once = G_ONCE_INIT;
  const Word *word = &words->words[i];
  g_autofree char *text = g_strndup(word->text, word->length);
  if (words->plain)
    return FALSE;
  if (word->length >= 3 && !has_case(text, FALSE) && strspn(text, CAPITALS) == word->length)
    return TRUE; /* "KPMG" */
  for (char **ending = g_once(&once, read_brands, NULL); *ending; ending++)
    if (word->length >= strlen(*ending) + 3 && g_str_has_suffix(text, *ending))
      return TRUE;
  return FALSE;
}

gboolean
promise_has_capital(const Word *word) {
  g_autofree char *text = g_strndup(word->text, word->length);
  return has_case(text, TRUE) || !has_case(text, FALSE);
}

/* "Will from Target" */
static gboolean
is_name_of_verb(const Words *words, guint i) {
  const Word *word = &words->words[i];
  return word->means == VERB && !words->plain && promise_has_capital(word) &&
         promise_means(words, i + 1) & OF && !word[1].gap;
}

/* "3M" in "interview with 3M", "7Geese" in "Lena of 7Geese" */
static gboolean
begins_with_digit(const Words *words, guint i) {
  const Word *word = &words->words[i];
  return g_ascii_isdigit(*word->text) && !words->plain && promise_has_capital(word) &&
         strcspn(word->text, CAPITALS) < word->length && promise_lead_means(words, i) & (OF | WITH);
}

gboolean
promise_may_name(const Words *words, guint i) {
  const Word *word = &words->words[i];
  gunichar first = i < words->count ? g_utf8_get_char(word->text) : 0;
  return (g_unichar_isalpha(first) || (first && begins_with_digit(words, i))) && !word->taken &&
         (!(word->means & NO_NAME) || is_name_of_verb(words, i)) &&
         (words->plain || promise_has_capital(word));
}

/* "Staffing" in "Vidyut Staffing", not in "the Northwind Staffing team" or "Northwind Tech screen";
 * "s.r.o." */
static gboolean
ends_firm(const Words *words, guint from, guint i) {
  const Word *word = &words->words[i];
  guint next = i + 1 < words->count && !word[1].gap ? word[1].means : 0;
  gboolean capital = !words->plain && promise_has_capital(word);
  return i > from && (word->means & FORM || (word->means & FIRM && capital)) &&
         !(next & RECRUITER) && !(word->means & STAGE && next & TALK);
}

/* "van" in "Ludwig van Dyke", "Home" in "the Home Office", "of" in "Bank of America". */
static gboolean
may_join(const Words *words, guint from, guint i) {
  const Word *word = &words->words[i];
  guint next = i + 1;
  while (promise_means(words, next) & PARTICLE && !words->words[next].gap &&
         !promise_may_name(words, next)) /* "van der", "de la" */
    next++;
  gboolean goes_on = promise_may_name(words, next) || promise_means(words, next) & FORM;
  if (i == 0 || !goes_on || words->words[next].gap)
    return FALSE;
  if (i > from && (word->means & PARTICLE || (word->means & OF && word[-1].means & FIRM)))
    return TRUE;
  return (word->means & NO_NAME) == PLAIN && promise_has_capital(word) && !words->plain;
}

guint
promise_name_end(const Words *words, guint i) {
  guint end = i, names = 0;
  while (end < words->count && names < MAX_RUN && (end == i || !words->words[end].gap)) {
    if (!promise_may_name(words, end) && !may_join(words, i, end) && !ends_firm(words, i, end))
      break;
    names += !(promise_means(words, end) & (PARTICLE | FORM | TITLE));
    end++;
    /* "Maria's call", but "St Mary's Hospital" */
    if (words->words[end - 1].possessive && !(promise_means(words, end) & FIRM))
      break;
  }
  return end;
}

char *
promise_text(const Words *words, guint from, guint to) {
  const Word *first = &words->words[from], *last = &words->words[to - 1];
  return g_strndup(first->text, (gsize) (last->text + last->length - first->text));
}

char *
promise_name(const Words *words, guint from, guint to) {
  if (!words->plain)
    return promise_text(words, from, to);
  GString *name = g_string_new(NULL);
  g_autofree char *text = promise_text(words, from, to), *lower = g_utf8_strdown(text, -1);
  gboolean begins = TRUE;
  for (const char *p = lower; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    g_string_append_unichar(name, begins ? g_unichar_toupper(c) : c);
    begins = c == ' ' || c == '-';
  }
  return g_string_free(name, FALSE);
}

/* "Amy/Zendesk" are two, "she/her" and "w/" one. */
static const char *
word_end(const char *word) {
  gsize length = strcspn(word, " ");
  for (gsize i = 2; i < length && g_ascii_isupper(*word); i++)
    if (word[i] == '/' && g_ascii_isupper(word[i + 1]))
      return word + i;
  return word + length;
}

/* "🎉", a tick: it neither means nor parts anything. */
static gboolean
is_picture(const Word *word) {
  for (const char *p = word->text; p < word->text + word->length; p = g_utf8_next_char(p)) {
    GUnicodeType type = g_unichar_type(g_utf8_get_char(p));
    if (type != G_UNICODE_OTHER_SYMBOL && type != G_UNICODE_MODIFIER_SYMBOL &&
        type != G_UNICODE_NON_SPACING_MARK && type != G_UNICODE_FORMAT)
      return FALSE;
  }
  return TRUE;
}

void
promise_split(const char *text, Words *words) {
  char gap = 0, behind;
  const char *p = text + strspn(text, " ");
  for (words->count = 0; *p && words->count < MAX_WORDS; p += strspn(p, " ")) {
    const char *end = *p == '/' ? word_end(p + 1) : word_end(p);
    Word word = trim(p, end, &behind);
    gap = word.gap = word.gap ? word.gap : gap;
    if (!is_picture(&word)) {
      words->words[words->count++] = word;
      gap = 0;
    }
    gap = behind ? behind : gap;
    p = end;
  }
  words->plain = !has_case(text, TRUE) || !has_case(text, FALSE);
}
