/* What is new in a mail: its lines without quotes, signature and disclaimer. Every line is looked
 * at a bounded number of times. */
#include "base/limits.h"
#include "base/text.h"
#include "parse/mail.h"

#include <string.h>

#define MAX_SIGNATURE_LINES 9
#define WIDE_LINE 60

typedef enum {
  LINE_NEW,
  LINE_QUOTE,
  LINE_GONE, /* neither: an attribution, a marker */
  LINE_SIGNATURE,
} LineKind;

typedef struct {
  const char *text; /* no leading or trailing white space */
  gsize length;
  LineKind kind;
  guint depth; /* number of '>' */
} Line;

typedef GArray Lines;
#define line_at(lines, i) (&g_array_index(lines, Line, i))

static gboolean
starts(const Line *line, const char *prefix) {
  gsize n = strlen(prefix);
  return line->length >= n && g_ascii_strncasecmp(line->text, prefix, n) == 0;
}

static gboolean
starts_any(const Line *line, const char *const *prefixes) {
  for (; *prefixes; prefixes++)
    if (starts(line, *prefixes))
      return TRUE;
  return FALSE;
}

static gboolean
holds(const Line *line, const char *needle) {
  g_autofree char *text = g_strndup(line->text, MIN(line->length, 400));
  return cr_text_find(text, needle) != NULL;
}

static Lines *
split(const char *body) {
  Lines *lines = g_array_new(FALSE, TRUE, sizeof(Line));
  gsize left = strnlen(body, CR_MAX_TEXT_BYTES);
  for (const char *p = body, *end = body + left; p < end;) {
    const char *stop = p;
    while (stop < end && *stop != '\n' && *stop != '\r')
      stop++;
    Line line = {p, stop - p, LINE_NEW, 0};
    while (line.length > 0 && (g_ascii_isspace(*line.text)))
      line.text++, line.length--;
    while (line.length > 0 && g_ascii_isspace(line.text[line.length - 1]))
      line.length--;
    while (line.length > 0 && *line.text == '>') {
      line.depth++;
      line.text++, line.length--;
      while (line.length > 0 && *line.text == ' ')
        line.text++, line.length--;
    }
    line.kind = line.depth > 0 ? LINE_QUOTE : LINE_NEW;
    g_array_append_val(lines, line);
    p = stop + (stop < end) + (stop + 1 < end && stop[0] == '\r' && stop[1] == '\n');
  }
  return lines;
}

static gboolean
ends_in_colon(const Lines *lines, guint at) {
  for (guint i = at; i < MIN(lines->len, at + 4); i++) {
    const Line *line = line_at(lines, i);
    if (line->length == 0)
      return FALSE;
    if (line->text[line->length - 1] == ':' || line->text[line->length - 1] == '*' ||
        (i == at && starts(line, "On ") && holds(line, "> wrote: ")))
      return TRUE;
  }
  return FALSE;
}

/* "On Mon, 3 Nov 2025 at 10:02, Dana <d@x> wrote:", wrapped over up to four lines. Returns the
 * number of lines it takes, 0 when it does not begin here. */
static guint
attribution(const Lines *lines, guint at) {
  static const char *const begins[] = {"On ", "Le ",  "Am ",  "El ",   "Op ", "Il ",
                                       "Em ", "Den ", "*On ", "> On ", NULL};
  static const char *const ends[] = {
      "wrote:",   "wrote :",   "a écrit :", "a écrit :",   "schrieb:",
      "a écrit:", "escribió:", "schreef:",  "ha scritto:", "escreveu:",
      "skrev:",   "writes:",   "said:",     "wrote:*",     NULL};
  const Line *first = line_at(lines, at);
  if (!ends_in_colon(lines, at))
    return 0;
  gboolean usual = starts_any(first, begins), digits = FALSE;
  GString *whole = g_string_new(NULL);
  guint taken = 0;
  for (guint i = at; i < MIN(lines->len, at + 4) && taken == 0; i++) {
    const Line *line = line_at(lines, i);
    if (line->depth != first->depth || whole->len > 400 || (i > at && line->length == 0))
      break;
    g_string_append_len(whole, line->text, MIN(line->length, 300));
    for (guint e = 0; ends[e]; e++) {
      gsize n = strlen(ends[e]);
      if (whole->len > n && g_ascii_strcasecmp(whole->str + whole->len - n, ends[e]) == 0)
        taken = i - at + 1;
    }
    g_string_append_c(whole, ' ');
  }
  /* "Am 17.11.2026 um 12:10 schrieb Sam Doe:", "Sam <s@x> wrote on Monday:", "… Sam <s@x>:" */
  static const char *const inside[] = {" schrieb ", " wrote on ", ">:", NULL};
  for (guint e = 0; inside[e] && taken == 0; e++)
    if (first->length > 2 && first->text[first->length - 1] == ':' && holds(first, inside[e]))
      taken = 1;
  /* Yahoo goes on behind it: "On …, Sam <s@x> wrote:  old words" */
  if (taken == 0 && usual && holds(first, "> wrote: "))
    taken = 1;
  for (gsize i = 0; i < whole->len; i++)
    digits |= g_ascii_isdigit(whole->str[i]);
  /* "Dana Reyes <dana@x> wrote:" has no date; "as you wrote:" is the writer's own */
  gboolean address = strchr(whole->str, '@') != NULL;
  g_string_free(whole, TRUE);
  if (taken == 0)
    return 0;
  if (usual && (digits || address))
    return taken;
  return taken <= 2 && (address || (digits && g_ascii_isdigit(*first->text))) ? taken : 0;
}

static Line
bare_field(const Line *line) {
  Line bare = *line; /* "*From:* x", "**From:** x" */
  while (bare.length > 0 && (*bare.text == '*' || *bare.text == '_'))
    bare.text++, bare.length--;
  return bare;
}

/* The fields of a header block as Outlook and others put above a quoted mail. */
static gboolean
is_field(const Line *line, gboolean from_only) {
  static const char *const from[] = {"From:", "Von:", "De :", "De:", "Van:", "Da:", "From :", NULL};
  static const char *const others[] = {
      "Sent:",     "Date:",    "To:",    "Subject:",   "Cc:",        "Gesendet:", "An:",
      "Betreff:",  "Envoyé :", "À :",    "Objet :",    "Enviado",    "Para:",     "Asunto:",
      "Reply-To:", "Sent :",   "Datum:", "Verzonden:", "Onderwerp:", "Aan:",      "Importance:",
      "Bcc:",      "Envoyé:",  "Objet:", NULL};
  Line bare = bare_field(line);
  return starts_any(&bare, from) || (!from_only && starts_any(&bare, others));
}

static gboolean
header_block(const Lines *lines, guint at) {
  if (!is_field(line_at(lines, at), TRUE))
    return FALSE;
  guint fields = 1, blanks = 0;
  for (guint i = at + 1; i < MIN(lines->len, at + 9) && blanks < 2; i++) {
    const Line *line = line_at(lines, i);
    blanks = line->length == 0 ? blanks + 1 : 0;
    fields += is_field(line, FALSE);
  }
  return fields >= 3;
}

static gboolean
is_ruler(const Line *line) {
  if (line->length < 10)
    return FALSE;
  for (gsize i = 0; i < line->length; i++)
    if (line->text[i] != '_' && line->text[i] != '-' && line->text[i] != '=')
      return FALSE;
  return TRUE;
}

/* A line that says: from here on it is an older mail. */
static gboolean
is_cut(const Lines *lines, guint at) {
  const Line *line = line_at(lines, at);
  static const char *const begins[] = {"Begin forwarded message:",
                                       "##- ",
                                       "## - ",
                                       "-- reply above",
                                       "Reply above this line",
                                       "-------- Original Message",
                                       "--- Original Message",
                                       NULL};
  static const char *const words[] = {
      "original message",      "forwarded message", "forwarded by",
      "original appointment",  "message d'origine", "ursprüngliche nachricht",
      "mensaje original",      "forwarded mail",    "reply above this line",
      "type your reply above", "reply message",     NULL};
  if (line->length == 0 || line->length > 120)
    return FALSE;
  if (starts_any(line, begins))
    return TRUE;
  if (*line->text == '-' || *line->text == '_' || *line->text == '#' || *line->text == '*' ||
      *line->text == '=')
    for (guint i = 0; words[i]; i++)
      if (holds(line, words[i]))
        return TRUE;
  if (is_ruler(line)) /* Outlook's bar stands above its header block */
    for (guint i = at + 1; i < MIN(lines->len, at + 3); i++)
      if (header_block(lines, i))
        return TRUE;
  return header_block(lines, at);
}

static gboolean
any_new(const Lines *lines, guint from, guint to) {
  for (guint i = from; i < to; i++)
    if (line_at(lines, i)->kind == LINE_NEW && line_at(lines, i)->length > 0)
      return TRUE;
  return FALSE;
}

static void
mark_rest(Lines *lines, guint from, LineKind kind) {
  for (guint i = from; i < lines->len; i++)
    line_at(lines, i)->kind = kind;
}

/* What follows an attribution: '>' lines leave the rest to answers between and below; else the
 * whole rest is the quote, if something new stands above. */
static void
mark_attribution(Lines *lines, guint at, guint taken, gboolean new_above) {
  for (guint i = at; i < at + taken; i++)
    line_at(lines, i)->kind = LINE_GONE;
  guint next = at + taken;
  while (next < lines->len && line_at(lines, next)->length == 0 && line_at(lines, next)->depth == 0)
    next++;
  gboolean marked = next < lines->len && line_at(lines, next)->depth > 0;
  if (!marked && new_above)
    mark_rest(lines, at + taken, LINE_QUOTE);
}

/* The end of a long quoted line that a mailer wrapped without its '>'. */
static gboolean
is_spilled(const Lines *lines, guint at) {
  const Line *line = line_at(lines, at);
  if (at == 0 || at + 1 >= lines->len || line->length == 0 || line->length > 40)
    return FALSE;
  const Line *before = line_at(lines, at - 1), *after = line_at(lines, at + 1);
  return before->depth > 0 && after->depth > 0 && before->length > WIDE_LINE &&
         g_ascii_islower(*line->text) && after->length > 0 &&
         !strchr(".!?:", before->text[before->length - 1]);
}

static void
mark_quotes(Lines *lines) {
  gboolean new_above = FALSE;
  for (guint i = 0; i < lines->len; i++) {
    Line *line = line_at(lines, i);
    if (line->kind != LINE_NEW || line->length == 0)
      continue;
    guint taken = attribution(lines, i);
    if (taken > 0) {
      mark_attribution(lines, i, taken, new_above);
      i += taken - 1;
    } else if (is_cut(lines, i)) {
      line->kind = LINE_GONE;
      if (new_above) {
        mark_rest(lines, i + 1, LINE_QUOTE);
        return;
      }
    } else if (is_spilled(lines, i)) {
      line->kind = LINE_QUOTE;
    } else {
      new_above = TRUE;
    }
  }
}

static gboolean
is_delimiter(const Line *line) {
  return (line->length == 2 && memcmp(line->text, "--", 2) == 0) ||
         (line->length == 3 && memcmp(line->text, "—", 3) == 0) ||
         (line->length == 3 && memcmp(line->text, "---", 3) == 0) ||
         (is_ruler(line) && line->length < 40 && *line->text != '=');
}

static gboolean
is_device_line(const Line *line) {
  static const char *const begins[] = {
      "Sent from my ",      "Sent from Outlook", "Get Outlook for",
      "Sent from Mail",     "Sent via ",         "Sent from Yahoo",
      "Sent from Proton",   "Sent with Proton",  "Sent from Samsung",
      "Sent from a mobile", "Sent while mobile", "Sent on the go",
      "Typed on ",          "Sent from mobile",  "Sent from Gmail",
      "Sent from the",      "[Sent from",        NULL};
  return line->length < 100 && starts_any(line, begins);
}

static gboolean
is_disclaimer(const Line *line) {
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
                                       NULL};
  return starts_any(line, begins);
}

static gboolean
is_closing(const Line *line) {
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
  char low[48];
  gsize n = 0;
  for (gsize i = 0; i < line->length && n < sizeof low - 1; i++)
    low[n++] = g_ascii_tolower(line->text[i]);
  while (n > 0 && strchr(",.!-– ", low[n - 1]))
    n--;
  low[n] = '\0';
  for (guint i = 0; closings[i]; i++)
    if (strcmp(low, closings[i]) == 0)
      return line->length < sizeof low;
  return FALSE;
}

/* Whether a line can be somebody's name: few words, each with a capital. */
static gboolean
looks_like_name(const Line *line) {
  guint words = 0;
  gboolean start = TRUE;
  if (line->length == 0 || line->length > 60)
    return FALSE;
  for (gsize i = 0; i < line->length; i++) {
    guchar c = line->text[i];
    if (c == ',' || c == '(' || c == '|')
      break; /* "Dana Reyes, Talent Partner" */
    if (strchr(".!?:;@/0123456789", c) && c != '.')
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

/* A line that is the sender's own name, or a part of it. */
static gboolean
is_senders_name(const Line *written, char **names) {
  static const char *const dashes[] = {"-", "~", "*", " ", "–", "—", NULL};
  Line bare = *written, *line = &bare; /* "-Dana", "– Dana" */
  for (guint i = 0; dashes[i]; i++)
    while (starts(line, dashes[i]))
      line->text += strlen(dashes[i]), line->length -= strlen(dashes[i]);
  if (line->length == 0 || line->length > 60)
    return FALSE;
  gsize n = 0;
  while (n < line->length && !strchr(" ,|(.-*", line->text[n]))
    n++;
  for (guint i = 0; names && names[i]; i++) {
    gsize length = strlen(names[i]);
    if (length < 2 || length != n || g_ascii_strncasecmp(names[i], line->text, n) != 0)
      continue;
    return n == line->length || looks_like_name(line) || line->length < 30;
  }
  return FALSE;
}

/* Whether all lines from here to the end (of the last answer) are short, and few. */
static gboolean
is_short_tail(const Lines *lines, guint from) {
  guint filled = 0;
  for (guint i = from; i < lines->len; i++) {
    const Line *line = line_at(lines, i);
    if (line->kind != LINE_NEW || line->length == 0)
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
next_filled(const Lines *lines, guint from) {
  while (from < lines->len &&
         (line_at(lines, from)->length == 0 || line_at(lines, from)->kind != LINE_NEW))
    from++;
  return from;
}

/* "P.S." below a name is still the writer's text. */
static gboolean
has_postscript(const Lines *lines, guint from, guint *ret_at) {
  static const char *const marks[] = {"P.S", "PS:", "PS ", "PPS", "p.s", "PS-", "PS,", NULL};
  for (guint i = from; i < lines->len; i++)
    if (line_at(lines, i)->kind == LINE_NEW && starts_any(line_at(lines, i), marks)) {
      *ret_at = i;
      return TRUE;
    }
  return FALSE;
}

static void
mark_signature_from(Lines *lines, guint from) {
  guint postscript = lines->len;
  has_postscript(lines, from, &postscript);
  for (guint i = from; i < postscript; i++)
    if (line_at(lines, i)->kind == LINE_NEW)
      line_at(lines, i)->kind = LINE_SIGNATURE;
}

static gboolean
begins_signature(const Lines *lines, guint at, char **names) {
  const Line *line = line_at(lines, at);
  if (is_delimiter(line))
    return TRUE;
  if (is_closing(line)) {
    guint next = next_filled(lines, at + 1);
    if (next >= lines->len)
      return TRUE;
    const Line *name = line_at(lines, next);
    return (looks_like_name(name) || is_senders_name(name, names) || is_device_line(name)) &&
           is_short_tail(lines, next);
  }
  if (is_senders_name(line, names))
    return is_short_tail(lines, at);
  /* "Dana Reyes | Talent Partner | +1 212 555 0101" */
  const char *bar = memchr(line->text, '|', line->length);
  return bar && memchr(bar + 1, '|', line->text + line->length - bar - 1) &&
         at + 1 < lines->len + 1 && is_short_tail(lines, at);
}

static void
mark_signature(Lines *lines, const char *from_name) {
  g_auto(GStrv) names = g_strsplit_set(from_name ? from_name : "", " ,\"'().", 12);
  guint first = next_filled(lines, 0), tail_lines = 0, lowest = lines->len;
  for (guint i = lines->len; i > first && tail_lines < 40; i--) {
    const Line *line = line_at(lines, i - 1);
    tail_lines += line->kind == LINE_NEW && line->length > 0;
    lowest = i - 1;
  }
  for (guint i = lowest; i < lines->len; i++) {
    Line *line = line_at(lines, i);
    if (line->kind != LINE_NEW || line->length == 0)
      continue;
    gboolean above = any_new(lines, 0, i);
    if (!above && is_delimiter(line))
      line->kind = LINE_GONE;
    else if (is_device_line(line) && (above || next_filled(lines, i + 1) < lines->len)) {
      line->kind = LINE_SIGNATURE;
    } else if (above && (is_disclaimer(line) || begins_signature(lines, i, names))) {
      mark_signature_from(lines, i);
      return;
    }
  }
}

static char *
join(const Lines *lines, LineKind kind) {
  GString *out = g_string_new(NULL);
  guint blanks = 0;
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = line_at(lines, i);
    if (line->kind != kind || line->length == 0) {
      blanks++;
      continue;
    }
    if (out->len > 0)
      g_string_append(out, blanks > 0 ? "\n\n" : "\n");
    blanks = 0;
    g_string_append_len(out, line->text, line->length);
  }
  if (out->len == 0) {
    g_string_free(out, TRUE);
    return NULL;
  }
  return g_string_free(out, FALSE);
}

char *
cr_mail_new_text(const char *body, const char *from_name, char **ret_quote, char **ret_signature) {
  Lines *lines = split(body ? body : "");
  mark_quotes(lines);
  if (!any_new(lines, 0, lines->len)) /* all of it was forwarded or quoted: all of it is new */
    for (guint i = 0; i < lines->len; i++)
      if (line_at(lines, i)->kind == LINE_QUOTE)
        line_at(lines, i)->kind = LINE_NEW;
  mark_signature(lines, from_name);
  char *text = join(lines, LINE_NEW);
  if (ret_quote)
    *ret_quote = join(lines, LINE_QUOTE);
  if (ret_signature)
    *ret_signature = join(lines, LINE_SIGNATURE);
  g_array_unref(lines);
  if (text == NULL)
    text = g_strdup(body ? body : "");
  return text;
}
