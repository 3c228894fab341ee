/* Words and sentences of a text. Contractions are spelt out ("can't" is "can", "not"), so that a
 * phrase needs one spelling only. */
#include "parse/mail-phrases.h"

#include <string.h>

#define MAX_WORDS 40000
#define LINK_REACH 64 /* bytes to the @ of an address, to the first slash of a link */

static gboolean
is_word_byte(guchar c) {
  return g_ascii_isalnum(c) || c >= 0x80;
}

/* Bytes of punctuation outside ASCII at p, 0 when it is a letter. Sets *ret_apostrophe. */
static guint
wide_punctuation(const guchar *p, gboolean *ret_apostrophe, gboolean *ret_break) {
  *ret_apostrophe = FALSE;
  if (p[0] == 0xc2 && (p[1] == 0xa0 || p[1] == 0xab || p[1] == 0xbb || p[1] == 0xb7))
    return 2;
  if (p[0] != 0xe2 || p[1] != 0x80 || p[2] == 0)
    return 0;
  *ret_apostrophe = p[2] == 0x99;
  *ret_break = p[2] == 0x93 || p[2] == 0x94 || p[2] == 0xa6;
  return 3;
}

/* The end of "calendly.com/dana", a link without its scheme, or NULL. */
static const char *
bare_link_end(const char *p, const char *end) {
  const char *q = p, *dot = NULL;
  for (; q < end && q - p < LINK_REACH && (g_ascii_isalnum(*q) || *q == '-' || *q == '.'); q++)
    if (*q == '.')
      dot = q;
  if (dot == NULL || q - dot < 3 || q + 1 >= end || *q != '/' || !g_ascii_isalpha(dot[1]) ||
      !g_ascii_isalpha(q[-1]) || !g_ascii_isalnum(q[1]) || dot - p < 3)
    return NULL;
  while (q < end && (guchar) *q > ' ' && !strchr("<>\"", *q))
    q++;
  while (q > p && strchr(".,;:!?)]}'*", q[-1]))
    q--;
  return q;
}

/* The end of an e-mail address or URL that begins at p, or NULL. at_sign, slash: there is one
 * near enough behind it. */
static const char *
link_end(const char *p, const char *end, gboolean at_sign, gboolean slash, guint8 *ret_class) {
  const char *bare = slash ? bare_link_end(p, end) : NULL;
  if (bare) {
    *ret_class = CR_WORD_URL;
    return bare;
  }
  if (cr_text_starts(p, "http://") || cr_text_starts(p, "https://") || cr_text_starts(p, "www.")) {
    const char *q = p;
    while (q < end && (guchar) *q > ' ' && !strchr("<>\"", *q))
      q++;
    while (q > p && strchr(".,;:!?)]}'*", q[-1]))
      q--;
    *ret_class = CR_WORD_URL;
    return q;
  }
  if (!at_sign)
    return NULL;
  const char *q = p;
  while (q < end && (g_ascii_isalnum(*q) || strchr("._%+-", *q)) && q - p < LINK_REACH)
    q++;
  if (q == p || q >= end || *q != '@')
    return NULL;
  const char *host = ++q;
  while (q < end && (g_ascii_isalnum(*q) || *q == '.' || *q == '-'))
    q++;
  while (q > host && !g_ascii_isalnum(q[-1]))
    q--;
  *ret_class = CR_WORD_EMAIL;
  return q > host && memchr(host, '.', q - host) ? q : NULL;
}

static gboolean
is_clock(const char *word, gsize length) {
  gsize digits = strspn(word, "0123456789");
  const char *rest = word + digits;
  gsize left = length - digits;
  if (digits > 2)
    return digits == 4 && (left == 1 || left == 3) && g_ascii_strncasecmp(rest, "hrs", left) == 0;
  if (left > 2 && (*rest == ':' || *rest == '.') && g_ascii_isdigit(rest[1])) {
    gsize minutes = strspn(rest + 1, "0123456789");
    gboolean colon = *rest == ':';
    rest += 1 + minutes;
    left -= 1 + minutes;
    if (minutes != 2)
      return FALSE;
    if (colon && left == 0)
      return TRUE;
  }
  static const char *const halves[] = {"am", "pm", "a", "p", "h", "ish", NULL};
  for (guint i = 0; halves[i]; i++)
    if (left == strlen(halves[i]) && g_ascii_strncasecmp(rest, halves[i], left) == 0)
      return TRUE;
  return FALSE;
}

static void
add_word(CrWords *words, guint16 id, CrWord like) {
  like.word = id;
  like.bit = CR_SIGNATURE_BIT(id);
  if (words->n == MAX_WORDS)
    return;
  if (words->n == words->room)
    words->list = g_renew(CrWord, words->list, words->room *= 2);
  words->list[words->n++] = like;
}

/* A verb that "will" may stand before comes next. */
static gboolean
verb_follows(const CrWords *words, const CrWord *word) {
  const char *from = words->text + word->end;
  gsize length = 0;
  if (*from++ != ' ')
    return FALSE;
  while (g_ascii_islower(from[length]))
    length++;
  const CrVocable *next = length > 0 ? cr_phrases_find(from, length) : NULL;
  for (const guint16 *verb = cr_phrases_set("VERB"); next && *verb; verb++)
    if (*verb == next->id)
      return TRUE;
  return FALSE;
}

/* A word in lower case with plain apostrophes and NULs behind it: spelt out when it is a
 * contraction, without its possessive 's otherwise. */
static void
add_spelt(CrWords *words, const char low[CR_VOCABLE_ROOM], gsize length, CrWord like) {
  const CrVocable *known = cr_phrases_find_padded(low, length);
  const char *mark = known ? NULL : memchr(low, '\'', length);
  if (mark && length > 3 && memcmp(low + length - 3, "n't", 3) == 0) {
    known = cr_phrases_find(low, length - 3);
    add_word(words, known ? known->id : 0, like);
    add_word(words, cr_phrases_id("not"), like);
    return;
  }
  if (mark)
    known = cr_phrases_find(low, mark - low);
  if (known && known->before_verb && !verb_follows(words, &like)) {
    add_word(words, known->id, like);
    return;
  }
  if (known)
    like.class |= known->class;
  add_word(words, known ? (known->first ? known->first : known->id) : 0, like);
  if (known && known->second)
    add_word(words, known->second, like);
  if (known && known->third)
    add_word(words, known->third, like);
  const CrVocable *tail = mark ? cr_phrases_find(mark, length - (mark - low)) : NULL;
  if (tail && tail->first)
    add_word(words, tail->first, like);
}

/* "re-schedule", "e-mail", "co-ordinator", "pre-pone" and "dial-in" are one word. */
static gboolean
joins(const char *low, gsize n) {
  static const char *const heads[] = {"e", "re", "co", "pre", "dial"};
  for (guint i = 0; i < G_N_ELEMENTS(heads); i++)
    if (n == strlen(heads[i]) && memcmp(low, heads[i], n) == 0)
      return TRUE;
  return FALSE;
}

/* Reads the word at *p and moves past it. */
static void
read_word(CrWords *words, const char **p, const char *end, gboolean starts, gboolean broken) {
  const char *from = *p, *q = from;
  char low[CR_VOCABLE_ROOM] = {0};
  gsize n = 0;
  gboolean digits = g_ascii_isdigit(*from), apostrophe, dash;
  for (;;) {
    for (guint letters = 8; letters == 8 && n + 8 < sizeof low; q += letters, n += letters)
      letters = cr_text_letters(q, low + n);
    for (; cr_letter_is_ascii(*q); q++) /* of a long word */
      if (n < sizeof low - 1)
        low[n++] = *q | 0x20;
    if (q == end)
      break;
    guint wide = (guchar) *q >= 0x80 ? wide_punctuation((const guchar *) q, &apostrophe, &dash) : 0;
    if (*q == '\'' || (wide > 0 && apostrophe)) {
      if (n == 0 || !g_ascii_isalpha(q[wide ? wide : 1]))
        break;
      if (n < sizeof low - 1)
        low[n++] = '\'';
      q += wide ? wide : 1;
      continue;
    }
    gboolean inside = digits && (*q == ':' || *q == '.') && g_ascii_isdigit(q[1]);
    if (*q == '-' && joins(low, n) && g_ascii_isalpha(q[1])) {
      q++;
      continue;
    }
    if (wide > 0 || !(is_word_byte(*q) || inside))
      break;
    if (n < sizeof low - 1)
      low[n++] = g_ascii_tolower(*q);
    q++;
  }
  *p = q > from ? q : from + 1;
  if (n == 0)
    return;
  CrWord like = {.start = from - words->text, .end = q - words->text};
  like.class = broken ? CR_WORD_BREAK : 0;
  if (g_ascii_isupper(*from) && !(*from == 'I' && (n == 1 || low[1] == '\'')))
    like.class |= CR_WORD_UPPER | (starts ? 0 : CR_WORD_CAPITAL);
  if (digits) {
    like.class |= CR_WORD_NUMBER;
    if (is_clock(low, n))
      like.class |= CR_WORD_CLOCK | CR_WORD_WHEN;
  } else if (n == 2 && words->n > 0 && (memcmp(low, "am", 2) == 0 || memcmp(low, "pm", 2) == 0)) {
    CrWord *before = &cr_word_at(words, words->n - 1);
    if (before->class & CR_WORD_NUMBER) { /* "3 pm" is one word */
      before->class |= CR_WORD_CLOCK | CR_WORD_WHEN;
      before->end = like.end;
      return;
    }
  }
  add_spelt(words, low, n, like);
}

/* A line break ends the sentence unless the text was only wrapped there. */
static gboolean
line_ends_sentence(const char *text, const char *newline, const char *end) {
  const char *from = newline, *next = newline + 1;
  while (from > text && from[-1] != '\n' && newline - from < 200)
    from--;
  while (next < end && (*next == ' ' || *next == '\t' || *next == '\r'))
    next++;
  if (next >= end || *next == '\n')
    return TRUE;
  if (strchr("-*+#>|", *next) || strncmp(next, "•", strlen("•")) == 0)
    return TRUE;
  gsize length = newline - from;
  if (g_ascii_isdigit(*next) && (next[1] == '.' || next[1] == ')') && next[2] == ' ')
    return TRUE;
  if (length > 0 && newline[-1] == ',' && length > 30)
    return FALSE;
  return length < 45 && !g_ascii_islower(*next);
}

static void
end_sentence(CrWords *words, guint *first, gboolean question) {
  CrSentence sentence = {*first, words->n, question};
  if (sentence.end > sentence.first)
    g_array_append_val(words->sentences, sentence);
  *first = sentence.end;
}

/* "Dr. Reyes", "a.m.", "e.g." end no sentence; neither does a full stop inside a word. */
static gboolean
is_full_stop(const CrWords *words, const char *p, const char *end, guint first) {
  if (*p != '.')
    return TRUE;
  if (p + 1 < end && (guchar) p[1] > ' ' && !strchr("\"')]*_", p[1]))
    return FALSE;
  if (words->n == first)
    return FALSE;
  const CrWord *last = &cr_word_at(words, words->n - 1);
  gsize length = last->end - last->start;
  static const char *const short_forms[] = {"mr", "mrs",    "ms", "dr",  "st",
                                            "vs", "approx", "no", "ext", NULL};
  if (cr_text_is_any(words->text + last->start, length, short_forms))
    return FALSE;
  const char *next = p + 1;
  while (next < end && (*next == ' ' || *next == '\n'))
    next++;
  return length > 1 || (last->class & CR_WORD_NUMBER) || next >= end || !g_ascii_islower(*next);
}

CrWords *
cr_words_new(const char *text) {
  CrWords *words = g_new(CrWords, 1);
  gsize length = text ? strlen(text) : 0;
  *words = (CrWords){.text = g_malloc(length + 1 + 8)}; /* letters are read by eights */
  memcpy(words->text, text ? text : "", length);
  memset(words->text + length, 0, 1 + 8);
  words->room = MIN(length / 5 + 8, MAX_WORDS);
  words->list = g_new(CrWord, words->room);
  words->sentences = g_array_sized_new(FALSE, FALSE, sizeof(CrSentence), 32);
  const char *p = words->text, *end = p + length;
  guint first = 0;
  const char *at_sign = memchr(p, '@', length), *slash = memchr(p, '/', length);
  gboolean broken = FALSE, apostrophe = FALSE, dash = FALSE;
  while (p < end) {
    guint8 class = 0;
    const char *link = NULL;
    if (*p == ' ') { /* every other one */
      p++;
      continue;
    }
    while (at_sign && at_sign < p)
      at_sign = memchr(p, '@', end - p);
    while (slash && slash < p)
      slash = memchr(p, '/', end - p);
    if (g_ascii_isalnum(*p) && (p == words->text || !is_word_byte(p[-1])))
      link = link_end(p, end, at_sign && at_sign - p <= LINK_REACH,
                      slash && slash - p <= LINK_REACH, &class);
    if (link) {
      CrWord word = {.class = class, .start = p - words->text, .end = link - words->text};
      add_word(words, 0, word);
      words->n_links += class == CR_WORD_URL;
      p = link;
      broken = FALSE;
      continue;
    }
    guint wide = (guchar) *p >= 0x80 ? wide_punctuation((const guchar *) p, &apostrophe, &dash) : 0;
    if (wide > 0) {
      broken |= dash;
      p += wide;
    } else if (is_word_byte(*p)) {
      read_word(words, &p, end, words->n == first, broken);
      broken = FALSE;
    } else {
      if (*p == '?' || *p == '!' || (*p == '.' && is_full_stop(words, p, end, first)) ||
          (*p == '\n' && line_ends_sentence(words->text, p, end)))
        end_sentence(words, &first, *p == '?');
      broken = broken || strchr(",;:()[]", *p) || (*p == '-' && (p[1] == ' ' || p[1] == '-'));
      p++;
    }
  }
  end_sentence(words, &first, FALSE);
  return words;
}

void
cr_words_free(CrWords *words) {
  if (words == NULL)
    return;
  g_free(words->text);
  g_free(words->list);
  g_array_unref(words->sentences);
  g_free(words);
}

guint
cr_words_at(const CrWords *words, guint32 offset) {
  guint low = 0, high = words->n;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (cr_word_at(words, middle).end <= offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

guint
cr_words_sentence_at(const CrWords *words, guint32 offset) {
  guint word = cr_words_at(words, offset), low = 0, high = words->sentences->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index(words->sentences, CrSentence, middle).end <= word)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

gboolean
cr_words_ask(const CrWords *words) {
  for (guint i = 0; i < words->sentences->len; i++)
    if (g_array_index(words->sentences, CrSentence, i).question)
      return TRUE;
  return FALSE;
}
