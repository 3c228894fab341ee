/* What the candidate did or saw, the files that they bring, and who they are. */
#include "engine/apps.h"
#include "engine/busy.h"
#include "engine/desk-private.h"
#include "engine/desk-read.h"

#include "base/error.h"
#include "base/text.h"
#include "engine/engine-private.h"
#include "parse/input.h"
#include "parse/phone.h"

#include <string.h>

/* What was told since the line with that id; interview 0: of all. In a transaction. */
static GPtrArray *
told_since(CrDesk *desk, gint64 line, int interview, GError **error) {
  g_autoptr(GPtrArray) rows = cr_store_lines_after(desk->store, line, 0, error);
  for (guint i = rows ? rows->len : 0; interview && i > 0; i--)
    if (((CrTimelineRow *) rows->pdata[i - 1])->interview != interview)
      g_ptr_array_remove_index(rows, i - 1);
  return g_steal_pointer(&rows);
}

static gboolean
last_line(CrDesk *desk, gint64 *ret_line, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return FALSE;
  gboolean ok = cr_store_last_line(desk->store, ret_line, error);
  desk_end(desk);
  return ok;
}

/* Acts */

static json_t *
told_document(CrDesk *desk, int id, gint64 line, CrInstant now, GPtrArray **ret_rows,
              GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  json_t *json = NULL;
  g_autoptr(CrInterview) iv = desk_load_interview(desk, id, error);
  g_autoptr(GPtrArray) rows = iv ? told_since(desk, line, id, error) : NULL;
  if (rows)
    json =
        json_pack("{s:o,s:o,s:o}", "interview", desk_view_interview(desk, iv, now), "timeline",
                  desk_view_timeline(desk, rows), "voicemail", desk_view_voicemail(desk, iv, now));
  desk_end(desk);
  if (json && ret_rows)
    *ret_rows = g_steal_pointer(&rows);
  return json;
}

static gboolean
check_key(CrDesk *desk, const char *key, CrInstant now, GError **error) {
  gboolean unused;
  if (!desk_begin(desk, FALSE, error))
    return FALSE;
  gboolean ok = engine_was_done(desk->engine, key, now, &unused, error);
  desk_end(desk);
  return ok;
}

json_t *
cr_desk_act(CrDesk *desk, int id, const char *act, const char *text, const char *key, CrInstant now,
            GPtrArray **ret_rows, GError **error) {
  gint64 line;
  g_autoptr(CrInterview) iv = cr_desk_interview(desk, id, error);
  g_autofree char *source_key = key ? g_strdup_printf("act:%d:key:%s", id, key)
                                    : g_strdup_printf("act:%d:%s:%" G_GINT64_FORMAT, id, act, now);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ACT, now, "candidate", source_key);
  if (iv == NULL || !cr_intake_act(fact, act, text, cr_engine_profile(desk->engine), error) ||
      (key && !check_key(desk, source_key, now, error)) || !last_line(desk, &line, error) ||
      !cr_engine_observe(desk->engine, fact, id, now, NULL, error) ||
      !cr_engine_tick(desk->engine, now, error))
    return NULL;
  return told_document(desk, id, line, now, ret_rows, error);
}

/* Files */

void
cr_tally_clear(CrTally *tally) {
  g_clear_pointer(&tally->interviews, g_hash_table_unref);
  g_clear_pointer(&tally->told, g_ptr_array_unref);
}

const CrIntakeClass *
desk_reader(const CrDesk *desk) {
  return desk->reader ? desk->reader : &cr_intake_class;
}

void
cr_desk_intake_init(CrDesk *desk, CrIntake *intake, CrInstant now, CrProblemFunc problem,
                    gpointer data) {
  desk_reader(desk)->init(intake, cr_engine_profile(desk->engine), now - CR_BUSY_BEFORE_USEC,
                          now + CR_BUSY_AFTER_USEC, problem, data);
}

static gboolean
remember_reading(CrStore *store, const CrIntake *intake, CrInstant now, GError **error) {
  return (!intake->saw_mail || cr_store_set_number(store, "read.mail", now, error)) &&
         engine_calls_reach(store, MIN(intake->calls_until, now), error);
}

static gboolean
keep_beside_facts(CrDesk *desk, const CrIntake *intake, CrInstant now, GError **error) {
  return desk_begin(desk, TRUE, error) &&
         cr_store_end(desk->store,
                      cr_busy_keep_imported(desk->store, intake, error) &&
                          remember_reading(desk->store, intake, now, error),
                      error);
}

static gboolean
observe_all(CrDesk *desk, CrIntake *intake, CrInstant now, CrTally *tally, GError **error) {
  cr_intake_sort(intake);
  for (guint i = 0; i < intake->facts->len; i++) {
    CrFact *fact = intake->facts->pdata[i];
    int interview = 0;
    fact->learnt = now;
    if (fact->at == CR_INSTANT_NONE)
      fact->at = now;
    if (!cr_engine_observe(desk->engine, fact, 0, now, &interview, error))
      return FALSE;
    if (interview > 0)
      g_hash_table_add(tally->interviews, GINT_TO_POINTER(interview));
    *(interview > 0 ? &tally->taken : interview < 0 ? &tally->known : &tally->unrelated) += 1;
  }
  return cr_engine_tick(desk->engine, now, error);
}

static GPtrArray *
all_applications(CrDesk *desk, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  GPtrArray *rows = cr_store_application_rows(desk->store, error);
  desk_end(desk);
  return rows;
}

static json_t *
import_document(CrDesk *desk, const CrIntake *intake, CrTally *tally, gint64 line,
                const GPtrArray *applications, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  tally->told = told_since(desk, line, 0, error);
  g_autoptr(json_t) moved = tally->told ? cr_apps_moved(desk->engine, applications, error) : NULL;
  json_t *told = moved ? desk_view_timeline(desk, tally->told) : NULL;
  desk_end(desk);
  if (told == NULL)
    return NULL;
  json_t *ids = json_array();
  GHashTableIter iter;
  gpointer id;
  g_hash_table_iter_init(&iter, tally->interviews);
  while (g_hash_table_iter_next(&iter, &id, NULL))
    json_array_append_new(ids, json_integer(GPOINTER_TO_INT(id)));
  return json_pack("{s:i,s:i,s:i,s:i,s:i,s:i,s:o,s:O,s:o}", "inputs", (int) intake->inputs, "taken",
                   (int) tally->taken, "known", (int) tally->known, "unrelated",
                   (int) tally->unrelated, "busy", (int) cr_busy_list_count(intake->busy),
                   "interviews", (int) g_hash_table_size(tally->interviews), "ids", ids,
                   "applications", moved, "timeline", told);
}

json_t *
cr_desk_take(CrDesk *desk, CrIntake *intake, CrInstant now, CrTally *tally, GError **error) {
  gint64 line;
  *tally = (CrTally){.interviews = g_hash_table_new(NULL, NULL)};
  g_autoptr(GPtrArray) applications = all_applications(desk, error);
  if (applications == NULL || !last_line(desk, &line, error) ||
      !keep_beside_facts(desk, intake, now, error))
    return NULL;
  cr_engine_set_watched(desk->engine, intake->saw_mail, MIN(intake->calls_until, now));
  if (!observe_all(desk, intake, now, tally, error))
    return NULL;
  return import_document(desk, intake, tally, line, applications, error);
}

static void
note_skipped(const char *message, gpointer data) {
  g_autofree char *valid = g_utf8_make_valid(message, -1);
  json_array_append_new(data, json_string(valid));
}

static const char *
kind_name(const char *bytes, gsize length) {
  switch (cr_input_sniff(bytes, length)) {
  case CR_INPUT_ICALENDAR:
    return "calendar";
  case CR_INPUT_MAIL:
    return "mail";
  case CR_INPUT_MBOX:
    return "mbox";
  case CR_INPUT_CALLS_XML:
  case CR_INPUT_CALLS_JSON:
  case CR_INPUT_CALLS_CSV:
    return "calls";
  case CR_INPUT_UNKNOWN:
    return "unknown";
  }
  return "unknown";
}

json_t *
cr_desk_import(CrDesk *desk, const char *bytes, gsize length, const char *name, CrIntakeRole role,
               CrInstant now, GError **error) {
  g_autofree char *shown = cr_text_line(name, 200);
  g_autoptr(json_t) skipped = json_array();
  g_auto(CrTally) tally = {0};
  CrIntake intake;
  if (!desk_begin(desk, FALSE, error)) /* who the candidate is decides whose mail is whose */
    return NULL;
  desk_end(desk);
  const CrIntakeClass *reader = desk_reader(desk);
  cr_desk_intake_init(desk, &intake, now, note_skipped, skipped);
  reader->bytes(&intake, bytes, length, shown, role);
  json_t *json =
      reader->settle(&intake, error) ? cr_desk_take(desk, &intake, now, &tally, error) : NULL;
  reader->clear(&intake);
  if (json) {
    cr_json_put_string(json, "kind", kind_name(bytes, length));
    json_object_set(json, "skipped", skipped);
  }
  return json;
}

/* The profile */

static gboolean
refuse(GError **error, const char *why) {
  g_set_error_literal(error, CR_ERROR, CR_ERROR_PARSE, why);
  return FALSE;
}

static gboolean
read_emails(CrProfile *profile, const json_t *emails, GError **error) {
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  for (gsize i = 0; i < json_array_size(emails); i++) {
    g_autofree char *address = cr_address_normalize(json_string_value(json_array_get(emails, i)));
    if (address == NULL)
      return refuse(error, "one of these is no e-mail address");
    g_strv_builder_add(builder, address);
  }
  profile->emails = g_strv_builder_end(builder);
  return TRUE;
}

static gboolean
read_country(CrProfile *profile, const char *country, GError **error) {
  profile->country = country && *country ? g_ascii_strup(country, -1) : NULL;
  if (profile->country && (strlen(profile->country) != 2 || !g_ascii_isupper(*profile->country) ||
                           !g_ascii_isupper(profile->country[1])))
    return refuse(error, "the country takes two letters, such as US");
  return TRUE;
}

static gboolean
read_profile(CrProfile *profile, const json_t *json, GError **error) {
  const char *phone = cr_json_string(json, "phone");
  const char *name = cr_json_string(json, "name"), *zone = cr_json_string(json, "zone");
  profile->name = name && *name ? cr_text_line(name, 120) : NULL;
  profile->zone = zone && *zone ? g_strdup(zone) : NULL;
  if (profile->zone && cr_zone_find(profile->zone) == NULL)
    return refuse(error, "there is no such time zone; they are named like America/Chicago");
  if (!read_country(profile, cr_json_string(json, "country"), error) ||
      !read_emails(profile, json_object_get(json, "emails"), error))
    return FALSE;
  if (phone && *phone &&
      cr_phone_read(phone, profile->country, &profile->phone, NULL) == CR_NUMBER_INVALID)
    return refuse(error, "no such phone number can be called; is a digit missing?");
  return TRUE;
}

json_t *
cr_desk_read_profile(CrDesk *desk, const json_t *json, CrInstant now, GError **error) {
  g_autoptr(CrProfile) profile = cr_profile_new();
  return read_profile(profile, json, error) ? cr_desk_set_profile(desk, profile, now, error) : NULL;
}
