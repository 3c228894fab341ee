/* What looks like a telephone number, with its extension and the code that is keyed in behind it.
 */
#include "parse/mail-phones.h"
#include "parse/phone.h"

#include <string.h>

static gsize
separator(const char *p) {
  if (p[0] == '-' && p[1] == '\n' && g_ascii_isdigit(p[2])) /* wrapped behind its hyphen */
    return 2;
  if (*p && strchr(" -.()/", *p))
    return 1;
  if ((guchar) p[0] == 0xc2 && (guchar) p[1] == 0xa0)
    return 2;
  if ((guchar) p[0] == 0xe2 && (guchar) p[1] == 0x80 && (guchar) p[2] >= 0x90 &&
      (guchar) p[2] <= 0x93)
    return 3;
  return 0;
}

/* Dates, ranges of years, money and decimals have other groups of digits than numbers do; "04 65 71
 * 22 40", all of one dress, is French. */
static gboolean
looks_like_date(const char *start, const char *end) {
  guint groups[8] = {0}, n = 0, first = 0;
  gboolean pairs = TRUE;
  char dress = 0;
  for (const char *p = start; p < end && n < 8; n++) {
    if (n == 0)
      first = strtoul(p, NULL, 10);
    while (p < end && g_ascii_isdigit(*p))
      groups[n]++, p++;
    if (p < end && dress && *p != dress)
      pairs = FALSE;
    dress = p < end ? *p : dress;
    while (p < end && !g_ascii_isdigit(*p))
      p++;
    pairs = pairs && groups[n] == 2;
  }
  if (n == 2 && groups[0] == 4 && groups[1] == 4 && (first / 100 == 19 || first / 100 == 20))
    return TRUE; /* "2019-2023" */
  if (n >= 3 && groups[0] <= 2 && groups[1] <= 2 && (groups[2] == 4 || groups[2] == 2))
    return n == 3 || !pairs;
  return n >= 3 && groups[0] == 4 && first >= 1900 && first < 2200 && groups[1] <= 2 &&
         groups[2] <= 2;
}

static char *
read_digits(const char **p, guint max) {
  GString *digits = g_string_new(NULL);
  const char *q = *p, *end = q;
  while (digits->len < max &&
         (g_ascii_isdigit(*q) ||
          (digits->len > 0 && (*q == ' ' || *q == '-') && g_ascii_isdigit(q[1])))) {
    if (g_ascii_isdigit(*q))
      g_string_append_c(digits, *q);
    end = ++q;
  }
  *p = end;
  return g_string_free(digits, FALSE);
}

/* Past what may stand between a number and its extension: ", ", " | ", " (", " · ". */
static const char *
skip_joint(const char *p) {
  for (;;) {
    if (*p && strchr(" ,;(|/-", *p))
      p++;
    else if (strncmp(p, "·", strlen("·")) == 0 || strncmp(p, "•", strlen("•")) == 0)
      p += *p == '\xc2' ? 2 : 3;
    else
      return p;
  }
}

/* "ext. 12", "x12", "| Extn: 12", "Durchwahl 12", and a dial-in's ",,123456#". */
static void
read_tail(CrPhoneShape *shape) {
  static const char *const words[] = {
      "extension", "extn",       "ext",       "durchwahl", "dw",       "nebenstelle",
      "poste",     "interno",    "ramal",     "extensión", "anexo",    "toestel",
      "wew",       "then press", "and press", "then dial", "and dial", NULL};
  const char *p = shape->end, *near = p + strspn(p, " ,;("), *far = skip_joint(p), *q;
  if (p[0] == ',' && p[1] == ',') {
    q = p + strspn(p, ",");
    shape->code = read_digits(&q, 16);
    shape->after = q;
    return;
  }
  gsize said = 0;
  for (guint i = 0; words[i] && said == 0; i++)
    said = cr_text_starts(far, words[i]);
  if (said > 0)
    q = far + said;
  else if (*near && strchr("xX#*", *near))
    q = near + 1;
  else
    return;
  q += strspn(q, " .:#-=");
  gsize digits = strspn(q, "0123456789");
  gboolean more = q[digits] && (g_ascii_isalpha(q[digits]) || q[digits] == '*');
  if (digits == 0 || digits > 7 || more || g_ascii_isdigit(q[digits + (q[digits] == '-')]))
    return;
  shape->ext = g_strndup(q, digits);
  shape->after = q + digits;
}

/* "1-800-555-HIRE": capitals that stand for digits end a number that is free to call. */
static const char *
read_letters(const char *start, const char *q, guint *digits) {
  static const char *const free_codes[] = {"1-8",  "1 8",  "1.8",  "8",    "(8", "1 (8",
                                           "1-(8", "1300", "1800", "0800", NULL};
  gboolean freely = FALSE;
  if (*q == '\0' || !g_ascii_isupper(q[1])) /* most numbers */
    return q;
  for (guint i = 0; free_codes[i]; i++)
    freely |= g_str_has_prefix(start, free_codes[i]);
  guint letters = 0, groups = 0;
  const char *p = q, *end = q;
  while (freely && groups < 3 && (*p == '-' || *p == ' ' || *p == '.') && g_ascii_isupper(p[1])) {
    gsize n = 0;
    while (g_ascii_isupper(p[1 + n]))
      n++;
    if (g_ascii_isalpha(p[1 + n]))
      break;
    letters += n;
    groups++;
    end = p += 1 + n;
  }
  if (letters < 3 || *digits + letters < 10 || *digits + letters > 11)
    return q;
  *digits += letters;
  return end;
}

/* The shape that begins at p, if any. Always sets end, past which the scan may go on. */
static gboolean
read_shape(const char *p, CrPhoneShape *shape) {
  *shape = (CrPhoneShape){.start = p, .end = p + 1, .plus = *p == '+'};
  const char *q = p + shape->plus, *last = q;
  guint open = 0;
  while (shape->digits <= 15 && q - p < 40) {
    if (g_ascii_isdigit(*q)) {
      shape->digits++;
      last = ++q;
      continue;
    }
    gsize n = 0, wide = 0;
    const char *s = q;
    while ((n = separator(s)) > 0 && s - q < 4) {
      open += *s == '(';
      s += n;
      wide++;
    }
    /* "312 555 0142 / 0143": two numbers */
    gboolean parted = wide > 1 && shape->digits >= 7 && (memchr(q, '/', s - q) || wide > 2);
    if (wide == 0 || !g_ascii_isdigit(*s) || parted || (s - q == 2 && memcmp(q, ". ", 2) == 0))
      break;
    shape->dressed = TRUE;
    q = s;
  }
  last = read_letters(p, last, &shape->digits);
  shape->end = shape->after = last;
  if (*p == '(' && open == 0 && !memchr(p, ')', last - p))
    shape->start++; /* the bracket is around more than the area code */
  guint least = shape->plus && shape->dressed ? 5 : 7; /* what a slip has left of one */
  if (shape->digits < least || shape->digits > 15 || g_ascii_isalpha(*last) || *last == '@' ||
      *last == '%' || *last == '_' || (*last == ':' && g_ascii_isdigit(last[1])))
    return FALSE;
  if (!shape->plus && looks_like_date(shape->start + (*shape->start == '('), last))
    return FALSE;
  read_tail(shape);
  return TRUE;
}

/* Not inside a word, an id, a link, a decimal or an amount. */
static gboolean
may_begin(const char *text, const char *p) {
  if (p == text)
    return TRUE;
  guchar before = p[-1];
  if (g_ascii_isalnum(before) || strchr("@_#$=&%/", before) ||
      (before == '.' && p - text > 1 && g_ascii_isalnum(p[-2])))
    return before == '/' && p - text > 1 && p[-2] == ' ';
  if (before == ':' && p - text > 1 && g_ascii_isdigit(p[-2]))
    return FALSE; /* "at 10:00 (312 555 0142)" */
  if (before == '-' || before == ':')
    return !(p - text > 1 && before == '-' && g_ascii_isalnum(p[-2]));
  if ((before == 0xa3 && p - text > 1 && (guchar) p[-2] == 0xc2) ||
      (before == 0xac && p - text > 2 && (guchar) p[-3] == 0xe2))
    return FALSE; /* £, € */
  return TRUE;
}

const char *
cr_phone_shape_next(const char *text, const char *p, CrPhoneShape *ret_shape) {
  while (*(p += strcspn(p, "+(0123456789"))) {
    gboolean digit = g_ascii_isdigit(*p) || g_ascii_isdigit(p[1]) || (*p == '+' && p[1] == '(');
    if (!digit || !may_begin(text, p)) {
      p++;
      if (g_ascii_isdigit(p[-1]))
        p += strspn(p, "0123456789");
    } else if (read_shape(p, ret_shape)) {
      return MAX(ret_shape->after, p + 1);
    } else {
      p += MAX(strspn(p, "+(0123456789"), 1);
    }
  }
  return NULL;
}

void
cr_phone_shape_clear(CrPhoneShape *shape) {
  g_clear_pointer(&shape->ext, g_free);
  g_clear_pointer(&shape->code, g_free);
}

char *
cr_phone_code_find(const char *text, gsize length) {
  static const char *const words[] = {"key in",
                                      "punch in",
                                      "enter",
                                      "pin",
                                      "passcode",
                                      "access code",
                                      "conference id",
                                      "meeting id",
                                      "conference code",
                                      "conference room",
                                      "participant code",
                                      "code",
                                      "id",
                                      "then",
                                      NULL};
  g_autofree char *region = g_strndup(text, length);
  for (guint i = 0; words[i]; i++) {
    const char *at = region;
    while ((at = cr_text_find(at, words[i])) != NULL) {
      const char *q = at + strlen(words[i]);
      gboolean whole = at == region || !g_ascii_isalpha(at[-1]);
      at = q;
      q += strspn(q, " :#.=\n");
      if (g_ascii_strncasecmp(q, "is ", 3) == 0)
        q += 3;
      if (!whole || !g_ascii_isdigit(*q))
        continue;
      g_autofree char *code = read_digits(&q, 16);
      gboolean keyed = *q == '#' || strcmp(words[i], "then") != 0;
      if (strlen(code) >= 3 && keyed)
        return g_steal_pointer(&code);
    }
  }
  return NULL;
}

CrNumberState
cr_phone_find(const char *text, const char *country, char **ret_e164, char **ret_ext) {
  CrPhoneShape shape = {0};
  CrNumberState state = CR_NUMBER_INVALID;
  if (cr_phone_shape_next(text, text, &shape) == NULL)
    return CR_NUMBER_INVALID;
  g_autofree char *e164 = NULL, *number = g_strndup(shape.start, shape.end - shape.start);
  const char *first = text + strcspn(text, "0123456789");
  if (first >= shape.start && shape.after[strcspn(shape.after, "0123456789")] == '\0')
    state = cr_phone_read(number, country, &e164, NULL);
  if (ret_ext)
    *ret_ext = e164 ? g_steal_pointer(&shape.ext) : NULL;
  if (ret_e164)
    *ret_e164 = g_steal_pointer(&e164);
  cr_phone_shape_clear(&shape);
  return state;
}
