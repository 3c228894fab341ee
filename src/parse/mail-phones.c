/* Telephone numbers in a mail: a scan for their shape, libphonenumber for their sense, and the
 * words around them for their role. */
#include "parse/mail-private.h"

#include <string.h>

#define MAX_PHONES 24
#define MAX_TRIES 80 /* shapes shown to libphonenumber for one mail */
#define REACH 14     /* words between a cue and its number */

typedef struct {
  const char *start, *end; /* the number, without extension and code */
  const char *after;       /* behind the extension */
  char *ext, *code;
  guint digits;
  gboolean plus, dressed; /* has separators */
} Shape;

static gsize
separator(const char *p) {
  if (*p && strchr(" -.()/", *p))
    return 1;
  if ((guchar) p[0] == 0xc2 && (guchar) p[1] == 0xa0)
    return 2;
  if ((guchar) p[0] == 0xe2 && (guchar) p[1] == 0x80 && (guchar) p[2] >= 0x90 &&
      (guchar) p[2] <= 0x93)
    return 3;
  return 0;
}

/* Dates, ranges of years, money and decimals have other groups of digits than numbers do. */
static gboolean
looks_like_date(const char *start, const char *end) {
  guint groups[8] = {0}, n = 0, first = 0;
  for (const char *p = start; p < end && n < 8;) {
    if (!g_ascii_isdigit(*p)) {
      p++;
      continue;
    }
    if (n == 0)
      first = strtoul(p, NULL, 10);
    while (p < end && g_ascii_isdigit(*p))
      groups[n]++, p++;
    n++;
  }
  gboolean pairs = n >= 5 && groups[2] == 2 && groups[3] == 2 && groups[4] == 2;
  if (n >= 3 && groups[0] <= 2 && groups[1] <= 2 && (groups[2] == 4 || groups[2] == 2))
    return !pairs; /* "04 65 71 22 40" is French */
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

/* "ext. 12", "x12", "extension 12", and a dial-in's ",,123456#". */
static void
read_tail(Shape *shape) {
  static const char *const words[] = {"extension", "ext.", "extn", "ext", "x.", "x", "#", NULL};
  const char *p = shape->end;
  if (p[0] == ',' && p[1] == ',') {
    const char *q = p + strspn(p, ",");
    shape->code = read_digits(&q, 16);
    shape->after = q;
    return;
  }
  p += strspn(p, " ,;(");
  for (guint i = 0; words[i]; i++) {
    gsize n = strlen(words[i]);
    if (g_ascii_strncasecmp(p, words[i], n) != 0)
      continue;
    const char *q = p + n;
    q += strspn(q, " .:");
    if (!g_ascii_isdigit(*q))
      continue;
    const char *from = q;
    while (g_ascii_isdigit(*q))
      q++;
    if (q - from > 7 || g_ascii_isalpha(*q))
      return;
    shape->ext = g_strndup(from, q - from);
    shape->after = q;
    return;
  }
}

/* The shape that begins at p, if any. Always sets end, past which the scan may go on. */
static gboolean
read_shape(const char *p, Shape *shape) {
  *shape = (Shape){.start = p, .end = p + 1, .plus = *p == '+'};
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
    gboolean parted = wide > 1 && (memchr(q, '/', s - q) || (wide > 2 && shape->digits >= 7));
    if (wide == 0 || !g_ascii_isdigit(*s) || parted || (s - q == 2 && memcmp(q, ". ", 2) == 0))
      break;
    shape->dressed = TRUE;
    q = s;
  }
  shape->end = shape->after = last;
  if (*p == '(' && open == 0 && !memchr(p, ')', last - p))
    shape->start++; /* the bracket is around more than the area code */
  if (shape->digits < 7 || shape->digits > 15 || g_ascii_isalpha(*last) || *last == '@' ||
      *last == '%' || *last == '_' || (*last == ':' && g_ascii_isdigit(last[1])))
    return FALSE;
  if (!shape->plus && looks_like_date(p, last))
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
  if (before == '-' || before == ':')
    return !(p - text > 1 && before == '-' && g_ascii_isalnum(p[-2]));
  if ((before == 0xa3 && p - text > 1 && (guchar) p[-2] == 0xc2) ||
      (before == 0xac && p - text > 2 && (guchar) p[-3] == 0xe2))
    return FALSE; /* £, € */
  return TRUE;
}

/* The strongest cue near the number: before it in its sentence (or the line above, when the number
 * begins its own), or closely behind it. */
static CrTopic
role_topic(const CrMailView *view, guint32 from, guint32 to, int *ret_strength) {
  guint first = cr_words_at(view->body, from), after = cr_words_at(view->body, to);
  double best = 0;
  CrTopic topic = CR_N_TOPICS;
  guint32 before = from;
  while (before > 0 && view->body->text[before - 1] == ' ')
    before--;
  gboolean after_colon = before > 0 && view->body->text[before - 1] == ':';
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic < CR_TOPIC_PHONE_CANDIDATE || cue->topic > CR_TOPIC_PHONE_NOT)
      continue;
    const CrSentence *sentence = &g_array_index(view->body->sentences, CrSentence, cue->sentence);
    gboolean same = first >= sentence->first && first < sentence->end;
    double strength;
    guint end = MIN(cue->end, first);
    if (cue->end > first && after_colon) /* "Olga will call: …" */
      continue;
    if (cue->first < first && cue->end > after) /* "call you on N from M" is about M, too */
      continue;
    if (cue->first < first && first - end <= (cue->topic == CR_TOPIC_PHONE_NOT ? 2 : REACH))
      strength = cue->weight - 0.5 * (first - end) - (same ? 0 : 3);
    else if (cue->topic != CR_TOPIC_PHONE_NOT && cue->first >= after && cue->first - after < 5 &&
             same)
      strength = cue->weight - 3 - 0.7 * (cue->first - after);
    else
      continue;
    if (strength > best) {
      best = strength;
      topic = cue->topic;
    }
  }
  *ret_strength = (int) best;
  return topic;
}

/* "PIN: 482 913#", "access code 123456", "Conference ID: 123 456 789#" behind or before it. */
static char *
find_code(const char *text, gsize length) {
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
                                      NULL};
  g_autofree char *region = g_strndup(text, length);
  for (guint i = 0; words[i]; i++) {
    const char *at = region;
    while ((at = cr_text_find(at, words[i])) != NULL) {
      const char *q = at + strlen(words[i]);
      gboolean whole = at == region || !g_ascii_isalpha(at[-1]);
      at = q;
      q += strspn(q, " :#.=");
      if (g_ascii_strncasecmp(q, "is ", 3) == 0)
        q += 3;
      if (!whole || !g_ascii_isdigit(*q))
        continue;
      g_autofree char *code = read_digits(&q, 16);
      if (strlen(code) >= 3)
        return g_steal_pointer(&code);
    }
  }
  return NULL;
}

static CrPhoneRole
topic_role(CrTopic topic, gboolean code) {
  switch (topic) {
  case CR_TOPIC_PHONE_CANDIDATE:
    return CR_PHONE_CANDIDATE;
  case CR_TOPIC_PHONE_CALLER_ID:
    return CR_PHONE_CALLER_ID;
  case CR_TOPIC_PHONE_DIAL_IN:
    return CR_PHONE_DIAL_IN;
  default: /* of the many topics that are no roles */
    return code ? CR_PHONE_DIAL_IN : CR_PHONE_CONTACT;
  }
}

/* Whether national digits are those of the reader's own number. */
static gboolean
is_own(const char *e164, const CrMailContext *context) {
  return e164 && context->own_phone && strcmp(e164, context->own_phone) == 0;
}

/* Three, three and four digits, as only North America writes its numbers. */
static gboolean
is_american_dress(const char *raw) {
  int groups[4] = {0}, group = -1;
  for (const char *p = raw; *p; p++) {
    if (!g_ascii_isdigit(*p))
      continue;
    if (p == raw || !g_ascii_isdigit(p[-1]))
      group++;
    if (group > 2)
      return FALSE;
    groups[group]++;
  }
  return *raw != '+' && groups[0] == 3 && groups[1] == 3 && groups[2] == 4;
}

/* The nth country outside America whose people's clocks show the Date's offset, or NULL. */
static const char *
country_of_clock(const CrMime *mime, guint nth) {
  static const char *const candidates[] = {"GB", "IE", "IN", "AU", "NZ", "SG", "JP", "DE", "FR",
                                           "NL", "ES", "IT", "SE", "PL", "CH", "AT", "BE", "ZA"};
  if (mime->date == CR_INSTANT_NONE || mime->date_offset_sec < 0)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS(candidates); i++)
    if (cr_country_zone_showing(candidates[i], mime->date, mime->date_offset_sec) && nth-- == 0)
      return candidates[i];
  return NULL;
}

/* The country of the first zone that the sender names and that shows the Date's offset: "10:30
 * (Vienna)". */
static const char *
country_of_times(const CrMime *mime, const CrReading *reading) {
  for (guint i = 0; i < reading->times->len && mime->date != CR_INSTANT_NONE; i++) {
    const CrMention *mention = reading->times->pdata[i];
    const CrZone *zone = mention->zone ? cr_zone_find(mention->zone) : NULL;
    if (zone && cr_zone_offset_sec(zone, mime->date) == mime->date_offset_sec)
      return cr_zone_country(mention->zone);
  }
  return NULL;
}

/* The number in its country: the candidate's in the reader's, others in the sender's; when that is
 * no valid number, in the other of the two, or in the one that its dress, the times or, when the
 * sender's is not known, the Date tell. */
static CrNumberState
resolve(const char *raw, const char *country, const char *other, const CrMailView *view,
        const CrReading *reading, char **ret_e164) {
  const CrMime *mime = view->mime;
  CrNumberState state = cr_phone_read(raw, country, ret_e164, NULL);
  const char *others[3 + 8] = {other, is_american_dress(raw) ? "US" : NULL};
  if (*raw != '+' && state != CR_NUMBER_VALID)
    others[2] = country_of_times(mime, reading);
  gboolean unknown = view->country_guessed || state == CR_NUMBER_INVALID;
  for (guint i = 0; i < 8 && *raw != '+' && state != CR_NUMBER_VALID && unknown; i++)
    if ((others[3 + i] = country_of_clock(mime, i)) == NULL)
      break;
  gboolean trunk = *raw == '0' || g_str_has_prefix(raw, "(0");
  for (guint i = 0; i < G_N_ELEMENTS(others) && state != CR_NUMBER_VALID; i++) {
    g_autofree char *second = NULL;
    CrNumberState its =
        others[i] ? cr_phone_read(raw, others[i], &second, NULL) : CR_NUMBER_INVALID;
    /* a 0 in front is no American's: there it is at most possible elsewhere */
    if (its != CR_NUMBER_VALID && !(its == CR_NUMBER_POSSIBLE && trunk && i == 3))
      continue;
    g_free(*ret_e164);
    *ret_e164 = g_steal_pointer(&second);
    state = its;
  }
  return state;
}

/* Dialled as written from the sender's country it reaches another number, or none. */
static gboolean
lacks_code(const char *raw, const char *e164, const char *their_country) {
  g_autofree char *dialled = NULL;
  if (their_country == NULL)
    return e164 == NULL;
  cr_phone_read(raw, their_country, &dialled, NULL);
  return g_strcmp0(dialled, e164) != 0;
}

static gboolean
is_known(const CrReading *reading, const CrPhone *phone) {
  for (guint i = 0; i < reading->phones->len; i++) {
    const CrPhone *other = reading->phones->pdata[i];
    if (g_strcmp0(other->e164, phone->e164) == 0 && phone->e164 &&
        g_strcmp0(other->ext, phone->ext) == 0)
      return TRUE;
  }
  return FALSE;
}

/* "Fax: ", "F. " between the number and the line's or the last part's beginning. */
static gboolean
is_fax(const char *text, const char *start) {
  const char *from = start;
  while (from > text && start - from < 24 && !strchr("\n|,;\302", from[-1]))
    from--;
  from += strspn(from, " -*");
  return g_ascii_strncasecmp(from, "fax", 3) == 0 || g_ascii_strncasecmp(from, "telefax", 7) == 0 ||
         (g_ascii_tolower(*from) == 'f' &&
          (from[1] == '.' || from[1] == ':' || (from[1] == ' ' && from + 2 == start)));
}

static void
add_phone(const CrMailView *view, const char *text, const Shape *shape, gboolean signature,
          CrReading *reading) {
  guint32 from = shape->start - text, to = shape->end - text;
  int strength = 0;
  CrTopic topic = signature ? CR_N_TOPICS : role_topic(view, from, to, &strength);
  if (topic == CR_TOPIC_PHONE_NOT || is_fax(text, shape->start))
    return;
  g_autoptr(CrPhone) phone = cr_phone_new();
  phone->raw = g_strndup(shape->start, shape->end - shape->start);
  phone->ext = g_strdup(shape->ext);
  phone->code = g_strdup(shape->code);
  if (!signature && phone->code == NULL && topic != CR_TOPIC_PHONE_CANDIDATE &&
      topic != CR_TOPIC_PHONE_CALLER_ID)
    phone->code = find_code(shape->after, strnlen(shape->after, 160));
  if (topic == CR_TOPIC_PHONE_DIAL_IN && phone->code == NULL) {
    gsize back = MIN(from, 60);
    phone->code = find_code(shape->start - back, back);
  }
  if (topic == CR_TOPIC_PHONE_DIAL_IN && phone->code == NULL && phone->ext && strength < 8)
    topic = CR_TOPIC_PHONE_CONTACT; /* somebody's desk */
  phone->role = signature ? CR_PHONE_SIGNATURE : topic_role(topic, phone->code != NULL);
  gboolean candidate = phone->role == CR_PHONE_CANDIDATE;
  const char *theirs = view->their_country, *mine = view->mine_country;
  CrNumberState state = resolve(phone->raw, candidate && mine ? mine : theirs,
                                candidate ? theirs : mine, view, reading, &phone->e164);
  gboolean labelled = topic != CR_N_TOPICS && strength >= 4;
  if (state != CR_NUMBER_VALID &&
      !(state == CR_NUMBER_POSSIBLE && (shape->plus || labelled || signature)) &&
      !(labelled && strength >= 6 && shape->dressed))
    return;
  if (!shape->plus && !shape->dressed && !labelled && !signature && shape->digits != 10 &&
      shape->digits != 11)
    return;
  if (is_own(phone->e164, view->context))
    phone->role = CR_PHONE_CANDIDATE;
  const char *shown = view->country_guessed ? country_of_times(view->mime, reading) : NULL;
  phone->no_country_code = !shape->plus && !g_str_has_prefix(phone->raw, "00") &&
                           lacks_code(phone->raw, phone->e164, shown ? shown : theirs);
  if (!is_known(reading, phone))
    g_ptr_array_add(reading->phones, g_steal_pointer(&phone));
}

static void
scan(const CrMailView *view, const char *text, gboolean signature, CrReading *reading) {
  guint tries = 0;
  for (const char *p = text; *p && tries < MAX_TRIES && reading->phones->len < MAX_PHONES;) {
    p += strcspn(p, "+(0123456789");
    if (*p == '\0')
      return;
    gboolean digit = g_ascii_isdigit(*p) || g_ascii_isdigit(p[1]) || (*p == '+' && p[1] == '(');
    if (!digit || !may_begin(text, p)) {
      p++;
      if (g_ascii_isdigit(p[-1]))
        p += strspn(p, "0123456789");
      continue;
    }
    Shape shape;
    if (read_shape(p, &shape)) {
      tries++;
      add_phone(view, text, &shape, signature, reading);
      p = MAX(shape.after, p + 1);
    } else {
      p += MAX(strspn(p, "+(0123456789"), 1);
    }
    g_free(shape.ext);
    g_free(shape.code);
  }
}

void
cr_mail_read_phones(const CrMailView *view, CrReading *reading) {
  scan(view, view->body->text, FALSE, reading);
  if (view->signature)
    scan(view, view->signature, TRUE, reading);
}

/* The country of the first number written with "+" or "00" below or in the text. */
static const char *
country_of_numbers(const char *text) {
  guint tries = 0;
  for (const char *p = text ? strchr(text, '+') : NULL; p && tries < 8; p = strchr(p + 1, '+')) {
    Shape shape;
    if (!(g_ascii_isdigit(p[1]) || p[1] == '(') || !may_begin(text, p))
      continue;
    tries++;
    gboolean read = read_shape(p, &shape);
    g_free(shape.ext);
    g_free(shape.code);
    g_autofree char *raw = read ? g_strndup(shape.start, shape.end - shape.start) : NULL;
    g_autofree char *e164 = NULL;
    if (raw && cr_phone_read(raw, NULL, &e164, NULL) == CR_NUMBER_VALID)
      return cr_phone_country(e164);
  }
  return NULL;
}

const char *
cr_mail_sender_country(const CrMime *mime, const CrMailContext *context, const char *text,
                       const char *signature) {
  static const struct {
    const char *tld, *country;
  } tlds[] = {{".uk", "GB"}, {".de", "DE"}, {".fr", "FR"}, {".ie", "IE"}, {".nl", "NL"},
              {".au", "AU"}, {".ca", "CA"}, {".in", "IN"}, {".es", "ES"}, {".it", "IT"},
              {".ch", "CH"}, {".at", "AT"}, {".nz", "NZ"}, {".sg", "SG"}, {".jp", "JP"},
              {".se", "SE"}, {".pl", "PL"}, {".be", "BE"}};
  if (context->theirs) {
    const char *country = cr_zone_country(cr_zone_id(context->theirs));
    if (country)
      return country;
  }
  const char *country = country_of_numbers(signature);
  if (country == NULL && !cr_text_find(text, "dial"))
    country = country_of_numbers(text);
  for (guint i = 0; i < G_N_ELEMENTS(tlds) && country == NULL; i++)
    if (mime->from_email && g_str_has_suffix(mime->from_email, tlds[i].tld))
      country = tlds[i].country;
  return country;
}
