/* HTML to text in one pass: no tree, a bounded stack, linear in the input. */
#include "base/limits.h"
#include "base/text.h"
#include "parse/mail.h"

#include <string.h>

#define MAX_DEPTH 256
#define MAX_LINK_BYTES 500
#define CUT_LINE "-----Original Message-----"

typedef enum {
  TAG_OTHER, /* inline: no trace in the text */
  TAG_VOID,  /* has no end tag */
  TAG_BREAK,
  TAG_RULE,
  TAG_BLOCK,
  TAG_ITEM,
  TAG_CELL,
  TAG_QUOTE,
  TAG_GONE, /* its text is not to be read */
} TagKind;

static const struct {
  const char *name;
  TagKind kind;
} tags[] = {
    {"br", TAG_BREAK},      {"hr", TAG_RULE},       {"p", TAG_BLOCK},
    {"div", TAG_BLOCK},     {"tr", TAG_BLOCK},      {"table", TAG_BLOCK},
    {"ul", TAG_BLOCK},      {"ol", TAG_BLOCK},      {"h1", TAG_BLOCK},
    {"h2", TAG_BLOCK},      {"h3", TAG_BLOCK},      {"h4", TAG_BLOCK},
    {"h5", TAG_BLOCK},      {"h6", TAG_BLOCK},      {"section", TAG_BLOCK},
    {"article", TAG_BLOCK}, {"header", TAG_BLOCK},  {"footer", TAG_BLOCK},
    {"pre", TAG_BLOCK},     {"center", TAG_BLOCK},  {"li", TAG_ITEM},
    {"td", TAG_CELL},       {"th", TAG_CELL},       {"blockquote", TAG_QUOTE},
    {"script", TAG_GONE},   {"style", TAG_GONE},    {"head", TAG_GONE},
    {"title", TAG_GONE},    {"s", TAG_GONE},        {"strike", TAG_GONE},
    {"del", TAG_GONE},      {"template", TAG_GONE}, {"noscript", TAG_GONE},
    {"img", TAG_VOID},      {"meta", TAG_VOID},     {"link", TAG_VOID},
    {"input", TAG_VOID},    {"wbr", TAG_VOID},      {"col", TAG_VOID},
    {"base", TAG_VOID},     {"area", TAG_VOID},     {"source", TAG_VOID},
};

/* Containers of quoted text, by what their class or id contains. */
static const char *const quote_marks[] = {
    "gmail_attr",       "moz-cite-prefix", "yahoo_quoted",
    "protonmail_quote", "quoted-text",     "gmail_extra_quote",
    "tutanota_quote",   "zmail_extra",     NULL};
/* Everything after these is quoted, wherever they end. */
static const char *const cut_marks[] = {"divrplyfwdmsg", "olk_src_body_section", "reply-intro",
                                        "ms-outlook-mobile-reference-message", NULL};

typedef struct {
  char name[12];
  gboolean quote, gone, link, pre;
} Open;

typedef struct {
  GString *out;
  Open stack[MAX_DEPTH];
  guint depth, quotes, gone, pre; /* pre: its line breaks are meant */
  gboolean line_empty, space;
  char *href;      /* of the link being read */
  gsize link_from; /* where its text begins */
} Reader;

static void
put_newline(Reader *r) {
  r->space = FALSE;
  g_string_append_c(r->out, '\n');
  r->line_empty = TRUE;
}

static void
ensure_newline(Reader *r) {
  if (!r->line_empty)
    put_newline(r);
}

static void
begin_line(Reader *r) {
  if (!r->line_empty)
    return;
  for (guint i = 0; i < MIN(r->quotes, 3); i++)
    g_string_append(r->out, "> ");
  r->line_empty = FALSE;
}

static void
put_break(Reader *r) {
  begin_line(r);
  put_newline(r);
}

static void
put_text(Reader *r, const char *text, gsize length) {
  for (const char *p = text, *end = text + length; p < end;) {
    const char *word = p;
    while (p < end && !g_ascii_isspace(*p))
      p++;
    if (p == word) {
      if (*p == '\n' && r->pre > 0)
        put_break(r);
      else
        r->space = TRUE;
      p++;
      continue;
    }
    if (r->space && !r->line_empty)
      g_string_append_c(r->out, ' ');
    r->space = FALSE;
    begin_line(r);
    g_string_append_len(r->out, word, p - word);
  }
}

static const struct {
  const char *name;
  gunichar c;
} entities[] = {{"nbsp", ' '},      {"amp", '&'},      {"lt", '<'},       {"gt", '>'},
                {"quot", '"'},      {"apos", '\''},    {"rsquo", 0x2019}, {"lsquo", 0x2018},
                {"ldquo", 0x201c},  {"rdquo", 0x201d}, {"ndash", 0x2013}, {"mdash", 0x2014},
                {"hellip", 0x2026}, {"bull", 0x2022},  {"middot", 0xb7},  {"eacute", 0xe9},
                {"egrave", 0xe8},   {"uuml", 0xfc},    {"ouml", 0xf6},    {"auml", 0xe4},
                {"szlig", 0xdf},    {"ccedil", 0xe7},  {"ntilde", 0xf1},  {"pound", 0xa3},
                {"euro", 0x20ac},   {"copy", 0xa9},    {"reg", 0xae},     {"zwnj", 0x200c},
                {"shy", 0xad},      {"ensp", ' '},     {"emsp", ' '},     {"thinsp", ' '}};

/* The character of the entity at p ("&…;") and the bytes it takes, 0 when it is none. */
static gsize
read_entity(const char *p, gsize left, gunichar *ret_c) {
  const char *semicolon = memchr(p, ';', MIN(left, 12));
  if (semicolon == NULL)
    return 0;
  gsize length = semicolon - p - 1;
  if (length > 1 && p[1] == '#') {
    gboolean hex = p[2] == 'x' || p[2] == 'X';
    guint64 c = g_ascii_strtoull(p + (hex ? 3 : 2), NULL, hex ? 16 : 10);
    *ret_c = c == 0xa0 ? ' ' : c;
    if (c < 32 || !g_unichar_validate(c))
      *ret_c = ' ';
    return length + 2;
  }
  for (guint i = 0; i < G_N_ELEMENTS(entities); i++)
    if (strlen(entities[i].name) == length && strncmp(p + 1, entities[i].name, length) == 0) {
      *ret_c = entities[i].c;
      return length + 2;
    }
  return 0;
}

static void
read_text(Reader *r, const char *text, gsize length) {
  if (r->gone > 0)
    return;
  const char *p = text, *end = text + length;
  while (p < end) {
    const char *mark = memchr(p, '&', end - p);
    put_text(r, p, (mark ? mark : end) - p);
    if (mark == NULL)
      return;
    gunichar c;
    gsize taken = read_entity(mark, end - mark, &c);
    char utf8[6] = "&";
    put_text(r, utf8, taken ? g_unichar_to_utf8(c, utf8) : 1);
    p = mark + (taken ? taken : 1);
  }
}

/* The value of an attribute inside a tag's text, lower case kept as is. Free with g_free. */
static char *
attribute(const char *tag, gsize length, const char *name) {
  gsize n = strlen(name);
  for (gsize i = 1; i + n < length; i++) {
    if (!cr_text_starts(tag + i, name) ||
        (!g_ascii_isspace(tag[i - 1]) && tag[i - 1] != '"' && tag[i - 1] != '\''))
      continue;
    gsize at = i + n;
    while (at < length && g_ascii_isspace(tag[at]))
      at++;
    if (at >= length || tag[at++] != '=')
      continue;
    while (at < length && g_ascii_isspace(tag[at]))
      at++;
    char quote = at < length && (tag[at] == '"' || tag[at] == '\'') ? tag[at++] : 0;
    gsize end = at;
    while (end < length && (quote ? tag[end] != quote : !g_ascii_isspace(tag[end])))
      end++;
    return g_strndup(tag + at, end - at);
  }
  return NULL;
}

static gboolean
is_hidden(const char *style) {
  if (style == NULL)
    return FALSE;
  g_autofree char *tight = g_strdup(style);
  char *out = tight;
  for (const char *p = tight; *p; p++)
    if (!g_ascii_isspace(*p))
      *out++ = *p;
  *out = '\0';
  static const char *const marks[] = {
      "display:none", "visibility:hidden", "line-through", "mso-hide:all",
      "font-size:0;", "max-height:0",      "opacity:0;",   NULL};
  return cr_text_find_any(tight, marks) != NULL;
}

/* What the button that moves text to the right makes of it, and no quote. */
static gboolean
is_indent(const char *style) {
  return style && cr_text_find(style, "border:none") && !cr_text_find(style, "border-left");
}

static TagKind
tag_kind(const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS(tags); i++)
    if (*tags[i].name == *name && strcmp(tags[i].name, name) == 0)
      return tags[i].kind;
  return TAG_OTHER;
}

/* "Call us" that dials: the number of its tel: link stands behind it, unless it is shown. */
static void
write_number(Reader *r, const char *tel) {
  gsize length = strcspn(tel, ";?");
  const char *extension = strstr(tel + length, ";ext=");
  g_autofree char *number = g_strndup(tel, MIN(length, MAX_LINK_BYTES));
  const char *shown = r->out->str + MIN(r->link_from, r->out->len);
  for (const char *p = shown; *p; p++)
    if (g_ascii_isdigit(*p))
      return;
  g_autofree char *written =
      extension ? g_strdup_printf(" %s ext. %.*s ", number,
                                  (int) strspn(extension + 5, "0123456789"), extension + 5)
                : g_strdup_printf(" %s ", number);
  read_text(r, written, strlen(written));
}

static void
close_link(Reader *r) {
  g_autofree char *href = g_steal_pointer(&r->href);
  if (r->gone == 0 && href && g_ascii_strncasecmp(href, "tel:", 4) == 0)
    write_number(r, href + 4);
  const char *bare = href ? strstr(href, "://") : NULL;
  if (r->gone > 0 || bare == NULL || g_ascii_strncasecmp(href, "http", 4) != 0 ||
      strlen(href) > MAX_LINK_BYTES)
    return;
  bare += 3;
  const char *shown = r->out->str + MIN(r->link_from, r->out->len);
  if (strncmp(shown, "http", 4) == 0 || strstr(shown, bare) ||
      strncmp(bare, shown, strlen(shown)) == 0)
    return;
  g_autofree char *written = g_strdup_printf(" <%s>", href);
  read_text(r, written, strlen(written));
}

static void
close_one(Reader *r) {
  const Open *open = &r->stack[--r->depth];
  if (open->quote) {
    ensure_newline(r);
    r->quotes--;
  }
  if (open->gone)
    r->gone--;
  r->pre -= open->pre;
  if (open->link)
    close_link(r);
}

static void
end_tag(Reader *r, const char *name, TagKind kind) {
  for (guint i = r->depth; i > 0 && r->depth - i < 64; i--)
    if (strcmp(r->stack[i - 1].name, name) == 0) {
      while (r->depth >= i)
        close_one(r);
      break;
    }
  if (kind == TAG_BLOCK || kind == TAG_QUOTE || kind == TAG_ITEM)
    ensure_newline(r);
  if (name[0] == 'p' && name[1] == '\0' && r->gone == 0)
    put_newline(r);
}

static void
start_tag(Reader *r, const char *name, TagKind kind, const char *tag, gsize length) {
  if (kind == TAG_BREAK && r->gone == 0)
    put_break(r);
  if (kind == TAG_RULE || kind == TAG_BLOCK || kind == TAG_ITEM || kind == TAG_QUOTE)
    ensure_newline(r);
  if (kind == TAG_ITEM && r->gone == 0)
    put_text(r, "- ", 2);
  if (kind == TAG_CELL)
    r->space = TRUE;
  if (kind == TAG_BREAK || kind == TAG_RULE || kind == TAG_VOID || tag[length - 1] == '/' ||
      r->depth >= MAX_DEPTH)
    return;
  if (memchr(tag, '=', length) == NULL)
    length = 0; /* most tags have no attributes */
  g_autofree char *class = attribute(tag, length, "class");
  g_autofree char *id = attribute(tag, length, "id");
  g_autofree char *style = attribute(tag, length, "style");
  if ((cr_text_find_any(class, cut_marks) || cr_text_find_any(id, cut_marks)) && r->gone == 0) {
    ensure_newline(r);
    put_text(r, CUT_LINE, strlen(CUT_LINE));
    put_newline(r);
  }
  Open *open = &r->stack[r->depth++];
  g_strlcpy(open->name, name, sizeof open->name);
  g_autofree char *type = kind == TAG_QUOTE ? attribute(tag, length, "type") : NULL;
  open->quote = (kind == TAG_QUOTE && (type || !is_indent(style))) ||
                cr_text_find_any(class, quote_marks) || cr_text_find_any(id, quote_marks);
  open->gone = kind == TAG_GONE || is_hidden(style);
  open->link = name[0] == 'a' && name[1] == '\0';
  if (open->quote)
    ensure_newline(r);
  open->pre = strcmp(name, "pre") == 0;
  r->pre += open->pre;
  r->quotes += open->quote;
  r->gone += open->gone;
  if (open->link) {
    g_free(r->href);
    r->href = attribute(tag, length, "href");
    r->link_from = r->out->len + (r->space && !r->line_empty);
  }
}

/* Past the end of what begins with '<' at p. */
static const char *
skip_tag(const char *p, const char *end) {
  if (end - p >= 4 && strncmp(p, "<!--", 4) == 0) {
    const char *close = strstr(p + 4, "-->");
    return close ? close + 3 : end;
  }
  char quote = 0;
  for (const char *q = p + 1; q < end; q++) {
    if (quote)
      quote = *q == quote ? 0 : quote;
    else if ((*q == '"' || *q == '\'') && q[-1] == '=')
      quote = *q;
    else if (*q == '>')
      return q + 1;
  }
  return end;
}

/* The text of script and style is no markup: on to their end tag. */
static const char *
skip_raw(const char *p, const char *end, const char *name) {
  for (const char *q = p; (q = memchr(q, '<', end - q)) != NULL; q++)
    if (q[1] == '/' && cr_text_starts(q + 2, name))
      return q;
  return end;
}

char *
cr_html_to_text(const char *html) {
  gsize length = html ? strlen(html) : 0;
  length = MIN(length, CR_MAX_TEXT_BYTES * 4);
  Reader reader = {.out = g_string_sized_new(length / 3 + 16), .line_empty = TRUE}, *r = &reader;
  const char *p = html, *end = html + length;
  while (p < end && r->out->len < CR_MAX_TEXT_BYTES) {
    const char *open = memchr(p, '<', end - p);
    read_text(r, p, (open ? open : end) - p);
    if (open == NULL)
      break;
    gboolean closing = open[1] == '/';
    const char *from = open + 1 + closing;
    if (!g_ascii_isalpha(*from) && *open && from[0] != '!' && from[0] != '?') {
      read_text(r, open, 1);
      p = open + 1;
      continue;
    }
    p = skip_tag(open, end);
    char name[12];
    gsize n = 0;
    while (from < p && g_ascii_isalnum(*from) && n < sizeof name - 1)
      name[n++] = g_ascii_tolower(*from++);
    name[n] = '\0';
    TagKind kind = tag_kind(name);
    if (n == 0)
      continue;
    if (closing)
      end_tag(r, name, kind);
    else
      start_tag(r, name, kind, open + 1, MAX(p - open - 2, 1));
    if (!closing && (strcmp(name, "script") == 0 || strcmp(name, "style") == 0))
      p = skip_raw(p, end, name);
  }
  g_free(r->href);
  return g_string_free(r->out, FALSE);
}
