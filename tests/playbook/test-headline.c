/* The one thing to do, by where a call stands and who is called. */
#include "playbook/headline.h"

typedef struct {
  const char *name; /* of the contact; NULL: only the company is known */
  CrPhase phase;
  CrStep step;
  const char *headline;
  CrCaller caller;
  const char *link;
  CrLetterStatus letter;
  const char *warning, *question;
  int offers;
} Case;

static const Case cases[] = {
    {"Dana Reyes", CR_PHASE_SCHEDULED, CR_STEP_PREPARE, "You are all set"},
    {"Dana Reyes", CR_PHASE_SCHEDULED, CR_STEP_PREPARE, "You ring Dana this time",
     CR_CALLER_CANDIDATE},
    {"Dana Reyes", CR_PHASE_SCHEDULED, CR_STEP_PREPARE, "Something to settle first",
     .warning = "number-mismatch"},
    {"Dana Reyes", CR_PHASE_SCHEDULED, CR_STEP_PREPARE, "Something to settle first",
     .question = "Is it off?"},
    {"Dana Reyes", CR_PHASE_SCHEDULED, CR_STEP_PREPARE, "You ring Dana this time",
     CR_CALLER_CANDIDATE, .warning = "candidate-dials"},
    {"Dana Reyes", CR_PHASE_WAITING, CR_STEP_WAIT, "Give Dana a few minutes"},
    {"Reyes, Dana", CR_PHASE_MISSED, CR_STEP_CALL, "Ring Dana now"},
    {"Ms. Ito", CR_PHASE_MISSED, CR_STEP_CALL, "Ring Ms. Ito now"},
    {"Dr. Dana Reyes (she/her)", CR_PHASE_MISSED, CR_STEP_CALL, "Ring Dana now"},
    {NULL, CR_PHASE_MISSED, CR_STEP_CALL, "Ring Northwind now"},
    {"100 % Talent %s", CR_PHASE_MISSED, CR_STEP_CALL, "Ring 100 % Talent %s now"},
    {"Dana Reyes", CR_PHASE_MISSED, CR_STEP_VOICEMAIL, "Leave a short message"},
    {"Dana Reyes", CR_PHASE_MISSED, CR_STEP_EMAIL, "Write to Dana"},
    {"Dana Reyes", CR_PHASE_MISSED, CR_STEP_EMAIL, "Your letter waits for you",
     .letter = CR_LETTER_HELD},
    {"Dana Reyes", CR_PHASE_MISSED, CR_STEP_CALL, "Ring Dana now", .letter = CR_LETTER_HELD},
    {"Dana Reyes", CR_PHASE_MISSED, CR_STEP_AWAIT, "It is Dana’s turn"},
    {"Dana Reyes", CR_PHASE_MISSED, CR_STEP_NUDGE, "A gentle nudge to Dana"},
    {"Dana Reyes", CR_PHASE_MISSED, CR_STEP_PICK, "Agree on a time"},
    {"Dana Reyes", CR_PHASE_MISSED, CR_STEP_PICK, "Pick one of their times", CR_CALLER_UNKNOWN,
     "https://book.example"},
    {"Dana Reyes", CR_PHASE_MISSED, CR_STEP_PICK, "Dana offers a time", .offers = 1},
    {"Dana Reyes", CR_PHASE_MISSED, CR_STEP_PICK, "Pick one of their times", .offers = 2},
    {"Dana Reyes", CR_PHASE_HELD, CR_STEP_DONE, "You spoke. Well done"},
    {"Dana Reyes", CR_PHASE_RESCHEDULED, CR_STEP_DONE, "A new time is on the books"},
    {"Dana Reyes", CR_PHASE_SILENT, CR_STEP_DONE, "They have gone quiet"},
    {"Dana Reyes", CR_PHASE_MISSED, CR_STEP_DONE, "Nothing to do here"},
    {"Dana Reyes", CR_PHASE_WITHDRAWN, CR_STEP_DONE, "You withdrew"},
};

static void
test_headline(gconstpointer data) {
  const Case *c = data;
  g_autoptr(CrInterview) iv = cr_interview_new();
  iv->company = g_strdup("Northwind");
  iv->contact.name = g_strdup(c->name);
  iv->caller = c->caller;
  iv->link = g_strdup(c->link);
  iv->state.phase = c->phase;
  iv->state.step = c->step;
  iv->state.letter = c->letter;
  iv->state.question = g_strdup(c->question);
  if (c->warning) {
    CrWarning *warning = cr_warning_new();
    warning->kind = g_strdup(c->warning);
    g_ptr_array_add(iv->state.warnings, warning);
  }
  for (int i = 0; i < c->offers; i++)
    g_ptr_array_add(iv->state.proposals, cr_slot_new());
  g_autofree char *headline = cr_headline(iv);
  g_assert_cmpstr(headline, ==, c->headline);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strdup_printf("/headline/%" G_GSIZE_FORMAT, i);
    g_test_add_data_func(path, &cases[i], test_headline);
  }
  return g_test_run();
}
