#include "parse/applications.h"

#include "base/data.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
free_column(gpointer data) {
  CrImportColumn *column = data;
  g_free(column->name);
  g_free(column->sample);
  g_free(column);
}

void
cr_import_free(CrImport *import) {
  if (import == NULL)
    return;
  g_ptr_array_unref(import->columns);
  g_ptr_array_unref(import->applications);
  g_array_unref(import->lines);
  g_ptr_array_unref(import->problems);
  g_free(import);
}

/* Columns */

typedef enum {
  FIELD_EXTRA,
  FIELD_OWN, /* our own number, of an export */
  FIELD_DETAIL,
  FIELD_DATE,
  FIELD_STAGE,
  FIELD_REASON,
  FIELD_UPDATED,
  FIELD_NEXT,
  FIELD_NEXT_AT,
  FIELD_CONTACT,
} FieldKind;

static const struct {
  const char *name;
  FieldKind kind;
  gsize offset;  /* of DETAIL and CONTACT */
  CrStage stage; /* of DATE */
} fields[] = {
    {"crickets_id", FIELD_OWN},
    {"company", FIELD_DETAIL, G_STRUCT_OFFSET(CrDetails, company)},
    {"role", FIELD_DETAIL, G_STRUCT_OFFSET(CrDetails, role)},
    {"url", FIELD_DETAIL, G_STRUCT_OFFSET(CrDetails, url)},
    {"source", FIELD_DETAIL, G_STRUCT_OFFSET(CrDetails, source)},
    {"location", FIELD_DETAIL, G_STRUCT_OFFSET(CrDetails, location)},
    {"salary", FIELD_DETAIL, G_STRUCT_OFFSET(CrDetails, salary)},
    {"requisition", FIELD_DETAIL, G_STRUCT_OFFSET(CrDetails, requisition)},
    {"notes", FIELD_DETAIL, G_STRUCT_OFFSET(CrDetails, notes)},
    {"stage", FIELD_STAGE},
    {"reason", FIELD_REASON},
    {"saved", FIELD_DATE, 0, CR_STAGE_SAVED},
    {"applied", FIELD_DATE, 0, CR_STAGE_APPLIED},
    {"screen", FIELD_DATE, 0, CR_STAGE_SCREEN},
    {"interview", FIELD_DATE, 0, CR_STAGE_INTERVIEW},
    {"offer", FIELD_DATE, 0, CR_STAGE_OFFER},
    {"accepted", FIELD_DATE, 0, CR_STAGE_ACCEPTED},
    {"closed", FIELD_DATE, 0, CR_STAGE_CLOSED},
    {"updated", FIELD_UPDATED},
    {"next", FIELD_NEXT},
    {"next_at", FIELD_NEXT_AT},
    {"contact_name", FIELD_CONTACT, G_STRUCT_OFFSET(CrContact, name)},
    {"contact_email", FIELD_CONTACT, G_STRUCT_OFFSET(CrContact, email)},
    {"contact_phone", FIELD_CONTACT, G_STRUCT_OFFSET(CrContact, phone)},
};

static char *
plain(const char *name) {
  GString *text = g_string_new(NULL);
  for (const char *p = name; *p; p++)
    if (g_ascii_isalnum(*p))
      g_string_append_c(text, g_ascii_tolower(*p));
  return g_string_free(text, FALSE);
}

const char *const *
cr_import_fields(void) {
  static const char *names[G_N_ELEMENTS(fields) + 1];
  for (gsize i = 0; i < G_N_ELEMENTS(fields); i++)
    names[i] = fields[i].name;
  return names;
}

/* The field of a heading, -1 for none. Of "Company.label" the first part counts. */
static int
field_of(GKeyFile *ini, const char *heading) {
  g_autofree char *name = plain(heading);
  g_autofree char *stem = g_strndup(heading, strcspn(heading, "."));
  g_autofree char *first =
      strchr(heading, '.') && g_str_has_suffix(heading, ".label") ? plain(stem) : NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
    g_auto(GStrv) names = g_key_file_get_string_list(ini, "fields", fields[i].name, NULL, NULL);
    if (names && (g_strv_contains((const char *const *) names, name) ||
                  (first && g_strv_contains((const char *const *) names, first))))
      return (int) i;
  }
  return -1;
}

/* Dates */

static int
month_of(const char *word) {
  for (int month = 1; month <= 12; month++)
    if (g_ascii_strncasecmp(word, cr_month_name(month), 3) == 0)
      return month;
  return 0;
}

/* Two numbers and a year, with the separators that people use; FALSE when it is none. */
static gboolean
read_numbers(const char *text, int ret_numbers[3]) {
  int used = 0;
  char first, second;
  return sscanf(text, "%4d%c%2d%c%4d%n", &ret_numbers[0], &first, &ret_numbers[1], &second,
                &ret_numbers[2], &used) == 5 &&
         first == second && strchr("/.-", first) && used > 0 &&
         (text[used] == '\0' || strchr(" ,T", text[used]));
}

/* What the column's dates say of their order: 1 day first, -1 month first, 0 nothing. */
static int
order_of(const char *text) {
  int n[3];
  if (!read_numbers(text, n) || n[0] > 31)
    return 0;
  return strchr(text, '.') && strchr(text, '.') < text + 3 ? 1 : n[0] > 12 ? 1 : n[1] > 12 ? -1 : 0;
}

static gboolean
read_date(const char *text, gboolean day_first, int *year, int *month, int *day) {
  int n[3];
  char word[12] = "";
  if (read_numbers(text, n)) {
    gboolean iso = n[0] > 31;
    *year = iso ? n[0] : n[2] < 100 ? 2000 + n[2] : n[2];
    *month = iso ? n[1] : day_first ? n[1] : n[0];
    *day = iso ? n[2] : day_first ? n[0] : n[1];
  } else if (sscanf(text, "%11[A-Za-z]%*[. ]%2d%*[a-z, ]%4d", word, day, year) == 3 ||
             sscanf(text, "%2d%*[. -]%11[A-Za-z]%*[., -]%4d", day, word, year) == 3) {
    *month = month_of(word);
  } else {
    return FALSE;
  }
  return cr_date_valid(*year, *month, *day) && *year >= 1990 && *year < 2100;
}

/* Seconds or milliseconds since 1970. */
static gboolean
read_epoch(const char *text, CrInstant *ret_at) {
  gsize length = strspn(text, "0123456789");
  if ((length != 10 && length != 13) || text[length])
    return FALSE;
  *ret_at = g_ascii_strtoll(text, NULL, 10) * (length == 10 ? CR_SECOND : 1000);
  return TRUE;
}

/* A day without an hour is its noon. */
static CrInstant
read_instant(const char *text, const CrImport *import, const CrProfile *profile, CrInstant now) {
  CrInstant at;
  CrWall wall = {.hour = 12};
  const CrZone *zone = cr_zone_find(profile->zone);
  if (cr_instant_parse(text, &at, NULL) || read_epoch(text, &at))
    return at >= CR_INSTANT_MIN && at <= CR_INSTANT_MAX ? at : CR_INSTANT_NONE;
  if (!read_date(text, import->day_first, &wall.year, &wall.month, &wall.day))
    return CR_INSTANT_NONE;
  zone = zone ? zone : cr_zone_utc();
  at = cr_zone_instant(zone, &wall);
  return at > now && cr_zone_day(zone, now) == cr_wall_day(&wall) ? now : at;
}

/* Rows */

typedef struct {
  const CrTable *table;
  const int *field; /* of each column */
  const CrProfile *profile;
  CrInstant now;
  CrImport *import;
} Work;

static void complain(const Work *w, guint row, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void
complain(const Work *w, guint row, const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_autofree char *why = g_strdup_vprintf(format, args);
  va_end(args);
  g_ptr_array_add(w->import->problems,
                  g_strdup_printf("%s %d: %s", w->table->json ? "entry" : "line",
                                  g_array_index(w->table->lines, int, row), why));
}

static void
keep_extra(CrApplication *a, const char *name, const char *value) {
  if (a->extras->len >= CR_MAX_EXTRAS)
    return;
  CrExtra *extra = cr_extra_new();
  extra->name = cr_text_line(name, 80);
  extra->value = cr_text_block(value, 8000);
  g_ptr_array_add(a->extras, extra);
}

/* A second column for the same field stays beside the first. */
static void
set_detail(CrApplication *a, gsize offset, const char *heading, const char *value) {
  char **target = &G_STRUCT_MEMBER(char *, &a->details, offset);
  gboolean notes = offset == G_STRUCT_OFFSET(CrDetails, notes);
  if (*target == NULL)
    *target = notes ? cr_text_block(value, 8000) : cr_text_line(value, 400);
  else if (strcmp(*target, value) != 0)
    keep_extra(a, heading, value);
}

static void
set_contact(CrApplication *a, gsize offset, const char *heading, const char *value) {
  if (a->contacts->len == 0)
    g_ptr_array_add(a->contacts, cr_contact_new());
  char **target = &G_STRUCT_MEMBER(char *, a->contacts->pdata[0], offset);
  gboolean email = offset == G_STRUCT_OFFSET(CrContact, email);
  char *text = *target ? NULL : email ? cr_address_normalize(value) : cr_text_line(value, 200);
  if (text)
    *target = text;
  else
    keep_extra(a, heading, value);
}

typedef struct {
  CrInstant updated;
  gboolean staged;
} Seen;

static void
set_stage(const Work *w, CrApplication *a, guint row, const char *heading, const char *value,
          Seen *seen) {
  CrStage stage;
  CrCloseReason reason;
  if (seen->staged) { /* a second column may say something of its own */
    if (!cr_stage_read(value, &stage, &reason) || stage != a->stage || reason != a->reason)
      keep_extra(a, heading, value);
    return;
  }
  seen->staged = cr_stage_read(value, &a->stage, &a->reason);
  if (seen->staged)
    return;
  complain(w, row, "\"%.40s\" is no stage that is known; it is kept as \"%s\"", value, heading);
  keep_extra(a, heading, value);
}

static void
set_cell(const Work *w, CrApplication *a, guint row, guint column, Seen *seen) {
  const char *heading = w->table->columns[column],
             *value = ((char **) w->table->rows->pdata[row])[column];
  int field = w->field[column];
  FieldKind kind = field < 0 ? FIELD_EXTRA : fields[field].kind;
  CrInstant at = CR_INSTANT_NONE;
  CrStage stage;
  if (*value == '\0')
    return;
  value +=
      *value == '\'' && value[1] && strchr("=+-@", value[1]); /* as exports keep formulas out */
  if (kind == FIELD_DATE || kind == FIELD_UPDATED || kind == FIELD_NEXT_AT) {
    at = read_instant(value, w->import, w->profile, w->now);
    if (at == CR_INSTANT_NONE) {
      complain(w, row, "\"%.40s\" is no date; it is kept as \"%s\"", value, heading);
      kind = FIELD_EXTRA;
    }
  }
  switch (kind) {
  case FIELD_EXTRA:
    keep_extra(a, heading, value);
    break;
  case FIELD_OWN:
    break;
  case FIELD_DETAIL:
    set_detail(a, fields[field].offset, heading, value);
    break;
  case FIELD_CONTACT:
    set_contact(a, fields[field].offset, heading, value);
    break;
  case FIELD_DATE:
    stage = fields[field].stage;
    if (cr_reached_at(&a->reached, stage) == CR_INSTANT_NONE)
      cr_reached_set(&a->reached, stage, at);
    else
      keep_extra(a, heading, value);
    break;
  case FIELD_STAGE:
    set_stage(w, a, row, heading, value, seen);
    break;
  case FIELD_REASON:
    if (!cr_stage_read(value, &stage, &a->reason))
      keep_extra(a, heading, value);
    break;
  case FIELD_UPDATED:
    seen->updated = at;
    break;
  case FIELD_NEXT:
    a->next = cr_text_line(value, 400);
    break;
  case FIELD_NEXT_AT:
    a->next_at = at;
    break;
  }
}

/* Where it stands: as the stage says; else as far as the dates go; else saved. When it came there:
 * its own date; else the last one that is known. */
static void
settle(const Work *w, CrApplication *a, const Seen *seen) {
  CrInstant last = CR_INSTANT_NONE;
  for (int stage = CR_STAGE_SAVED; stage < CR_N_STAGES; stage++) {
    CrInstant at = cr_reached_at(&a->reached, (CrStage) stage);
    last = MAX(last, at);
    if (!seen->staged && at != CR_INSTANT_NONE)
      a->stage = (CrStage) stage;
  }
  if (a->stage == CR_STAGE_CLOSED && a->reason == CR_CLOSE_NONE)
    a->reason = CR_CLOSE_REJECTED;
  if (a->stage != CR_STAGE_CLOSED)
    a->reason = CR_CLOSE_NONE;
  if (cr_reached_at(&a->reached, a->stage) == CR_INSTANT_NONE)
    cr_reached_set(&a->reached, a->stage,
                   seen->updated != CR_INSTANT_NONE ? MAX(seen->updated, last)
                   : last != CR_INSTANT_NONE        ? last
                                                    : w->now);
  if (a->next_at != CR_INSTANT_NONE && a->next == NULL)
    a->next = g_strdup("follow up");
}

static void
take_row(const Work *w, guint row) {
  g_autoptr(CrApplication) a = cr_application_new();
  Seen seen = {CR_INSTANT_NONE, FALSE};
  for (guint column = 0; column < w->table->n_columns; column++)
    set_cell(w, a, row, column, &seen);
  if (a->details.company == NULL && a->details.role == NULL) {
    complain(w, row, "has neither a company nor a role and is skipped");
    return;
  }
  settle(w, a, &seen);
  int line = g_array_index(w->table->lines, int, row);
  g_ptr_array_add(w->import->applications, g_steal_pointer(&a));
  g_array_append_val(w->import->lines, line);
}

/* What the candidate says that the column is: FALSE when nothing. */
static gboolean
is_mapped(const json_t *map, const char *heading, int *ret_field) {
  const json_t *wanted = json_object_get(map, heading);
  const char *name = json_string_value(wanted);
  if (wanted == NULL)
    return FALSE;
  *ret_field = -1;
  for (gsize i = 0; name && i < G_N_ELEMENTS(fields); i++)
    if (strcmp(fields[i].name, name) == 0)
      *ret_field = (int) i;
  return TRUE;
}

static void
look_at_columns(CrImport *import, const CrTable *table, const json_t *map, int *field) {
  g_autoptr(GKeyFile) ini = cr_data_ini("columns.ini");
  for (guint i = 0; i < table->n_columns; i++) {
    CrImportColumn *column = g_new0(CrImportColumn, 1);
    if (!is_mapped(map, table->columns[i], &field[i]))
      field[i] = field_of(ini, table->columns[i]);
    column->name = cr_text_line(table->columns[i], 80);
    column->field = field[i] < 0 ? NULL : fields[field[i]].name;
    for (guint row = 0; row < table->rows->len; row++) {
      const char *value = ((char **) table->rows->pdata[row])[i];
      column->filled += *value != '\0';
      if (*value && column->sample == NULL)
        column->sample = cr_text_line(value, 60);
    }
    g_ptr_array_add(import->columns, column);
  }
}

static gboolean
is_date(int field) {
  return field >= 0 && (fields[field].kind == FIELD_DATE || fields[field].kind == FIELD_UPDATED ||
                        fields[field].kind == FIELD_NEXT_AT);
}

/* 3/4/2026: the first date that can be read only one way tells for all; else the country. */
static void
settle_order(CrImport *import, const CrTable *table, const int *field, const CrProfile *profile) {
  gboolean unclear = FALSE;
  for (guint i = 0; i < table->n_columns; i++) {
    for (guint row = 0; row < table->rows->len && is_date(field[i]); row++) {
      const char *text = ((char **) table->rows->pdata[row])[i];
      int order = order_of(text), n[3];
      if (order) {
        import->day_first = order > 0;
        return;
      }
      unclear = unclear || (read_numbers(text, n) && n[0] <= 12 && n[0] != n[1]);
    }
  }
  import->day_first = profile->country && strcmp(profile->country, "US") != 0;
  import->order_assumed = unclear;
}

CrImport *
cr_import_read(const CrTable *table, const json_t *map, const CrProfile *profile, CrInstant now) {
  CrImport *import = g_new0(CrImport, 1);
  g_autofree int *field = g_new0(int, table->n_columns + 1);
  import->columns = g_ptr_array_new_with_free_func(free_column);
  import->applications = g_ptr_array_new_with_free_func((GDestroyNotify) cr_application_free);
  import->lines = g_array_new(FALSE, FALSE, sizeof(int));
  import->problems = g_ptr_array_new_with_free_func(g_free);
  look_at_columns(import, table, map, field);
  settle_order(import, table, field, profile);
  for (guint i = 0; i < table->problems->len; i++)
    g_ptr_array_add(import->problems, g_strdup(table->problems->pdata[i]));
  Work work = {table, field, profile, now, import};
  for (guint row = 0; row < table->rows->len; row++)
    take_row(&work, row);
  return import;
}
