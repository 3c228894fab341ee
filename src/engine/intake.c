#include "engine/intake.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "engine/describe.h"
#include "parse/calls.h"
#include "parse/hook.h"
#include "parse/ical.h"
#include "parse/input.h"
#include "parse/mail-bulk.h"
#include "parse/mail.h"
#include "parse/phone.h"
#include "parse/timetext.h"
#include "playbook/agree.h"

#include <string.h>
#include <sys/mman.h>

#define MAX_FOLDER_DEPTH 8

static void
report(const char *message, gpointer data) {
  CrIntake *intake = data;
  g_autofree char *line = cr_text_line(message, 400);
  intake->problems++;
  if (intake->problem)
    intake->problem(line, intake->data);
}

static void
report_error(CrIntake *intake, const char *name, const GError *error) {
  gboolean named = g_str_has_prefix(error->message, name);
  g_autofree char *message =
      named ? g_strdup(error->message) : g_strdup_printf("%s: %s", name, error->message);
  report(message, intake);
}

static const CrZone *
my_zone(const CrIntake *intake) {
  return cr_zone_find(intake->profile->zone);
}

/* Calendars and invites */

typedef struct {
  CrIntake *intake;
  const char *name;
  CrIntakeRole role;
  const CrReading *mail; /* that carried it, or NULL */
  guint events;
} CalendarTurn;

/* An invitation that the candidate said no to takes none of their time. */
static gboolean
is_declined(const CrIntake *intake, const CrEvent *event) {
  for (guint i = 0; i < event->attendees->len; i++) {
    const CrAttendee *attendee = event->attendees->pdata[i];
    if (cr_profile_owns(intake->profile, attendee->email))
      return cr_text_equal(attendee->status, "DECLINED");
  }
  return FALSE;
}

static void
keep_busy(CrIntake *intake, const char *calendar, const CrEvent *event) {
  if (event->cancelled || event->transparent || event->end <= event->start ||
      is_declined(intake, event))
    return;
  CrBusy busy = {{event->start, event->end},
                 g_intern_string(calendar),
                 NULL,
                 g_strdup(event->uid),
                 g_strdup(event->summary)};
  busy.key = g_strdup_printf("%s/%" G_GINT64_FORMAT, event->uid ? event->uid : "",
                             event->recurrence_id != CR_INSTANT_NONE ? event->recurrence_id
                                                                     : event->start);
  g_array_append_val(intake->busy, busy);
}

/* Who sent it, for the key: what a forger sends must not pass for what is read later. */
static const char *
sender_of(const CrReading *mail) {
  if (mail == NULL || mail->from_email == NULL)
    return "";
  return mail->forged ? "forged" : mail->from_email;
}

static void
keep_invite(CalendarTurn *turn, const CrEvent *event) {
  CrInstant at =
      turn->mail && turn->mail->date != CR_INSTANT_NONE ? turn->mail->date : event->dtstamp;
  g_autofree char *key =
      g_strdup_printf("invite:%s:%s:%d:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT ":%s",
                      event->uid ? event->uid : "", cr_method_names[event->method], event->sequence,
                      event->dtstamp, event->recurrence_id, sender_of(turn->mail));
  CrFact *fact = cr_fact_new(CR_FACT_INVITE, at, turn->name, key);
  g_autoptr(CrReading) described = cr_describe_event(event, turn->intake->profile, at);
  fact->event = cr_event_copy(event);
  fact->mail = cr_reading_copy(turn->mail);
  if (fact->mail && described)
    cr_describe_merge(fact->mail, described);
  else if (described)
    fact->mail = g_steal_pointer(&described);
  g_ptr_array_add(turn->intake->facts, fact);
}

/* In the candidate's own calendar an appointment for an interview is a promised call too. */
static gboolean
looks_like_interview(const CrIntake *intake, const CrEvent *event) {
  gboolean invited = FALSE;
  for (guint i = 0; i < event->attendees->len; i++)
    invited = invited ||
              cr_profile_owns(intake->profile, ((CrAttendee *) event->attendees->pdata[i])->email);
  if (!invited || event->organizer_email == NULL ||
      cr_profile_owns(intake->profile, event->organizer_email) ||
      event->recurrence_id != CR_INSTANT_NONE)
    return FALSE;
  return cr_agree_speaks_of_interview(event->summary);
}

static gboolean
take_event(const CrEvent *event, gpointer data) {
  CalendarTurn *turn = data;
  gboolean itip = event->method != CR_METHOD_NONE && event->method != CR_METHOD_PUBLISH;
  turn->events++;
  if (turn->role == CR_AS_INVITE || (turn->role == CR_AS_FOUND && itip)) {
    keep_invite(turn, event);
    return TRUE;
  }
  keep_busy(turn->intake, turn->name, event);
  if (turn->role == CR_AS_FOUND && looks_like_interview(turn->intake, event))
    keep_invite(turn, event);
  return TRUE;
}

static void
report_calendar(const char *message, gpointer data) {
  report(message, ((CalendarTurn *) data)->intake);
}

/* A large calendar is read once from front to back: what was read need not stay in memory. */
static void
release_read(gpointer data) {
  const CrIntake *intake = ((CalendarTurn *) data)->intake;
  if (intake->map)
    madvise(intake->map, intake->map_length, MADV_DONTNEED);
}

static gboolean
read_calendar(CalendarTurn *turn, const char *bytes, gsize length, GError **error) {
  gboolean bound = turn->role != CR_AS_INVITE;
  CrIcalContext context = {.mine = my_zone(turn->intake),
                           .from = bound ? turn->intake->from : CR_INSTANT_NONE,
                           .to = bound ? turn->intake->to : CR_INSTANT_NONE,
                           .name = turn->name,
                           .relax = release_read};
  return cr_ical_parse(bytes, length, &context, take_event, report_calendar, turn, error);
}

/* Mail */

static gboolean
take_first(const CrEvent *event, gpointer data) {
  *(CrEvent **) data = cr_event_copy(event);
  return FALSE;
}

/* An answer to an invite is a mail like others; its calendar part says who answers which invite. */
static CrEvent *
read_reply(const CrIntake *intake, const CrMime *mime) {
  CrIcalContext context = {.mine = my_zone(intake), .from = CR_INSTANT_NONE, .to = CR_INSTANT_NONE};
  CrEvent *event = NULL;
  if (mime->calendar && mime->method == CR_METHOD_REPLY)
    cr_ical_parse(mime->calendar, strlen(mime->calendar), &context, take_first, NULL, &event, NULL);
  return event;
}

static gboolean
carries_invite(const CrReading *mail, const CrMime *mime) {
  return mime->calendar && mail->class != CR_MAIL_BOUNCE && mail->class != CR_MAIL_OUT_OF_OFFICE &&
         mime->method != CR_METHOD_REPLY;
}

static void
take_mail(CrIntake *intake, const char *bytes, gsize length, const char *name) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrMime) mime = cr_mime_parse(bytes, length, &error);
  if (mime == NULL) {
    report_error(intake, name, error);
    return;
  }
  CrMailContext context = {.mine = my_zone(intake),
                           .country = intake->profile->country,
                           .own_phone = intake->profile->phone,
                           .fallback = intake->from};
  g_autoptr(CrReading) mail = cr_mail_read(mime, &context);
  /* A forged mail in the candidate's name is a stranger's. */
  gboolean own = !mail->forged && cr_profile_owns(intake->profile, mail->from_email);
  intake->saw_mail = TRUE;
  if (mail->date == CR_INSTANT_NONE) {
    g_autofree char *message = g_strdup_printf("%s: no usable Date header", name);
    report(message, intake);
    return;
  }
  if (!own && carries_invite(mail, mime)) {
    CalendarTurn turn = {intake, name, CR_AS_INVITE, mail, 0};
    if (read_calendar(&turn, mime->calendar, strlen(mime->calendar), &error) && turn.events > 0)
      return;
    if (error)
      report_error(intake, name, error);
  }
  g_autofree char *hash =
      mail->message_id
          ? NULL
          : g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *) bytes, length);
  g_autofree char *key =
      g_strdup_printf("mail:%s:%s", mail->message_id ? mail->message_id : hash, sender_of(mail));
  CrFact *fact = cr_fact_new(own ? CR_FACT_OWN_MAIL : CR_FACT_MAIL, mail->date, name, key);
  fact->event = read_reply(intake, mime);
  fact->mail = g_steal_pointer(&mail);
  g_ptr_array_add(intake->facts, fact);
}

static void
take_mbox(CrIntake *intake, const char *bytes, gsize length, const char *name) {
  gsize offset = 0, size;
  const char *message;
  for (guint number = 1; cr_mbox_next(bytes, length, &offset, &message, &size); number++) {
    g_autofree char *part = g_strdup_printf("%s: message %u", name, number);
    take_mail(intake, message, size, part);
  }
}

/* Call logs */

/* Of a log's bad rows the first few are told and the rest counted. */
#define TOLD_ROWS 4

typedef struct {
  CrIntake *intake;
  guint rows;
} BadRows;

static void
report_row(const char *message, gpointer data) {
  BadRows *bad = data;
  if (bad->rows++ < TOLD_ROWS)
    report(message, bad->intake);
}

/* id: the sender's own name for it, or NULL. */
static void
keep_call(CrIntake *intake, const CrCall *call, const char *id, const char *name) {
  g_autofree char *key = id ? g_strdup_printf("call:%s:%s", name, id) : cr_call_key(call);
  CrFact *fact = cr_fact_new(CR_FACT_CALL, call->at, name, key);
  fact->call = cr_call_copy(call);
  g_ptr_array_add(intake->facts, fact);
}

static void
take_calls(CrIntake *intake, const char *bytes, gsize length, const char *name) {
  g_autoptr(GError) error = NULL;
  BadRows bad = {intake, 0};
  char *own[] = {intake->profile->phone, NULL};
  CrCallsContext context = {
      .mine = my_zone(intake), .country = intake->profile->country, .own = own, .name = name};
  GPtrArray *calls = cr_calls_parse(bytes, length, &context, report_row, &bad, &error);
  if (bad.rows > TOLD_ROWS) {
    g_autofree char *message =
        g_strdup_printf("%s: %u more rows like these are skipped", name, bad.rows - TOLD_ROWS);
    report(message, intake);
  }
  if (calls == NULL) {
    report_error(intake, name, error);
    return;
  }
  for (guint i = 0; i < calls->len; i++) {
    const CrCall *call = calls->pdata[i];
    intake->calls_until = MAX(intake->calls_until, call->at + call->duration_sec * CR_SECOND);
    keep_call(intake, call, NULL, name);
  }
  cr_calls_free(calls);
}

/* A source that tells of single calls says nothing by its silence: calls_until stays as it is. */
static void
take_told(CrIntake *intake, const char *bytes, gsize length, const char *name) {
  g_autoptr(GError) error = NULL;
  char *own[] = {intake->profile->phone, NULL};
  CrCallsContext context = {
      .mine = my_zone(intake), .country = intake->profile->country, .own = own, .name = name};
  g_autoptr(GPtrArray) told = cr_hook_parse(bytes, length, &context, intake->to, &error);
  if (told == NULL)
    report_error(intake, name, error);
  for (guint i = 0; told && i < told->len; i++) {
    const CrHookCall *one = told->pdata[i];
    keep_call(intake, one->call, one->id, name);
  }
}

/* Anything */

static CrInputType
type_in_role(CrInputType type, CrIntakeRole role) {
  gboolean mail = type == CR_INPUT_MAIL || type == CR_INPUT_MBOX;
  gboolean calls =
      type == CR_INPUT_CALLS_XML || type == CR_INPUT_CALLS_JSON || type == CR_INPUT_CALLS_CSV;
  switch (role) {
  case CR_AS_FOUND:
    return type;
  case CR_AS_INVITE:
  case CR_AS_CALENDAR:
    return mail ? type : CR_INPUT_ICALENDAR;
  case CR_AS_MAIL:
    return CR_INPUT_MAIL;
  case CR_AS_CALLS:
    return calls ? type : CR_INPUT_UNKNOWN;
  case CR_AS_TOLD:
    break; /* it has no type */
  }
  return type;
}

void
cr_intake_bytes(CrIntake *intake, const char *bytes, gsize length, const char *name,
                CrIntakeRole role) {
  g_autoptr(GError) error = NULL;
  CalendarTurn turn = {intake, name, role, NULL, 0};
  intake->inputs++;
  if (role == CR_AS_TOLD) {
    take_told(intake, bytes, length, name);
    return;
  }
  CrInputType type = cr_input_sniff(bytes, length);
  type = type_in_role(type, role);
  switch (type) {
  case CR_INPUT_ICALENDAR:
    intake->saw_calendar = TRUE;
    if (!read_calendar(&turn, bytes, length, &error))
      report_error(intake, name, error);
    return;
  case CR_INPUT_MAIL:
    take_mail(intake, bytes, length, name);
    return;
  case CR_INPUT_MBOX:
    take_mbox(intake, bytes, length, name);
    return;
  case CR_INPUT_CALLS_XML:
  case CR_INPUT_CALLS_JSON:
  case CR_INPUT_CALLS_CSV:
    take_calls(intake, bytes, length, name);
    return;
  case CR_INPUT_UNKNOWN: {
    g_autofree char *message = g_strdup_printf("%s: neither calendar, mail nor call log", name);
    report(message, intake);
    return;
  }
  }
}

static void
take_file(CrIntake *intake, const char *path, const char *name, CrIntakeRole role) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, &error);
  if (file == NULL) {
    g_autofree char *message = g_strdup_printf("%s: cannot be read: %s", name, error->message);
    report(message, intake);
    return;
  }
  if (g_mapped_file_get_length(file) > CR_MAX_FILE_BYTES) {
    g_autofree char *message =
        g_strdup_printf("%s: larger than %lu MiB", name, CR_MAX_FILE_BYTES >> 20);
    report(message, intake);
    return;
  }
  gsize length = g_mapped_file_get_length(file);
  intake->map = g_mapped_file_get_contents(file);
  intake->map_length = length;
  cr_intake_bytes(intake, length ? g_mapped_file_get_contents(file) : "", length, name, role);
  intake->map = NULL;
}

char *
cr_intake_inner(CrIntake *intake, const char *folder, const char *inner, const char *name) {
  g_autofree char *path = g_build_filename(folder, inner, NULL);
  gboolean link = g_file_test(path, G_FILE_TEST_IS_SYMLINK);
  if (!link && (g_file_test(path, G_FILE_TEST_IS_REGULAR) || g_file_test(path, G_FILE_TEST_IS_DIR)))
    return g_steal_pointer(&path);
  g_autofree char *message = g_strdup_printf(
      link ? "%s: a link, and those in a folder are not followed" : "%s: no file", name);
  if (link || g_file_test(path, G_FILE_TEST_EXISTS))
    report(message, intake);
  return NULL;
}

static int
compare_names(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *) a, *(char *const *) b);
}

static void
take_path(CrIntake *intake, const char *path, const char *name, CrIntakeRole role, guint depth) {
  if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
    take_file(intake, path, name, role);
    return;
  }
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = depth < MAX_FOLDER_DEPTH ? g_dir_open(path, 0, &error) : NULL;
  if (dir == NULL) {
    g_autofree char *message =
        g_strdup_printf("%s: %s", name, error ? error->message : "folders nested too deep");
    report(message, intake);
    return;
  }
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(g_free);
  for (const char *entry; (entry = g_dir_read_name(dir));)
    if (entry[0] != '.')
      g_ptr_array_add(entries, g_strdup(entry));
  g_ptr_array_sort(entries, compare_names);
  for (guint i = 0; i < entries->len; i++) {
    g_autofree char *inner_name = g_build_filename(name, entries->pdata[i], NULL);
    g_autofree char *inner = cr_intake_inner(intake, path, entries->pdata[i], inner_name);
    if (inner)
      take_path(intake, inner, inner_name, role, depth + 1);
  }
}

void
cr_intake_path(CrIntake *intake, const char *path, const char *name, CrIntakeRole role) {
  take_path(intake, path, name, role, 0);
}

/* Acts */

static gboolean
read_when(const char *text, const CrProfile *profile, CrInstant at, CrInstant *ret_when) {
  if (text && cr_instant_parse(text, ret_when, NULL))
    return TRUE;
  const CrZone *mine = cr_zone_find(profile->zone);
  CrTimeContext context = {
      .at = at, .mine = mine, .theirs = mine, .their_country = profile->country};
  GPtrArray *times = cr_time_scan(text ? text : "", &context);
  gboolean found = FALSE;
  for (guint i = 0; i < times->len && !found; i++) {
    const CrMention *mention = times->pdata[i];
    found = mention->granularity == CR_GRANULARITY_INSTANT && cr_mention_is_of_call(mention);
    if (found)
      *ret_when = mention->start;
  }
  cr_mentions_free(times);
  return found;
}

gboolean
cr_intake_act(CrFact *fact, const char *act, const char *text, const CrProfile *profile,
              GError **error) {
  int index = cr_name_index(cr_act_names, act);
  if (index < 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "\"%.40s\" is no act", act ? act : "");
    return FALSE;
  }
  if (index == CR_ACT_SEND) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE,
                "\"send\" is a verb: crickets send ID; what you sent yourself is \"sent\"");
    return FALSE;
  }
  fact->act = (CrAct) index;
  g_free(fact->text);
  fact->text = cr_text_line(text, 500);
  if (fact->act == CR_ACT_RESCHEDULED && !read_when(text, profile, fact->at, &fact->when)) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE,
                "\"rescheduled\" needs a time, such as \"Thursday 10am ET\"");
    return FALSE;
  }
  return TRUE;
}

static gboolean
take_act(CrIntake *intake, const char *line, gsize length, const char *name, guint number,
         GError **error) {
  g_autoptr(json_t) json = cr_json_parse(line, length, error);
  CrInstant at;
  if (json == NULL)
    return FALSE;
  const char *when = cr_json_string(json, "at"), *text = cr_json_string(json, "text");
  if (!cr_instant_parse(when ? when : "", &at, error))
    return FALSE;
  g_autofree char *key = g_strdup_printf("act:%s:%u", name, number);
  gboolean application =
      json_object_get(json, "application") || g_strcmp0(cr_json_string(json, "do"), "add") == 0;
  g_autoptr(CrFact) fact =
      cr_fact_new(application ? CR_FACT_APPLICATION : CR_FACT_ACT, at, "candidate", key);
  if (application) {
    fact->text = g_strndup(line, length);
    g_ptr_array_add(intake->facts, g_steal_pointer(&fact));
    return TRUE;
  }
  if (text == NULL)
    text = cr_json_string(json, "when");
  if (!cr_intake_act(fact, cr_json_string(json, "do"), text, intake->profile, error))
    return FALSE;
  fact->effect_id =
      g_strdup(cr_json_string(json, "interview")); /* the UID it names, for the caller */
  g_ptr_array_add(intake->facts, g_steal_pointer(&fact));
  return TRUE;
}

static gboolean
is_blank(const char *line, gsize length) {
  while (length > 0 && strchr(" \t\r", line[length - 1]) && line[length - 1])
    length--;
  return length == 0;
}

void
cr_intake_acts(CrIntake *intake, const char *bytes, gsize length, const char *name) {
  const char *end = bytes + length;
  guint number = 1;
  for (const char *line = bytes; line < end; number++) {
    const char *stop = memchr(line, '\n', end - line);
    gsize size = (stop ? stop : end) - line;
    g_autoptr(GError) error = NULL;
    if (!is_blank(line, size) && !take_act(intake, line, size, name, number, &error)) {
      g_autofree char *place = g_strdup_printf("%s: line %u", name, number);
      report_error(intake, place, error);
    }
    line = stop ? stop + 1 : end;
  }
}

/* profile.ini */

static gboolean
is_number(const char *number, const char *country) {
  CrNumberState state = cr_phone_read(number, country, NULL, NULL);
  return state == CR_NUMBER_VALID || state == CR_NUMBER_POSSIBLE;
}

static void
problem_about(const char *setting, const char *value, const char *why, CrProblemFunc problem,
              gpointer data) {
  g_autofree char *shown = cr_text_line(value, 60);
  g_autofree char *message = g_strdup_printf("profile.ini: %s=%s %s", setting, shown, why);
  problem(message, data);
}

static void
read_candidate(GKeyFile *ini, CrProfile *profile, CrProblemFunc problem, gpointer data) {
  const char *group = "candidate";
  g_auto(GStrv) emails = g_key_file_get_string_list(ini, group, "email", NULL, NULL);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  for (char **email = emails; email && *email; email++) {
    g_autofree char *address = cr_address_normalize(g_strstrip(*email));
    if (address)
      g_strv_builder_add(builder, address);
    else if (**email)
      problem_about("email", *email, "is no e-mail address and is left out", problem, data);
  }
  g_strfreev(profile->emails);
  profile->emails = g_strv_builder_end(builder);
  g_autofree char *name = g_key_file_get_string(ini, group, "name", NULL);
  g_autofree char *phone = g_key_file_get_string(ini, group, "phone", NULL);
  g_autofree char *country = g_key_file_get_string(ini, group, "country", NULL);
  g_autofree char *zone = g_key_file_get_string(ini, group, "zone", NULL);
  g_free(profile->name);
  profile->name = cr_text_line(name, 120);
  g_free(profile->zone);
  profile->zone = zone ? g_strdup(g_strstrip(zone)) : NULL;
  g_free(profile->country);
  profile->country = country ? g_ascii_strup(g_strstrip(country), 2) : NULL;
  g_clear_pointer(&profile->phone, g_free);
  if (phone && *g_strstrip(phone) && !is_number(phone, profile->country))
    problem_about("phone", phone, "is no number that can be called", problem, data);
  if (phone && *phone)
    cr_phone_read(phone, profile->country, &profile->phone, NULL);
  if (phone && *phone && profile->phone == NULL)
    profile->phone = cr_text_line(phone, 40);
}

#define MAX_PROFILE_BYTES 65536
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static gboolean
is_ini_line(const char *line) {
  const char *name = *line == '[' ? line + 1 : line;
  gsize length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
  const char *after = name + length + strspn(name + length, " \t");
  return length > 0 && (*line == '[' ? strcmp(after, "]") == 0 : *after == '=');
}

/* A line that is none is named and left out; the others count all the same. */
static GKeyFile *
load_ini(const char *path, CrProblemFunc problem, gpointer data, GError **error) {
  g_autoptr(GKeyFile) ini = g_key_file_new();
  g_autoptr(GString) kept = g_string_new(NULL);
  g_autofree char *bytes = NULL;
  gsize length;
  if (!g_file_get_contents(path, &bytes, &length, error))
    return NULL;
  if (length > MAX_PROFILE_BYTES) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "larger than %d bytes", MAX_PROFILE_BYTES);
    return NULL;
  }
  g_autofree char *text = g_utf8_make_valid(bytes, (gssize) length);
  g_auto(GStrv) lines =
      g_strsplit(g_str_has_prefix(text, BYTE_ORDER_MARK) ? text + 3 : text, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    gboolean in_group = *g_strstrip(lines[i]) == '[' || kept->len > 0;
    if (in_group && is_ini_line(lines[i])) {
      g_string_append_printf(kept, "%s\n", lines[i]);
      continue;
    }
    if (*lines[i] == '\0' || *lines[i] == '#')
      continue;
    g_autofree char *shown = cr_text_line(lines[i], 60);
    g_autofree char *message =
        g_strdup_printf("profile.ini: line %u: \"%s\" is no setting and is skipped", i + 1, shown);
    problem(message, data);
  }
  if (!g_key_file_load_from_data(ini, kept->str, kept->len, G_KEY_FILE_NONE, error))
    return NULL;
  return g_steal_pointer(&ini);
}

gboolean
cr_intake_profile(const char *path, CrProfile *profile, CrPolicy *policy, CrProblemFunc problem,
                  gpointer data, GError **error) {
  g_autoptr(GKeyFile) ini = load_ini(path, problem, data, error);
  if (ini == NULL) {
    g_prefix_error(error, "profile.ini: ");
    return FALSE;
  }
  read_candidate(ini, profile, problem, data);
  if (profile->zone && cr_zone_find(profile->zone) == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE,
                "profile.ini: zone \"%.60s\" is not an IANA time zone", profile->zone);
    return FALSE;
  }
  g_auto(GStrv) keys = g_key_file_get_keys(ini, "policy", NULL, NULL);
  for (char **key = keys; key && *key; key++) {
    g_autofree char *value = g_key_file_get_string(ini, "policy", *key, NULL);
    g_autoptr(GError) local = NULL;
    if (!cr_policy_set(policy, *key, value ? g_strstrip(value) : "", &local)) {
      g_autofree char *message = g_strdup_printf("profile.ini: [policy] %s", local->message);
      problem(message, data);
    }
  }
  return TRUE;
}

static CrMailHead
scan_head(CrIntake *intake, const char *fields, gsize fields_length, const char *parts,
          gsize parts_length) {
  return cr_mail_head_scan(fields, fields_length, parts, parts_length);
}

/* Everything is read at once. */
static gboolean
settle(CrIntake *intake, GError **error) {
  return TRUE;
}

const CrIntakeClass cr_intake_class = {.init = cr_intake_init,
                                       .clear = cr_intake_clear,
                                       .bytes = cr_intake_bytes,
                                       .settle = settle,
                                       .sort = cr_intake_sort,
                                       .profile = cr_intake_profile,
                                       .number = is_number,
                                       .head = scan_head};
