#include "playbook/cues.h"

#include "base/data.h"
#include "base/text.h"

#include <pthread.h>
#include <string.h>

#define MAX_CHARS 2000
#define MAX_WORDS 600
#define MAX_GAP 5
#define QUOTE_CHARS 140
#define QUOTE_BEFORE 60
#define SETS "sets" /* the group of the named lists of words */

typedef struct {
  char **words; /* any of these */
  gboolean gap; /* ".." stands before it */
  gboolean may; /* "of?": it may be missing; never the first part */
} Part;

typedef struct {
  char *kind;
  GArray *parts;   /* Part */
  GPtrArray *nots; /* words that the sentence must not hold */
} Pattern;

/* Read once and kept for the process: the patterns, and by each word those that begin with it. */
static GPtrArray *patterns;    /* Pattern */
static GHashTable *beginnings; /* word -> GArray of guint */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
note_beginning(const char *word, guint pattern) {
  GArray *begun = g_hash_table_lookup(beginnings, word);
  if (begun == NULL) {
    begun = g_array_new(FALSE, FALSE, sizeof(guint));
    g_hash_table_insert(beginnings, g_strdup(word), begun);
  }
  g_array_append_val(begun, pattern);
}

/* "a|$NAME": the words of a set stand for its name. */
static char **
read_words(GKeyFile *ini, const char *text) {
  g_autoptr(GStrvBuilder) words = g_strv_builder_new();
  g_auto(GStrv) written = g_strsplit(text, "|", -1);
  for (char **word = written; *word; word++) {
    gboolean named = **word == '$';
    g_autofree char *set = named ? g_key_file_get_string(ini, SETS, *word + 1, NULL) : NULL;
    if (named && set == NULL)
      g_error("data/cues.ini: [" SETS "] has no %s", *word + 1);
    g_auto(GStrv) meant = g_strsplit(named ? set : *word, "|", -1);
    g_strv_builder_addv(words, (const char **) meant);
  }
  return g_strv_builder_end(words);
}

static void
read_pattern(GKeyFile *ini, const char *kind, const char *text) {
  Pattern *pattern = g_new0(Pattern, 1);
  pattern->kind = g_strdup(kind);
  pattern->parts = g_array_new(FALSE, FALSE, sizeof(Part));
  pattern->nots = g_ptr_array_new();
  gboolean gap = FALSE;
  g_auto(GStrv) words = g_strsplit(text, " ", -1);
  for (char **word = words; *word; word++) {
    gsize length = strlen(*word);
    if (length == 0)
      continue;
    if (strcmp(*word, "..") == 0) {
      gap = TRUE;
    } else if (**word == '-') {
      g_autofree char **nots = read_words(ini, *word + 1);
      for (char **no = nots; *no; no++)
        g_ptr_array_add(pattern->nots, *no);
    } else {
      gboolean may = (*word)[length - 1] == '?';
      if (may)
        (*word)[length - 1] = '\0';
      Part part = {read_words(ini, *word), gap, may};
      g_array_append_val(pattern->parts, part);
      gap = FALSE;
    }
  }
  if (pattern->parts->len == 0)
    g_error("data/cues.ini: [%s] has a pattern without words: %s", kind, text);
  const Part *first = &g_array_index(pattern->parts, Part, 0);
  for (char **word = first->words; *word; word++)
    note_beginning(*word, patterns->len);
  g_ptr_array_add(patterns, pattern);
}

static void
load(void) {
  g_autoptr(GKeyFile) ini = cr_data_ini("cues.ini");
  patterns = g_ptr_array_new();
  beginnings = g_hash_table_new(g_str_hash, g_str_equal);
  g_auto(GStrv) kinds = g_key_file_get_groups(ini, NULL);
  for (char **kind = kinds; *kind; kind++) {
    if (strcmp(*kind, SETS) == 0)
      continue;
    g_auto(GStrv) keys = g_key_file_get_keys(ini, *kind, NULL, NULL);
    for (char **key = keys; *key; key++) {
      g_auto(GStrv) rows = g_key_file_get_string_list(ini, *kind, *key, NULL, NULL);
      for (char **row = rows; *row; row++)
        if (*g_strstrip(*row))
          read_pattern(ini, *kind, *row);
    }
  }
}

typedef struct {
  const char *at; /* in the line */
  char *text;     /* lower case; NULL at the end of a sentence */
} Word;

static void
word_clear(gpointer data) {
  g_free(((Word *) data)->text);
}

static gboolean
is_letter(const char *at) {
  return g_ascii_isalnum(*at) || (guchar) *at >= 0x80 ||
         ((*at == '\'' || *at == '-') && g_ascii_isalnum(at[1]));
}

/* One line with straight apostrophes, so that "couldn’t\nreach you" reads as it is meant. */
static char *
plain_line(const char *text) {
  g_autofree char *line = cr_text_line(text ? text : "", MAX_CHARS);
  g_autoptr(GString) plain = g_string_new(line);
  g_string_replace(plain, "\342\200\231", "'", 0);
  return g_string_free(g_steal_pointer(&plain), FALSE);
}

/* "No one" counts as one word, like "nobody". */
static gboolean
joins_no(GArray *words, const char *text) {
  Word *last = words->len ? &g_array_index(words, Word, words->len - 1) : NULL;
  if (last == NULL || g_strcmp0(last->text, "no") != 0 || g_strcmp0(text, "one") != 0)
    return FALSE;
  g_free(last->text);
  last->text = g_strdup("no-one");
  return TRUE;
}

static GArray *
split(const char *line) {
  GArray *words = g_array_new(FALSE, FALSE, sizeof(Word));
  g_array_set_clear_func(words, word_clear);
  for (const char *p = line; *p && words->len < MAX_WORDS;) {
    gsize length = 0;
    while (p[length] && is_letter(p + length))
      length++;
    Word word = {p, length ? g_ascii_strdown(p, (gssize) length) : NULL};
    gboolean stop = strchr(".!?;:", *p) && (p[1] == ' ' || p[1] == '\0');
    if (joins_no(words, word.text))
      word_clear(&word);
    else if (length || stop)
      g_array_append_val(words, word);
    p += MAX(length, 1);
  }
  return words;
}

static gboolean
is_one_of(const char *word, char **wanted) {
  for (; *wanted; wanted++)
    if (strcmp(word, *wanted) == 0 || (g_ascii_isdigit(*word) && strcmp(*wanted, "<n>") == 0) ||
        (**wanted == '\'' && g_str_has_suffix(word, *wanted)))
      return TRUE;
  return FALSE;
}

/* Whether the parts from part on stand at word at. */
static gboolean
stands_at(const Pattern *pattern, guint part, const GArray *words, guint at) {
  if (part == pattern->parts->len)
    return TRUE;
  const Part *wanted = &g_array_index(pattern->parts, Part, part);
  for (guint skipped = 0; skipped <= (wanted->gap ? MAX_GAP : 0) && at + skipped < words->len;
       skipped++) {
    const char *word = g_array_index(words, Word, at + skipped).text;
    if (word == NULL)
      break;
    if (is_one_of(word, wanted->words) && stands_at(pattern, part + 1, words, at + skipped + 1))
      return TRUE;
  }
  return wanted->may && stands_at(pattern, part + 1, words, at);
}

static gboolean
is_denied(const Pattern *pattern, const GArray *words, guint at) {
  guint from = at;
  while (from > 0 && g_array_index(words, Word, from - 1).text)
    from--;
  for (guint i = from; i < words->len && g_array_index(words, Word, i).text; i++)
    for (guint n = 0; n < pattern->nots->len; n++)
      if (strcmp(g_array_index(words, Word, i).text, pattern->nots->pdata[n]) == 0)
        return TRUE;
  return FALSE;
}

/* The sentence, when it begins not far before; else from some words before what was found. */
static char *
quote_at(const GArray *words, guint at) {
  const char *hit = g_array_index(words, Word, at).at;
  guint from = at, stop = at;
  while (stop < words->len && g_array_index(words, Word, stop).text)
    stop++;
  while (from > 0 && g_array_index(words, Word, from - 1).text &&
         hit - g_array_index(words, Word, from - 1).at <= QUOTE_BEFORE)
    from--;
  const char *begin = g_array_index(words, Word, from).at;
  const char *end = stop < words->len ? g_array_index(words, Word, stop).at + 1 : NULL;
  g_autofree char *sentence = end ? g_strndup(begin, end - begin) : g_strdup(begin);
  return cr_text_line(sentence, QUOTE_CHARS);
}

void
cr_cues_find(const char *text, CrCueFunc found, gpointer data) {
  pthread_once(&once, load);
  g_autofree char *line = plain_line(text);
  g_autoptr(GArray) words = split(line);
  g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint at = 0; at < words->len; at++) {
    const char *word = g_array_index(words, Word, at).text;
    const GArray *begun = word ? g_hash_table_lookup(beginnings, word) : NULL;
    for (guint i = 0; begun && i < begun->len; i++) {
      const Pattern *pattern = patterns->pdata[g_array_index(begun, guint, i)];
      if (g_hash_table_contains(told, pattern->kind) || !stands_at(pattern, 0, words, at) ||
          is_denied(pattern, words, at))
        continue;
      g_hash_table_add(told, pattern->kind);
      g_autofree char *quote = quote_at(words, at);
      found(pattern->kind, quote, data);
    }
  }
}

static void
note_kind(const char *kind, const char *quote, gpointer data) {
  const char **wanted = data;
  if (*wanted && strcmp(kind, *wanted) == 0)
    *wanted = NULL;
}

gboolean
cr_cues_have(const char *text, const char *kind) {
  const char *wanted = kind;
  cr_cues_find(text, note_kind, &wanted);
  return wanted == NULL;
}
