/* Applications through the real engine: changes as facts, undo, and what calls and mails do to
 * them. */
#include "base/error.h"
#include "engine/apps.h"
#include "playbook/pursuit.h"

#include <string.h>

#define NOW (G_GINT64_CONSTANT(1795600800) * CR_SECOND) /* Wednesday 2026-11-25 10:00 UTC */

typedef struct {
  CrStore *store;
  CrEngine *engine;
  CrInstant now;
  int mails;
} Bench;

static void
set_up(Bench *b, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  static const char *emails[] = {"jordan@ellis.example", NULL};
  b->now = NOW;
  b->store = cr_store_open("sqlite::memory:", &error);
  g_assert_no_error(error);
  b->engine = cr_engine_new(b->store, 1, &error);
  g_assert_no_error(error);
  g_autoptr(CrProfile) profile = cr_profile_new();
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  profile->emails = g_strdupv((char **) emails);
  profile->zone = g_strdup("America/New_York");
  profile->country = g_strdup("US");
  g_assert_true(cr_engine_set_account(b->engine, profile, policy, NULL, CR_INSTANT_NONE, &error));
}

static void
tear_down(Bench *b, gconstpointer data) {
  cr_engine_free(b->engine);
  cr_store_free(b->store);
}

static int
add(Bench *b, const char *company, const char *role, const char *stage) {
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) members =
      json_pack("{s:s,s:s,s:s}", "company", company, "role", role, "stage", stage);
  int id = 0;
  gboolean known;
  b->now += CR_SECOND;
  g_assert_true(cr_apps_add(b->engine, members, NULL, b->now, &id, &known, &error));
  g_assert_no_error(error);
  return id;
}

static gboolean
act(Bench *b, int id, const char *name, const char *key, const char *value) {
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) members = json_object();
  cr_json_set_string(members, key, value);
  b->now += CR_SECOND;
  gboolean ok = cr_apps_act(b->engine, id, name, members, NULL, b->now, NULL, &error);
  g_assert_true(ok == (error == NULL));
  return ok;
}

static void
assert_stage(Bench *b, int id, CrStage stage, CrCloseReason reason) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrApplication) a = cr_apps_load(b->engine, id, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(cr_stage_names[a->stage], ==, cr_stage_names[stage]);
  g_assert_cmpstr(cr_close_names[a->reason], ==, cr_close_names[reason]);
}

static GPtrArray *
facts_of(Bench *b, int id) {
  g_assert_true(cr_store_begin(b->store, 1, FALSE, NULL));
  GPtrArray *facts = cr_store_application_facts(b->store, id, NULL);
  cr_store_rollback(b->store);
  return facts;
}

static gboolean
has_proposal(Bench *b, int id) {
  g_autoptr(CrApplication) a = cr_apps_load(b->engine, id, NULL);
  return a->proposal.at != CR_INSTANT_NONE;
}

static void
mail(Bench *b, CrMailClass class, double score, const char *from, const char *name,
     const char *subject, const char *text) {
  g_autoptr(GError) error = NULL;
  b->now += CR_MINUTE;
  g_autofree char *key = g_strdup_printf("mid:%d@x", b->mails++);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_MAIL, b->now, "mail", key);
  fact->mail = cr_reading_new();
  fact->mail->message_id = g_strdup(key + 4);
  fact->mail->from_email = g_strdup(from);
  fact->mail->from_name = g_strdup(name);
  fact->mail->subject = g_strdup(subject);
  fact->mail->text = g_strdup(text);
  fact->mail->date = b->now;
  fact->mail->class = class;
  fact->mail->score = score;
  g_assert_true(cr_engine_observe(b->engine, fact, 0, b->now, NULL, &error));
  g_assert_no_error(error);
}

static CrInterview *
call(Bench *b, const char *company, const char *role, const char *email) {
  g_autoptr(GError) error = NULL;
  CrInterview *iv = cr_interview_new();
  b->now += CR_SECOND;
  cr_interview_set_start(iv, b->now + CR_HOUR, CR_INSTANT_NONE, "America/New_York");
  iv->uid = g_strdup_printf("%s-%d", company, b->mails++);
  iv->company = g_strdup(company);
  iv->role = g_strdup(role);
  iv->contact.email = g_strdup(email);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, b->now, "candidate", iv->uid);
  g_assert_true(cr_engine_watch(b->engine, iv, fact, b->now, &error));
  g_assert_no_error(error);
  return iv;
}

static void
logged(Bench *b, int interview, CrAct what) {
  g_autoptr(GError) error = NULL;
  b->now += CR_MINUTE;
  g_autofree char *key = g_strdup_printf("act:%d", b->mails++);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ACT, b->now, "candidate", key);
  fact->act = what;
  g_assert_true(cr_engine_observe(b->engine, fact, interview, b->now, NULL, &error));
  g_assert_no_error(error);
}

static int
count(Bench *b) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(b->store, 1, FALSE, &error));
  g_autoptr(GPtrArray) rows = cr_store_application_rows(b->store, &error);
  cr_store_rollback(b->store);
  g_assert_no_error(error);
  return (int) rows->len;
}

/* A call that was none goes with what stands only because of it, and comes back with it. */
static void
test_removed(Bench *b, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  int own = add(b, "Fabrikam", "Analyst", "applied");
  g_autoptr(CrInterview) iv = call(b, "Northwind", "Engineer", "dana@northwind.example");
  g_autoptr(CrInterview) other = call(b, "Fabrikam", "Analyst", "lee@fabrikam.example");
  g_assert_cmpint(count(b), ==, 2);
  logged(b, iv->id, CR_ACT_REMOVED);
  logged(b, other->id, CR_ACT_REMOVED);
  g_assert_cmpint(count(b), ==, 1); /* the candidate's own stays */
  g_autoptr(CrApplication) kept = cr_apps_load(b->engine, own, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(kept->interviews->len, ==, 0);
  /* nothing is about it any more: neither a mail of theirs nor a newer invite */
  mail(b, CR_MAIL_REJECTION, 1, "dana@northwind.example", "Dana", "Our call", "No, sorry.");
  g_autoptr(CrFact) invite = cr_fact_new(CR_FACT_INVITE, b->now, "mail", "invite:newer");
  invite->event = cr_event_new();
  invite->event->method = CR_METHOD_REQUEST;
  invite->event->uid = g_strdup(iv->uid);
  invite->event->sequence = 3;
  invite->event->start = iv->start + CR_DAY_USEC;
  invite->event->end = invite->event->start + CR_HOUR;
  invite->event->organizer_email = g_strdup("dana@northwind.example");
  int about = 0;
  g_assert_true(cr_engine_observe(b->engine, invite, 0, b->now, &about, &error));
  g_assert_no_error(error);
  g_assert_cmpint(about, ==, iv->id);
  g_assert_cmpint(count(b), ==, 1);
  logged(b, other->id, CR_ACT_UNDO);
  g_autoptr(CrApplication) again = cr_apps_load(b->engine, own, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(again->interviews->len, ==, 1);
  g_autoptr(CrInterview) third = call(b, "Contoso", "Engineer", "kim@contoso.example");
  g_assert_cmpint(count(b), ==, 2);
  logged(b, third->id, CR_ACT_REMOVED);
  g_assert_cmpint(count(b), ==, 1);
  logged(b, third->id, CR_ACT_UNDO);
  g_assert_cmpint(count(b), ==, 2);
  logged(b, third->id, CR_ACT_REMOVED);
  g_assert_cmpint(count(b), ==, 1);
}

static void
test_moves(Bench *b, gconstpointer data) {
  int id = add(b, "Northwind", "Staff Engineer", "saved");
  g_assert_true(act(b, id, "move", "stage", "applied"));
  g_assert_true(act(b, id, "move", "stage", "Phone Screen"));
  assert_stage(b, id, CR_STAGE_SCREEN, CR_CLOSE_NONE);
  g_assert_true(act(b, id, "move", "stage", "ghosted"));
  assert_stage(b, id, CR_STAGE_CLOSED, CR_CLOSE_NO_ANSWER);
  g_assert_true(act(b, id, "undo", "x", NULL));
  assert_stage(b, id, CR_STAGE_SCREEN, CR_CLOSE_NONE);
  g_assert_true(act(b, id, "undo", "x", NULL));
  assert_stage(b, id, CR_STAGE_APPLIED, CR_CLOSE_NONE);
  g_autoptr(CrApplication) a = cr_apps_load(b->engine, id, NULL);
  g_assert_true(a->reached.screen == CR_INSTANT_NONE); /* it was taken back wholly */
  g_assert_false(act(b, id, "move", "stage", "nowhere"));
  g_assert_false(act(b, id, "accept", "x", NULL)); /* nothing is proposed */
  g_assert_false(act(b, 99, "move", "stage", "applied"));
  g_assert_true(act(b, id, "undo", "x", NULL));
  g_assert_true(act(b, id, "undo", "x", NULL)); /* now adding it */
  g_assert_cmpint(count(b), ==, 0);
  g_assert_false(act(b, id, "undo", "x", NULL));
}

static void
test_known(Bench *b, gconstpointer data) {
  int id = add(b, "Northwind, Inc.", "Sr. Engineer", "applied");
  g_assert_cmpint(add(b, "northwind", "Senior Engineer", "saved"), ==, id);
  g_assert_cmpint(add(b, "Northwind", "Data Engineer", "saved"), !=, id);
  g_assert_true(act(b, id, "move", "stage", "rejected"));
  g_assert_cmpint(add(b, "Northwind", "Senior Engineer", "applied"), !=, id); /* a new try */
}

static void
test_call_makes_one(Bench *b, gconstpointer data) {
  g_autoptr(CrInterview) first = call(b, "Northwind", "Staff Engineer", "dana@northwind.example");
  g_assert_cmpint(count(b), ==, 1);
  assert_stage(b, 1, CR_STAGE_SCREEN, CR_CLOSE_NONE);
  logged(b, first->id, CR_ACT_SPOKE);
  g_autoptr(CrInterview) second = call(b, "Northwind Inc", NULL, "dana@northwind.example");
  g_assert_cmpint(count(b), ==, 1);
  assert_stage(b, 1, CR_STAGE_INTERVIEW, CR_CLOSE_NONE); /* the first one was held */
  logged(b, second->id, CR_ACT_OFFER);
  assert_stage(b, 1, CR_STAGE_OFFER, CR_CLOSE_NONE);
  logged(b, second->id, CR_ACT_ACCEPTED);
  assert_stage(b, 1, CR_STAGE_ACCEPTED, CR_CLOSE_NONE);
}

/* A slip of the thumb: what it had moved moves back, and again when it is said again. */
static void
test_act_is_taken_back(Bench *b, gconstpointer data) {
  g_autoptr(CrInterview) iv = call(b, "Northwind", "Staff Engineer", "dana@northwind.example");
  logged(b, iv->id, CR_ACT_OFFER);
  for (int i = 0; i < 2; i++) {
    logged(b, iv->id, CR_ACT_ACCEPTED);
    assert_stage(b, 1, CR_STAGE_ACCEPTED, CR_CLOSE_NONE);
    logged(b, iv->id, CR_ACT_UNDO);
    assert_stage(b, 1, CR_STAGE_OFFER, CR_CLOSE_NONE);
  }
  logged(b, iv->id, CR_ACT_WITHDRAWN);
  assert_stage(b, 1, CR_STAGE_CLOSED, CR_CLOSE_WITHDRAWN);
  logged(b, iv->id, CR_ACT_UNDO);
  assert_stage(b, 1, CR_STAGE_OFFER, CR_CLOSE_NONE);
  g_autoptr(CrInterview) other = call(b, "Contoso", "Data Engineer", "kim@contoso.example");
  logged(b, other->id, CR_ACT_SPOKE);
  logged(b, other->id, CR_ACT_UNDO);
  g_autoptr(CrApplication) a = cr_apps_load(b->engine, 2, NULL);
  g_assert_true(a->heard < other->start);
  logged(b, other->id, CR_ACT_SPOKE);
  g_autoptr(CrApplication) again = cr_apps_load(b->engine, 2, NULL);
  g_assert_true(again->heard >= other->start);
}

static void
test_call_finds_its_role(Bench *b, gconstpointer data) {
  int staff = add(b, "Northwind", "Staff Engineer", "applied");
  int data_engineer = add(b, "Northwind", "Data Engineer", "applied");
  g_autoptr(CrInterview) iv = call(b, "Northwind", "Data Engineer", NULL);
  assert_stage(b, staff, CR_STAGE_APPLIED, CR_CLOSE_NONE);
  assert_stage(b, data_engineer, CR_STAGE_SCREEN, CR_CLOSE_NONE);
  logged(b, iv->id, CR_ACT_REJECTED);
  assert_stage(b, staff, CR_STAGE_APPLIED, CR_CLOSE_NONE);
  assert_stage(b, data_engineer, CR_STAGE_CLOSED, CR_CLOSE_REJECTED);
  g_assert_true(act(b, data_engineer, "undo", "x", NULL));
  logged(b, iv->id, CR_ACT_CALLED); /* what was taken back is not done again */
  assert_stage(b, data_engineer, CR_STAGE_SCREEN, CR_CLOSE_NONE);
}

static void
test_ambiguous_call(Bench *b, gconstpointer data) {
  add(b, "Northwind", "Staff Engineer", "applied");
  add(b, "Northwind", "Data Engineer", "applied");
  g_autoptr(CrInterview) iv = call(b, "Northwind", NULL, NULL);
  assert_stage(b, 1, CR_STAGE_APPLIED, CR_CLOSE_NONE);
  assert_stage(b, 2, CR_STAGE_APPLIED, CR_CLOSE_NONE);
  g_assert_cmpint(count(b), ==, 3);
}

static void
test_rejections(Bench *b, gconstpointer data) {
  static const struct {
    const char *why, *from, *name, *subject, *text;
    double score;
    gboolean moves, proposes;
  } cases[] = {
      {"their domain", "hr@northwind.example", "HR", "Your application", "no", 0.95, TRUE, FALSE},
      {"a platform that names them", "no-reply@greenhouse.io", "Northwind Hiring",
       "Update from Northwind", "no", 0.95, TRUE, FALSE},
      {"the opening's number", "x@agency.example", "X", "Requisition 20431", "no", 0.95, TRUE,
       FALSE},
      {"only named in the text", "no-reply@greenhouse.io", "Careers", "Update",
       "Thank you for your interest in Northwind", 0.95, FALSE, TRUE},
      {"not sure that it is a no", "hr@northwind.example", "HR", "Hi", "hm", 0.6, FALSE, TRUE},
      {"another company", "hr@contoso.example", "HR", "Your application", "no", 0.95, FALSE, FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    Bench fresh = {0};
    set_up(&fresh, NULL);
    int id = add(&fresh, "Northwind", "Staff Engineer", "applied");
    g_assert_true(act(&fresh, id, "edit", "requisition", "R-20431"));
    g_test_message("%s", cases[i].why);
    mail(&fresh, CR_MAIL_REJECTION, cases[i].score, cases[i].from, cases[i].name, cases[i].subject,
         cases[i].text);
    assert_stage(&fresh, id, cases[i].moves ? CR_STAGE_CLOSED : CR_STAGE_APPLIED,
                 cases[i].moves ? CR_CLOSE_REJECTED : CR_CLOSE_NONE);
    g_assert_true(has_proposal(&fresh, id) == cases[i].proposes);
    tear_down(&fresh, NULL);
  }
}

/* Of the company's several openings a no is about the one that it names. */
static void
test_other_role(Bench *b, gconstpointer data) {
  int id = add(b, "Northwind", "Data Engineer", "applied");
  const char *const roles[] = {"Site Reliability Engineer", "Senior Data Engineer"};
  for (gsize i = 0; i < G_N_ELEMENTS(roles); i++) {
    g_autofree char *key = g_strdup_printf("mid:role%zu@x", i);
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_MAIL, b->now, "mail", key);
    fact->mail = cr_reading_new();
    fact->mail->message_id = g_strdup(key + 4);
    fact->mail->from_email = g_strdup("recruiting@northwind.example");
    fact->mail->subject = g_strdup("Your application");
    fact->mail->text = g_strdup("We will not be moving forward.");
    fact->mail->role = g_strdup(roles[i]);
    fact->mail->date = b->now;
    fact->mail->class = CR_MAIL_REJECTION;
    fact->mail->score = 0.95;
    g_assert_true(cr_engine_observe(b->engine, fact, 0, b->now, NULL, NULL));
    assert_stage(b, id, i ? CR_STAGE_CLOSED : CR_STAGE_APPLIED,
                 i ? CR_CLOSE_REJECTED : CR_CLOSE_NONE);
  }
}

static void
test_proposal(Bench *b, gconstpointer data) {
  int id = add(b, "Northwind", "Staff Engineer", "interview");
  mail(b, CR_MAIL_GENERIC, 0, "dana@northwind.example", "Dana", "Great news",
       "We are pleased to offer you the position.");
  assert_stage(b, id, CR_STAGE_INTERVIEW, CR_CLOSE_NONE); /* never by itself */
  g_assert_true(has_proposal(b, id));
  g_assert_true(act(b, id, "dismiss", "x", NULL));
  g_assert_false(has_proposal(b, id));
  mail(b, CR_MAIL_GENERIC, 0, "dana@northwind.example", "Dana", "Offer", "Your offer letter");
  g_assert_true(act(b, id, "accept", "x", NULL));
  assert_stage(b, id, CR_STAGE_OFFER, CR_CLOSE_NONE);
}

static void
test_receipt(Bench *b, gconstpointer data) {
  int id = add(b, "Northwind", "Staff Engineer", "saved");
  mail(b, CR_MAIL_GENERIC, 0, "no-reply@greenhouse.io", "Northwind",
       "Thank you for applying to Northwind", "We received your application.");
  assert_stage(b, id, CR_STAGE_APPLIED, CR_CLOSE_NONE);
  g_autoptr(CrApplication) a = cr_apps_load(b->engine, id, NULL);
  g_assert_true(a->heard == CR_INSTANT_NONE); /* a receipt is no word of theirs */
}

static void
test_manual_counts_more(Bench *b, gconstpointer data) {
  int id = add(b, "Northwind", "Staff Engineer", "applied");
  CrInstant before = b->now;
  b->now += CR_DAY_USEC;
  g_assert_true(act(b, id, "move", "stage", "interview"));
  b->now = before; /* a mail from before that comes in late */
  mail(b, CR_MAIL_REJECTION, 0.99, "hr@northwind.example", "HR", "Your application", "no");
  assert_stage(b, id, CR_STAGE_INTERVIEW, CR_CLOSE_NONE);
  g_assert_true(has_proposal(b, id));
}

static void
test_accounts_are_apart(Bench *b, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrEngine) other = cr_engine_new(b->store, 2, &error);
  add(b, "Northwind", "Staff Engineer", "applied");
  g_autoptr(json_t) board = cr_apps_board(other, -1, 0, b->now, &error);
  g_assert_no_error(error);
  g_assert_cmpint(cr_json_int(json_object_get(board, "counts"), "applied", -1), ==, 0);
  g_autoptr(CrApplication) a = cr_apps_load(other, 1, &error);
  g_assert_error(error, CR_ERROR, CR_ERROR_NOT_FOUND);
  g_assert_true(cr_store_begin(b->store, 2, FALSE, NULL));
  g_autoptr(GPtrArray) found =
      cr_store_search(b->store, CR_DOCUMENT_APPLICATION, "northwind", 9, NULL);
  g_assert_cmpuint(found->len, ==, 0);
  cr_store_rollback(b->store);
}

static void
test_follow_up(Bench *b, gconstpointer data) {
  int id = add(b, "Northwind", "Staff Engineer", "applied");
  g_autoptr(CrApplication) a = cr_apps_load(b->engine, id, NULL);
  g_assert_cmpint(a->next_kind, ==, CR_NEXT_FOLLOW_UP);
  /* Wednesday 25 November; Thanksgiving does not count: Friday 4 December, 9:00 in New York. */
  g_assert_cmpint(a->due, ==, G_GINT64_CONSTANT(1796392800) * CR_SECOND);
  g_autoptr(CrInterview) iv = call(b, "Northwind", "Staff Engineer", NULL);
  g_autoptr(CrApplication) talking = cr_apps_load(b->engine, id, NULL);
  g_assert_cmpint(talking->next_kind, ==, CR_NEXT_NOTHING); /* the call's own playbook asks */
  logged(b, iv->id, CR_ACT_SPOKE);
  for (int i = 0; i < 2; i++) {
    g_autoptr(CrApplication) after = cr_apps_load(b->engine, id, NULL);
    g_assert_cmpint(after->next_kind, ==, CR_NEXT_FOLLOW_UP);
    g_assert_true(act(b, id, "wrote", "x", NULL));
  }
  g_autoptr(CrApplication) last = cr_apps_load(b->engine, id, NULL);
  g_assert_cmpint(last->next_kind, ==, CR_NEXT_NOTHING); /* at most two */
  g_assert_cmpint(cr_pursuit_silence(last->stage, last->heard, last->wrote,
                                     cr_engine_profile(b->engine), b->now + 7 * CR_DAY_USEC),
                  ==, 4);
}

/* Two that are the same become one, whose mails and calls it has; undo parts them. */
static void
test_merge(Bench *b, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  int first = add(b, "Northwind", "Nurse", "applied"),
      second = add(b, "Northwind Traders", "Nurse, ward 7", "screen");
  g_autoptr(json_t) contact =
      json_pack("{s:{s:s,s:s}}", "contact", "name", "Dana", "email", "dana@nwt.example");
  g_assert_true(cr_apps_act(b->engine, second, "edit", contact, NULL, b->now, NULL, &error));
  g_assert_true(cr_apps_merge(b->engine, first, second, NULL, b->now, &error));
  assert_stage(b, first, CR_STAGE_SCREEN, CR_CLOSE_NONE);
  g_assert_null(cr_apps_load(b->engine, second, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_NOT_FOUND);
  g_clear_error(&error);
  mail(b, CR_MAIL_REJECTION, 0.9, "dana@nwt.example", "Dana", "Your application", "A no.");
  assert_stage(b, first, CR_STAGE_CLOSED, CR_CLOSE_REJECTED);
  g_autoptr(json_t) shown = cr_apps_show(b->engine, first, b->now, &error);
  g_assert_cmpint(json_array_size(json_object_get(shown, "mails")), ==, 1);
  g_assert_true(cr_apps_undo(b->engine, first, NULL, b->now, NULL, &error)); /* the no */
  assert_stage(b, first, CR_STAGE_SCREEN, CR_CLOSE_NONE);
  g_assert_false(cr_apps_undo(b->engine, second, NULL, b->now, NULL, NULL));
  g_assert_true(cr_apps_undo(b->engine, first, NULL, b->now, NULL, &error)); /* the merge */
  assert_stage(b, first, CR_STAGE_APPLIED, CR_CLOSE_NONE);
  assert_stage(b, second, CR_STAGE_SCREEN, CR_CLOSE_NONE);
  g_assert_true(cr_apps_merge(b->engine, second, first, NULL, b->now, &error)); /* the other way */
  assert_stage(b, second, CR_STAGE_SCREEN, CR_CLOSE_NONE);
  g_assert_false(cr_apps_merge(b->engine, second, first, NULL, b->now, NULL));
  g_assert_false(cr_apps_merge(b->engine, second, second, NULL, b->now, NULL));
}

/* What is due stands in today's list once, and not again among the week's own work. */
static void
test_once(Bench *b, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  int old = add(b, "Contoso", "Cook", "saved");
  b->now += 7 * CR_DAY_USEC;
  int fresh = add(b, "Fabrikam", "Baker", "saved");
  g_autoptr(json_t) today = cr_apps_today(b->engine, b->now, &error);
  const json_t *due = json_object_get(today, "due"), *work = json_object_get(today, "suggestions");
  g_assert_cmpint(json_array_size(due), ==, 1);
  g_assert_cmpint(cr_json_int(json_array_get(due, 0), "id", 0), ==, old);
  g_assert_cmpint(cr_json_int(json_array_get(work, 0), "id", 0), ==, fresh);
  g_assert_cmpstr(cr_json_string(json_array_get(work, 1), "kind"), ==, "find");
}

/* Once an offer is accepted nobody is asked to follow up elsewhere; a plan of one's own stays. */
static void
test_accepted(Bench *b, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  int silent = add(b, "Contoso", "Cook", "applied"),
      planned = add(b, "Litware", "Nurse", "applied");
  g_autoptr(json_t) plan = json_pack("{s:s,s:s}", "text", "thank Ana", "at", "today");
  g_assert_true(cr_apps_act(b->engine, planned, "plan", plan, NULL, b->now, NULL, &error));
  add(b, "Northwind", "Baker", "accepted");
  b->now += 30 * CR_DAY_USEC;
  g_autoptr(json_t) today = cr_apps_today(b->engine, b->now, &error);
  const json_t *due = json_object_get(today, "due");
  g_assert_cmpint(json_array_size(due), ==, 1);
  g_assert_cmpint(cr_json_int(json_array_get(due, 0), "id", 0), ==, planned);
  g_assert_cmpint(json_array_size(json_object_get(today, "suggestions")), ==, 0);
  g_assert_true(act(b, planned, "move", "stage", "rejected"));
  g_autoptr(CrApplication) closed = cr_apps_load(b->engine, planned, NULL);
  g_assert_null(closed->next);
  assert_stage(b, silent, CR_STAGE_APPLIED, CR_CLOSE_NONE);
}

/* A stranger who names company and role: asked about, and nobody's contact. */
static void
test_stranger(Bench *b, gconstpointer data) {
  int id = add(b, "Contoso", "Platform Engineer", "applied");
  mail(b, CR_MAIL_REJECTION, 0.95, "news@agency.example", "Talent", "An update",
       "Contoso will not move forward with the Platform Engineer role.");
  assert_stage(b, id, CR_STAGE_APPLIED, CR_CLOSE_NONE);
  g_assert_true(has_proposal(b, id));
  g_autoptr(CrApplication) a = cr_apps_load(b->engine, id, NULL);
  g_assert_cmpint(a->contacts->len, ==, 0);
}

/* What was wrong can be emptied, but not the name. */
static void
test_emptied(Bench *b, gconstpointer data) {
  int id = add(b, "Contoso", "Cook", "applied");
  g_assert_true(act(b, id, "edit", "salary", "100"));
  g_assert_true(act(b, id, "edit", "salary", ""));
  g_assert_true(act(b, id, "edit", "role", ""));
  g_assert_false(act(b, id, "edit", "company", ""));
  g_autoptr(CrApplication) a = cr_apps_load(b->engine, id, NULL);
  g_assert_null(a->details.salary);
  g_assert_null(a->details.role);
  g_assert_true(act(b, id, "undo", "", ""));
  g_autoptr(CrApplication) before = cr_apps_load(b->engine, id, NULL);
  g_assert_cmpstr(before->details.role, ==, "Cook");
}

/* The same key again, in another process or because no answer was heard, does nothing. */
static void
test_by_key(Bench *b, gconstpointer data) {
  static const struct {
    const char *act, *name, *value;
  } acts[] = {
      {"note", "text", "called them"}, {"wrote", "", ""}, {"plan", "text", "call again"},
      {"move", "stage", "screen"},     {"merge", "", ""}, {"undo", "", ""},
  };
  int id = add(b, "Northwind", "Cook", "applied"), other = add(b, "Contoso", "Cook", "applied");
  for (gsize i = 0; i < G_N_ELEMENTS(acts); i++) {
    g_autoptr(json_t) members = json_pack("{s:i}", "other", other);
    g_autofree char *key = g_strdup_printf("key-%u", (guint) i);
    gsize before = 0;
    cr_json_set_string(members, acts[i].name, acts[i].value);
    for (int again = 0; again < 3; again++) {
      g_autoptr(GError) error = NULL;
      b->now += CR_SECOND;
      g_assert_true(cr_apps_act(b->engine, id, acts[i].act, members, key, b->now, NULL, &error));
      g_assert_no_error(error);
      g_autoptr(GPtrArray) facts = facts_of(b, id);
      g_assert_true(again == 0 || facts->len == before);
      before = facts->len;
    }
  }
  assert_stage(b, id, CR_STAGE_SCREEN, CR_CLOSE_NONE);
  assert_stage(b, other, CR_STAGE_APPLIED, CR_CLOSE_NONE); /* one undo took back the merge */
}

/* What is closed at once is looked for in vain: only the key tells that it is there. */
static void
test_added_by_key(Bench *b, gconstpointer data) {
  g_autoptr(json_t) members =
      json_pack("{s:s,s:s,s:s}", "company", "Northwind", "role", "Cook", "stage", "rejected");
  g_autoptr(GError) error = NULL;
  gboolean known;
  int id = 0;
  g_assert_true(cr_apps_add(b->engine, members, "key", b->now, &id, &known, &error));
  g_assert_false(cr_apps_add(b->engine, members, "key", b->now, &id, &known, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_CONFLICT);
  g_autoptr(GPtrArray) all = cr_apps_all(b->engine, NULL);
  g_assert_cmpint(all->len, ==, 1);
}

int
main(int argc, char **argv) {
  static const struct {
    const char *name;
    void (*run)(Bench *b, gconstpointer data);
  } tests[] = {
      {"moves", test_moves},
      {"removed", test_removed},
      {"known", test_known},
      {"call-makes-one", test_call_makes_one},
      {"act-is-taken-back", test_act_is_taken_back},
      {"call-finds-its-role", test_call_finds_its_role},
      {"ambiguous-call", test_ambiguous_call},
      {"rejections", test_rejections},
      {"other-role", test_other_role},
      {"proposal", test_proposal},
      {"receipt", test_receipt},
      {"manual-counts-more", test_manual_counts_more},
      {"accounts-are-apart", test_accounts_are_apart},
      {"follow-up", test_follow_up},
      {"merge", test_merge},
      {"once", test_once},
      {"accepted", test_accepted},
      {"stranger", test_stranger},
      {"emptied", test_emptied},
      {"by-key", test_by_key},
      {"added-by-key", test_added_by_key},
  };
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
    g_autofree char *path = g_strconcat("/apps/", tests[i].name, NULL);
    g_test_add(path, Bench, NULL, set_up, tests[i].run, tear_down);
  }
  return g_test_run();
}
