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
#define MAX_WORD_BYTES 32
#define MIN_BEGUN_BYTES 4 /* of a phrase that may be the beginning of a word */
#define MAX_UNREAD_CHARS 8000
#define MAX_WORDS 2048
#define WORD_SLOTS 8192 /* a power of two, some times the words */
#define N_KEYS (32 * 32)

typedef struct {
  char text[MAX_WORD_BYTES]; /* with NULs behind it */
  guint32 of;                /* bits: CrLineWord */
} Word;

typedef struct {
  const char *text;
  guint of; /* CrLinePhrase bit */
  guint key;
  guint32 four, mask; /* its first bytes, in small letters, of those that it has */
} Phrase;

static struct {
  GHashTable *closings;
  char **closing_words;
  Word words[MAX_WORDS]; /* the first is every other one */
  guint16 slots[WORD_SLOTS];
  guint n_words;
  GArray *phrases; /* Phrase, by their keys; where those of each key begin */
  guint16 phrases_from[N_KEYS + 1];
  guint phrases_of[N_KEYS];      /* bits: their lists */
  guint32 phrase_thirds[N_KEYS]; /* bits: their third letters */
  /* bits: see may_begin */
  guint32 word_seconds[32], closing_word_seconds[32], closing_seconds[32];
} lists;
static pthread_once_t lists_once = PTHREAD_ONCE_INIT;

static char **
read_list(GKeyFile *file, const char *name) {
  char **list = g_key_file_get_string_list(file, "lines", name, NULL, NULL);
  for (char **item = list; *item; item++)
    g_strstrip(*item);
  return list;
}

/* Which second letters a first one has, both by their last five bits, which both cases share. */
static void
add_second(guint32 seconds[32], const char *text) {
  seconds[text[0] & 31] |= 1u << (text[1] & 31);
}

/* Whether one of them may begin there: two bytes rule most out. */
static gboolean
may_begin(const char *text, const guint32 seconds[32]) {
  return seconds[text[0] & 31] >> (text[1] & 31) & 1;
}

static guint
key_of(const char *text) {
  return (guint) (text[0] & 31) << 5 | (text[1] & 31);
}

/* The first four bytes, in small letters: other signs may look like a letter, too. */
static guint32
four_of(const char *text) {
  guint32 four;
  memcpy(&four, text, sizeof four);
  return four | 0x20202020;
}

/* Its number, or 0. */
static guint16 *
word_slot(const char low[MAX_WORD_BYTES]) {
  guint slot = cr_text_hash(low, MAX_WORD_BYTES) % WORD_SLOTS;
  while (lists.slots[slot] && memcmp(lists.words[lists.slots[slot]].text, low, MAX_WORD_BYTES) != 0)
    slot = (slot + 1) % WORD_SLOTS;
  return &lists.slots[slot];
}

static void
add_to_list(const char *text, CrLineWord list) {
  char low[MAX_WORD_BYTES] = {0};
  gsize length = strlen(text);
  g_assert(length < sizeof low && lists.n_words + 1 < MAX_WORDS);
  for (gsize i = 0; i < length; i++)
    low[i] = g_ascii_tolower(text[i]);
  guint16 *slot = word_slot(low);
  if (*slot == 0) {
    *slot = (guint16) ++lists.n_words;
    memcpy(lists.words[*slot].text, low, sizeof low);
  }
  lists.words[*slot].of |= 1u << list;
  add_second(lists.word_seconds, low);
}

static void
read_words(GKeyFile *file) {
  static const char *const names[CR_N_LINE_WORDS] = {[CR_LINE_SENTENCE] = "sentence",
                                                     [CR_LINE_PERSONAL] = "personal",
                                                     [CR_LINE_OFFICIAL] = "official",
                                                     [CR_LINE_FACT] = "fact",
                                                     [CR_LINE_TITLE] = "title",
                                                     [CR_LINE_HOUSE] = "house",
                                                     [CR_LINE_READER] = "reader",
                                                     [CR_LINE_DAY] = "day",
                                                     [CR_LINE_CHANGE] = "change",
                                                     [CR_LINE_MAILED] = "mailed",
                                                     [CR_LINE_STREET] = "street",
                                                     [CR_LINE_REGISTER] = "register",
                                                     [CR_LINE_OUTSIDE] = "outside",
                                                     [CR_LINE_CARE] = "care",
                                                     [CR_LINE_SOME_ANSWERS] = "unread-not"};
  for (guint list = 0; list < CR_N_LINE_WORDS; list++) {
    g_auto(GStrv) items = read_list(file, names[list]);
    for (char **item = items; *item; item++)
      add_to_list(*item, list);
  }
}

static int
compare_keys(gconstpointer a, gconstpointer b) {
  return (int) ((const Phrase *) a)->key - (int) ((const Phrase *) b)->key;
}

static void
read_phrases(GKeyFile *file) {
  static const char *const names[CR_N_LINE_PHRASES] = {
      [CR_LINE_DEVICE] = "device",         [CR_LINE_DISCLAIMER] = "disclaimer",
      [CR_LINE_POSTSCRIPT] = "postscript", [CR_LINE_FOOTER] = "footer",
      [CR_LINE_LEGAL] = "legal",           [CR_LINE_GREETING] = "greeting",
      [CR_LINE_ITSELF] = "itself",         [CR_LINE_UNREAD] = "unread",
      [CR_LINE_WROTE] = "wrote",           [CR_LINE_CUT] = "cut",
      [CR_LINE_CUT_BEGINS] = "cut-begins", [CR_LINE_UNREAD_WORD] = "unread-words"};
  lists.phrases = g_array_new(FALSE, FALSE, sizeof(Phrase));
  for (guint list = 0; list < CR_N_LINE_PHRASES; list++) {
    g_autofree char **items = read_list(file, names[list]); /* they are the array's */
    for (char **item = items; *item; item++) {
      char begins[4] = "", mask[4] = "";
      gsize n = MIN(strlen(*item), sizeof begins);
      memcpy(begins, *item, n);
      memset(mask, 0xff, n);
      Phrase phrase = {.text = *item, .of = 1u << list, .key = key_of(*item)};
      memcpy(&phrase.mask, mask, sizeof mask);
      phrase.four = four_of(begins) & phrase.mask;
      g_array_append_val(lists.phrases, phrase);
      lists.phrases_of[phrase.key] |= phrase.of;
      lists.phrase_thirds[phrase.key] |= n > 2 ? 1u << (begins[2] & 31) : G_MAXUINT32;
    }
  }
  g_array_sort(lists.phrases, compare_keys);
  for (guint i = 0; i < lists.phrases->len; i++)
    lists.phrases_from[g_array_index(lists.phrases, Phrase, i).key + 1] = (guint16) (i + 1);
  for (guint key = 0; key < N_KEYS; key++)
    lists.phrases_from[key + 1] = MAX(lists.phrases_from[key + 1], lists.phrases_from[key]);
}

/* Bits: those of the lists of which one begins there. */
static guint
phrases_at(const char *text, gsize left, guint of) {
  if (left < 2)
    return 0;
  guint found = 0, key = key_of(text);
  if (!(lists.phrases_of[key] & of) || !(lists.phrase_thirds[key] >> (text[2] & 31) & 1))
    return 0;
  char begins[4] = "";
  memcpy(begins, text, MIN(left, sizeof begins));
  guint32 four = four_of(begins);
  for (guint i = lists.phrases_from[key]; i < lists.phrases_from[key + 1]; i++) {
    const Phrase *phrase = &g_array_index(lists.phrases, Phrase, i);
    if ((four & phrase->mask) != phrase->four || !(phrase->of & of))
      continue;
    gsize n = cr_text_starts(text, phrase->text);
    gboolean whole = n >= MIN_BEGUN_BYTES || n >= left || !cr_letter_is_ascii(text[n]);
    found |= n > 0 && n <= left && whole ? phrase->of : 0;
  }
  return found;
}

static gboolean
begins_with(const CrLine *line, CrLinePhrase list) {
  return phrases_at(line->text, line->length, 1u << list) != 0;
}

/* Any of its words begins so. */
static gboolean
holds_phrase(const CrLine *line, CrLinePhrase list) {
  for (const char *p = line->text, *end = p + line->length; p + 1 < end; p++) {
    if (phrases_at(p, end - p, 1u << list))
      return TRUE;
    while (p < end && cr_letter_is_ascii(*p))
      p++;
  }
  return FALSE;
}

static void
read_closings(GKeyFile *file) {
  g_autofree char **list = read_list(file, "closing"); /* they are the table's */
  lists.closings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (char **item = list; *item; item++) {
    add_second(lists.closing_seconds, *item);
    g_hash_table_add(lists.closings, *item);
  }
  lists.closing_words = read_list(file, "closing-words");
  for (char **word = lists.closing_words; *word; word++)
    add_second(lists.closing_word_seconds, *word);
}

/* Without one of unread-words none of the phrases would be found. */
static void
check_unread(void) {
  for (guint i = 0; i < lists.phrases->len; i++) {
    const Phrase *phrase = &g_array_index(lists.phrases, Phrase, i);
    const CrLine line = {.text = phrase->text, .length = strlen(phrase->text)};
    if (phrase->of == 1u << CR_LINE_UNREAD && !holds_phrase(&line, CR_LINE_UNREAD_WORD))
      g_error("data/signature.ini: %s holds no word of unread-words", phrase->text);
  }
}

static void
read_lists(void) {
  g_autoptr(GKeyFile) file = cr_data_ini("signature.ini");
  read_closings(file);
  read_words(file);
  read_phrases(file);
  check_unread();
}

static void
ensure_lists(void) {
  pthread_once(&lists_once, read_lists);
}

gboolean
cr_line_is_device(const CrLine *line) {
  ensure_lists();
  return line->length < MAX_DEVICE_BYTES && begins_with(line, CR_LINE_DEVICE);
}

/* The words of a closing line, whatever stands around them: "With every good wish,". */
static gboolean
speaks_as_closing(const char *low) {
  for (const char *p = low; *p; p++)
    if (may_begin(p, lists.closing_word_seconds))
      for (char **word = lists.closing_words; *word; word++)
        if (cr_text_starts(p, *word))
          return TRUE;
  return FALSE;
}

static char
to_low(char c) {
  return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
}

gboolean
cr_line_is_closing(const CrLine *line) {
  ensure_lists();
  char low[MAX_CLOSING_BYTES];
  gsize n = 0;
  guint spaces = 0;
  if (line->length >= sizeof low)
    return FALSE;
  for (; n < line->length; n++) {
    low[n] = to_low(line->text[n]);
    spaces += low[n] == ' ';
  }
  while (n > 0 && strchr(",.!-– ", low[n - 1])) {
    n--;
    spaces -= low[n] == ' ';
  }
  low[n] = '\0';
  return spaces <= MAX_CLOSING_SPACES && ((n > 0 && may_begin(low, lists.closing_seconds) &&
                                           g_hash_table_contains(lists.closings, low)) ||
                                          speaks_as_closing(low));
}

/* Adds a word, in small letters; those of a sentence begin with a capital only where all is
 * loud: "Will" and "May" are names, and "IT" is a department. */
static void
count_word(CrLineLook *look, const char low[MAX_WORD_BYTES], gboolean capital, gboolean loud) {
  static const guint spoken = 1u << CR_LINE_SENTENCE | 1u << CR_LINE_PERSONAL;
  look->n++;
  if (!may_begin(low, lists.word_seconds))
    return;
  guint of = lists.words[*word_slot(low)].of;
  if (capital && !loud && !(*low == 'i' && strchr("'", low[1])))
    of &= ~spoken;
  for (; of; of &= of - 1)
    look->of[g_bit_nth_lsf(of, -1)]++;
}

/* What is said only on lines of some length. */
static guint
phrases_told(const CrLine *line, guint begins, guint holds) {
  guint told =
      begins & (1u << CR_LINE_DISCLAIMER | 1u << CR_LINE_POSTSCRIPT | 1u << CR_LINE_GREETING);
  if (line->length < MAX_DEVICE_BYTES)
    told |= begins & 1u << CR_LINE_DEVICE;
  if (line->length <= MAX_FOOTER_BYTES && !g_ascii_isdigit(*line->text))
    told |= (cr_line_starts(line, "©") ? G_MAXUINT : holds) & 1u << CR_LINE_FOOTER;
  if (line->length >= MIN_LEGAL_BYTES)
    told |= holds & 1u << CR_LINE_LEGAL;
  return told | (holds & (1u << CR_LINE_ITSELF | 1u << CR_LINE_UNREAD));
}

/* Reads the word at p, in small letters and with NULs behind it, and returns its end. */
static const char *
read_word(const char *p, const char *end, char ret_low[MAX_WORD_BYTES]) {
  const char *from = p;
  gsize n = 0;
  memset(ret_low, 0, MAX_WORD_BYTES);
  while (p < end) {
    guint letters = end - p >= 8 && n + 8 < MAX_WORD_BYTES ? cr_text_letters(p, ret_low + n) : 0;
    n += letters;
    p += letters;
    if (letters == 8)
      continue;
    gboolean letter = cr_letter_is_ascii(*p);
    if (!letter && ((guchar) *p < 0x80 || (guchar) *p == 0xe2) && !(*p == '\'' && p > from))
      break; /* 0xe2 begins dashes and quotes */
    if (n < MAX_WORD_BYTES - 1)
      ret_low[n++] = letter ? *p | 0x20 : *p;
    p++;
  }
  return p;
}

void
cr_line_look_at(const CrLine *line, CrLineLook *ret_look) {
  ensure_lists();
  static const guint held =
      1u << CR_LINE_FOOTER | 1u << CR_LINE_LEGAL | 1u << CR_LINE_ITSELF | 1u << CR_LINE_UNREAD;
  const char *end = line->text + line->length;
  char low[MAX_WORD_BYTES];
  gboolean loud = TRUE; /* "I WILL CALL" */
  for (const char *p = line->text; p < end && loud; p++)
    loud = !g_ascii_islower(*p);
  memset(ret_look, 0, sizeof *ret_look);
  guint8 bits = 0; /* of all bytes: without a branch */
  for (const char *p = line->text; p < end; p++)
    bits |= (guchar) *p;
  ret_look->wide = bits >= 0x80;
  guint begins = phrases_at(line->text, line->length, G_MAXUINT), holds = begins;
  for (const char *p = line->text; p < end;) {
    const char *from = p;
    p = read_word(from, end, low);
    if (p > from) {
      count_word(ret_look, low, g_ascii_isupper(*from), loud);
      if (from > line->text)
        holds |= phrases_at(from, end - from, held);
    } else {
      ret_look->digits += g_ascii_isdigit(*p);
      if ((guchar) *p < 0x80)
        ret_look->signs[*p / 64] |= G_GUINT64_CONSTANT(1) << *p % 64;
      p += (guchar) *p == 0xe2 ? 3 : 1;
    }
  }
  ret_look->says = phrases_told(line, begins, holds);
}

static gboolean
holds_word_of(const CrLine *line, CrLineWord list) {
  CrLineLook look;
  cr_line_look_at(line, &look);
  return look.of[list] > 0;
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
    if (lists.phrases_of[key_of(word)] & 1u << CR_LINE_UNREAD_WORD &&
        begins_with(&(CrLine){.text = word, .length = strlen(word)}, CR_LINE_UNREAD_WORD))
      return TRUE;
  }
  return FALSE;
}

gboolean
cr_text_says_unread(const char *text) {
  ensure_lists();
  CrLine whole = {.text = text, .length = text ? strlen(text) : 0};
  if (!holds_phrase(&whole, CR_LINE_UNREAD_WORD))
    return FALSE;
  g_autofree char *line = cr_text_line(text, MAX_UNREAD_CHARS); /* it may be wrapped anywhere */
  for (const char *p = line ? line : ""; *p;) {
    CrLine sentence = {.text = p, .length = sentence_length(p)};
    if (holds_phrase(&sentence, CR_LINE_UNREAD) && !holds_word_of(&sentence, CR_LINE_SOME_ANSWERS))
      return TRUE;
    p += sentence.length + (p[sentence.length] != '\0');
  }
  return FALSE;
}

gboolean
cr_line_says(const CrLine *line, CrLinePhrase phrase) {
  ensure_lists();
  return holds_phrase(line, phrase);
}

gboolean
cr_line_begins(const CrLine *line, CrLinePhrase phrase) {
  ensure_lists();
  return begins_with(line, phrase);
}

gboolean
cr_line_names_fact(const CrLine *line) {
  return holds_word_of(line, CR_LINE_FACT);
}

gboolean
cr_line_is_sentence(const CrLine *line) {
  return holds_word_of(line, CR_LINE_SENTENCE);
}
