/* The words of an automatic reply, in whatever language: see data/absence.ini. */
#include "base/data.h"
#include "parse/mail-days.h"

#include <pthread.h>
#include <string.h>

/* What data/absence.ini tells of a word. */
typedef struct {
  guint64 says;
  guint8 weekday, month, days;
} Known;

#define LEAST_STEM 2
#define MAX_WORD_BYTES 48
#define MAX_TEXT_BYTES 16384 /* no absence is told behind that */
#define SHORT_LINE 48        /* bytes: it is not wrapped, its end is one of a sentence */

static GHashTable *whole, *stems; /* words, how words begin; folded -> Known */
static pthread_once_t once = PTHREAD_ONCE_INIT;

const char *
cr_says_name(CrSays says) {
  static const char *const names[CR_N_SAYS] = {
      [CR_SAYS_BACK] = "back",
      [CR_SAYS_AGAIN] = "again",
      [CR_SAYS_UNTIL] = "until",
      [CR_SAYS_THROUGH] = "through",
      [CR_SAYS_FROM] = "from",
      [CR_SAYS_TO] = "to",
      [CR_SAYS_AWAY] = "away",
      [CR_SAYS_ANSWER] = "answer",
      [CR_SAYS_REACH] = "reach",
      [CR_SAYS_OFFICE] = "office",
      [CR_SAYS_NOT] = "not",
      [CR_SAYS_IF] = "if",
      [CR_SAYS_CONTACT] = "contact",
      [CR_SAYS_MATTER] = "matter",
      [CR_SAYS_ME] = "me",
      [CR_SAYS_YOU] = "you",
      [CR_SAYS_NEXT] = "next",
      [CR_SAYS_FIRST] = "first",
      [CR_SAYS_LAST] = "last",
      [CR_SAYS_BEFORE] = "before",
      [CR_SAYS_PAST] = "past",
      [CR_SAYS_SPAN] = "span",
      [CR_SAYS_DATES] = "dates",
      [CR_SAYS_UNKNOWN] = "unknown",
      [CR_SAYS_FORWARDED] = "forwarded",
      [CR_SAYS_EACH] = "each",
      [CR_SAYS_HOURS] = "hours",
      [CR_SAYS_AFTER] = "after",
      [CR_SAYS_WEEK] = "week",
      [CR_SAYS_THIS] = "this",
      [CR_SAYS_INSIDE] = "inside",
      [CR_SAYS_ARTICLE] = "article",
      [CR_SAYS_INTRODUCES] = "introduces",
      [CR_SAYS_ENGLISH] = "english",
  };
  return names[says];
}

/* In lower case, without accents. */
static char *
fold(const char *word) {
  if (g_str_is_ascii(word))
    return g_ascii_strdown(word, -1);
  g_autofree char *low = g_utf8_strdown(word, -1);
  char *plain = g_str_to_ascii(low, "C");
  for (char *p = plain; *p; p++)
    *p = g_ascii_tolower(*p);
  return plain;
}

static void
add_known(Known *sum, const Known *known) {
  if (known == NULL)
    return;
  sum->says |= known->says;
  sum->weekday = MAX(sum->weekday, known->weekday);
  sum->month = MAX(sum->month, known->month);
  sum->days = MAX(sum->days, known->days);
}

static void
read_list(GKeyFile *file, const char *section, const char *key, Known means) {
  g_auto(GStrv) words = g_key_file_get_string_list(file, section, key, NULL, NULL);
  if (words == NULL)
    g_error("data/absence.ini: no list %s in [%s]", key, section);
  for (char **word = words; *word; word++) {
    g_autofree char *plain = fold(g_strstrip(*word));
    gboolean stem = g_str_has_suffix(plain, "*");
    if (stem)
      plain[strlen(plain) - 1] = '\0';
    GHashTable *table = stem ? stems : whole;
    Known *known = g_hash_table_lookup(table, plain);
    if (known == NULL) {
      known = g_new0(Known, 1);
      g_hash_table_insert(table, g_steal_pointer(&plain), known);
    }
    add_known(known, &means);
  }
}

static void
read_words(void) {
  g_autoptr(GKeyFile) file = cr_data_ini("absence.ini");
  whole = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  stems = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  for (guint n = 1; n <= 12; n++) {
    g_autofree char *key = g_strdup_printf("%u", n), *before = g_strdup_printf("%u", n - 1);
    read_list(file, "months", key, (Known){.month = n});
    if (n <= 7)
      read_list(file, "weekdays", key, (Known){.weekday = n});
    if (n <= 3)
      read_list(file, "days", before, (Known){.days = n});
  }
  for (guint says = 0; says < CR_N_SAYS; says++)
    read_list(file, "words", cr_says_name(says), (Known){.says = G_GUINT64_CONSTANT(1) << says});
}

static gboolean
look_up(const char *word, gsize length, Known *ret_known) {
  static const Known nothing;
  g_autofree char *own = g_strndup(word, MIN(length, MAX_WORD_BYTES)), *plain = NULL;
  char *curly = strstr(own, "’");
  if (curly)
    memmove(g_stpcpy(curly, "'"), curly + strlen("’"), strlen(curly + strlen("’")) + 1);
  *ret_known = nothing;
  if (g_str_has_suffix(own, "n't"))
    ret_known->says = G_GUINT64_CONSTANT(1) << CR_SAYS_NOT;
  plain = g_utf8_validate(own, -1, NULL) ? fold(own) : g_strdup("");
  add_known(ret_known, g_hash_table_lookup(whole, plain));
  for (gsize n = strlen(plain); n >= LEAST_STEM; n--) {
    plain[n] = '\0';
    add_known(ret_known, g_hash_table_lookup(stems, plain));
  }
  return memcmp(ret_known, &nothing, sizeof nothing) != 0;
}

typedef struct {
  const char *text, *p;
  const char *line; /* where it begins */
  GArray *words;
  guint32 sentence;
  gboolean comma;
} Lexer;

static CrDayWord *
last_word(const Lexer *lexer) {
  return lexer->words->len ? &g_array_index(lexer->words, CrDayWord, lexer->words->len - 1) : NULL;
}

static CrDayWord *
add_word(Lexer *lexer, const char *end, CrDayWordKind kind) {
  CrDayWord word = {.start = lexer->p - lexer->text,
                    .end = end - lexer->text,
                    .sentence = lexer->sentence,
                    .comma = lexer->comma,
                    .kind = kind};
  lexer->comma = FALSE;
  lexer->p = end;
  g_array_append_val(lexer->words, word);
  return last_word(lexer);
}

/* One that has no word yet goes on. */
static void
end_sentence(Lexer *lexer) {
  lexer->sentence += last_word(lexer) && last_word(lexer)->sentence == lexer->sentence;
}

static gboolean
begins_letters(const char *p) {
  return cr_letter_is_ascii(*p) || ((guchar) *p >= 0x80 && g_unichar_isalpha(g_utf8_get_char(p)));
}

static const char *
letters_end(const char *p) {
  while (begins_letters(p))
    p = g_utf8_next_char(p);
  return p;
}

static gboolean
is_apostrophe(const char *p) {
  return *p == '\'' || g_str_has_prefix(p, "’");
}

/* "i dag" is one, too. */
static void
join_words(Lexer *lexer, CrDayWord *word) {
  const CrDayWord *before = lexer->words->len > 1 ? word - 1 : NULL;
  Known known;
  if (before && before->end - before->start == 1 && before->end + 1 == word->start &&
      look_up(lexer->text + before->start, word->end - before->start, &known) && known.days)
    word->days = known.days;
}

/* "jusqu'au" is two words, "aujourd'hui", "segunda-feira" and "I'm" one each: the longest that is
 * known. */
static void
lex_word(Lexer *lexer) {
  const char *ends[3], *end = letters_end(lexer->p);
  guint n = 0;
  if (end - lexer->p == 1 && *end == '/' && begins_letters(end + 1)) /* "t/m" */
    end = letters_end(end + 1);
  ends[n++] = end;
  while (n < G_N_ELEMENTS(ends) && (*end == '-' || is_apostrophe(end)) &&
         begins_letters(g_utf8_next_char(end)))
    ends[n++] = end = letters_end(g_utf8_next_char(end));
  Known known;
  while (!look_up(lexer->p, ends[n - 1] - lexer->p, &known) && n > 1)
    n--;
  gboolean upper = g_unichar_isupper(g_utf8_get_char(lexer->p));
  CrDayWord *word = add_word(lexer, ends[n - 1], CR_DAY_WORD);
  word->says = known.says;
  word->weekday = known.weekday;
  word->month = known.month;
  word->days = known.days;
  word->upper = upper;
  join_words(lexer, word);
}

/* A number of at most so many digits; advances *p past it. 0 when there is none. */
static int
take_number(const char **p, guint most) {
  guint n = strspn(*p, "0123456789");
  int value = 0;
  for (guint i = 0; i < n && n <= most; i++)
    value = value * 10 + (*p)[i] - '0';
  *p += n;
  return value;
}

/* "15/2", "15.02.", "15. 2. 2027", "02/15/27", "2027-02-15": its end, or NULL. */
static const char *
read_numbers(const char *p, CrDayWord *word) {
  const char *q = p;
  int a = take_number(&q, 4), y = 0;
  gboolean year_first = q - p == 4;
  char part = *q;
  if (a == 0 || q - p == 3 || (part != '/' && part != '.' && part != '-'))
    return NULL;
  q++;
  q += part == '.' && *q == ' ' && g_ascii_isdigit(q[1]);
  const char *second = q;
  int b = take_number(&q, 2);
  gboolean two_digits = q - second == 2, closed = part == '.' && *q == '.';
  if (*q == part) {
    const char *third = q + 1, *end = third += part == '.' && q[1] == ' ' && q[2] == '2';
    y = take_number(&end, 4);
    if (end - third == 2 || end - third == 4)
      q = end;
    else
      y = 0;
  }
  if (year_first && part != '.' && a >= 2000 && a < 2200) {
    *word = (CrDayWord){.a = b, .b = y, .year = a, .part = 'i'};
    return b > 0 && b <= 12 && y > 0 && y <= 31 ? q : NULL;
  }
  if (y == 0 && (part == '-' || (part == '.' && !closed && !two_digits)))
    return NULL;
  if (a > 31 || b == 0 || b > 31 || (a > 12 && b > 12) || (part == '.' && b > 12))
    return NULL;
  *word = (CrDayWord){.a = a, .b = b, .year = y && y < 100 ? 2000 + y : y, .part = part};
  return q + (y == 0 && closed);
}

/* Behind "30th", "1er", "7:e"; else p. */
static const char *
ordinal_end(const char *p) {
  static const char *const endings[] = {"st", "nd", "rd", "th", "er", "º", "°", ":e", ":a", NULL};
  for (guint i = 0; endings[i]; i++)
    if (g_str_has_prefix(p, endings[i]) && !begins_letters(p + strlen(endings[i])))
      return p + strlen(endings[i]);
  return p;
}

static void
lex_number(Lexer *lexer) {
  CrDayWord read;
  const char *p = lexer->p, *end = read_numbers(p, &read);
  if (end) {
    CrDayWord *word = add_word(lexer, end, CR_DAY_NUMBERS);
    word->a = read.a;
    word->b = read.b;
    word->year = read.year;
    word->part = read.part;
    return;
  }
  end = p;
  int value = take_number(&end, 4);
  gsize digits = end - p;
  if (*end == ':' && g_ascii_isdigit(end[1])) {
    end++;
    take_number(&end, 2);
    add_word(lexer, end, CR_DAY_CLOCK)->says = G_GUINT64_CONSTANT(1) << CR_SAYS_HOURS;
    return;
  }
  gboolean of_month = digits <= 2 && value <= 31;
  const char *ordinal = of_month ? ordinal_end(end) : end;
  CrDayWord *word = add_word(lexer, ordinal, CR_DAY_NUMBER);
  word->ordinal = ordinal > end;
  word->of_month = of_month ? value : 0;
  word->year = digits == 4 && value >= 2000 && value < 2200 ? value : 0;
}

/* Whether the stop at p ends a sentence: not behind "Mon." and "22." before what goes on. */
static gboolean
ends_sentence(const Lexer *lexer) {
  const char *p = lexer->p, *next = p + strspn(p, ".!?;)\"'");
  if (*next && !g_ascii_isspace(*next))
    return FALSE;
  next += strspn(next, " \t");
  const CrDayWord *last = last_word(lexer);
  if (*p != '.' || last == NULL)
    return TRUE;
  if (g_ascii_isdigit(*next) || (*next && g_unichar_islower(g_utf8_get_char(next))))
    return last->kind == CR_DAY_WORD && last->end - last->start > 4;
  Known known;
  return (last->kind == CR_DAY_WORD && !last->weekday) ||
         !((look_up(next, letters_end(next) - next, &known) && known.month) || *next == '-');
}

static void
lex_newline(Lexer *lexer) {
  const char *next = lexer->p + 1;
  if (strchr("\n-*", *next) || lexer->p - lexer->line < SHORT_LINE)
    end_sentence(lexer);
  lexer->line = lexer->p = next;
}

/* The end of an address or a link at p, which tell no day; else p. */
static const char *
skip_link(const char *p) {
  gsize n = strcspn(p, " \t\n<>(),;");
  return memchr(p, '@', n) || g_strstr_len(p, n, "://") || cr_text_starts(p, "www.") ? p + n : p;
}

static gboolean
is_dash(const char *p) {
  return *p == '-' || *p == '&' || g_str_has_prefix(p, "–") || g_str_has_prefix(p, "—");
}

GArray *
cr_day_words_new(const char *text) {
  pthread_once(&once, read_words);
  Lexer lexer = {
      .text = text, .p = text, .line = text, .words = g_array_new(FALSE, FALSE, sizeof(CrDayWord))};
  gboolean fresh = TRUE; /* a word may begin */
  while (*lexer.p && lexer.p < text + MAX_TEXT_BYTES) {
    const char *p = lexer.p, *link = fresh ? skip_link(p) : p;
    fresh = strchr(" \t\n<(,;", *p) != NULL;
    if (link > p) {
      lexer.p = link;
    } else if (begins_letters(p)) {
      lex_word(&lexer);
    } else if (g_ascii_isdigit(*p)) {
      lex_number(&lexer);
    } else if (*p == '\n') {
      lex_newline(&lexer);
    } else if (is_dash(p)) {
      add_word(&lexer, g_utf8_next_char(p), CR_DAY_DASH);
    } else {
      lexer.comma |= *p == ',' || *p == ':';
      if (strchr(".!?;", *p) && ends_sentence(&lexer))
        end_sentence(&lexer);
      lexer.p = g_utf8_next_char(p);
    }
  }
  return lexer.words;
}
