#include "base/text.h"

#include <string.h>

gboolean
cr_letter_is_hidden(gunichar c) {
  return g_unichar_iscntrl(c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x200e || c == 0x200f || c == 0x061c || c == 0xfeff || c == 0x200b ||
         (c >= 0xe0000 && c <= 0xe007f);
}

/* Nothing in a text needs to be cleaned: printing ASCII, with single spaces and whole lines. Looks
 * at all of it, without a branch. */
static gboolean
is_clean(const char *text, gsize length, gboolean keep_lines) {
  const guchar *p = (const guchar *) text, line = keep_lines ? '\n' : ' ';
  guint8 dirt = p[0] == ' ';
  for (gsize i = 0; i < length; i++)
    dirt |= ((p[i] < ' ') & (p[i] != line)) | (p[i] >= 0x7f) | ((p[i] == ' ') & (p[i + 1] <= ' ')) |
            ((p[i] == '\n') & (p[i + 1] == ' '));
  return dirt == 0;
}

static char *
clean(const char *text, gsize max_chars, gboolean keep_lines) {
  if (text == NULL)
    return NULL;
  gsize length = strlen(text); /* no need to validate what will be cut */
  if (length <= max_chars && is_clean(text, length, keep_lines))
    return g_memdup2(text, length + 1);
  gsize limit = max_chars < length / 16 ? max_chars * 16 : length;
  g_autofree char *made = NULL;
  if (!g_utf8_validate_len(text, limit, NULL)) {
    text = made = g_utf8_make_valid(text, limit);
    limit = strlen(made);
  }
  char *out = g_malloc(MIN(limit, max_chars * 4) + sizeof "…"), *to = out;
  gsize chars = 0;
  gboolean space = FALSE;
  for (const char *p = text, *end = text + limit; p < end; p = g_utf8_next_char(p)) {
    gboolean printing = *p > ' ' && *p < 0x7f; /* nearly all of a text */
    gunichar c = printing || *p == ' ' ? (gunichar) *p : g_utf8_get_char(p);
    if (keep_lines && c == '\n' && chars < max_chars) {
      space = FALSE;
      *to++ = '\n';
      chars++;
    } else if (!printing && (c == ' ' || g_unichar_isspace(c))) {
      space = TRUE;
    } else if (printing || !cr_letter_is_hidden(c)) {
      gboolean gap = space && to > out && to[-1] != '\n';
      if (chars + (gsize) gap >= max_chars) {
        to = g_stpcpy(to, "…");
        break;
      }
      if (gap)
        *to++ = ' ';
      space = FALSE;
      if (printing)
        *to++ = *p;
      else
        to += g_unichar_to_utf8(c, to);
      chars += 1 + (gsize) gap;
    }
  }
  *to = '\0';
  return g_realloc(out, (gsize) (to - out) + 1);
}

char *
cr_text_line(const char *text, gsize max_chars) {
  return clean(text, max_chars, FALSE);
}

char *
cr_text_block(const char *text, gsize max_chars) {
  char *block = clean(text, max_chars, TRUE);
  return block ? g_strstrip(block) : NULL;
}

const char *
cr_text_find(const char *haystack, const char *needle) {
  if (haystack == NULL || needle == NULL)
    return NULL;
  if (*needle == '\0')
    return haystack;
  const char starts[] = {*needle, *needle ^ 0x20, '\0'}; /* and what is no such letter */
  for (const char *p = haystack; (p = strpbrk(p, starts)) != NULL; p++)
    if (cr_text_starts(p, needle))
      return p;
  return NULL;
}

const char *
cr_text_find_any(const char *text, const char *const *needles) {
  if (text == NULL)
    return NULL;
  guint32 seconds[32] = {0}; /* bits: letters that follow that letter, both by their last bits */
  for (const char *const *needle = needles; *needle; needle++)
    seconds[(*needle)[0] & 31] |= 1u << ((*needle)[1] & 31);
  for (const char *p = text; *p; p++)
    if (seconds[p[0] & 31] >> (p[1] & 31) & 1)
      for (const char *const *needle = needles; *needle; needle++)
        if (cr_text_starts(p, *needle))
          return p;
  return NULL;
}

gboolean
cr_text_has_word(const char *text, const char *word) {
  gsize length = word ? strlen(word) : 0;
  for (const char *hit = text; length > 0 && (hit = cr_text_find(hit, word)); hit++) {
    gboolean begins = hit == text || !g_ascii_isalnum(hit[-1]);
    if (begins && !g_ascii_isalnum(hit[length]))
      return TRUE;
  }
  return FALSE;
}

gboolean
cr_text_is_any(const char *word, gsize length, const char *const *words) {
  for (; *words; words++)
    if (cr_text_starts(word, *words) == length && length > 0)
      return TRUE;
  return FALSE;
}

gboolean
cr_text_has_any_word(const char *text, const char *const *words) {
  gsize first = 0, lengths = 0; /* bits: a word begins with that letter, is that long */
  for (const char *const *word = words; *word; word++) {
    first |= (gsize) 1 << (**word & 0x1f);
    lengths |= (gsize) 1 << strlen(*word);
  }
  for (const char *p = text; p && *p;) {
    gsize length = 0;
    while (g_ascii_isalnum(p[length]))
      length++;
    if (length > 0 && length < 64 && first >> (*p & 0x1f) & lengths >> length & 1 &&
        cr_text_is_any(p, length, words))
      return TRUE;
    p += MAX(length, 1);
  }
  return FALSE;
}

gboolean
cr_text_is_utf8(const char *text) {
  const gsize length = strlen(text);
  gsize at = 0;
  for (guint64 eight; at + sizeof eight <= length; at += sizeof eight) {
    memcpy(&eight, text + at, sizeof eight);
    if (eight & G_GUINT64_CONSTANT(0x8080808080808080))
      break;
  }
  while (at < length && (guchar) text[at] < 0x80)
    at++;
  return at == length || g_utf8_validate_len(text + at, length - at, NULL);
}

gboolean
cr_text_equal(const char *a, const char *b) {
  return a == b || (a && b && cr_letter_may_equal(*a, *b) && g_ascii_strcasecmp(a, b) == 0);
}

static const struct {
  char text[8];
  gboolean forwards;
} subject_marks[] = {{"re:", FALSE}, {"fw:", TRUE},  {"fwd:", TRUE},  {"aw:", FALSE},
                     {"wg:", TRUE},  {"sv:", FALSE}, {"re :", FALSE}, {"tr:", TRUE}};

gboolean
cr_text_is_forward(const char *subject) {
  for (guint i = 0; subject && i < G_N_ELEMENTS(subject_marks); i++)
    if (subject_marks[i].forwards && cr_text_starts(subject, subject_marks[i].text))
      return TRUE;
  return FALSE;
}

const char *
cr_text_bare_subject(const char *subject, gboolean *ret_answer) {
  const char *p = subject ? subject : "";
  *ret_answer = FALSE;
  for (gboolean again = TRUE; again;) {
    again = FALSE;
    p += strspn(p, " ");
    for (guint i = 0; i < G_N_ELEMENTS(subject_marks); i++) {
      gsize mark = cr_text_starts(p, subject_marks[i].text);
      p += mark;
      if (mark > 0)
        *ret_answer = again = TRUE;
    }
    const char *close = *p == '[' ? strchr(p, ']') : NULL;
    if (close && close - p < 24 && close[1]) {
      p = close + 1;
      again = TRUE;
    }
  }
  return p;
}

char *
cr_text_without_quotes(const char *text) {
  g_autoptr(GString) out = g_string_new(NULL);
  if (text == NULL)
    return NULL;
  for (const char *open; (open = strchr(text, '"')) && strchr(open + 1, '"');
       text = strchr(open + 1, '"') + 1) {
    g_string_append_len(out, text, open - text);
    g_string_append(out, "\"…\"");
  }
  return g_string_free(g_string_append(g_steal_pointer(&out), text), FALSE);
}

guint
cr_text_distance(const char *a, const char *b, guint max) {
  gsize n = strlen(a), m = strlen(b);
  if (strcmp(a, b) == 0)
    return 0;
  if (n > 64 || m > 64 || (n > m ? n - m : m - n) > max)
    return max + 1;
  guint row[3][65] = {{0}}; /* two rows back, the last row, this row */
  for (gsize j = 0; j <= m; j++)
    row[1][j] = j;
  for (gsize i = 1; i <= n; i++) {
    guint *before = row[(i + 2) % 3], *last = row[i % 3], *now = row[(i + 1) % 3];
    now[0] = i;
    for (gsize j = 1; j <= m; j++) {
      guint cost = a[i - 1] != b[j - 1];
      now[j] = MIN(MIN(last[j] + 1, now[j - 1] + 1), last[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = MIN(now[j], before[j - 2] + 1);
    }
  }
  return MIN(row[(n + 1) % 3][m], max + 1);
}

char *
cr_address_normalize(const char *address) {
  const char *at = address ? strchr(address, '@') : NULL;
  gboolean plain = TRUE;
  if (at == NULL || at == address || at[1] == '\0' || strchr(at + 1, '@') ||
      strlen(address) > 254 || !g_utf8_validate(address, -1, NULL))
    return NULL;
  for (const char *p = address; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c < 0x80 ? !g_ascii_isgraph(c) || strchr("<>,;:\"\\()[]", (int) c)
                 : g_unichar_isspace(c) || cr_letter_is_hidden(c))
      return NULL;
    plain = plain && c < 0x80;
  }
  return plain ? g_ascii_strdown(address, -1) : g_utf8_strdown(address, -1);
}

const char *
cr_address_domain(const char *address) {
  const char *at = address ? strrchr(address, '@') : NULL;
  return at && at[1] ? at + 1 : NULL;
}

const char *
cr_text_integer(char buffer[CR_INTEGER_BYTES], gint64 value) {
  char *at = buffer + CR_INTEGER_BYTES - 1;
  guint64 left = value < 0 ? -(guint64) value : (guint64) value;
  *at = '\0';
  do
    *--at = (char) ('0' + left % 10);
  while ((left /= 10) > 0);
  if (value < 0)
    *--at = '-';
  return at;
}
