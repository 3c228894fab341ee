/* Telephone numbers in a mail: a scan for their shape, libphonenumber for their sense, and the
 * words around them for their role. */
#include "parse/mail-phones.h"

#include <string.h>

#define MAX_PHONES 24
#define MAX_TRIES 80 /* shapes shown to libphonenumber for one mail */
#define MIN_CUE 6    /* strength of one that decides alone */
#define MIN_LABEL 4  /* of one that says that it is a number */
#define REACH 14     /* words between a cue and its number */
#define NEAR_START 5 /* words from the beginning of a sentence that may end the one before */

static gboolean
has_same_digits(const CrPhoneShape *a, const CrPhoneShape *b) {
  const char *p = a->start, *q = b->start;
  for (guint n = 0; n < a->digits && n < b->digits; n++) {
    while (p < a->end && !g_ascii_isdigit(*p))
      p++;
    while (q < b->end && !g_ascii_isdigit(*q))
      q++;
    if (p == a->end || q == b->end || *p++ != *q++)
      return FALSE;
  }
  return a->digits == b->digits;
}

/* Where a number stands among the words of its text. */
typedef struct {
  guint first, after; /* its words; after is behind its extension */
  guint last;         /* the word behind the number before it; 0 when there is none */
  gboolean colon;     /* it follows one: "Olga will call: …" */
} Place;

/* "Organizer will call: …", as booking pages write: whom, and not whose. */
static gboolean
is_of_who_is_booked(const char *text, const char *colon) {
  static const char *const roles[] = {"organizer will ",   "organiser will ", "host will ",
                                      "interviewer will ", "recruiter will ", NULL};
  const char *line = colon;
  while (line > text && line[-1] != '\n')
    line--;
  for (const char *const *role = roles; *role; role++) {
    const char *said = cr_text_find(line, *role);
    if (said && said < colon)
      return TRUE;
  }
  return FALSE;
}

static Place
place_of(const CrMailView *view, const CrPhoneShape *shape, guint last) {
  const char *text = view->body->text, *before = shape->start;
  while (before > text && before[-1] == ' ')
    before--;
  return (Place){.first = cr_words_at(view->body, shape->start - text),
                 .after = cr_words_at(view->body, shape->end - text),
                 .last = last,
                 .colon = before > text && before[-1] == ':' && !is_of_who_is_booked(text, before)};
}

/* A number stands among those words. */
static gboolean
holds_number(const CrMailView *view, guint from, guint end) {
  for (guint i = from; i < MIN(end, view->body->n); i++) {
    const CrWord *next = &cr_word_at(view->body, i);
    if (next->class & CR_WORD_NUMBER && next->end - next->start > 2)
      return TRUE;
  }
  return FALSE;
}

/* How much a cue says about the number there: the more the nearer it is, before it in its sentence
 * (or the line above, when the number begins its own), or closely behind it. */
static double
strength_of(const CrMailView *view, const CrCue *cue, const Place *place) {
  const CrSentence *sentence = &g_array_index(view->body->sentences, CrSentence, cue->sentence);
  gboolean same = place->first >= sentence->first && place->first < sentence->end;
  gboolean not = cue->topic == CR_TOPIC_PHONE_NOT;
  if (cue->first < place->first) {
    guint gap = place->first - MIN(cue->end, place->first);
    if ((!same && place->first > sentence->end + NEAR_START) ||
        (cue->end > place->first && place->colon) || /* "Olga will call: …" */
        /* "call you on N from M" is about M, too, "I have N for you" is not */
        (cue->end > place->after && holds_number(view, place->after, cue->end + 2)) ||
        gap > (not ? 2 : REACH))
      return 0;
    return cue->weight - 0.5 * gap - (same ? 0 : 3) - (cue->end < place->last ? 3 : 0);
  }
  guint gap = cue->first - MIN(place->after, cue->first);
  if (not || !same || cue->first < place->after || gap >= 5 ||
      holds_number(view, cue->end, cue->end + 3)) /* "from N, your mobile is M" */
    return 0;
  return cue->weight - 1.5 - 0.8 * gap;
}

/* Who is to call tells whose a number is that nothing else tells of. */
static CrTopic
topic_by_caller(const CrMailView *view, const Place *place) {
  CrTopic topic = CR_N_TOPICS;
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->negated || cue->weight < 8)
      continue;
    const CrSentence *sentence = &g_array_index(view->body->sentences, CrSentence, cue->sentence);
    gboolean before = cue->first < place->first && place->first < sentence->end &&
                      cue->end <= place->after &&                  /* "Ines (N) will call you" */
                      !(place->colon && cue->end >= place->first); /* "Olga will call: …" */
    if (cue->topic == CR_TOPIC_PHONE_LISTED)
      return CR_TOPIC_PHONE_CANDIDATE;
    if (cue->topic == CR_TOPIC_CALLER_RECRUITER && before)
      topic = CR_TOPIC_PHONE_CANDIDATE;
    if (cue->topic == CR_TOPIC_CALLER_CANDIDATE && before)
      topic = CR_TOPIC_PHONE_CONTACT;
  }
  return topic;
}

/* The strongest cue near the number. */
static CrTopic
role_topic(const CrMailView *view, const Place *place, int *ret_strength) {
  double best = 0;
  CrTopic topic = CR_N_TOPICS;
  for (guint i = 0; i < view->cues->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    if (cue->topic < CR_TOPIC_PHONE_CANDIDATE || cue->topic > CR_TOPIC_PHONE_NOT)
      continue;
    double strength = strength_of(view, cue, place);
    if (strength > best) {
      best = strength;
      topic = cue->topic;
    }
  }
  if (best < MIN_CUE) {
    CrTopic by_caller = topic_by_caller(view, place);
    topic = by_caller == CR_N_TOPICS ? topic : by_caller;
    best = by_caller == CR_N_TOPICS ? best : MIN_CUE;
  }
  *ret_strength = (int) best;
  return topic;
}

/* "My number is N", wrote who is answered here. */
static gboolean
is_of_the_quote(const CrMailView *view, const CrPhoneShape *number) {
  CrPhoneShape shape;
  guint tries = 0;
  for (const char *p = view->quote; p && tries < 8; tries++) {
    if ((p = cr_phone_shape_next(view->quote, p, &shape)) == NULL)
      return FALSE;
    cr_phone_shape_clear(&shape);
    gsize back = MIN(shape.start - view->quote, 40);
    g_autofree char *said = g_strndup(shape.start - back, back);
    if (has_same_digits(&shape, number) &&
        (cr_text_find(said, "my ") || cr_text_find(said, " me ")))
      return TRUE;
  }
  return FALSE;
}

/* A number that only the reader's country has. */
static gboolean
is_of_readers_country(const CrMailView *view, const char *e164) {
  const char *country = e164 && !view->country_guessed ? cr_phone_country(e164) : NULL;
  return country && g_strcmp0(country, view->mine_country) == 0 &&
         strcmp(country, view->their_country) != 0;
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

/* The digits of a number, without the zeros that only say how it is dialled. */
static char *
dialled_digits(const char *number) {
  g_autoptr(GString) digits = g_string_new(NULL);
  for (const char *p = number; *p; p++)
    if (g_ascii_isdigit(*p) && (digits->len || *p != '0'))
      g_string_append_c(digits, *p);
  return g_string_free(g_steal_pointer(&digits), FALSE);
}

#define COUNTRY_CODE_MAX 3
#define LIKE_MIN_DIGITS 7

/* One digit of the reader's own number is wrong, missing or too many, or two are swapped: nobody
 * else's is so like it by chance. Written with its country code or without. */
static gboolean
is_nearly_own(const char *number, const CrMailContext *context) {
  if (context->own_phone == NULL)
    return FALSE;
  g_autofree char *digits = dialled_digits(number), *own = dialled_digits(context->own_phone);
  gsize skips = number[0] == '+' ? 0 : COUNTRY_CODE_MAX;
  for (gsize skip = 0; skip <= skips && strlen(own) >= skip + LIKE_MIN_DIGITS; skip++)
    if (cr_text_distance(digits, own + skip, 1) == 1)
      return TRUE;
  return FALSE;
}

/* Whoever has the reader's own number right writes another one for its own sake. */
static gboolean
holds_own(const char *text, const CrMailContext *context) {
  CrPhoneShape shape;
  guint tries = 0;
  for (const char *p = text; p && tries < MAX_TRIES; tries++) {
    if ((p = cr_phone_shape_next(text, p, &shape)) == NULL)
      return FALSE;
    g_autofree char *raw = g_strndup(shape.start, shape.end - shape.start);
    g_autofree char *digits = dialled_digits(raw);
    gboolean own =
        strlen(digits) >= LIKE_MIN_DIGITS && g_str_has_suffix(context->own_phone, digits);
    cr_phone_shape_clear(&shape);
    if (own)
      return TRUE;
  }
  return FALSE;
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

/* What stands between the line's or the part's beginning, or another number, and a number, in
 * lower case. */
static char *
label_before(const char *text, const char *start) {
  const char *from = start;
  while (from > text && start - from < 32 && !strchr("\n|,;\302", from[-1]) &&
         !g_ascii_isdigit(from[-1]))
    from--;
  while (from < start && strchr(" -*/", *from))
    from++;
  return g_ascii_strdown(from, start - from);
}

static gboolean
begins_with_any(const char *word, const char *const *beginnings) {
  for (; *beginnings; beginnings++)
    if (g_str_has_prefix(word, *beginnings))
      return TRUE;
  return FALSE;
}

/* "Fax: ", "F. " */
static gboolean
is_fax(const char *label) {
  static const char *const faxes[] = {"fax",     "telefax",  "facsimile", "faks", "telecop",
                                      "télécop", "telefaks", "f.",        "f:",   NULL};
  return begins_with_any(label, faxes) || strncmp(label, "f +", 3) == 0 ||
         (label[0] == 'f' && label[1] == ' ' &&
          strcspn(label + 1, "abcdefghijklmnopqrstuvwxyz") == strlen(label + 1));
}

/* "in case", "in that case" */
static gboolean
is_of_need(char **words, guint i) {
  return strcmp(words[i], "case") == 0 &&
         ((i > 0 && strcmp(words[i - 1], "in") == 0) || (i > 1 && strcmp(words[i - 2], "in") == 0));
}

/* "VAT no.", "Company registered in England No.": the last words before the number name it, unless
 * they speak of a telephone. */
static gboolean
is_id(const char *label) {
  static const char *const neutral[] = {"", "is", "the", "number", "s", NULL};
  static const char *const numbered[] = {"no", "nr", "num", "nummer", NULL};
  static const char *const phones[] = {"tel",  "tél",  "phon", "ph",    "fon",  "mob",
                                       "cell", "call", "dial", "ring",  "text", "direct",
                                       "line", "desk", "gsm",  "handy", NULL};
  static const char *const ids[] = {
      "vat",     "ust",      "idnr",         "hrb",     "siret", "siren", "id",       "ref",
      "isbn",    "license",  "licence",      "lic",     "cage",  "duns",  "npi",      "ein",
      "abn",     "acn",      "iban",         "kvk",     "cvr",   "cif",   "nif",      "cin",
      "gst",     "rcs",      "acct",         "account", "badge", "order", "flight",   "booking",
      "invoice", "case",     "ticket",       "policy",  "claim", "job",   "passport", "requisition",
      "req",     "tracking", "registration", "company", NULL};
  g_auto(GStrv) words = g_strsplit_set(label, " .:#()'/-", 16);
  gboolean named = FALSE;
  if (strstr(label, "caller"))
    return FALSE;
  for (guint i = g_strv_length(words); i-- > 0;) {
    if (g_strv_contains((const char *const *) neutral, words[i]))
      continue;
    if (begins_with_any(words[i], phones) || !g_strv_contains(numbered, words[i]))
      return !begins_with_any(words[i], phones) && !is_of_need(words, i) &&
             (named || g_strv_contains(ids, words[i]));
    named = TRUE;
  }
  return named;
}

/* "I will call you on Wednesday at 11 AM from N": no word of the call stands so near to it. */
static gboolean
ends_with_from(const char *label) {
  gsize length = strlen(label);
  while (length && strchr(" :", label[length - 1]))
    length--;
  return length >= 4 && strncmp(label + length - 4, "from", 4) == 0 &&
         (length == 4 || label[length - 5] == ' ');
}

/* The code that a caller keys in: behind the number, or before it in words about dialling in. */
static char *
find_code(const char *text, const CrPhoneShape *shape, CrTopic topic) {
  if (shape->code)
    return g_strdup(shape->code);
  if (topic == CR_TOPIC_PHONE_CANDIDATE || topic == CR_TOPIC_PHONE_CALLER_ID)
    return NULL;
  char *code = cr_phone_code_find(shape->after, strnlen(shape->after, 160));
  gsize back = MIN(shape->start - text, 60);
  if (code == NULL && topic == CR_TOPIC_PHONE_DIAL_IN)
    code = cr_phone_code_find(shape->start - back, back);
  return code;
}

/* How much must speak for a number depends on how much it looks like one. */
static gboolean
may_be_number(const CrPhoneShape *shape, gboolean signature, int cue) {
  return shape->plus || shape->dressed || cue >= MIN_LABEL || signature || shape->digits == 10 ||
         shape->digits == 11;
}

static gboolean
is_credible(const CrPhoneShape *shape, CrNumberState state, gboolean signature, int cue) {
  if (state == CR_NUMBER_VALID)
    return TRUE;
  if (state == CR_NUMBER_POSSIBLE && (shape->plus || cue >= MIN_LABEL || signature))
    return TRUE;
  gboolean count = strncmp(shape->end - 3, "000", 3) == 0;                 /* "+20 000 users" */
  return cue >= (shape->plus ? MIN_LABEL : 6) && shape->dressed && !count; /* a slip in it */
}

/* It alone is the text's last line: whoever writes leaves theirs above their name. */
static gboolean
ends_text(const char *text, const CrPhoneShape *shape) {
  return (shape->start == text || shape->start[-1] == '\n') &&
         shape->after[strspn(shape->after, " .\n")] == '\0';
}

static void
add_phone(const CrMailView *view, const char *text, const CrPhoneShape *shape, const Place *place,
          CrReading *reading) {
  gboolean signature = place == NULL;
  int strength = 0;
  CrTopic topic = signature ? CR_N_TOPICS : role_topic(view, place, &strength);
  g_autofree char *label = label_before(text, shape->start);
  if (topic == CR_TOPIC_PHONE_CANDIDATE && ends_with_from(label))
    topic = CR_TOPIC_PHONE_CALLER_ID;
  int cue = topic == CR_N_TOPICS ? 0 : strength;
  if (topic == CR_TOPIC_PHONE_NOT || !may_be_number(shape, signature, cue) || is_fax(label) ||
      is_id(label))
    return;
  g_autoptr(CrPhone) phone = cr_phone_new();
  phone->raw = g_strdelimit(g_strndup(shape->start, shape->end - shape->start), "\n", ' ');
  phone->ext = g_strdup(shape->ext);
  phone->code = signature ? g_strdup(shape->code) : find_code(text, shape, topic);
  if (topic == CR_TOPIC_PHONE_DIAL_IN && phone->code == NULL && strength < (phone->ext ? 8 : 6))
    topic = CR_TOPIC_PHONE_CONTACT; /* somebody's desk */
  phone->role = signature ? CR_PHONE_SIGNATURE : topic_role(topic, phone->code != NULL);
  CrNumberState state =
      cr_phone_resolve(phone->raw, phone->role == CR_PHONE_CANDIDATE, view, reading, &phone->e164);
  gboolean open = !signature && strength < MIN_CUE && phone->role == CR_PHONE_CONTACT;
  gboolean mistyped = open && !ends_text(text, shape) && is_nearly_own(phone->raw, view->context) &&
                      !holds_own(text, view->context);
  if (!is_credible(shape, state, signature, cue) && !mistyped)
    return;
  if (is_own(phone->e164, view->context) || mistyped ||
      (open && (is_of_the_quote(view, shape) || is_of_readers_country(view, phone->e164))))
    phone->role = CR_PHONE_CANDIDATE;
  const char *shown = view->country_guessed ? cr_mail_country_of_times(view->mime, reading) : NULL;
  phone->no_country_code = !shape->plus && !g_str_has_prefix(phone->raw, "00") &&
                           lacks_code(phone->raw, phone->e164, shown ? shown : view->their_country);
  if (!is_known(reading, phone))
    g_ptr_array_add(reading->phones, g_steal_pointer(&phone));
}

static void
scan(const CrMailView *view, const char *text, gboolean signature, CrReading *reading) {
  guint tries = 0, last = 0;
  CrPhoneShape shape;
  for (const char *p = text; tries < MAX_TRIES && reading->phones->len < MAX_PHONES; tries++) {
    if ((p = cr_phone_shape_next(text, p, &shape)) == NULL)
      return;
    Place place = signature ? (Place){0} : place_of(view, &shape, last);
    add_phone(view, text, &shape, signature ? NULL : &place, reading);
    last = place.after;
    cr_phone_shape_clear(&shape);
  }
}

void
cr_mail_read_phones(const CrMailView *view, CrReading *reading) {
  scan(view, view->body->text, FALSE, reading);
  if (view->signature)
    scan(view, view->signature, TRUE, reading);
}
