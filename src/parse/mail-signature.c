/* Signatures and disclaimers below the text of a mail. */
#include "parse/mail-lines.h"
#include "parse/mail-phones.h"

#include <pthread.h>
#include <string.h>

#define MAX_SIGNATURE_LINES 9

static gboolean
is_delimiter(const CrLine *line) {
  return (line->length == 2 && memcmp(line->text, "--", 2) == 0) ||
         (line->length == 3 && memcmp(line->text, "—", 3) == 0) ||
         (line->length == 3 && memcmp(line->text, "---", 3) == 0) ||
         (cr_line_is_ruler(line) && line->length < 40 && *line->text != '=');
}

static gboolean
is_device_line(const CrLine *line) {
  static const char *const begins[] = {
      "Sent from my ",      "Sent from Outlook", "Get Outlook for",
      "Sent from Mail",     "Sent via ",         "Sent from Yahoo",
      "Sent from Proton",   "Sent with Proton",  "Sent from Samsung",
      "Sent from a mobile", "Sent while mobile", "Sent on the go",
      "Typed on ",          "Sent from mobile",  "Sent from Gmail",
      "Sent from the",      "[Sent from",        NULL};
  return line->length < 100 && cr_line_starts_any(line, begins);
}

static gboolean
is_disclaimer(const CrLine *line) {
  static const char *const begins[] = {"This email and any",
                                       "This e-mail and any",
                                       "This email (including",
                                       "This e-mail (including",
                                       "This message and any",
                                       "This message (including",
                                       "This message is intended",
                                       "This email is intended",
                                       "This e-mail is intended",
                                       "This communication",
                                       "CONFIDENTIAL",
                                       "*CONFIDENTIAL",
                                       "Confidentiality",
                                       "The information contained in",
                                       "The information in this",
                                       "The contents of this",
                                       "DISCLAIMER",
                                       "Legal notice",
                                       "Privileged",
                                       "NOTICE:",
                                       "IMPORTANT NOTICE",
                                       "If you are not the intended",
                                       "If you have received this",
                                       "Please consider the environment",
                                       "Think before you print",
                                       "Before printing",
                                       "This message contains confidential",
                                       "This email may contain",
                                       "This e-mail may contain",
                                       "This message may contain",
                                       "This email contains",
                                       "This e-mail contains",
                                       "Registered in England",
                                       "Registered office",
                                       "Registered Office",
                                       "This transmission",
                                       "E-mail confidentiality",
                                       "Email confidentiality",
                                       "Any views or opinions",
                                       "This email was sent to",
                                       "You are receiving this",
                                       "You received this",
                                       "To unsubscribe",
                                       "Unsubscribe",
                                       "Privacy notice",
                                       "Our privacy",
                                       "Equal opportunity",
                                       "An equal opportunity",
                                       "We are an equal opportunity",
                                       "All qualified applicants",
                                       "Frequently asked questions",
                                       "FAQ",
                                       "Beware of fraud",
                                       "Recruitment fraud",
                                       "Fraud alert",
                                       "Diese E-Mail",
                                       "Diese Nachricht",
                                       "Vorstand:",
                                       "Sitz der Gesellschaft",
                                       "Geschäftsführ",
                                       "Registergericht",
                                       NULL};
  return cr_line_starts_any(line, begins);
}

static const char *const footers[] = {"equal opportunity employer",
                                      "equal opportunities employer",
                                      "reply stop",
                                      "to opt out of sms",
                                      "to opt out of email",
                                      "opt out of these",
                                      "opt out of future",
                                      "manage your preferences",
                                      "manage preferences",
                                      "email preferences",
                                      "notification settings",
                                      "view this email in your browser",
                                      "view in browser",
                                      "unsubscribe",
                                      "all rights reserved",
                                      "scanned for viruses",
                                      "registered in england",
                                      "consider the environment",
                                      "unmonitored mailbox"};
static guint32 footer_letters[G_N_ELEMENTS(footers)]; /* which letters each needs */
static pthread_once_t footers_once = PTHREAD_ONCE_INIT;

static guint32
letters_of(const char *low) {
  guint32 bits = 0;
  for (; *low; low++)
    bits |= g_ascii_isalpha(*low) ? 1u << (*low & 31) : 0;
  return bits;
}

static void
load_footers(void) {
  for (guint i = 0; i < G_N_ELEMENTS(footers); i++)
    footer_letters[i] = letters_of(footers[i]);
}

/* A footer's line wherever it stands near the end; the lines around it may be the writer's. */
static gboolean
is_footer(const CrLine *line) {
  if (line->length > 240 || g_ascii_isdigit(*line->text))
    return FALSE;
  pthread_once(&footers_once, load_footers);
  g_autofree char *low = g_ascii_strdown(line->text, line->length);
  guint32 lacking = ~letters_of(low);
  for (guint i = 0; i < G_N_ELEMENTS(footers); i++)
    if (!(footer_letters[i] & lacking) && strstr(low, footers[i]))
      return TRUE;
  return g_str_has_prefix(low, "©");
}

/* The words of a closing line, whatever stands around them: "With every good wish,". */
static gboolean
speaks_as_closing(const char *low) {
  static const char *const words[] = {
      "regards",      "wishes",      "good wish", "greetings", "grüßen", "grüße", "gruß",
      "cordialement", "salutations", "saludo",    "sincerely", "groet",  NULL};
  guint spaces = 0;
  for (const char *p = low; *p; p++)
    spaces += *p == ' ';
  for (guint i = 0; words[i] && spaces <= 5; i++)
    if (strstr(low, words[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_closing(const CrLine *line) {
  static const char *const closings[] = {"best",
                                         "best regards",
                                         "kind regards",
                                         "kindest regards",
                                         "warm regards",
                                         "warmest regards",
                                         "regards",
                                         "thanks",
                                         "thank you",
                                         "many thanks",
                                         "thanks again",
                                         "thanks so much",
                                         "thank you so much",
                                         "cheers",
                                         "sincerely",
                                         "yours sincerely",
                                         "yours truly",
                                         "yours",
                                         "best wishes",
                                         "all the best",
                                         "all best",
                                         "warmly",
                                         "talk soon",
                                         "speak soon",
                                         "take care",
                                         "with thanks",
                                         "with regards",
                                         "respectfully",
                                         "yours faithfully",
                                         "cordially",
                                         "with best regards",
                                         "with kind regards",
                                         "thanks and regards",
                                         "thanks & regards",
                                         "thx",
                                         "br",
                                         "kr",
                                         "rgds",
                                         "ta",
                                         "thank you and best regards",
                                         "in haste",
                                         "gratefully",
                                         "with gratitude",
                                         "very best",
                                         "thanks in advance",
                                         "thank you again",
                                         "thanks a lot",
                                         "thanks a million",
                                         "cheers again",
                                         "have a great day",
                                         "have a good weekend",
                                         "have a great weekend",
                                         "have a lovely weekend",
                                         "have a nice day",
                                         "until then",
                                         "until soon",
                                         "see you then",
                                         "see you soon",
                                         "xo",
                                         "with apologies",
                                         "apologies again",
                                         "sorry again",
                                         "with warm regards",
                                         "best of luck",
                                         "mit freundlichen grüßen",
                                         "viele grüße",
                                         "cordialement",
                                         "bien à vous",
                                         "saludos",
                                         "thanks for understanding",
                                         "thank you for understanding",
                                         "speak then",
                                         "talk then",
                                         NULL};
  char low[64];
  gsize n = 0;
  for (gsize i = 0; i < line->length && n < sizeof low - 1; i++)
    low[n++] = g_ascii_tolower(line->text[i]);
  if (line->length >= sizeof low)
    return FALSE;
  while (n > 0 && strchr(",.!-– ", low[n - 1]))
    n--;
  low[n] = '\0';
  for (guint i = 0; closings[i]; i++)
    if (*low == *closings[i] && strcmp(low, closings[i]) == 0)
      return TRUE;
  return speaks_as_closing(low);
}

/* Whether a line can be somebody's name: few words, each with a capital. */
static gboolean
looks_like_name(const CrLine *written) {
  static const char *const orders[] = {"i.A. ", "i. A. ", "i.V. ", "i. V. ", "p.p. ", NULL};
  CrLine bare = *written, *line = &bare; /* signed by order of another */
  for (guint i = 0; orders[i]; i++)
    if (cr_line_starts(line, orders[i]))
      line->text += strlen(orders[i]), line->length -= strlen(orders[i]);
  guint words = 0;
  gboolean start = TRUE;
  if (line->length == 0 || line->length > 60)
    return FALSE;
  for (gsize i = 0; i < line->length; i++) {
    guchar c = line->text[i];
    if (c == ',' || c == '(' || c == '|')
      break; /* "Dana Reyes, Talent Partner" */
    if (strchr(".!?:;@/<>0123456789", c) && c != '.')
      return FALSE;
    if (c == '!' || c == '?')
      return FALSE;
    if (start && g_ascii_isalpha(c) && !g_ascii_isupper(c))
      return FALSE;
    words += start && c != ' ';
    start = c == ' ' || c == '-';
  }
  return words >= 1 && words <= 4;
}

/* Where the word that begins there ends. */
static gsize
word_end(const CrLine *line, gsize at) {
  while (at < line->length && !strchr(" ,|(.-*", line->text[at]))
    at++;
  return at;
}

static gboolean
is_one_of(const char *word, gsize length, char **names) {
  for (guint i = 0; names && names[i]; i++)
    if (length >= 2 && strlen(names[i]) == length &&
        g_ascii_strncasecmp(names[i], word, length) == 0)
      return TRUE;
  return FALSE;
}

/* A line that is the sender's own name, or a part of it. */
static gboolean
is_senders_name(const CrLine *written, char **names) {
  static const char *const dashes[] = {"-",   "~",    "*",   " ",     "–",   "—",
                                       "Mr ", "Mrs ", "Ms ", "Miss ", "Dr ", NULL};
  CrLine bare = *written, *line = &bare; /* "-Dana", "– Dana", "Mrs Dana Reyes" */
  for (guint i = 0; dashes[i]; i++)
    while (cr_line_starts(line, dashes[i]))
      line->text += strlen(dashes[i]), line->length -= strlen(dashes[i]);
  if (line->length == 0 || line->length > 60 || memchr(line->text, ':', line->length))
    return FALSE;
  gsize n = word_end(line, 0);
  if (is_one_of(line->text, n, names))
    return n == line->length || looks_like_name(line) || line->length < 30;
  gsize second = n; /* "B. Malone" */
  while (second < line->length && strchr(". ", line->text[second]))
    second++;
  return n == 1 && g_ascii_isupper(*line->text) && looks_like_name(line) &&
         is_one_of(line->text + second, word_end(line, second) - second, names);
}

/* Whether all lines from here to the end (of the last answer) are short, and few. */
static gboolean
is_short_tail(const CrLines *lines, guint from) {
  guint filled = 0;
  for (guint i = from; i < lines->len; i++) {
    const CrLine *line = cr_line_at(lines, i);
    if (line->kind != CR_LINE_NEW || line->length == 0)
      continue;
    if (is_disclaimer(line))
      return TRUE;
    guint wide = line->length;
    gboolean sentence =
        wide > 70 && memchr(line->text, '|', wide) == NULL && memchr(line->text, '@', wide) == NULL;
    if (sentence || ++filled > MAX_SIGNATURE_LINES)
      return FALSE;
  }
  return TRUE;
}

static guint
next_filled(const CrLines *lines, guint from) {
  while (from < lines->len &&
         (cr_line_at(lines, from)->length == 0 || cr_line_at(lines, from)->kind != CR_LINE_NEW))
    from++;
  return from;
}

/* "P.S." below a name is still the writer's text. */
static gboolean
has_postscript(const CrLines *lines, guint from, guint *ret_at) {
  static const char *const marks[] = {"P.S", "PS:", "PS ", "PPS", "p.s", "PS-", "PS,", NULL};
  for (guint i = from; i < lines->len; i++)
    if (cr_line_at(lines, i)->kind == CR_LINE_NEW &&
        cr_line_starts_any(cr_line_at(lines, i), marks)) {
      *ret_at = i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
has_phone(const CrLine *line) {
  guint digits = 0;
  for (gsize i = 0; i < line->length; i++)
    digits += g_ascii_isdigit(line->text[i]);
  if (digits < 7)
    return FALSE;
  g_autofree char *text = g_strndup(line->text, MIN(line->length, 200));
  CrPhoneShape shape;
  gboolean found = cr_phone_shape_next(text, text, &shape) != NULL;
  if (found)
    cr_phone_shape_clear(&shape);
  return found;
}

static gboolean
has_contact(const CrLine *line) {
  return has_phone(line) || memchr(line->text, '@', line->length);
}

/* Where the lines below a name end that are no text: with the mail where all are few and short,
 * else with the block that tells how to reach them. Returns from when there are none. */
static guint
end_of_card(const CrLines *lines, guint from) {
  if (is_short_tail(lines, from))
    return lines->len;
  gboolean contact = FALSE;
  guint end = from;
  for (; end < lines->len && cr_line_at(lines, end)->kind == CR_LINE_NEW; end++) {
    const CrLine *line = cr_line_at(lines, end);
    contact |= has_contact(line);
    if (line->length > 70 || end - from > MAX_SIGNATURE_LINES)
      return from;
    if (line->length == 0)
      break;
  }
  return contact ? end : from;
}

static void
mark_signature(CrLines *lines, guint from, guint end) {
  guint postscript = end;
  has_postscript(lines, from, &postscript);
  for (guint i = from; i < MIN(end, postscript); i++)
    if (cr_line_at(lines, i)->kind == CR_LINE_NEW)
      cr_line_at(lines, i)->kind = CR_LINE_SIGNATURE;
}

/* "Dana Reyes | Talent Partner | +1 212 555 0101", "Northwind Ltd · +1 212 555 0101" */
static gboolean
is_card(const CrLine *line) {
  static const char *const bars[] = {"|", " · ", " • ", " – ", NULL};
  if (!memchr(line->text, '|', line->length) && !memchr(line->text, 0xc2, line->length) &&
      !memchr(line->text, 0xe2, line->length))
    return FALSE;
  g_autofree char *text = g_strndup(line->text, MIN(line->length, 200));
  guint found = 0;
  for (guint i = 0; bars[i]; i++)
    for (const char *at = strstr(text, bars[i]); at; at = strstr(at + 1, bars[i]))
      found++;
  gboolean sentence = strchr(".?!:", text[strlen(text) - 1]) != NULL || line->length > 110;
  gboolean bar = strchr(text, '|') != NULL;
  return !sentence &&
         ((bar && found >= 2) || (found >= 1 && has_contact(line) && !strstr(text, "://")));
}

/* A rule between two languages: below it the mail begins again. */
static gboolean
says_again(const CrLines *lines, guint from) {
  static const char *const greetings[] = {"Dear ",  "Hello", "Hi,",     "Hi ",  "Good ", "English",
                                          "Guten ", "Sehr ", "Bonjour", "Hola", NULL};
  guint next = next_filled(lines, from);
  return next < lines->len && cr_line_starts_any(cr_line_at(lines, next), greetings);
}

/* Somebody else signs: a full name on its own below an empty line, and their number below it. */
static gboolean
is_another_name(const CrLines *lines, guint at) {
  const CrLine *line = cr_line_at(lines, at);
  gsize first = word_end(line, 0);
  if (at == 0 || cr_line_at(lines, at - 1)->length > 0 || !looks_like_name(line) ||
      first + 1 >= line->length || line->text[first] != ' ')
    return FALSE;
  static const char *const facts[] = {"When", "Where", "What", "Who", "Date", "Time", "Join", NULL};
  for (guint i = at + 1; i < MIN(lines->len, at + 6); i++) {
    const CrLine *below = cr_line_at(lines, i);
    if (below->kind != CR_LINE_NEW || cr_line_starts_any(below, facts))
      return FALSE;
    if (has_phone(below))
      return TRUE;
  }
  return FALSE;
}

/* Past the last line of the signature that begins here; at when none does. */
static guint
signature_end(const CrLines *lines, guint at, char **names) {
  const CrLine *line = cr_line_at(lines, at);
  if (is_disclaimer(line) || (is_delimiter(line) && !says_again(lines, at + 1)))
    return lines->len;
  if (is_closing(line)) {
    guint next = next_filled(lines, at + 1);
    if (next >= lines->len)
      return lines->len;
    const CrLine *name = cr_line_at(lines, next);
    gboolean named = looks_like_name(name) || is_senders_name(name, names) || is_device_line(name);
    guint end = named ? end_of_card(lines, next) : next;
    return end > next ? end : at;
  }
  if (is_senders_name(line, names))
    return end_of_card(lines, at);
  if (is_another_name(lines, at) && is_short_tail(lines, at))
    return lines->len;
  return is_card(line) && is_short_tail(lines, at) ? lines->len : at;
}

void
cr_lines_mark_signature(CrLines *lines, const char *from_name) {
  for (guint i = lines->len, seen = 0; i > 0 && seen < 3; i--) {
    CrLine *line = cr_line_at(lines, i - 1);
    if (line->kind != CR_LINE_NEW || line->length == 0)
      continue;
    if (is_footer(line) && cr_lines_any_new(lines, 0, i - 1))
      line->kind = CR_LINE_SIGNATURE;
    else
      seen++;
  }
  g_auto(GStrv) names = g_strsplit_set(from_name ? from_name : "", " ,\"'().-", 12);
  guint first = next_filled(lines, 0), tail_lines = 0, lowest = lines->len;
  for (guint i = lines->len; i > first && tail_lines < 40; i--) {
    const CrLine *line = cr_line_at(lines, i - 1);
    tail_lines += line->kind == CR_LINE_NEW && line->length > 0;
    lowest = i - 1;
  }
  for (guint i = lowest; i < lines->len; i++) {
    CrLine *line = cr_line_at(lines, i);
    if (line->kind != CR_LINE_NEW || line->length == 0)
      continue;
    gboolean above = cr_lines_any_new(lines, 0, i);
    if (!above && is_delimiter(line))
      line->kind = CR_LINE_GONE;
    else if (is_device_line(line) && (above || next_filled(lines, i + 1) < lines->len))
      line->kind = CR_LINE_SIGNATURE;
    else if (above)
      mark_signature(lines, i, signature_end(lines, i, names));
  }
}
