#include "playbook/letter.h"

/* Evidence that they did call. */
static const char *const reached[] = {"missed-call",
                                      "rejected-call",
                                      "blocked-call",
                                      "voicemail-from-them",
                                      "rang",
                                      "called-other-hour",
                                      NULL};
static const char *const wrong_number[] = {"number-mismatch", "number-other", "number-invalid",
                                           "number-no-country", NULL};
static const char *const number_asked[] = {"number-asked", NULL};
static const char *const two_times[] = {"other-time-in-mail", "time-asked", "weekday-mismatch",
                                        NULL};
static const char *const gone[] = {"bounce", "handed-over", NULL};
static const char *const wrote_that_they_called[] = {"tried-to-reach", NULL};
static const char *const rejection[] = {"rejection-mail", NULL};
static const char *const on_hold[] = {"on-hold-mail", NULL};
static const char *const asked[] = {"time-asked", NULL};
static const char *const running_late[] = {"running-late", NULL};
static const char *const own_call[] = {"candidate-dials", NULL};

static gboolean
found(const CrState *state, const char *const *kinds) {
  for (guint i = 0; i < state->evidence->len; i++) {
    const CrEvidence *item = state->evidence->pdata[i];
    if (item->kind && g_strv_contains(kinds, item->kind))
      return TRUE;
  }
  return FALSE;
}

static double
share(const CrDiagnosis *diagnosis, CrReason reason) {
  for (guint i = 0; diagnosis && i < CR_N_REASONS; i++)
    if (diagnosis->reasons[i].reason == reason)
      return diagnosis->reasons[i].p;
  return 0;
}

/* Once a letter went out and nobody has answered, the next one is a nudge. */
static gboolean
is_nudge(const CrState *state) {
  return state->step == CR_STEP_NUDGE || (state->step == CR_STEP_AWAIT && state->letters > 0 &&
                                          state->answered_at == CR_INSTANT_NONE);
}

/* A nudge counts as soon as it is drafted, or else when it went out. */
static CrLetterKind
nudge_kind(const CrState *state) {
  gboolean on_its_way = state->letter == CR_LETTER_SENDING || state->letter == CR_LETTER_HELD ||
                        state->letter == CR_LETTER_IN_DOUBT;
  int before = state->nudges - (state->step == CR_STEP_NUDGE && !on_its_way);
  return before > 0 ? CR_LETTER_LAST : CR_LETTER_NUDGE;
}

/* Whether it is to be asked which time is right: two were written, or all else points to a mix-up
 * (an updated invite). When they said themselves that they would be late there is nothing to ask,
 * nor when the candidate was to dial. */
static gboolean
times_unclear(const CrState *state, const CrDiagnosis *diagnosis) {
  if (found(state, two_times))
    return TRUE;
  if (found(state, running_late))
    return FALSE;
  return state->other_start != CR_INSTANT_NONE || state->your_start != CR_INSTANT_NONE ||
         (share(diagnosis, CR_REASON_SCHEDULE) > 0.5 && !found(state, own_call));
}

CrLetterKind
cr_letter_choose(const CrInterview *interview, const CrDiagnosis *diagnosis) {
  const CrState *state = &interview->state;
  gboolean answered = state->answered_at != CR_INSTANT_NONE;
  gboolean deputy = !cr_address_is_noreply(state->deputy.email);
  if (state->phase == CR_PHASE_CLOSED || state->standing == CR_STANDING_OUT ||
      found(state, rejection))
    return CR_LETTER_GRACIOUS;
  gboolean away_for_long =
      state->return_at != CR_INSTANT_NONE && cr_interview_back(interview) == CR_INSTANT_NONE;
  if (deputy && (found(state, gone) || away_for_long))
    return CR_LETTER_DEPUTY;
  if (is_nudge(state))
    return nudge_kind(state);
  if (state->phase == CR_PHASE_CANCELLED && state->promise != CR_INSTANT_NONE)
    return CR_LETTER_NUDGE; /* they promised a new time */
  if (found(state, on_hold))
    return CR_LETTER_ON_HOLD;
  if (deputy && !answered)
    return CR_LETTER_DEPUTY;
  if (found(state, reached))
    return CR_LETTER_CALL_BACK;
  if (found(state, number_asked))
    return CR_LETTER_MY_NUMBER;
  gboolean unclear = times_unclear(state, diagnosis) && (!answered || found(state, asked));
  gboolean likelier_time = share(diagnosis, CR_REASON_SCHEDULE) > share(diagnosis, CR_REASON_PHONE);
  if (found(state, wrong_number) && !(unclear && likelier_time))
    return answered && found(state, wrote_that_they_called) ? CR_LETTER_CALL_BACK
                                                            : CR_LETTER_NUMBER;
  if (found(state, wrote_that_they_called))
    return CR_LETTER_CALL_BACK;
  if (unclear)
    return CR_LETTER_WHICH_TIME;
  return answered ? CR_LETTER_TIMES : CR_LETTER_FIRST;
}
