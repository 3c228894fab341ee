#include "base/data.h"
#include "playbook/diagnosis.h"

#include <math.h>
#include <string.h>

#define SILENCE "no-mail no-call-in-log no-auto-reply workday times-agree number-agrees"

static GPtrArray *
evidence_of(const char *kinds) {
  GPtrArray *evidence = g_ptr_array_new_with_free_func((GDestroyNotify) cr_evidence_free);
  g_auto(GStrv) words = g_strsplit_set(kinds, " ", -1);
  for (char **word = words; *word; word++) {
    if (!**word)
      continue;
    CrEvidence *item = cr_evidence_new();
    item->kind = g_strdup(*word);
    item->text = g_strdup(*word);
    g_ptr_array_add(evidence, item);
  }
  return evidence;
}

static double
share(const CrDiagnosis *diagnosis, CrReason reason) {
  for (guint i = 0; i < CR_N_REASONS; i++)
    if (diagnosis->reasons[i].reason == reason)
      return diagnosis->reasons[i].p;
  g_assert_not_reached();
}

static double
share_with(const char *kinds, CrReason reason) {
  g_autoptr(GPtrArray) evidence = evidence_of(kinds);
  g_autoptr(CrDiagnosis) diagnosis = cr_diagnosis_new(evidence, 0);
  return share(diagnosis, reason);
}

static char **
all_kinds(void) {
  g_autoptr(GKeyFile) ini = cr_data_ini("evidence.ini");
  g_auto(GStrv) groups = g_key_file_get_groups(ini, NULL);
  g_autoptr(GStrvBuilder) kinds = g_strv_builder_new();
  for (char **group = groups; *group; group++)
    if (!g_str_has_prefix(*group, "reason "))
      g_strv_builder_add(kinds, *group);
  return g_strv_builder_end(kinds);
}

/* The reason that leads, and the least and most that its share may be. */
static const struct {
  const char *kinds;
  CrReason leads;
  double least, most;
} leaders[] = {
    {"", CR_REASON_BUSY, 0.35, 0.55},
    {SILENCE, CR_REASON_BUSY, 0.50, 0.60},
    {"no-call-in-log workday times-agree number-agrees", CR_REASON_BUSY, 0.45, 0.60},
    {SILENCE " kept-before", CR_REASON_BUSY, 0.55, 0.75},
    {"running-late", CR_REASON_BUSY, 0.85, 1},
    {"called-other-hour", CR_REASON_SCHEDULE, 0.7, 1},
    {"called-other-hour number-agrees times-agree", CR_REASON_SCHEDULE, 0.6, 1},
    {"late-call", CR_REASON_BUSY, 0.85, 1},
    {"running-late late-call number-agrees", CR_REASON_BUSY, 0.95, 1},
    {"auto-reply", CR_REASON_AWAY, 0.85, 1},
    {"auto-reply no-call-in-log workday times-agree number-agrees", CR_REASON_AWAY, 0.85, 1},
    {"holiday", CR_REASON_AWAY, 0.40, 0.85},
    {"holiday no-mail no-call-in-log no-auto-reply times-agree number-agrees", CR_REASON_AWAY, 0.35,
     0.85},
    {"holiday auto-reply", CR_REASON_AWAY, 0.95, 1},
    {"ill", CR_REASON_AWAY, 0.85, 1},
    {"out-said", CR_REASON_AWAY, 0.75, 1},
    /* a later word outdoes a hasty apology */
    {"running-late rejection-mail", CR_REASON_FILLED, 0.85, 1},
    {"running-late on-hold-mail", CR_REASON_MANAGER, 0.75, 1},
    {"running-late handed-over", CR_REASON_MANAGER, 0.6, 1},
    {"running-late time-asked", CR_REASON_SCHEDULE, 0.75, 1},
    {"running-late ill", CR_REASON_AWAY, 0.75, 1},
    {"running-late tried-to-reach", CR_REASON_PHONE, 0.6, 1},
    {"running-late missed-call", CR_REASON_PHONE, 0.5, 1},
    {"on-other-call " SILENCE, CR_REASON_PHONE, 0.5, 0.9},
    {"posting-gone " SILENCE, CR_REASON_FILLED, 0.5, 0.9},
    {"ill no-call-in-log no-auto-reply workday number-agrees", CR_REASON_AWAY, 0.80, 1},
    {"other-time-in-mail", CR_REASON_SCHEDULE, 0.75, 1},
    {"other-time-in-mail no-call-in-log no-auto-reply workday number-agrees", CR_REASON_SCHEDULE,
     0.75, 1},
    {"weekday-mismatch", CR_REASON_SCHEDULE, 0.55, 1},
    {"weekday-mismatch no-mail no-call-in-log no-auto-reply workday number-agrees",
     CR_REASON_SCHEDULE, 0.5, 1},
    {"clock-change", CR_REASON_SCHEDULE, 0.35, 0.8},
    {"clock-change season-zone", CR_REASON_SCHEDULE, 0.6, 1},
    {"season-zone " SILENCE, CR_REASON_BUSY, 0.4, 0.6},
    {"invite-updated", CR_REASON_SCHEDULE, 0.7, 1},
    {"second-invite", CR_REASON_SCHEDULE, 0.35, 0.65},
    {"cancel-unverified", CR_REASON_SCHEDULE, 0.25, 0.7},
    {"odd-hour", CR_REASON_SCHEDULE, 0.6, 1},
    {"odd-hour no-mail no-call-in-log no-auto-reply times-agree number-agrees", CR_REASON_SCHEDULE,
     0.5, 1},
    {"candidate-dials", CR_REASON_SCHEDULE, 0.7, 1},
    {"candidate-dials " SILENCE, CR_REASON_SCHEDULE, 0.6, 1},
    {"time-asked", CR_REASON_SCHEDULE, 0.85, 1},
    {"rejection-mail", CR_REASON_FILLED, 0.9, 1},
    {"rejection-mail no-call-in-log no-auto-reply workday times-agree number-agrees",
     CR_REASON_FILLED, 0.9, 1},
    {"rejection-mail running-late", CR_REASON_FILLED, 0.5, 1},
    {"posting-gone", CR_REASON_FILLED, 0.35, 0.75},
    {"posting-gone " SILENCE, CR_REASON_FILLED, 0.35, 0.75},
    {"on-hold-mail", CR_REASON_MANAGER, 0.85, 1},
    {"on-hold-mail posting-gone", CR_REASON_MANAGER, 0.85, 1},
    {"handed-over", CR_REASON_MANAGER, 0.8, 1},
    {"bounce", CR_REASON_MANAGER, 0.8, 1},
    {"bounce no-call-in-log no-auto-reply workday times-agree number-agrees", CR_REASON_MANAGER,
     0.8, 1},
    {"number-mismatch", CR_REASON_PHONE, 0.7, 1},
    {"number-mismatch no-mail no-call-in-log no-auto-reply workday times-agree", CR_REASON_PHONE,
     0.7, 1},
    {"number-other", CR_REASON_PHONE, 0.4, 0.8},
    {"number-invalid no-mail no-call-in-log no-auto-reply workday times-agree", CR_REASON_PHONE,
     0.7, 1},
    {"number-no-country " SILENCE, CR_REASON_BUSY, 0.35, 0.6},
    {"missed-call", CR_REASON_PHONE, 0.85, 1},
    {"missed-call no-mail no-auto-reply workday times-agree number-agrees", CR_REASON_PHONE, 0.85,
     1},
    {"rang no-mail no-auto-reply workday times-agree number-agrees", CR_REASON_PHONE, 0.5, 0.95},
    {"phone-off " SILENCE, CR_REASON_PHONE, 0.5, 0.95},
    {"do-not-disturb " SILENCE, CR_REASON_BUSY, 0.3, 0.7},
    {"do-not-disturb missed-call", CR_REASON_PHONE, 0.95, 1},
    {"rejected-call", CR_REASON_PHONE, 0.85, 1},
    {"blocked-call", CR_REASON_PHONE, 0.85, 1},
    {"voicemail-from-them", CR_REASON_PHONE, 0.85, 1},
    {"on-other-call", CR_REASON_PHONE, 0.4, 0.8},
    {"tried-to-reach", CR_REASON_PHONE, 0.8, 1},
    {"tried-to-reach no-call-in-log number-agrees", CR_REASON_PHONE, 0.6, 1},
};

static void
test_leaders(void) {
  for (guint i = 0; i < G_N_ELEMENTS(leaders); i++) {
    g_autoptr(GPtrArray) evidence = evidence_of(leaders[i].kinds);
    g_autoptr(CrDiagnosis) diagnosis = cr_diagnosis_new(evidence, 7);
    g_test_message("%s", leaders[i].kinds);
    g_assert_cmpint(diagnosis->at, ==, 7);
    g_assert_cmpstr(cr_reason_names[diagnosis->reasons[0].reason], ==,
                    cr_reason_names[leaders[i].leads]);
    g_assert_cmpfloat(diagnosis->reasons[0].p, >=, leaders[i].least);
    g_assert_cmpfloat(diagnosis->reasons[0].p, <=, leaders[i].most);
  }
}

/* Reasons that must stay visible beside the leader. */
static const struct {
  const char *kinds;
  CrReason reason;
  double least;
} visible[] = {
    {SILENCE, CR_REASON_UNKNOWN, 0.15},
    {SILENCE, CR_REASON_SCHEDULE, 0.02},
    {SILENCE, CR_REASON_PHONE, 0.01},
    {"auto-reply number-mismatch", CR_REASON_AWAY, 0.2},
    {"auto-reply number-mismatch", CR_REASON_PHONE, 0.2},
    {"missed-call other-time-in-mail", CR_REASON_SCHEDULE, 0.2},
    {"missed-call other-time-in-mail", CR_REASON_PHONE, 0.2},
    {"rejection-mail on-hold-mail", CR_REASON_FILLED, 0.2},
    {"rejection-mail on-hold-mail", CR_REASON_MANAGER, 0.2},
    {"clock-change " SILENCE, CR_REASON_SCHEDULE, 0.25},
    {"cancel-unverified", CR_REASON_FILLED, 0.08},
    {"cancel-unverified", CR_REASON_MANAGER, 0.08},
    {"posting-gone", CR_REASON_MANAGER, 0.08},
    {"holiday", CR_REASON_SCHEDULE, 0.1},
    {"number-no-country", CR_REASON_PHONE, 0.2},
};

static void
test_visible(void) {
  for (guint i = 0; i < G_N_ELEMENTS(visible); i++) {
    g_test_message("%s: %s", visible[i].kinds, cr_reason_names[visible[i].reason]);
    g_assert_cmpfloat(share_with(visible[i].kinds, visible[i].reason), >=, visible[i].least);
  }
}

static void
test_kinds_known(void) {
  static const char *const kinds[] = {"running-late",
                                      "auto-reply",
                                      "holiday",
                                      "ill",
                                      "other-time-in-mail",
                                      "weekday-mismatch",
                                      "zone-unsaid",
                                      "season-zone",
                                      "clock-change",
                                      "invite-updated",
                                      "second-invite",
                                      "cancel-unverified",
                                      "odd-hour",
                                      "candidate-dials",
                                      "time-asked",
                                      "rejection-mail",
                                      "posting-gone",
                                      "on-hold-mail",
                                      "handed-over",
                                      "bounce",
                                      "number-mismatch",
                                      "number-other",
                                      "number-invalid",
                                      "number-no-country",
                                      "missed-call",
                                      "rejected-call",
                                      "blocked-call",
                                      "voicemail-from-them",
                                      "rang",
                                      "do-not-disturb",
                                      "call-screened",
                                      "phone-muted",
                                      "phone-off",
                                      "on-other-call",
                                      "tried-to-reach",
                                      "number-asked",
                                      "out-said",
                                      "late-call",
                                      "called-other-hour",
                                      "number-agrees",
                                      "times-agree",
                                      "no-auto-reply",
                                      "no-mail",
                                      "no-call-in-log",
                                      "no-call-said",
                                      "workday",
                                      "kept-before",
                                      "on-other-call-partly",
                                      "clocks-agree",
                                      "hold-said",
                                      "filled-said",
                                      "late-before",
                                      "away-before",
                                      "mixed-up-before",
                                      "tried-before",
                                      "changed-before"};
  g_auto(GStrv) all = all_kinds();
  g_assert_cmpuint(g_strv_length(all), ==, G_N_ELEMENTS(kinds));
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
    g_assert_true(cr_evidence_known(kinds[i]));
    g_assert_nonnull(cr_evidence_label(kinds[i]));
    const char *again = cr_evidence_again(kinds[i]);
    g_assert_true(again == NULL || cr_evidence_known(again));
  }
  g_assert_cmpstr(cr_evidence_again("running-late"), ==, "late-before");
  g_assert_cmpstr(cr_evidence_again("late-before"), ==, "late-before");
  g_assert_null(cr_evidence_again("no-mail"));
  g_assert_false(cr_evidence_known("reason busy"));
  g_assert_false(cr_evidence_known("horoscope"));
  g_assert_false(cr_evidence_known(NULL));
  g_assert_null(cr_evidence_label("horoscope"));
}

/* Every weight says why, and every reason has its meaning. */
static void
test_rationale(void) {
  g_autoptr(GKeyFile) ini = cr_data_ini("evidence.ini");
  g_auto(GStrv) groups = g_key_file_get_groups(ini, NULL);
  for (char **group = groups; *group; group++) {
    g_autofree char *why = g_key_file_get_string(ini, *group, "why", NULL);
    g_assert_nonnull(why);
    g_assert_cmpuint(strlen(why), >, 10);
  }
  for (guint r = 0; r < CR_N_REASONS; r++)
    g_assert_true(g_str_has_suffix(cr_reason_meaning(r), "."));
}

static gboolean
contains(GPtrArray *items, const char *kind) {
  for (guint i = 0; i < items->len; i++)
    if (strcmp(((CrEvidence *) items->pdata[i])->kind, kind) == 0)
      return TRUE;
  return FALSE;
}

static const struct {
  const char *kind;
  CrReason reason;
  int speaks;
} sides[] = {
    {"running-late", CR_REASON_BUSY, 1},
    {"running-late", CR_REASON_PHONE, -1},
    {"no-mail", CR_REASON_BUSY, 1},
    {"no-mail", CR_REASON_FILLED, -1},
    {"auto-reply", CR_REASON_AWAY, 1},
    {"no-auto-reply", CR_REASON_AWAY, -1},
    {"workday", CR_REASON_AWAY, -1},
    {"workday", CR_REASON_BUSY, 0},
    {"times-agree", CR_REASON_SCHEDULE, -1},
    {"number-agrees", CR_REASON_PHONE, -1},
    {"no-call-in-log", CR_REASON_PHONE, -1},
    {"posting-gone", CR_REASON_FILLED, 1},
    {"cancel-unverified", CR_REASON_MANAGER, 1},
    {"kept-before", CR_REASON_BUSY, 1},
    {"kept-before", CR_REASON_PHONE, -1},
    {"clock-change", CR_REASON_SCHEDULE, 1},
};

static void
test_sides(void) {
  for (guint i = 0; i < G_N_ELEMENTS(sides); i++) {
    g_autoptr(GPtrArray) evidence = evidence_of(sides[i].kind);
    g_autoptr(CrDiagnosis) diagnosis = cr_diagnosis_new(evidence, 0);
    g_test_message("%s, %s", sides[i].kind, cr_reason_names[sides[i].reason]);
    for (guint r = 0; r < CR_N_REASONS; r++) {
      const CrRankedReason *reason = &diagnosis->reasons[r];
      if (reason->reason != sides[i].reason)
        continue;
      g_assert_cmpint(contains(reason->supports, sides[i].kind), ==, sides[i].speaks > 0);
      g_assert_cmpint(contains(reason->opposes, sides[i].kind), ==, sides[i].speaks < 0);
    }
  }
}

/* An item that is for a reason is found at least as often with it as for no visible cause, and on
 * its own it raises the reason. One that is most often found with a reason raises it in any
 * company. */
static void
test_support_never_lowers(void) {
  g_auto(GStrv) kinds = all_kinds();
  g_autoptr(GRand) rand = g_rand_new_with_seed(20261124);
  for (char **kind = kinds; *kind; kind++) {
    g_autoptr(GPtrArray) one = evidence_of(*kind);
    g_autoptr(CrDiagnosis) alone = cr_diagnosis_new(one, 0);
    CrReason strongest = CR_REASON_UNKNOWN;
    double lift = 0;
    for (guint r = 0; r < CR_N_REASONS; r++) {
      const CrRankedReason *reason = &alone->reasons[r];
      double before = share_with("", reason->reason);
      if (reason->supports->len > 0)
        g_assert_cmpfloat(reason->p, >, before);
      if (reason->opposes->len > 0)
        g_assert_cmpfloat(reason->p, <, before + 1e-12);
      if (reason->p / before > lift) {
        lift = reason->p / before;
        strongest = reason->reason;
      }
    }
    for (guint round = 0; round < 50; round++) {
      GString *company = g_string_new(NULL);
      for (char **other = kinds; *other; other++)
        if (g_rand_int_range(rand, 0, 6) == 0 && strcmp(*other, *kind) != 0)
          g_string_append_printf(company, "%s ", *other);
      double before = share_with(company->str, strongest);
      g_string_append(company, *kind);
      g_assert_cmpfloat(share_with(company->str, strongest), >=, before - 1e-12);
      g_string_free(company, TRUE);
    }
  }
}

static void
shuffle(GPtrArray *items, GRand *rand) {
  for (guint i = items->len; i > 1; i--) {
    guint j = g_rand_int_range(rand, 0, i);
    gpointer swap = items->pdata[i - 1];
    items->pdata[i - 1] = items->pdata[j];
    items->pdata[j] = swap;
  }
}

/* Sums to one, is sorted, and neither order, repetition nor an unknown kind changes a bit of it. */
static void
test_properties(void) {
  g_auto(GStrv) kinds = all_kinds();
  g_autoptr(GRand) rand = g_rand_new_with_seed(7);
  for (guint round = 0; round < 500; round++) {
    g_autoptr(GString) words = g_string_new(NULL);
    for (char **kind = kinds; *kind; kind++)
      if (g_rand_int_range(rand, 0, 3) == 0)
        g_string_append_printf(words, "%s ", *kind);
    g_autoptr(GPtrArray) evidence = evidence_of(words->str);
    g_autoptr(CrDiagnosis) a = cr_diagnosis_new(evidence, 0);
    g_string_append_printf(words, "%s horoscope %s", words->str, words->str);
    g_autoptr(GPtrArray) again = evidence_of(words->str);
    shuffle(again, rand);
    g_autoptr(CrDiagnosis) b = cr_diagnosis_new(again, 0);
    double sum = 0;
    for (guint r = 0; r < CR_N_REASONS; r++) {
      sum += a->reasons[r].p;
      g_assert_true(a->reasons[r].p > 0 && a->reasons[r].p <= 1);
      g_assert_true(r == 0 || a->reasons[r].p <= a->reasons[r - 1].p);
      g_assert_cmpint(a->reasons[r].reason, ==, b->reasons[r].reason);
      g_assert_true(a->reasons[r].p == b->reasons[r].p);
    }
    g_assert_cmpfloat(fabs(sum - 1), <, 1e-12);
  }
}

/* What a later find has overtaken is neither weighed nor shown. */
static const struct {
  const char *kind, *by;
} overtaken[] = {
    {"no-mail", "running-late"},           {"no-mail", "rejection-mail"},
    {"no-auto-reply", "auto-reply"},       {"no-call-in-log", "missed-call"},
    {"no-call-in-log", "late-call"},       {"number-agrees", "number-mismatch"},
    {"times-agree", "other-time-in-mail"}, {"workday", "holiday"},
};

static void
test_overtaken(void) {
  for (guint i = 0; i < G_N_ELEMENTS(overtaken); i++) {
    g_autofree char *both = g_strdup_printf("%s %s", overtaken[i].kind, overtaken[i].by);
    g_autoptr(GPtrArray) evidence = evidence_of(both);
    g_autoptr(CrDiagnosis) diagnosis = cr_diagnosis_new(evidence, 0);
    for (guint r = 0; r < CR_N_REASONS; r++) {
      const CrRankedReason *reason = &diagnosis->reasons[r];
      g_assert_true(reason->p == share_with(overtaken[i].by, reason->reason));
      g_assert_false(contains(reason->supports, overtaken[i].kind));
      g_assert_false(contains(reason->opposes, overtaken[i].kind));
    }
  }
}

/* Every kind named by another one exists. */
static void
test_unless_known(void) {
  g_autoptr(GKeyFile) ini = cr_data_ini("evidence.ini");
  g_auto(GStrv) groups = g_key_file_get_groups(ini, NULL);
  for (char **group = groups; *group; group++) {
    g_auto(GStrv) kinds = g_key_file_get_string_list(ini, *group, "unless", NULL, NULL);
    for (char **kind = kinds; kind && *kind; kind++)
      g_assert_true(cr_evidence_known(g_strstrip(*kind)));
  }
}

/* Each found item is shown, though its kind weighs once. */
static void
test_repeated(void) {
  g_autoptr(GPtrArray) evidence = evidence_of("missed-call missed-call");
  g_autoptr(CrDiagnosis) diagnosis = cr_diagnosis_new(evidence, 0);
  g_assert_cmpuint(diagnosis->reasons[0].supports->len, ==, 2);
  g_assert_true(diagnosis->reasons[0].p == share_with("missed-call", CR_REASON_PHONE));
  g_autoptr(CrDiagnosis) none = cr_diagnosis_new(NULL, 0);
  g_assert_true(share(none, CR_REASON_BUSY) == share_with("", CR_REASON_BUSY));
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/diagnosis/kinds-known", test_kinds_known);
  g_test_add_func("/diagnosis/rationale", test_rationale);
  g_test_add_func("/diagnosis/leaders", test_leaders);
  g_test_add_func("/diagnosis/visible", test_visible);
  g_test_add_func("/diagnosis/sides", test_sides);
  g_test_add_func("/diagnosis/support-never-lowers", test_support_never_lowers);
  g_test_add_func("/diagnosis/properties", test_properties);
  g_test_add_func("/diagnosis/overtaken", test_overtaken);
  g_test_add_func("/diagnosis/unless-known", test_unless_known);
  g_test_add_func("/diagnosis/repeated", test_repeated);
  return g_test_run();
}
