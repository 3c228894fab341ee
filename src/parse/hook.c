#include "parse/hook.h"

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "parse/calls-private.h"

#include <stdio.h>
#include <string.h>

#define MAX_ID_CHARS 100
/* A phone's clock may be wrong by so much; what lies further ahead is no call. */
#define AHEAD_USEC (10 * CR_MINUTE)
#define MS_FROM G_GINT64_CONSTANT(100000000000) /* larger numbers are milliseconds, not seconds */

/* Forms */

static void
field_free(gpointer data) {
  CrFormField *field = data;
  g_free(field->name);
  g_free(field->value);
  g_free(field);
}

static gboolean
is_escape(const char *text, gsize left) {
  return left > 2 && *text == '%' && g_ascii_isxdigit(text[1]) && g_ascii_isxdigit(text[2]);
}

/* Some programs escape nothing: a % that begins no escape is one, and where the escapes do not make
 * UTF-8 ("%CDUR", a variable that has no value) there are none. NULL of a NUL, or of what is not
 * UTF-8 either way. */
static char *
decode(const char *text, gsize length) {
  g_autoptr(GString) out = g_string_sized_new(length);
  for (gsize i = 0; i < length; i++) {
    char c = text[i] == '+' ? ' ' : text[i];
    if (is_escape(text + i, length - i)) {
      c = (char) (g_ascii_xdigit_value(text[i + 1]) * 16 + g_ascii_xdigit_value(text[i + 2]));
      i += 2;
    }
    g_string_append_c(out, c);
  }
  gboolean whole = g_utf8_validate(out->str, (gssize) out->len, NULL); /* a NUL is not */
  if (!whole && (strlen(out->str) < out->len || !g_utf8_validate(text, (gssize) length, NULL)))
    return NULL;
  return whole ? g_strdup(out->str) : g_strndup(text, length);
}

static gboolean
add_field(GPtrArray *form, const char *at, gsize length) {
  const char *equals = memchr(at, '=', length);
  gsize size = equals ? (gsize) (equals - at) : length;
  CrFormField *field = g_new0(CrFormField, 1);
  field->name = decode(at, size);
  field->value = equals ? decode(equals + 1, length - size - 1) : g_strdup("");
  gboolean ok = field->name && *field->name && field->value && form->len < CR_MAX_FORM_FIELDS &&
                cr_form_value(form, field->name) == NULL;
  g_ptr_array_add(form, field);
  return ok;
}

GPtrArray *
cr_form_parse(const char *bytes, gsize length, GError **error) {
  g_autoptr(GPtrArray) form = g_ptr_array_new_with_free_func(field_free);
  for (gsize at = 0; at < length;) {
    const char *end = memchr(bytes + at, '&', length - at);
    gsize size = end ? (gsize) (end - bytes) - at : length - at;
    if (size && !add_field(form, bytes + at, size)) {
      g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "the form cannot be read");
      return NULL;
    }
    at += size + 1;
  }
  return g_steal_pointer(&form);
}

const char *
cr_form_value(GPtrArray *form, const char *name) {
  for (guint i = 0; i < form->len; i++) {
    const CrFormField *field = form->pdata[i];
    if (field->name && strcmp(field->name, name) == 0)
      return field->value;
  }
  return NULL;
}

/* Fields, from JSON or a form */

typedef struct {
  const json_t *json; /* or NULL */
  GPtrArray *form;
  CrCallsReader *reader;
  CrInstant now;
  char number[32]; /* a JSON number as text */
} Fields;

/* A keyboard may have made the first letter of a name a capital. */
static const json_t *
find_value(const json_t *json, const char *name) {
  const char *key;
  json_t *value;
  json_object_foreach((json_t *) json, key, value)
    if (g_ascii_strcasecmp(key, name) == 0)
      return value;
  return NULL;
}

static const char *
find_text(GPtrArray *form, const char *name) {
  for (guint i = 0; i < form->len; i++) {
    const CrFormField *field = form->pdata[i];
    if (g_ascii_strcasecmp(field->name, name) == 0)
      return field->value;
  }
  return NULL;
}

/* "%CDUR", "[call_name]", "{number}": a variable that has no value is sent by its name. */
static gboolean
is_variable(const char *text) {
  gsize length = strlen(text);
  char last = length ? text[length - 1] : '\0';
  return (*text == '%' && length > 1 && strchr(text, ' ') == NULL) ||
         (*text == '[' && last == ']') || (*text == '{' && last == '}');
}

/* The first of the names that is there, and not empty. */
static const char *
get(Fields *fields, const char *const *names) {
  for (; *names; names++) {
    const json_t *value = fields->json ? find_value(fields->json, *names) : NULL;
    const char *text = fields->json ? json_string_value(value) : find_text(fields->form, *names);
    if (json_is_integer(value)) /* an id may be too long for a double */
      snprintf(fields->number, sizeof fields->number, "%" JSON_INTEGER_FORMAT,
               json_integer_value(value));
    else if (json_is_real(value)) /* seconds may have a fraction */
      snprintf(fields->number, sizeof fields->number, "%.0f", json_real_value(value));
    if (json_is_number(value))
      text = fields->number;
    if (text && *text && !is_variable(text))
      return text;
  }
  return NULL;
}
#define GET(fields, ...) get(fields, (const char *const[]){__VA_ARGS__, NULL})

static gboolean
refuse(GError **error, const char *field, const char *value) {
  g_autofree char *shown = cr_text_line(value, 60);
  g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s: %s%s%s", field, shown ? "\"" : "is missing",
              shown ? shown : "", shown ? "\" cannot be read" : "");
  return FALSE;
}

/* The numbers are Android's, android.provider.CallLog.Calls.TYPE. */
static const struct {
  const char *name;
  CrCallKind kind;
} kinds[] = {
    {"missed", CR_CALL_MISSED},     {"3", CR_CALL_MISSED},
    {"no-answer", CR_CALL_MISSED},  {"missedCall", CR_CALL_MISSED},
    {"incoming", CR_CALL_INCOMING}, {"answered", CR_CALL_INCOMING},
    {"1", CR_CALL_INCOMING},        {"answered_externally", CR_CALL_INCOMING},
    {"7", CR_CALL_INCOMING},        {"outgoing", CR_CALL_OUTGOING},
    {"2", CR_CALL_OUTGOING},        {"voicemail", CR_CALL_VOICEMAIL},
    {"4", CR_CALL_VOICEMAIL},       {"rejected", CR_CALL_REJECTED},
    {"declined", CR_CALL_REJECTED}, {"5", CR_CALL_REJECTED},
    {"blocked", CR_CALL_BLOCKED},   {"6", CR_CALL_BLOCKED},
    {"rang", CR_CALL_RANG},         {"ringing", CR_CALL_RANG},
    {"callReceived", CR_CALL_RANG}, {"unreachable", CR_CALL_UNREACHABLE},
};

static const struct {
  const char *name;
  CrSilence silence;
} silences[] = {
    {"dnd", CR_SILENCE_DO_NOT_DISTURB},   {"do-not-disturb", CR_SILENCE_DO_NOT_DISTURB},
    {"focus", CR_SILENCE_DO_NOT_DISTURB}, {"screened", CR_SILENCE_SCREENED},
    {"screening", CR_SILENCE_SCREENED},   {"muted", CR_SILENCE_MUTED},
    {"silent", CR_SILENCE_MUTED},         {"off", CR_SILENCE_OFF},
    {"airplane", CR_SILENCE_OFF},         {"no-network", CR_SILENCE_OFF},
};

static gboolean
read_kind(const char *text, CrCallKind *ret_kind, GError **error) {
  for (gsize i = 0; text && i < G_N_ELEMENTS(kinds); i++)
    if (cr_text_equal(kinds[i].name, text)) {
      *ret_kind = kinds[i].kind;
      return TRUE;
    }
  return refuse(error, "kind", text);
}

static gboolean
read_silence(const char *text, CrSilence *ret_silence, GError **error) {
  *ret_silence = CR_SILENCE_NONE;
  for (gsize i = 0; text && i < G_N_ELEMENTS(silences); i++)
    if (cr_text_equal(silences[i].name, text)) {
      *ret_silence = silences[i].silence;
      return TRUE;
    }
  return text == NULL || refuse(error, "silence", text);
}

/* "65", "00:12" or "01:00:12" */
static gboolean
read_duration(const char *text, int *ret_seconds, GError **error) {
  gint64 total = 0;
  g_auto(GStrv) parts = g_strsplit(text ? text : "0", ":", 4);
  for (char **part = parts; *part; part++) {
    gint64 number;
    if (part - parts > 2 || !cr_calls_number(*part, CR_MAX_CALL_SECONDS, &number))
      return refuse(error, "duration", text);
    total = total * 60 + number;
  }
  *ret_seconds = (int) total;
  return total <= CR_MAX_CALL_SECONDS || refuse(error, "duration", text);
}

static gboolean
check_time(CrInstant at, CrInstant now, const char *text, GError **error) {
  if (cr_calls_date_possible(at) && at <= now + AHEAD_USEC)
    return TRUE;
  if (at <= now)
    return refuse(error, "at", text);
  g_autofree char *shown = cr_text_line(text, 60);
  g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "at: \"%s\" is still to come", shown);
  return FALSE;
}

/* Of a form that escapes nothing the + of a number, and of an offset, came as a blank: no number
 * begins with one, and no time with a T holds one. */
static char *
with_plus(const Fields *fields, const char *text) {
  char *whole = g_strdup(text), *t = text ? strchr(whole, 'T') : NULL;
  char *blank = t ? strchr(t, ' ') : whole;
  if (fields->json == NULL && blank && *blank == ' ' && g_ascii_isdigit(blank[1]))
    *blank = '+';
  return whole;
}

/* RFC 3339, seconds or milliseconds since 1970, or the candidate's wall time. */
static gboolean
read_time(const Fields *fields, const char *text, CrInstant *ret_at, GError **error) {
  const CrZone *zone = fields->reader->context->mine;
  gint64 number;
  if (cr_calls_number(text, CR_INSTANT_MAX / 1000, &number))
    *ret_at = number >= MS_FROM ? number * 1000 : number * CR_SECOND;
  else if (!cr_instant_parse(text, ret_at, NULL) &&
           !cr_calls_local_time(text, zone ? zone : cr_zone_utc(), ret_at))
    return refuse(error, "at", text);
  return check_time(*ret_at, fields->now, text, error);
}

/* A program that does not know a number may send a word. */
static const char *
plain_number(const char *text) {
  guint digits = 0;
  for (const char *p = text; p && *p; p++)
    digits += g_ascii_isdigit(*p);
  return digits >= 3 ? text : NULL;
}

/* Takes what was read last. at: as it was told, or NULL. */
static void
keep(const Fields *fields, GPtrArray *found, const char *id, const char *at, CrSilence silence) {
  GPtrArray *calls = fields->reader->calls;
  if (calls->len == 0)
    return;
  CrHookCall *call = g_new0(CrHookCall, 1);
  call->call = g_ptr_array_steal_index(calls, calls->len - 1);
  call->call->silence = silence;
  call->call->undated = id == NULL && at == NULL;
  call->id = cr_text_line(id, MAX_ID_CHARS);
  g_ptr_array_add(found, call);
}

static gboolean
read_plain(Fields *fields, GPtrArray *found, GError **error) {
  CrCallKind kind;
  CrSilence silence;
  int seconds;
  CrInstant at = fields->now;
  if (!read_kind(GET(fields, "kind", "type", "event"), &kind, error) ||
      !read_silence(GET(fields, "silence", "why"), &silence, error) ||
      !read_duration(GET(fields, "duration"), &seconds, error))
    return FALSE;
  g_autofree char *text = with_plus(fields, GET(fields, "at", "date", "time"));
  if (text && !read_time(fields, text, &at, error))
    return FALSE;
  if (text == NULL)
    at -= seconds * CR_SECOND;
  g_autofree char *number =
      with_plus(fields, plain_number(GET(fields, "number", "phone_number", "phoneNumber", "from")));
  g_autofree char *name = g_strdup(GET(fields, "name", "contact", "contactName"));
  if (kind == CR_CALL_UNREACHABLE)
    g_clear_pointer(&number, g_free);
  cr_calls_add(fields->reader, kind, at, seconds, kind == CR_CALL_OUTGOING && seconds > 0, number,
               name);
  keep(fields, found, GET(fields, "id"), text, silence);
  return TRUE;
}

/* Twilio. Source: twilio.com/docs/voice/twiml, "Status callback" and "<Dial> action". Of a
 * forwarded call the leg to the candidate's phone is what counts. */

static const struct {
  const char *status;
  gboolean known; /* how it ended, else it still goes on */
  CrCallKind incoming;
} statuses[] = {
    {"completed", TRUE, CR_CALL_INCOMING}, {"answered", TRUE, CR_CALL_INCOMING},
    {"no-answer", TRUE, CR_CALL_MISSED},   {"canceled", TRUE, CR_CALL_MISSED},
    {"failed", TRUE, CR_CALL_MISSED},      {"busy", TRUE, CR_CALL_REJECTED},
    {"queued", FALSE, CR_CALL_RANG},       {"initiated", FALSE, CR_CALL_RANG},
    {"ringing", FALSE, CR_CALL_RANG},      {"in-progress", FALSE, CR_CALL_RANG},
};

/* "Tue, 24 Nov 2026 19:00:00 +0000" */
static gboolean
read_rfc_time(const char *text, CrInstant *ret_at) {
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  CrWall wall = {0};
  char month[4] = "";
  if (sscanf(text, "%*3s, %2d %3s %4d %2d:%2d:%2d +0000", &wall.day, month, &wall.year, &wall.hour,
             &wall.minute, &wall.second) != 6)
    return FALSE;
  const char *found = strlen(month) == 3 ? strstr(months, month) : NULL;
  wall.month = found && (found - months) % 3 == 0 ? (int) (found - months) / 3 + 1 : 0;
  if (!cr_wall_valid(&wall))
    return FALSE;
  *ret_at = cr_wall_seconds(&wall) * CR_SECOND;
  return TRUE;
}

/* Whoever withholds the number is one by its letters on a keypad: ANONYMOUS, RESTRICTED, BLOCKED,
 * UNKNOWN, UNAVAILABLE. Source: help.twilio.com, "Why am I getting calls from these strange
 * numbers?" */
static const char *
shown_number(const char *text) {
  static const char *const withheld[] = {"+266696687", "+7378742833",  "+2562533",
                                         "+8656696",   "+86282452253", NULL};
  return text && g_strv_contains(withheld, text) ? NULL : plain_number(text);
}

static gboolean
read_twilio(Fields *fields, GPtrArray *found, GError **error) {
  const char *word = GET(fields, "DialCallStatus", "CallStatus"), *when = GET(fields, "Timestamp");
  const char *way = GET(fields, "Direction");
  int seconds;
  CrInstant at = fields->now;
  gsize i = 0;
  while (i < G_N_ELEMENTS(statuses) && !cr_text_equal(statuses[i].status, word))
    i++;
  if (i == G_N_ELEMENTS(statuses))
    return refuse(error, "CallStatus", word);
  if (!statuses[i].known)
    return TRUE;
  if (!read_duration(GET(fields, "DialCallDuration", "CallDuration"), &seconds, error))
    return FALSE;
  if (when && !read_rfc_time(when, &at))
    return refuse(error, "Timestamp", when);
  if (!check_time(at, fields->now, when, error))
    return FALSE;
  gboolean outgoing = way && g_str_has_prefix(way, "outbound") && !GET(fields, "ParentCallSid");
  const char *number = outgoing ? GET(fields, "To") : GET(fields, "From");
  gboolean answered = statuses[i].incoming == CR_CALL_INCOMING;
  CrCallKind kind = outgoing ? CR_CALL_OUTGOING : statuses[i].incoming;
  cr_calls_add(fields->reader, kind, at - seconds * CR_SECOND, answered ? seconds : 0,
               outgoing && answered, shown_number(number), GET(fields, "CallerName"));
  keep(fields, found, GET(fields, "CallSid"), when, CR_SILENCE_NONE);
  return TRUE;
}

/* Asterisk, by the names of its CDR fields */

typedef struct {
  GError *error;
} Problem;

static void
note_problem(const char *message, gpointer data) {
  Problem *problem = data;
  if (problem->error == NULL)
    g_set_error_literal(&problem->error, CR_ERROR, CR_ERROR_PARSE, message);
}

static const char *
or_empty(const char *text) {
  return text ? text : "";
}

/* While the record is still open, as it may be in a hangup handler, it is below zero. */
static const char *
known_seconds(const char *text) {
  return text && *text != '-' ? text : "";
}

static gboolean
read_cdr(Fields *fields, GPtrArray *found, GError **error) {
  Problem problem = {NULL};
  const CrCdr cdr = {.src = or_empty(cr_form_value(fields->form, "src")),
                     .dst = or_empty(cr_form_value(fields->form, "dst")),
                     .context = or_empty(cr_form_value(fields->form, "dcontext")),
                     .clid = or_empty(cr_form_value(fields->form, "clid")),
                     .app = or_empty(cr_form_value(fields->form, "lastapp")),
                     .start = or_empty(cr_form_value(fields->form, "start")),
                     .disposition = or_empty(cr_form_value(fields->form, "disposition")),
                     .spoken = known_seconds(cr_form_value(fields->form, "billsec"))};
  fields->reader->problem = note_problem;
  fields->reader->data = &problem;
  cr_calls_add_cdr(fields->reader, &cdr);
  fields->reader->problem = NULL;
  if (problem.error) {
    g_propagate_error(error, problem.error);
    return FALSE;
  }
  const GPtrArray *calls = fields->reader->calls;
  const CrCall *last = calls->len ? calls->pdata[calls->len - 1] : NULL;
  if (last && !check_time(last->at, fields->now, cdr.start, error))
    return FALSE;
  keep(fields, found, cr_form_value(fields->form, "uniqueid"), cdr.start, CR_SILENCE_NONE);
  return TRUE;
}

/* All of it */

static gboolean
read_form(CrCallsReader *reader, const char *bytes, gsize length, CrInstant now, GPtrArray *found,
          GError **error) {
  g_autoptr(GPtrArray) form = cr_form_parse(bytes, length, error);
  Fields fields = {.form = form, .reader = reader, .now = now};
  if (form == NULL)
    return FALSE;
  if (cr_form_value(form, "CallSid"))
    return read_twilio(&fields, found, error);
  if (cr_form_value(form, "disposition"))
    return read_cdr(&fields, found, error);
  return read_plain(&fields, found, error);
}

static gboolean
read_json(CrCallsReader *reader, const char *bytes, gsize length, CrInstant now, GPtrArray *found,
          GError **error) {
  g_autoptr(json_t) json = cr_json_parse(bytes, length, error);
  if (json == NULL)
    return FALSE;
  gsize count = json_is_array(json) ? json_array_size(json) : 1;
  if (count > CR_MAX_HOOK_CALLS) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "at most %d calls at once", CR_MAX_HOOK_CALLS);
    return FALSE;
  }
  for (gsize i = 0; i < count; i++) {
    Fields fields = {
        .json = json_is_array(json) ? json_array_get(json, i) : json, .reader = reader, .now = now};
    if (!json_is_object(fields.json)) {
      g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "each call is to be an object");
      return FALSE;
    }
    if (!read_plain(&fields, found, error))
      return FALSE;
  }
  return TRUE;
}

static void
hook_call_free(gpointer data) {
  CrHookCall *call = data;
  cr_call_free(call->call);
  g_free(call->id);
  g_free(call);
}

GPtrArray *
cr_hook_parse(const char *bytes, gsize length, const CrCallsContext *context, CrInstant now,
              GError **error) {
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(hook_call_free);
  g_autoptr(GPtrArray) calls = g_ptr_array_new_with_free_func((GDestroyNotify) cr_call_free);
  CrCallsReader reader = {.context = context, .calls = calls, .row = 1};
  gsize blank = 0;
  while (blank < length && g_ascii_isspace(bytes[blank]))
    blank++;
  if (blank == length) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "nothing is told of a call");
    return NULL;
  }
  gboolean json = bytes[blank] == '{' || bytes[blank] == '[';
  gboolean ok = json ? read_json(&reader, bytes, length, now, found, error)
                     : read_form(&reader, bytes, length, now, found, error);
  return ok ? g_steal_pointer(&found) : NULL;
}
