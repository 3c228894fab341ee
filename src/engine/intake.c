#include "engine/intake-private.h"

#include "base/mbox.h"
#include "base/text.h"
#include "engine/describe.h"
#include "parse/calls.h"
#include "parse/hook.h"
#include "parse/ical.h"
#include "parse/input.h"
#include "parse/mail-box.h"
#include "parse/mail-bulk.h"
#include "parse/mail.h"
#include "playbook/agree.h"

#include <string.h>
#include <sys/mman.h>

void
intake_report(const char *message, CrIntake *intake) {
  g_autofree char *line = cr_text_line(message, 400);
  intake->problems++;
  if (intake->problem)
    intake->problem(line, intake->data);
}

void
intake_report_error(CrIntake *intake, const char *name, const GError *error) {
  gboolean named = g_str_has_prefix(error->message, name);
  g_autofree char *message =
      named ? g_strdup(error->message) : g_strdup_printf("%s: %s", name, error->message);
  intake_report(message, intake);
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
  g_autofree char *key = g_strdup_printf(
      "%s/%" G_GINT64_FORMAT, event->uid ? event->uid : "",
      event->recurrence_id != CR_INSTANT_NONE ? event->recurrence_id : event->start);
  const CrBusy busy = {
      {event->start, event->end}, g_intern_string(calendar), key, event->uid, event->summary};
  cr_busy_list_add(intake->busy, &busy);
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
  CrInstant to = turn->intake->to;
  gboolean beyond = to != CR_INSTANT_NONE && event->start >= to;
  turn->events++;
  if (turn->role == CR_AS_FOUND && beyond && event->recurrence_id != CR_INSTANT_NONE)
    return TRUE;
  if (turn->role == CR_AS_INVITE || (turn->role == CR_AS_FOUND && itip)) {
    keep_invite(turn, event);
    return TRUE;
  }
  if (!beyond)
    keep_busy(turn->intake, turn->name, event);
  if (turn->role == CR_AS_FOUND && looks_like_interview(turn->intake, event))
    keep_invite(turn, event);
  return TRUE;
}

static void
report_calendar(const char *message, gpointer data) {
  intake_report(message, ((CalendarTurn *) data)->intake);
}

/* A large calendar is read once from front to back: what was read need not stay in memory. */
static void
release_read(gpointer data) {
  const CrIntake *intake = ((CalendarTurn *) data)->intake;
  if (intake->map)
    madvise(intake->map, intake->map_length, MADV_DONTNEED);
}

/* A call may be agreed on long before busy time matters. */
#define FAR_USEC (500 * CR_DAY_USEC)

static CrInstant
reads_until(const CalendarTurn *turn) {
  CrInstant to = turn->role == CR_AS_INVITE ? CR_INSTANT_NONE : turn->intake->to;
  return to != CR_INSTANT_NONE && turn->role == CR_AS_FOUND ? to + FAR_USEC : to;
}

static gboolean
read_calendar(CalendarTurn *turn, const char *bytes, gsize length, GError **error) {
  CrIcalContext context = {.mine = my_zone(turn->intake),
                           .from =
                               turn->role == CR_AS_INVITE ? CR_INSTANT_NONE : turn->intake->from,
                           .to = reads_until(turn),
                           .name = turn->name,
                           .relax = release_read};
  return cr_ical_parse(bytes, length, &context, take_event, report_calendar, turn, error);
}

/* Mail */

static gboolean
add_event(const CrEvent *event, gpointer data) {
  g_ptr_array_add(data, cr_event_copy(event));
  return event->method != CR_METHOD_REPLY;
}

static gboolean
add_first(const CrEvent *event, gpointer data) {
  add_event(event, data);
  return FALSE;
}

/* An answer to an invite is a mail like others; its calendar part says who answers which invite. So
 * is an invite that the candidate's own calendar sends, one for each call of a series; of another's
 * mail one alone, whatever its calendar part holds. CrEvent. */
static GPtrArray *
read_events(const CrIntake *intake, const CrMime *mime, gboolean own) {
  CrIcalContext context = {.mine = my_zone(intake), .from = CR_INSTANT_NONE, .to = CR_INSTANT_NONE};
  GPtrArray *events = g_ptr_array_new_with_free_func((GDestroyNotify) cr_event_free);
  if (mime->calendar && (own || mime->method == CR_METHOD_REPLY))
    cr_ical_parse(mime->calendar, strlen(mime->calendar), &context, own ? add_event : add_first,
                  NULL, events, NULL);
  for (guint i = events->len; i > 0; i--) {
    const CrEvent *event = events->pdata[i - 1];
    if (event->method != CR_METHOD_REPLY &&
        !cr_profile_owns(intake->profile, event->organizer_email)) /* another's, forwarded */
      g_ptr_array_remove_index(events, i - 1);
  }
  return events;
}

static gboolean
carries_invite(const CrReading *mail, const CrMime *mime) {
  return mime->calendar && mail->class != CR_MAIL_BOUNCE && mail->class != CR_MAIL_OUT_OF_OFFICE &&
         mime->method != CR_METHOD_REPLY;
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
take_mail(CrIntake *intake, const char *bytes, gsize length, const char *name) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrMime) mime = cr_mime_parse(bytes, length, &error);
  if (mime == NULL) {
    intake_report_error(intake, name, error);
    return;
  }
  CrMailContext context = {.mine = my_zone(intake),
                           .country = intake->profile->country,
                           .own_phone = intake->profile->phone,
                           .fallback = intake->from,
                           .own = cr_profile_owns(intake->profile, mime->from_email)};
  g_autoptr(CrReading) mail = cr_mail_read(mime, &context);
  /* A forged mail in the candidate's name is a stranger's. */
  gboolean own = !mail->forged && context.own;
  intake->saw_mail = TRUE;
  if (mail->date == CR_INSTANT_NONE) {
    g_autofree char *message = g_strdup_printf("%s: no usable Date header", name);
    intake_report(message, intake);
    return;
  }
  g_autoptr(CrCall) call = own ? NULL : cr_mail_box_call(mime, mail, &context);
  if (call) {
    keep_call(intake, call, NULL, name);
    return;
  }
  if (!own && carries_invite(mail, mime)) {
    CalendarTurn turn = {intake, name, CR_AS_INVITE, mail, 0};
    if (read_calendar(&turn, mime->calendar, strlen(mime->calendar), &error) && turn.events > 0)
      return;
    if (error)
      intake_report_error(intake, name, error);
  }
  g_autofree char *hash =
      mail->message_id
          ? NULL
          : g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *) bytes, length);
  g_autofree char *key =
      g_strdup_printf("mail:%s:%s", mail->message_id ? mail->message_id : hash, sender_of(mail));
  g_autoptr(GPtrArray) events = read_events(intake, mime, own);
  guint n = MAX(events->len, 1);
  for (guint i = 0; i < n; i++) {
    const CrEvent *event = events->len ? events->pdata[i] : NULL;
    g_autofree char *one = i == 0 ? g_strdup(key) : g_strdup_printf("%s:%u", key, i);
    CrFact *fact = cr_fact_new(own ? CR_FACT_OWN_MAIL : CR_FACT_MAIL, mail->date, name, one);
    fact->event = event ? cr_event_copy(event) : NULL;
    fact->mail = i + 1 < n ? cr_reading_copy(mail) : g_steal_pointer(&mail);
    g_ptr_array_add(intake->facts, fact);
  }
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
    intake_report(message, bad->intake);
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
    intake_report(message, intake);
  }
  if (calls == NULL) {
    intake_report_error(intake, name, error);
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
    intake_report_error(intake, name, error);
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
      intake_report_error(intake, name, error);
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
    intake_report(message, intake);
    return;
  }
  }
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
                                       .number = intake_is_number,
                                       .head = scan_head};
