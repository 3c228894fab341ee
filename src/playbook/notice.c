#include "playbook/notice.h"

#include "base/text.h"

#include <string.h>

#define HISTORY_USEC (12 * CR_HOUR)
/* From so long before the call to so long after it nothing is too loud. */
#define NEAR_USEC CR_HOUR

const char *const cr_urgency_names[] = {"silent", "plain", "urgent", NULL};
const char *const cr_answer_names[] = {"they-called", "no-call", "call-now", "show-letter", NULL};
const char *const cr_answer_labels[] = {"They called", "No call", "Call now", "Show letter", NULL};

void
cr_notice_free(CrNotice *notice) {
  if (notice == NULL)
    return;
  g_free(notice->title);
  g_free(notice->body);
  g_free(notice->number);
  g_free(notice);
}

typedef struct {
  int weight; /* of several lines the heaviest gives the title; 0: not worth a notice */
  CrUrgency urgency;
  const char *title; /* %s: who */
  guint phases;      /* 1 << CrPhase: it is so only then; 0: it has happened, and stays so */
} Manner;
#define ONLY(phase) (1u << CR_PHASE_##phase)

/* Of advice by its step. */
static const Manner of_step[] = {
    [CR_STEP_PREPARE] = {0},
    [CR_STEP_WAIT] = {2, CR_NOTICE_URGENT, "%s: give them a few minutes"},
    [CR_STEP_CALL] = {9, CR_NOTICE_URGENT, "Ring %s now"},
    [CR_STEP_VOICEMAIL] = {9, CR_NOTICE_URGENT, "Leave %s a message"},
    [CR_STEP_EMAIL] = {7, CR_NOTICE_PLAIN, "A letter to %s is ready"},
    [CR_STEP_AWAIT] = {0},
    [CR_STEP_NUDGE] = {7, CR_NOTICE_PLAIN, "A letter to %s is ready"},
    [CR_STEP_PICK] = {8, CR_NOTICE_PLAIN, "%s offers times"},
    [CR_STEP_DONE] = {0},
};

static const Manner of_kind[] = {
    [CR_LINE_WATCHING] = {1, CR_NOTICE_SILENT, "A call with %s is watched", ONLY(SCHEDULED)},
    [CR_LINE_WARNING] = {4, CR_NOTICE_PLAIN, "Worth a check: the call with %s",
                         ONLY(SCHEDULED) | ONLY(WAITING)},
    [CR_LINE_DUE] = {3, CR_NOTICE_URGENT, "The call with %s is due", ONLY(WAITING)},
    [CR_LINE_MISSED] = {5, CR_NOTICE_URGENT, "No call from %s yet", ONLY(MISSED)},
    [CR_LINE_ADVICE] = {0}, /* see of_step */
    [CR_LINE_DRAFT] = {6, CR_NOTICE_PLAIN, "A letter to %s is ready"},
    [CR_LINE_SENT] = {6, CR_NOTICE_PLAIN, "A letter to %s went out"},
    [CR_LINE_HELD_BACK] = {6, CR_NOTICE_PLAIN, "The letter to %s waits"},
    [CR_LINE_REPLY] = {7, CR_NOTICE_PLAIN, "%s has written"},
    [CR_LINE_RETIMED] = {9, CR_NOTICE_PLAIN, "The call with %s has moved", ONLY(SCHEDULED)},
    [CR_LINE_HELD] = {0},
    [CR_LINE_RESCHEDULED] = {10, CR_NOTICE_PLAIN, "A new time with %s"},
    [CR_LINE_CANCELLED] = {10, CR_NOTICE_PLAIN, "The call with %s is off"},
    [CR_LINE_CLOSED] = {10, CR_NOTICE_PLAIN, "%s has answered"},
    [CR_LINE_NUDGE] = {0},
    [CR_LINE_SILENT] = {3, CR_NOTICE_SILENT, "Still no word from %s"},
    [CR_LINE_NOTE] = {0}, /* but for reminders */
};
static const Manner reminder = {4, CR_NOTICE_PLAIN, "Soon: your call with %s", ONLY(SCHEDULED)};

static gboolean
is_reminder(const CrLine *line) {
  return line->kind == CR_LINE_NOTE && g_str_has_prefix(line->text, CR_REMINDER_PREFIX);
}

/* The text without the word that says of what kind it is. */
static const char *
words_of(const CrLine *line) {
  const char *colon = strstr(line->text, ": ");
  gboolean labelled =
      line->kind == CR_LINE_ADVICE || line->kind == CR_LINE_WARNING || is_reminder(line);
  return labelled && colon ? colon + 2 : line->text;
}

static const Manner *
manner_of(const CrLine *line) {
  if (is_reminder(line))
    return &reminder;
  if (line->kind != CR_LINE_ADVICE)
    return &of_kind[line->kind];
  g_autofree char *step = g_strndup(line->text, strcspn(line->text, ":"));
  int index = cr_name_index(cr_step_names, step);
  return index >= 0 ? &of_step[index] : &of_kind[CR_LINE_ADVICE];
}

/* Something has happened since that ends it. */
static gboolean
is_over(const CrLine *line, const Manner *manner, const CrInterview *iv) {
  const CrState *s = &iv->state;
  if (line->kind == CR_LINE_ADVICE)
    return manner != &of_step[s->step];
  if (line->kind == CR_LINE_DRAFT)
    return s->drafted == NULL && s->answer == NULL;
  return manner->phases && !(manner->phases & 1u << s->phase);
}

static gboolean
is_quiet(const CrInterview *iv, const CrPolicy *policy, const CrZone *mine, CrInstant now) {
  CrWall wall = cr_zone_wall(mine, now);
  int minute = wall.hour * 60 + wall.minute;
  int from = policy->quiet_from_min, to = policy->quiet_to_min;
  gboolean hours = from <= to ? minute >= from && minute < to : minute >= from || minute < to;
  gboolean near = !cr_phase_is_final(iv->state.phase) && now >= iv->start - NEAR_USEC &&
                  now < iv->start + NEAR_USEC;
  return hours && !near;
}

static guint
answers_to(const CrInterview *iv) {
  guint answers = 0;
  if (iv->state.phase == CR_PHASE_WAITING)
    answers = 1 << CR_ANSWER_THEY_CALLED | 1 << CR_ANSWER_NO_CALL;
  else if (iv->state.phase == CR_PHASE_MISSED)
    answers = 1 << CR_ANSWER_THEY_CALLED;
  else
    return 0;
  switch (iv->state.step) {
  case CR_STEP_CALL:
  case CR_STEP_VOICEMAIL:
    return iv->contact.phone ? answers | 1 << CR_ANSWER_CALL_NOW : answers;
  case CR_STEP_EMAIL:
  case CR_STEP_NUDGE:
    return answers | 1 << CR_ANSWER_SHOW_LETTER;
  case CR_STEP_PREPARE:
  case CR_STEP_WAIT:
  case CR_STEP_AWAIT:
  case CR_STEP_PICK:
  case CR_STEP_DONE:
    return answers;
  }
  return answers;
}

static char *
sentence(const CrLine *line) {
  char *text = cr_text_line(words_of(line), 300);
  *text = g_ascii_toupper(*text);
  return text;
}

/* What is said: the line that gives the title, and the advice with it. */
static char *
body_of(const CrLine *line, const CrLine *advice) {
  g_autofree char *first = sentence(line);
  if (advice == NULL || advice == line)
    return g_steal_pointer(&first);
  g_autofree char *second = sentence(advice);
  return g_strdup_printf("%s %s", first, second);
}

CrNotice *
cr_notice_new(const CrLine *lines, gsize n_lines, const CrInterview *iv, const CrPolicy *policy,
              const CrZone *mine, CrInstant now) {
  const CrLine *heaviest = NULL, *advice = NULL;
  const Manner *manner = NULL;
  for (gsize i = 0; i < n_lines; i++) {
    const Manner *its = manner_of(&lines[i]);
    if (its->weight == 0 || now - lines[i].at > HISTORY_USEC || is_over(&lines[i], its, iv))
      continue;
    if (lines[i].kind == CR_LINE_ADVICE)
      advice = &lines[i];
    if (heaviest == NULL || its->weight >= manner->weight) {
      heaviest = &lines[i];
      manner = its;
    }
  }
  if (heaviest == NULL)
    return NULL;
  CrNotice *notice = g_new0(CrNotice, 1);
  g_autofree char *who = cr_text_line(cr_interview_who(iv), 60);
  g_auto(GStrv) parts = g_strsplit(manner->title, "%s", 2);
  notice->interview = iv->id;
  notice->urgency = is_quiet(iv, policy, mine, now) ? CR_NOTICE_SILENT : manner->urgency;
  notice->title = g_strconcat(parts[0], who, parts[1], NULL);
  notice->body = body_of(heaviest, advice);
  notice->answers = answers_to(iv);
  notice->number = g_strdup(iv->contact.phone);
  return notice;
}
