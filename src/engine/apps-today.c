/* Today's list and the weekly review. The list holds what is due over all applications, each once,
 * and the week's own work: that does not depend on anybody's answer, so that no silence empties it.
 */
#include "engine/apps-private.h"

#include "base/text.h"
#include "model/holiday.h"
#include "playbook/letter.h"
#include "playbook/odds.h"
#include "playbook/pursuit.h"

#include <string.h>

#define MAX_DUE 50
#define MAX_SAVED 3
#define MAX_SILENT 10

typedef struct {
  CrDay monday;
  CrInstant from, to; /* of that week */
} Week;

static CrInstant
midnight(CrDay day, const CrZone *zone) {
  CrWall wall = {0};
  cr_day_to_date(day, &wall.year, &wall.month, &wall.day);
  return cr_zone_instant(zone, &wall);
}

static Week
week_of(const CrEngine *engine, CrDay day) {
  CrDay monday = day - (CrDay) cr_day_weekday(day);
  const CrZone *zone = cr_engine_zone(engine);
  return (Week){monday, midnight(monday, zone), midnight(monday + 7, zone)};
}

static gboolean
in_week(const Week *week, CrInstant at) {
  return at != CR_INSTANT_NONE && at >= week->from && at < week->to;
}

static void
put_day(json_t *json, const char *key, CrDay day) {
  int year, month, of_month;
  cr_day_to_date(day, &year, &month, &of_month);
  json_object_set_new(json, key, json_sprintf("%04d-%02d-%02d", year, month, of_month));
}

static char *
day_words(const CrEngine *engine, CrDay day) {
  CrWall wall = {0};
  cr_day_to_date(day, &wall.year, &wall.month, &wall.day);
  return cr_manner_date_of_year(apps_manner(engine), &wall);
}

static int
applied_in(GPtrArray *rows, const Week *week) {
  int n = 0;
  for (guint i = 0; i < rows->len; i++) {
    const CrApplicationRow *row = rows->pdata[i];
    n += !row->made && in_week(week, row->reached.applied);
  }
  return n;
}

static json_t *
public_week(const CrEngine *engine, GPtrArray *rows, CrDay today) {
  Week week = week_of(engine, today);
  int target = engine->policy->weekly_target, applied = applied_in(rows, &week), days = 0;
  int left = MAX(target - applied, 0);
  for (CrDay day = today; day < week.monday + 7; day++)
    days += cr_day_is_working(day, engine->profile->country);
  int share = days ? (left + days - 1) / days : 0;
  return json_pack("{s:i,s:i,s:i,s:i,s:i}", "target", target, "applied", applied, "left", left,
                   "working_days_left", days, "today", share);
}

/* What is due */

static char *
title_of(const CrApplicationRow *row) {
  const CrDetails details = {.company = row->company, .role = row->role};
  return cr_application_title(&details);
}

static char *
silence_words(int days) {
  if (days <= 0)
    return NULL;
  return g_strdup_printf("silent for %s%d working day%s", days >= CR_MAX_SILENT_DAYS ? "over " : "",
                         days, days == 1 ? "" : "s");
}

static json_t *
due_item(CrEngine *engine, const CrApplicationRow *row, CrInstant now, GError **error) {
  g_autoptr(CrApplication) a = cr_store_load_application(engine->store, row->id, error);
  g_autofree char *asked = a ? cr_pursuit_ask(a) : NULL, *title = title_of(row);
  json_t *json = a ? apps_public_row(row, engine, now) : NULL;
  if (json == NULL)
    return NULL;
  g_autofree char *silence = silence_words((int) cr_json_int(json, "silent_working_days", 0));
  cr_json_put_string(json, "title", title);
  cr_json_put_string(json, "asks", asked);
  cr_json_put_string(json, "silence", silence);
  return json;
}

/* Once an offer is accepted only what the candidate has planned is left. */
static json_t *
due_items(CrEngine *engine, CrInstant by, gboolean accepted, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) rows = cr_store_due_rows(engine->store, by, MAX_DUE, error);
  g_autoptr(json_t) list = json_array();
  for (guint i = 0; rows && i < rows->len; i++) {
    const CrApplicationRow *row = rows->pdata[i];
    if (accepted && row->next_kind != CR_NEXT_PLANNED)
      continue;
    json_t *item = due_item(engine, row, now, error);
    if (item == NULL)
      return NULL;
    json_array_append_new(list, item);
  }
  return rows ? json_incref(list) : NULL;
}

/* The calls that want something today. */
static json_t *
due_calls(CrEngine *engine, CrInstant tonight, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) calls = cr_store_list_urgent(engine->store, 48, error);
  json_t *list = calls ? json_array() : NULL;
  if (calls)
    engine_sort_urgent(calls, now);
  for (guint i = 0; calls && i < calls->len; i++) {
    const CrInterview *iv = calls->pdata[i];
    gboolean ahead = iv->state.phase == CR_PHASE_SCHEDULED;
    if (ahead ? iv->start >= tonight
              : iv->state.step == CR_STEP_AWAIT || iv->state.phase == CR_PHASE_SILENT)
      continue;
    json_t *json = json_object();
    json_object_set_new(json, "id", json_integer(iv->id));
    apps_put_instant(json, "start", iv->start, engine);
    cr_json_put_string(json, "who", cr_interview_who(iv));
    cr_json_put_string(json, "company", iv->company);
    cr_json_put_string(json, "phase", cr_phase_names[iv->state.phase]);
    cr_json_put_string(json, "step", cr_step_names[iv->state.step]);
    json_array_append_new(list, json);
  }
  return list;
}

/* The week's own work */

static void
suggest(json_t *list, const char *kind, int id, char *text) {
  json_t *json = json_object();
  cr_json_put_string(json, "kind", kind);
  json_object_set_new(json, "id", id ? json_integer(id) : json_null());
  cr_json_put_string(json, "text", text);
  json_array_append_new(list, json);
  g_free(text);
}

static json_t *
suggestions(CrEngine *engine, const json_t *week, CrInstant tonight, GError **error) {
  int left = (int) cr_json_int(week, "left", 0), today = (int) cr_json_int(week, "today", 0);
  g_autoptr(GPtrArray) saved =
      cr_store_stage_rows(engine->store, CR_STAGE_SAVED, CR_INSTANT_NONE, 0, MAX_SAVED, error);
  if (saved == NULL)
    return NULL;
  json_t *list = json_array();
  for (guint i = 0; i < saved->len && left > 0; i++) {
    const CrApplicationRow *row = saved->pdata[i];
    if (row->due != CR_INSTANT_NONE && row->due < tonight)
      continue; /* it is among what is due */
    g_autofree char *title = title_of(row);
    suggest(list, "apply", row->id, g_strdup_printf("Apply: %s", title));
  }
  if (left > (int) saved->len)
    suggest(
        list, "find", 0,
        g_strdup_printf("Find %d more posting%s for this week%s", left - (int) saved->len,
                        left - (int) saved->len == 1 ? "" : "s",
                        today ? "" : "; no working day is left, so let it rest or carry it over"));
  if (left == 0)
    suggest(list, "ahead", 0,
            g_strdup("This week's target is met. Save a posting or two for the next."));
  return list;
}

static gboolean
has_accepted(CrEngine *engine, gboolean *ret_accepted, GError **error) {
  int counts[CR_N_STAGES];
  if (!cr_store_count_stages(engine->store, counts, error))
    return FALSE;
  *ret_accepted = counts[CR_STAGE_ACCEPTED] > 0;
  return TRUE;
}

static json_t *
today_document(CrEngine *engine, CrInstant now, GError **error) {
  CrDay today = cr_pursuit_today(engine->profile, now);
  CrInstant tonight = midnight(today + 1, cr_engine_zone(engine));
  g_autoptr(GPtrArray) rows = apps_rows(engine, error);
  gboolean accepted = FALSE;
  if (rows == NULL || !has_accepted(engine, &accepted, error))
    return NULL;
  g_autoptr(json_t) week = public_week(engine, rows, today);
  g_autoptr(json_t) calls = due_calls(engine, tonight, now, error);
  g_autoptr(json_t) due = calls ? due_items(engine, tonight - 1, accepted, now, error) : NULL;
  g_autoptr(json_t) work = !due       ? NULL
                           : accepted ? json_array()
                                      : suggestions(engine, week, tonight, error);
  if (work == NULL)
    return NULL;
  json_t *json = json_object();
  put_day(json, "date", today);
  json_object_set_new(json, "accepted", json_boolean(accepted));
  json_object_set(json, "week", week);
  json_object_set(json, "calls", calls);
  json_object_set(json, "due", due);
  json_object_set(json, "suggestions", work);
  return json;
}

json_t *
cr_apps_today(CrEngine *engine, CrInstant now, GError **error) {
  if (!engine_begin(engine, FALSE, error))
    return NULL;
  json_t *json = today_document(engine, now, error);
  cr_store_rollback(engine->store);
  return json;
}

/* The review */

static json_t *
moves_in(CrEngine *engine, GPtrArray *rows, const Week *week) {
  json_t *list = json_array();
  for (guint i = 0; i < rows->len; i++) {
    const CrApplicationRow *row = rows->pdata[i];
    for (CrStage stage = CR_STAGE_SCREEN; stage < CR_N_STAGES; stage++) {
      CrInstant at = cr_reached_at(&row->reached, stage);
      if (!in_week(week, at))
        continue;
      g_autofree char *title = title_of(row);
      json_t *json = json_object();
      json_object_set_new(json, "id", json_integer(row->id));
      cr_json_put_string(json, "title", title);
      cr_json_put_string(json, "stage", cr_stage_names[stage]);
      cr_json_put_string(json, "reason",
                         stage == CR_STAGE_CLOSED ? cr_close_names[row->reason] : NULL);
      apps_put_instant(json, "at", at, engine);
      json_array_append_new(list, json);
    }
  }
  return list;
}

static int
compare_silence(gconstpointer a, gconstpointer b) {
  const CrApplicationRow *x = *(CrApplicationRow *const *) a, *y = *(CrApplicationRow *const *) b;
  CrInstant left = MAX(x->heard, x->wrote), right = MAX(y->heard, y->wrote);
  return (left > right) - (left < right);
}

/* Those furthest on count most: nobody wonders about the fortieth application. */
static json_t *
silent_ones(CrEngine *engine, GPtrArray *rows, CrInstant now) {
  g_autoptr(GPtrArray) waiting = g_ptr_array_new();
  json_t *list = json_array();
  for (guint i = 0; i < rows->len; i++) {
    const CrApplicationRow *row = rows->pdata[i];
    if (row->stage == CR_STAGE_SCREEN || row->stage == CR_STAGE_INTERVIEW)
      g_ptr_array_add(waiting, rows->pdata[i]);
  }
  g_ptr_array_sort(waiting, compare_silence);
  for (guint i = 0; i < waiting->len && json_array_size(list) < MAX_SILENT; i++) {
    const CrApplicationRow *row = waiting->pdata[i];
    g_autofree char *title = title_of(row);
    g_autofree char *silence =
        silence_words(cr_pursuit_silence(row->stage, row->heard, row->wrote, engine->profile, now));
    if (silence)
      json_array_append_new(
          list, json_pack("{s:i,s:s,s:s}", "id", row->id, "title", title, "silence", silence));
  }
  return list;
}

static json_t *
calls_in(CrEngine *engine, const Week *week, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) calls =
      cr_store_list_interviews(engine->store, CR_LIST_ALL, week->from, week->to, 0, error);
  int held = 0, missed = 0, ahead = 0;
  for (guint i = 0; calls && i < calls->len; i++) {
    const CrInterview *iv = calls->pdata[i];
    if (iv->state.removed)
      continue;
    missed += iv->state.missed_at != CR_INSTANT_NONE;
    held += iv->state.phase == CR_PHASE_HELD;
    ahead += iv->state.phase == CR_PHASE_SCHEDULED && iv->start > now;
  }
  return calls ? json_pack("{s:i,s:i,s:i}", "held", held, "missed", missed, "ahead", ahead) : NULL;
}

static void
append_list(GString *text, const json_t *list, const char *head, const char *first,
            const char *second) {
  if (json_array_size(list))
    g_string_append_printf(text, "\n%s\n", head);
  for (gsize i = 0; i < json_array_size(list); i++) {
    const json_t *one = json_array_get(list, i);
    const char *reason = cr_json_string(one, "reason"), *what = cr_json_string(one, second);
    g_string_append_printf(text, "  - %s: %s%s%s\n", cr_json_string(one, first), what ? what : "",
                           reason ? ", " : "", reason ? reason : "");
  }
}

static char *
review_text(const CrEngine *engine, const json_t *json, CrDay monday, const char *odds) {
  GString *text = g_string_new(NULL);
  const json_t *week = json_object_get(json, "week"), *calls = json_object_get(json, "calls");
  int applied = (int) cr_json_int(week, "applied", 0),
      target = (int) cr_json_int(week, "target", 0);
  g_autofree char *from = day_words(engine, monday), *to = day_words(engine, monday + 6);
  g_string_append_printf(text, "Your week from %s to %s\n\n", from, to);
  g_string_append_printf(text, "Applications: %d of %d%s\n", applied, target,
                         applied >= target ? "" : " that you set out to send");
  g_string_append_printf(text, "Calls: %d held, %d missed by them, %d still ahead\n",
                         (int) cr_json_int(calls, "held", 0), (int) cr_json_int(calls, "missed", 0),
                         (int) cr_json_int(calls, "ahead", 0));
  append_list(text, json_object_get(json, "moves"), "What moved", "title", "stage");
  append_list(text, json_object_get(json, "silent"), "Waiting for a word (a fact, not a verdict)",
              "title", "silence");
  append_list(text, json_object_get(json, "due"), "Due within a week", "title", "asks");
  g_string_append_printf(text, "\n%s\n", odds);
  return g_string_free(text, FALSE);
}

static json_t *
review_document(CrEngine *engine, CrInstant now, GError **error) {
  CrDay today = cr_pursuit_today(engine->profile, now);
  Week week = week_of(engine, today);
  CrInstant soon = midnight(today + 8, cr_engine_zone(engine)) - 1;
  g_autoptr(GPtrArray) rows = apps_rows(engine, error);
  g_autoptr(json_t) calls = rows ? calls_in(engine, &week, now, error) : NULL;
  gboolean accepted = FALSE;
  if (calls == NULL || !has_accepted(engine, &accepted, error))
    return NULL;
  g_autoptr(json_t) due = due_items(engine, soon, accepted, now, error);
  g_autoptr(json_t) odds = due ? apps_odds_document(engine, rows, now, error) : NULL;
  if (odds == NULL)
    return NULL;
  json_t *json = json_object();
  put_day(json, "from", week.monday);
  put_day(json, "to", week.monday + 6);
  json_object_set_new(json, "week", public_week(engine, rows, today));
  json_object_set(json, "calls", calls);
  json_object_set_new(json, "moves", moves_in(engine, rows, &week));
  json_object_set_new(json, "silent", silent_ones(engine, rows, now));
  json_object_set(json, "due", due);
  g_autofree char *text = review_text(engine, json, week.monday, cr_json_string(odds, "text"));
  cr_json_put_string(json, "text", text);
  return json;
}

json_t *
cr_apps_review(CrEngine *engine, CrInstant now, GError **error) {
  if (!engine_begin(engine, FALSE, error))
    return NULL;
  json_t *json = review_document(engine, now, error);
  cr_store_rollback(engine->store);
  return json;
}

/* As a mail to oneself. Name and text are coded, so that no line of either can become a header. */
char *
cr_apps_review_mail(CrEngine *engine, CrInstant now, GError **error) {
  g_autoptr(json_t) review = cr_apps_review(engine, now, error);
  if (review == NULL)
    return NULL;
  const CrProfile *profile = engine->profile;
  const char *text = cr_json_string(review, "text"), *from = cr_json_string(review, "from");
  g_autofree char *address =
      cr_address_normalize(profile->emails ? profile->emails[0] : "you@crickets.invalid");
  if (address == NULL)
    address = g_strdup("you@crickets.invalid");
  g_autofree char *body = g_base64_encode((const guchar *) text, strlen(text));
  g_autoptr(GString) mail = g_string_new(NULL);
  CrWall wall = cr_zone_wall(cr_zone_utc(), now);
  g_string_append_printf(
      mail,
      "From: <%s>\r\nTo: <%s>\r\nSubject: Your job search, week of %s\r\n"
      "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d +0000\r\nMessage-ID: <review.%s@%s>\r\n"
      "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
      address, address, from, cr_weekday_name(cr_day_weekday(cr_wall_day(&wall))), wall.day,
      cr_month_name(wall.month), wall.year, wall.hour, wall.minute, wall.second, from,
      cr_address_domain(address));
  for (gsize i = 0; i < strlen(body); i += 76)
    g_string_append_printf(mail, "%.76s\r\n", body + i);
  return g_string_free(g_steal_pointer(&mail), FALSE);
}
