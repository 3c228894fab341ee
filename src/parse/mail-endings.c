/* What single lines at the end of a mail say, by the lists of data/signature.ini. */
#include "base/data.h"
#include "base/text.h"
#include "parse/mail-lines.h"
#include "parse/mail-private.h"

#include <pthread.h>
#include <string.h>

#define MAX_CLOSING_BYTES 64
#define MAX_CLOSING_SPACES 5
#define MAX_DEVICE_BYTES 100
#define MAX_FOOTER_BYTES 240
#define MIN_LEGAL_BYTES 30
#define MAX_WORD_BYTES 24
#define MAX_UNREAD_CHARS 8000

/* Beginnings, by the last five bits of their first letter, which both cases share, and which second
 * letters they have by those bits. */
typedef struct {
  char **by_initial[32];
  guint32 seconds[32];
} Beginnings;

static struct {
  GHashTable *closings;
  GHashTable *words;        /* and of which lists they are: CrLineWord bits */
  guint32 word_seconds[32]; /* bits of their second letters by the first, as below */
  char **closing_words;
  Beginnings devices, disclaimers, postscripts, footers, legal, greetings, unread, unread_words;
} lists;
static pthread_once_t lists_once = PTHREAD_ONCE_INIT;

static char **
read_list(GKeyFile *file, const char *name) {
  char **list = g_key_file_get_string_list(file, "lines", name, NULL, NULL);
  for (char **item = list; *item; item++)
    g_strstrip(*item);
  return list;
}

static GHashTable *
read_set(GKeyFile *file, const char *name) {
  GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char **list = read_list(file, name); /* the items are the set's */
  for (char **item = list; *item; item++)
    g_hash_table_add(set, *item);
  return set;
}

static GHashTable *
read_words(GKeyFile *file, guint32 ret_seconds[32]) {
  static const char *const names[CR_N_LINE_WORDS] = {
      [CR_LINE_SENTENCE] = "sentence", [CR_LINE_PERSONAL] = "personal",
      [CR_LINE_OFFICIAL] = "official", [CR_LINE_FACT] = "fact",
      [CR_LINE_TITLE] = "title",       [CR_LINE_HOUSE] = "house",
      [CR_LINE_READER] = "reader",     [CR_LINE_DAY] = "day",
      [CR_LINE_CHANGE] = "change",     [CR_LINE_SOME_ANSWERS] = "unread-not"};
  GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint list = 0; list < CR_N_LINE_WORDS; list++) {
    g_autofree char **items = read_list(file, names[list]);
    for (char **item = items; *item; item++) {
      for (char *c = *item; *c; c++)
        *c = g_ascii_tolower(*c);
      guint of = GPOINTER_TO_UINT(g_hash_table_lookup(words, *item));
      ret_seconds[**item & 31] |= 1u << ((*item)[1] & 31);
      g_hash_table_insert(words, *item, GUINT_TO_POINTER(of | 1u << list)); /* may free it */
    }
  }
  return words;
}

static void
read_beginnings(GKeyFile *file, const char *name, Beginnings *ret_beginnings) {
  g_autofree char **list = read_list(file, name); /* the items are theirs */
  for (guint initial = 0; initial < 32; initial++) {
    GPtrArray *same = g_ptr_array_new();
    for (char **item = list; *item; item++)
      if ((**item & 31) == initial) {
        g_ptr_array_add(same, *item);
        ret_beginnings->seconds[initial] |= 1u << ((*item)[1] & 31);
      }
    g_ptr_array_add(same, NULL);
    ret_beginnings->by_initial[initial] = (char **) g_ptr_array_free(same, FALSE);
  }
}

/* Whether one of them may begin there: two bytes rule most out. */
static gboolean
may_begin(const char *text, const Beginnings *beginnings) {
  return beginnings->seconds[text[0] & 31] >> (text[1] & 31) & 1;
}

static gboolean
begins_with(const CrLine *line, const Beginnings *beginnings) {
  return line->length > 1 && may_begin(line->text, beginnings) &&
         cr_line_starts_any(line, (const char *const *) beginnings->by_initial[*line->text & 31]);
}

/* Any of its words begins so. */
static gboolean
holds_beginning(const CrLine *line, const Beginnings *beginnings) {
  for (const char *p = line->text, *end = p + line->length; p + 1 < end; p++) {
    if (may_begin(p, beginnings) &&
        begins_with(&(CrLine){.text = p, .length = end - p}, beginnings))
      return TRUE;
    while (p < end && cr_letter_is_ascii(*p))
      p++;
  }
  return FALSE;
}

/* Without that word none of them would be found. */
static void
check_unread(const Beginnings *unread, const Beginnings *words) {
  for (guint initial = 0; initial < 32; initial++)
    for (char **item = unread->by_initial[initial]; *item; item++)
      if (!holds_beginning(&(CrLine){.text = *item, .length = strlen(*item)}, words))
        g_error("data/signature.ini: %s holds no word of unread-words", *item);
}

static void
read_lists(void) {
  g_autoptr(GKeyFile) file = cr_data_ini("signature.ini");
  lists.closings = read_set(file, "closing");
  lists.words = read_words(file, lists.word_seconds);
  lists.closing_words = read_list(file, "closing-words");
  read_beginnings(file, "device", &lists.devices);
  read_beginnings(file, "disclaimer", &lists.disclaimers);
  read_beginnings(file, "postscript", &lists.postscripts);
  read_beginnings(file, "footer", &lists.footers);
  read_beginnings(file, "legal", &lists.legal);
  read_beginnings(file, "greeting", &lists.greetings);
  read_beginnings(file, "unread", &lists.unread);
  read_beginnings(file, "unread-words", &lists.unread_words);
  check_unread(&lists.unread, &lists.unread_words);
}

static void
ensure_lists(void) {
  pthread_once(&lists_once, read_lists);
}

gboolean
cr_line_is_device(const CrLine *line) {
  ensure_lists();
  return line->length < MAX_DEVICE_BYTES && begins_with(line, &lists.devices);
}

gboolean
cr_line_is_greeting(const CrLine *line) {
  ensure_lists();
  return begins_with(line, &lists.greetings);
}

gboolean
cr_line_is_disclaimer(const CrLine *line) {
  ensure_lists();
  return begins_with(line, &lists.disclaimers);
}

gboolean
cr_line_is_postscript(const CrLine *line) {
  ensure_lists();
  return begins_with(line, &lists.postscripts);
}

gboolean
cr_line_is_footer(const CrLine *line) {
  ensure_lists();
  if (line->length > MAX_FOOTER_BYTES || g_ascii_isdigit(*line->text))
    return FALSE;
  return holds_beginning(line, &lists.footers) || cr_line_starts(line, "©");
}

gboolean
cr_line_is_legal(const CrLine *line) {
  ensure_lists();
  return line->length >= MIN_LEGAL_BYTES && holds_beginning(line, &lists.legal);
}

/* The words of a closing line, whatever stands around them: "With every good wish,". */
static gboolean
speaks_as_closing(const char *low) {
  guint spaces = 0;
  for (const char *p = low; *p; p++)
    spaces += *p == ' ';
  return spaces <= MAX_CLOSING_SPACES &&
         cr_text_find_any(low, (const char *const *) lists.closing_words) != NULL;
}

gboolean
cr_line_is_closing(const CrLine *line) {
  ensure_lists();
  char low[MAX_CLOSING_BYTES];
  gsize n = 0;
  if (line->length >= sizeof low)
    return FALSE;
  for (; n < line->length; n++)
    low[n] = g_ascii_tolower(line->text[n]);
  while (n > 0 && strchr(",.!-– ", low[n - 1]))
    n--;
  low[n] = '\0';
  return g_hash_table_contains(lists.closings, low) || speaks_as_closing(low);
}

/* Adds a word, in small letters; those of a sentence begin with a capital only where all is
 * loud: "Will" and "May" are names, and "IT" is a department. */
static void
count_word(CrLineWords *words, const char *low, gboolean capital, gboolean loud) {
  static const guint spoken = 1u << CR_LINE_SENTENCE | 1u << CR_LINE_PERSONAL;
  words->n++;
  if (!(lists.word_seconds[*low & 31] >> (low[1] & 31) & 1))
    return;
  guint of = GPOINTER_TO_UINT(g_hash_table_lookup(lists.words, low));
  if (capital && !loud && !(*low == 'i' && strchr("'", low[1])))
    of &= ~spoken;
  for (; of; of &= of - 1)
    words->of[g_bit_nth_lsf(of, -1)]++;
}

void
cr_line_count_words(const CrLine *line, CrLineWords *ret_words) {
  ensure_lists();
  char low[MAX_WORD_BYTES];
  gsize n = 0;
  gboolean loud = TRUE; /* "I WILL CALL" */
  for (gsize i = 0; i < line->length && loud; i++)
    loud = !g_ascii_islower(line->text[i]);
  memset(ret_words, 0, sizeof *ret_words);
  for (gsize i = 0, from = 0; i < line->length || n > 0; i++) {
    char c = i < line->length ? line->text[i] : ' ';
    gboolean point = (guchar) c == 0xe2; /* which begins dashes and quotes */
    if (g_ascii_isalpha(c) || ((guchar) c >= 0x80 && !point) || (c == '\'' && n > 0)) {
      from = n == 0 ? i : from;
      if (n < sizeof low - 1)
        low[n++] = g_ascii_tolower(c);
    } else if (n > 0) {
      low[n] = '\0';
      count_word(ret_words, low, g_ascii_isupper(line->text[from]), loud);
      n = 0;
    }
    i += point ? 2 : 0;
  }
}

static gboolean
holds_word_of(const CrLine *line, CrLineWord list) {
  CrLineWords words;
  cr_line_count_words(line, &words);
  return words.of[list] > 0;
}

/* Up to the end of its sentence, which is any mark that a blank or nothing follows. */
static gsize
sentence_length(const char *text) {
  gsize n = 0;
  while (text[n] && !(strchr(".!?;*", text[n]) && (text[n + 1] == '\0' || text[n + 1] == ' ')))
    n++;
  return n;
}

gboolean
cr_words_may_say_unread(const CrWords *words) {
  ensure_lists();
  for (guint i = 0; i < words->n; i++) {
    const char *word = words->text + cr_word_at(words, i).start;
    if (may_begin(word, &lists.unread_words) &&
        begins_with(&(CrLine){.text = word, .length = strlen(word)}, &lists.unread_words))
      return TRUE;
  }
  return FALSE;
}

gboolean
cr_text_says_unread(const char *text) {
  ensure_lists();
  CrLine whole = {.text = text, .length = text ? strlen(text) : 0};
  if (!holds_beginning(&whole, &lists.unread_words))
    return FALSE;
  g_autofree char *line = cr_text_line(text, MAX_UNREAD_CHARS); /* it may be wrapped anywhere */
  for (const char *p = line ? line : ""; *p;) {
    CrLine sentence = {.text = p, .length = sentence_length(p)};
    if (holds_beginning(&sentence, &lists.unread) &&
        !holds_word_of(&sentence, CR_LINE_SOME_ANSWERS))
      return TRUE;
    p += sentence.length + (p[sentence.length] != '\0');
  }
  return FALSE;
}

gboolean
cr_line_names_fact(const CrLine *line) {
  return holds_word_of(line, CR_LINE_FACT);
}

gboolean
cr_line_is_sentence(const CrLine *line) {
  return holds_word_of(line, CR_LINE_SENTENCE);
}
