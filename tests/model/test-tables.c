/* The tables of fields that give every record its JSON, copy and free: none forgets a member. */
#include "base/error.h"
#include "model/fact.h"
#include "model/profile.h"

static const struct {
  const char *name;
  const CrRecord *record;
} records[] = {
    {"attendee", &cr_attendee_record}, {"event", &cr_event_record},
    {"call", &cr_call_record},         {"effect", &cr_effect_record},
    {"evidence", &cr_evidence_record}, {"warning", &cr_warning_record},
    {"slot", &cr_slot_record},         {"contact", &cr_contact_record},
    {"state", &cr_state_record},       {"interview", &cr_interview_record},
    {"profile", &cr_profile_record},   {"policy", &cr_policy_record},
    {"mention", &cr_mention_record},   {"phone", &cr_phone_record},
    {"person", &cr_person_record},     {"reading", &cr_reading_record},
};

static gsize
align_up(gsize offset, gsize alignment) {
  return (offset + alignment - 1) / alignment * alignment;
}

static gsize record_alignment(const CrRecord *record);

static void
field_shape(const CrField *field, gsize *ret_size, gsize *ret_alignment) {
  switch (field->type) {
  case CR_FIELD_STRING:
  case CR_FIELD_STRV:
  case CR_FIELD_LIST:
    *ret_size = *ret_alignment = sizeof(gpointer);
    break;
  case CR_FIELD_INT:
  case CR_FIELD_BOOL:
  case CR_FIELD_ENUM:
    *ret_size = *ret_alignment = sizeof(int);
    break;
  case CR_FIELD_REAL:
    *ret_size = *ret_alignment = sizeof(double);
    break;
  case CR_FIELD_INSTANT:
    *ret_size = *ret_alignment = sizeof(CrInstant);
    break;
  case CR_FIELD_RECORD:
    *ret_size = field->record->size;
    *ret_alignment = record_alignment(field->record);
    break;
  }
}

static gsize
record_alignment(const CrRecord *record) {
  gsize most = 1;
  for (const CrField *f = record->fields; f->name; f++) {
    gsize size = 0, alignment = 0;
    field_shape(f, &size, &alignment);
    most = MAX(most, alignment);
  }
  return most;
}

/* The fields lie one after another with nothing between them but what alignment asks for. */
static void
test_cover(gconstpointer data) {
  const CrRecord *record = data;
  gsize end = 0;
  for (const CrField *f = record->fields; f->name; f++) {
    gsize size = 0, alignment = 0;
    field_shape(f, &size, &alignment);
    if (f->offset != align_up(end, alignment))
      g_error("a member before \"%s\" is not in its table, or in another place", f->name);
    end = f->offset + size;
  }
  g_assert_cmpuint(record->size, ==, align_up(end, record_alignment(record)));
}

static json_t *make_value(const CrField *field, int *number);

static json_t *
make_object(const CrRecord *record, int *number) {
  json_t *json = json_object();
  for (const CrField *f = record->fields; f->name; f++)
    json_object_set_new(json, f->name, make_value(f, number));
  return json;
}

/* A value that nothing has by default, and that no other field has. */
static json_t *
make_value(const CrField *field, int *number) {
  int n = ++*number;
  switch (field->type) {
  case CR_FIELD_STRING:
    return json_sprintf("%s %d ü \"", field->name, n);
  case CR_FIELD_STRV:
    return json_pack("[sss]", field->name, "", "x");
  case CR_FIELD_INT:
    return json_integer(-n);
  case CR_FIELD_BOOL:
    return json_true();
  case CR_FIELD_REAL:
    return json_real(n + 0.1);
  case CR_FIELD_INSTANT:
    return json_integer(n * CR_DAY_USEC);
  case CR_FIELD_ENUM:
    return json_string(field->names[1]);
  case CR_FIELD_RECORD:
    return make_object(field->record, number);
  case CR_FIELD_LIST:
    return json_pack("[oo]", make_object(field->record, number),
                     make_object(field->record, number));
  }
  return NULL;
}

static void
test_round_trip(gconstpointer data) {
  const CrRecord *record = data;
  int number = 0;
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) json = make_object(record, &number);
  gpointer value = cr_record_from_json(record, json, &error);
  g_assert_no_error(error);
  gpointer copy = cr_record_copy(record, value);
  cr_record_free(record, value);
  g_autoptr(json_t) after = cr_record_to_json(record, copy);
  g_assert_true(json_equal(json, after));
  cr_record_free(record, copy);
}

/* Every value of every enumeration by its name, and none that is not in the table. */
static void
test_names(gconstpointer data) {
  const CrRecord *record = data;
  for (const CrField *f = record->fields; f->name; f++) {
    for (int i = 0; f->type == CR_FIELD_ENUM && f->names[i]; i++) {
      g_autoptr(GError) error = NULL;
      g_autoptr(json_t) json = json_pack("{ss}", f->name, f->names[i]);
      gpointer value = cr_record_from_json(record, json, &error);
      g_assert_no_error(error);
      g_assert_cmpint(G_STRUCT_MEMBER(int, value, f->offset), ==, i);
      cr_record_free(record, value);
    }
  }
}

static void
test_fact(void) {
  int number = 0;
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) json = json_pack(
      "{ss si si ss ss ss ss si ss ss ss so so so}", "kind", "outcome", "at", 1, "learnt", 2,
      "source", "mail/1.eml", "source_key", "k", "trust", "contact", "act", "spoke", "when", 3,
      "outcome", "held", "effect_id", "1.email.1", "text", "t", "mail",
      make_object(&cr_reading_record, &number), "event", make_object(&cr_event_record, &number),
      "call", make_object(&cr_call_record, &number));
  g_autoptr(CrFact) fact = cr_fact_from_json(json, &error);
  g_assert_no_error(error);
  g_autoptr(json_t) after = cr_fact_to_json(fact);
  g_assert_true(json_equal(json, after));
}

static void
test_fact_refuses(void) {
  static const char *const parts[] = {"mail", "event", "call"};
  for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) json = json_pack("{s[]}", parts[i]);
    g_assert_null(cr_fact_from_json(json, &error));
    g_assert_error(error, CR_ERROR, CR_ERROR_PARSE);
  }
}

int
main(int argc, char **argv) {
  static const struct {
    const char *name;
    GTestDataFunc run;
  } tests[] = {{"cover", test_cover}, {"round-trip", test_round_trip}, {"names", test_names}};
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(records); i++)
    for (gsize j = 0; j < G_N_ELEMENTS(tests); j++) {
      g_autofree char *path = g_strdup_printf("/tables/%s/%s", records[i].name, tests[j].name);
      g_test_add_data_func(path, records[i].record, tests[j].run);
    }
  g_test_add_func("/tables/fact", test_fact);
  g_test_add_func("/tables/fact-refuses", test_fact_refuses);
  return g_test_run();
}
