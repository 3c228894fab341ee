#include "playbook/headline.h"

#include "playbook/letter-words.h"

/* %s: what they are called. */
static const char *const of_step[] = {
    [CR_STEP_PREPARE] = "You are all set",    [CR_STEP_WAIT] = "Give %s a few minutes",
    [CR_STEP_CALL] = "Ring %s now",           [CR_STEP_VOICEMAIL] = "Leave a short message",
    [CR_STEP_EMAIL] = "Write to %s",          [CR_STEP_AWAIT] = "It is %s’s turn",
    [CR_STEP_NUDGE] = "A gentle nudge to %s", [CR_STEP_PICK] = "Agree on a time",
    [CR_STEP_DONE] = "Nothing to do here",
};

/* Of what is done. */
static const char *const of_end[] = {
    [CR_PHASE_HELD] = "You spoke. Well done",
    [CR_PHASE_RESCHEDULED] = "A new time is on the books",
    [CR_PHASE_CANCELLED] = "This call is cancelled",
    [CR_PHASE_CLOSED] = "This one is closed",
    [CR_PHASE_SILENT] = "They have gone quiet",
    [CR_PHASE_WITHDRAWN] = "You withdrew",
};

static const char *
pattern_of(const CrInterview *iv) {
  const CrState *s = &iv->state;
  gboolean hours = s->proposals->len > 0 && !cr_state_offers_days(s);
  if (s->step == CR_STEP_PREPARE && iv->caller == CR_CALLER_CANDIDATE)
    return "You ring %s this time";
  if (s->step == CR_STEP_PREPARE && (s->warnings->len > 0 || s->question))
    return "Something to settle first";
  if (s->step == CR_STEP_PICK && hours && s->proposals->len == 1)
    return "%s offers a time";
  if (s->step == CR_STEP_PICK && (hours || iv->link))
    return "Pick one of their times";
  if (s->letter == CR_LETTER_HELD && s->letter_due == CR_INSTANT_NONE &&
      (s->step == CR_STEP_EMAIL || s->step == CR_STEP_NUDGE))
    return "Your letter waits for you";
  if (s->step == CR_STEP_DONE && s->phase < G_N_ELEMENTS(of_end) && of_end[s->phase])
    return of_end[s->phase];
  return of_step[s->step];
}

char *
cr_headline_called(const CrInterview *interview) {
  char *first = cr_words_first_name(interview->contact.name);
  return first ? first : g_strdup(cr_interview_who(interview));
}

char *
cr_headline(const CrInterview *interview) {
  g_autofree char *called = cr_headline_called(interview);
  g_auto(GStrv) parts = g_strsplit(pattern_of(interview), "%s", -1);
  return g_strjoinv(called, parts);
}
