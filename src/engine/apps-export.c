/* Applications as files. */
#include "engine/apps-private.h"

#include "base/text.h"
#include "playbook/pursuit.h"

#include <string.h>

/* The fields of data/columns.ini, so that what is written is read again. */
static const char *const head[] = {
    "crickets_id", "company",  "role",         "stage",         "reason",        "url",
    "source",      "location", "salary",       "requisition",   "notes",         "saved",
    "applied",     "screen",   "interview",    "offer",         "accepted",      "closed",
    "next",        "next_at",  "contact_name", "contact_email", "contact_phone", NULL};

static void
put(json_t *json, const char *key, const char *value) {
  if (value && *value)
    cr_json_put_string(json, key, value);
}

static void
put_at(json_t *json, const char *key, CrInstant at, const CrEngine *engine) {
  g_autofree char *text = cr_instant_format(at, cr_engine_zone(engine));
  put(json, key, text);
}

static json_t *
flat(const CrApplication *a, const CrEngine *engine) {
  json_t *json = json_object();
  json_object_set_new(json, "crickets_id", json_sprintf("%d", a->id));
  put(json, "stage", cr_stage_names[a->stage]);
  put(json, "reason", a->stage == CR_STAGE_CLOSED ? cr_close_names[a->reason] : NULL);
  for (const CrField *field = cr_details_record.fields; field->name; field++)
    put(json, field->name, G_STRUCT_MEMBER(char *, &a->details, field->offset));
  for (int stage = 0; stage < CR_N_STAGES; stage++)
    put_at(json, cr_stage_names[stage], cr_reached_at(&a->reached, (CrStage) stage), engine);
  put(json, "next", a->next);
  put_at(json, "next_at", a->next_at, engine);
  if (a->contacts->len) {
    const CrContact *contact = a->contacts->pdata[0];
    put(json, "contact_name", contact->name);
    put(json, "contact_email", contact->email);
    put(json, "contact_phone", contact->phone);
  }
  for (guint i = 0; i < a->extras->len; i++) {
    const CrExtra *extra = a->extras->pdata[i];
    if (extra->name && json_object_get(json, extra->name) == NULL)
      put(json, extra->name, extra->value);
  }
  return json;
}

static gboolean
append_stage(CrEngine *engine, CrStage stage, GPtrArray *list, GError **error) {
  g_autoptr(GPtrArray) rows =
      cr_store_stage_rows(engine->store, stage, CR_INSTANT_NONE, 0, 0, error);
  for (guint i = 0; rows && i < rows->len; i++) {
    const CrApplicationRow *row = rows->pdata[i];
    CrApplication *a = cr_store_load_application(engine->store, row->id, error);
    if (a == NULL)
      return FALSE;
    g_ptr_array_add(list, a);
  }
  return rows != NULL;
}

static int
compare_ids(gconstpointer a, gconstpointer b) {
  const CrApplication *x = *(CrApplication *const *) a, *y = *(CrApplication *const *) b;
  return x->id - y->id;
}

GPtrArray *
cr_apps_all(CrEngine *engine, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify) cr_application_free);
  if (!engine_begin(engine, FALSE, error))
    return NULL;
  gboolean ok = TRUE;
  for (int stage = 0; ok && stage < CR_N_STAGES; stage++)
    ok = append_stage(engine, (CrStage) stage, list, error);
  cr_store_rollback(engine->store);
  g_ptr_array_sort(list, compare_ids);
  return ok ? g_steal_pointer(&list) : NULL;
}

json_t *
cr_apps_export_json(CrEngine *engine, GError **error) {
  g_autoptr(GPtrArray) list = cr_apps_all(engine, error);
  json_t *array = list ? json_array() : NULL;
  for (guint i = 0; list && i < list->len; i++)
    json_array_append_new(array, flat(list->pdata[i], engine));
  return array ? json_pack("{s:s,s:i,s:o}", "format", "crickets-applications", "version", 1,
                           "applications", array)
               : NULL;
}

/* A cell that a spreadsheet would take for a formula is kept from being one. Source: OWASP, CSV
 * injection; the apostrophe is left out again when it is imported. */
static void
append_cell(GString *csv, const char *value, gboolean first) {
  g_autofree char *text = g_strdup(value ? value : "");
  gboolean formula = *text && strchr("=+-@\t\r", *text);
  if (!first)
    g_string_append_c(csv, ',');
  if (!formula && strpbrk(text, ",\"\r\n") == NULL) {
    g_string_append(csv, text);
    return;
  }
  g_string_append_c(csv, '"');
  if (formula)
    g_string_append_c(csv, '\'');
  for (const char *p = text; *p; p++) {
    if (*p == '"')
      g_string_append_c(csv, '"');
    g_string_append_c(csv, *p);
  }
  g_string_append_c(csv, '"');
}

static gboolean
is_field(const char *name) {
  return g_strv_contains(head, name);
}

char *
cr_apps_export_csv(CrEngine *engine, GError **error) {
  g_autoptr(json_t) document = cr_apps_export_json(engine, error);
  const json_t *list = json_object_get(document, "applications");
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
  if (document == NULL)
    return NULL;
  for (gsize i = 0; head[i]; i++)
    g_ptr_array_add(names, (gpointer) head[i]);
  for (gsize i = 0; i < json_array_size(list); i++) {
    const char *name;
    json_t *value;
    json_object_foreach(json_array_get(list, i), name, value)
      if (!is_field(name) && g_hash_table_add(known, (gpointer) name))
        g_ptr_array_add(names, (gpointer) name);
  }
  GString *csv = g_string_new(NULL);
  for (guint k = 0; k < names->len; k++)
    append_cell(csv, names->pdata[k], k == 0);
  g_string_append(csv, "\r\n");
  for (gsize i = 0; i < json_array_size(list); i++) {
    for (guint k = 0; k < names->len; k++)
      append_cell(csv, cr_json_string(json_array_get(list, i), names->pdata[k]), k == 0);
    g_string_append(csv, "\r\n");
  }
  return g_string_free(csv, FALSE);
}

/* Escaped and folded at 75 bytes, never inside a character. Source: RFC 5545 §3.1, §3.3.11 */
static void
append_property(GString *ics, const char *name, const char *value) {
  g_autoptr(GString) line = g_string_new(name);
  g_string_append_c(line, ':');
  for (const char *p = value; *p; p++) {
    if (strchr("\\;,", *p))
      g_string_append_c(line, '\\');
    if (*p == '\n')
      g_string_append(line, "\\n");
    else
      g_string_append_c(line, *p);
  }
  for (gsize at = 0, room = 75; at < line->len; room = 74) {
    gsize length = MIN(room, line->len - at);
    while (at + length < line->len && ((guchar) line->str[at + length] & 0xc0) == 0x80)
      length--;
    g_string_append_printf(ics, "%s%.*s\r\n", at ? " " : "", (int) length, line->str + at);
    at += length;
  }
}

static void
append_day(GString *ics, const char *name, CrDay day) {
  int year, month, of_month;
  cr_day_to_date(day, &year, &month, &of_month);
  g_string_append_printf(ics, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, year, month, of_month);
}

char *
cr_apps_export_ics(CrEngine *engine, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) list = cr_apps_all(engine, error);
  const CrZone *zone = cr_engine_zone(engine);
  CrWall stamp = cr_zone_wall(cr_zone_utc(), now);
  if (list == NULL)
    return NULL;
  GString *ics =
      g_string_new("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//crickets//search//EN\r\n");
  for (guint i = 0; i < list->len; i++) {
    const CrApplication *a = list->pdata[i];
    g_autofree char *asked = cr_pursuit_ask(a), *title = cr_application_title(&a->details);
    if (asked == NULL || a->due == CR_INSTANT_NONE)
      continue;
    g_autofree char *summary = g_strdup_printf("%s: %s", title, asked);
    g_autofree char *uid = g_strdup_printf("application-%d@crickets", a->id);
    g_string_append(ics, "BEGIN:VEVENT\r\n");
    append_property(ics, "UID", uid);
    g_string_append_printf(ics, "DTSTAMP:%04d%02d%02dT%02d%02d%02dZ\r\n", stamp.year, stamp.month,
                           stamp.day, stamp.hour, stamp.minute, stamp.second);
    append_day(ics, "DTSTART", cr_zone_day(zone, a->due));
    append_day(ics, "DTEND", cr_zone_day(zone, a->due) + 1);
    append_property(ics, "SUMMARY", summary);
    if (a->details.url)
      append_property(ics, "URL", a->details.url);
    g_string_append(ics, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
  }
  g_string_append(ics, "END:VCALENDAR\r\n");
  return g_string_free(ics, FALSE);
}
