/* Telephone numbers in a mail: a scan for their shape, libphonenumber for their sense, and the
 * words around them for their role. */
#include "parse/mail-phones.h"

#include <string.h>

#define MAX_PHONES 24
#define MAX_TRIES 80 /* shapes shown to libphonenumber for one mail */
#define REACH 14     /* words between a cue and its number */

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

/* What stands between the line's or the part's beginning and a number, in lower case. */
static char *
label_before(const char *text, const char *start) {
  const char *from = start;
  while (from > text && start - from < 32 && !strchr("\n|,;\302", from[-1]))
    from--;
  while (from < start && strchr(" -*", *from))
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
      return !begins_with_any(words[i], phones) && (named || g_strv_contains(ids, words[i]));
    named = TRUE;
  }
  return named;
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
is_credible(const CrPhoneShape *shape, CrNumberState state, gboolean signature, int cue) {
  gboolean labelled = cue >= 4;
  if (!shape->plus && !shape->dressed && !labelled && !signature && shape->digits != 10 &&
      shape->digits != 11)
    return FALSE;
  if (state == CR_NUMBER_VALID)
    return TRUE;
  if (state == CR_NUMBER_POSSIBLE && (shape->plus || labelled || signature))
    return TRUE;
  return cue >= 6 && shape->dressed;
}

static void
add_phone(const CrMailView *view, const char *text, const CrPhoneShape *shape, gboolean signature,
          CrReading *reading) {
  guint32 from = shape->start - text, to = shape->end - text;
  int strength = 0;
  CrTopic topic = signature ? CR_N_TOPICS : role_topic(view, from, to, &strength);
  g_autofree char *label = label_before(text, shape->start);
  if (topic == CR_TOPIC_PHONE_NOT || is_fax(label) || is_id(label))
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
  if (!is_credible(shape, state, signature, topic == CR_N_TOPICS ? 0 : strength))
    return;
  if (is_own(phone->e164, view->context))
    phone->role = CR_PHONE_CANDIDATE;
  const char *shown = view->country_guessed ? cr_mail_country_of_times(view->mime, reading) : NULL;
  phone->no_country_code = !shape->plus && !g_str_has_prefix(phone->raw, "00") &&
                           lacks_code(phone->raw, phone->e164, shown ? shown : view->their_country);
  if (!is_known(reading, phone))
    g_ptr_array_add(reading->phones, g_steal_pointer(&phone));
}

static void
scan(const CrMailView *view, const char *text, gboolean signature, CrReading *reading) {
  guint tries = 0;
  CrPhoneShape shape;
  for (const char *p = text; tries < MAX_TRIES && reading->phones->len < MAX_PHONES; tries++) {
    if ((p = cr_phone_shape_next(text, p, &shape)) == NULL)
      return;
    add_phone(view, text, &shape, signature, reading);
    cr_phone_shape_clear(&shape);
  }
}

void
cr_mail_read_phones(const CrMailView *view, CrReading *reading) {
  scan(view, view->body->text, FALSE, reading);
  if (view->signature)
    scan(view, view->signature, TRUE, reading);
}
