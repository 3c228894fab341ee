/* What came of a letter: sent, refused, held, in doubt; and the candidate's word for it. */
#include "playbook/playbook-letter.h"

#include <string.h>

/* Another letter that is being handed out stays; one that only waits is not needed any more. */
static void
replace_letter(Turn *turn, CrLetterStatus status, gboolean current) {
  if (!current && turn->s->letter == CR_LETTER_SENDING)
    return;
  turn->s->letter = status;
  turn->s->letter_due = CR_INSTANT_NONE;
}

/* What did not go out is not tried again. Returns why, borrowed. */
static const char *
suppress_letter(Turn *turn, const char *effect_id) {
  const char *why = turn->fact->text ? turn->fact->text : "it is not needed any more";
  letter_mark(turn, effect_id, CR_EFFECT_SUPPRESSED, why);
  turn_offers_fall(turn, effect_id);
  return why;
}

/* The effect's id says which letter: "INTERVIEW.STEP.REVISION". */
static CrStep
step_of(const char *effect_id) {
  return strstr(effect_id, ".nudge.") ? CR_STEP_NUDGE : CR_STEP_EMAIL;
}

static void
take_answer_sent(Turn *turn) {
  CrState *s = turn->s;
  gboolean waits = s->letter == CR_LETTER_PLANNED || s->letter == CR_LETTER_HELD;
  letter_set(&s->known_out, s->answer);
  if (letter_is(s->doubtful, s->answer))
    g_clear_pointer(&s->doubtful, g_free);
  g_clear_pointer(&s->answer, g_free);
  turn_say(turn, CR_LINE_SENT, "Your answer to %s is sent.", cr_interview_who(turn->iv));
  if (waits && s->phase == CR_PHASE_MISSED) { /* they have your word: no follow-up beside it */
    if (s->letter == CR_LETTER_HELD)
      g_clear_pointer(&s->question, g_free);
    turn_has_written(turn, turn->now, "you have written to them");
  }
  if (turn_open(turn))
    turn_advise(turn, CR_STEP_AWAIT, "they have the word now. Keep the search moving.");
}

/* Whom it was written to, before it was counted. */
static const char *
written_to(Turn *turn, CrStep step, gboolean counted) {
  int nudges = turn->s->nudges;
  turn->s->nudges -= counted && step == CR_STEP_NUDGE;
  const char *who = letter_addressee(turn, step);
  turn->s->nudges = nudges;
  return who;
}

static void
advise_to_await(Turn *turn, const char *written_to) {
  gboolean theirs = g_strcmp0(written_to, cr_interview_who(turn->iv)) == 0;
  g_autofree char *back =
      theirs && cr_interview_back(turn->iv) > turn->now ? turn_day_back(turn) : NULL;
  if (back)
    turn_advise(turn, CR_STEP_AWAIT,
                "an answer may come from %s on, when they are back. Keep the search moving.", back);
  else
    turn_advise(turn, CR_STEP_AWAIT, "an answer may take a day or two. Keep the search moving.");
}

/* It surely went out; current: it is the one that was handed over last. */
static void
take_sent(Turn *turn, const char *id, gboolean current) {
  CrState *s = turn->s;
  CrStep step = step_of(id);
  if (letter_is(s->known_out, id))
    return;
  turn_offers_stand(turn, id);
  if (letter_is(s->answer, id)) {
    take_answer_sent(turn);
    return;
  }
  gboolean doubted = letter_is(s->doubtful, id), counted = doubted || letter_is(s->drafted, id);
  turn_drop_letter(turn, "one went out already");
  letter_set(&s->known_out, id);
  gboolean told = turn->fact->kind != CR_FACT_OUTCOME; /* the candidate's word, or sent mail */
  const char *who = written_to(turn, step, counted);
  if (!counted)
    letter_count(turn, step);
  turn_count_from(turn, told ? turn->fact->at : turn->now);
  if (doubted) {
    g_clear_pointer(&s->doubtful, g_free);
    g_clear_pointer(&s->question, g_free);
  }
  if (told)
    turn_say(turn, CR_LINE_SENT, "You sent the letter to %s.", who);
  else
    turn_say(turn, CR_LINE_SENT, "The letter to %s is sent.", who);
  if (step == CR_STEP_NUDGE && !told)
    turn_say(turn, CR_LINE_NUDGE, "%s of two.", s->nudges > 1 ? "The second" : "The first");
  replace_letter(turn, CR_LETTER_SENT, current);
  if (turn_open(turn))
    advise_to_await(turn, who);
}

static void
take_doubt(Turn *turn, const char *id, gboolean current) {
  CrState *s = turn->s;
  CrStep step = step_of(id);
  if (letter_is(s->known_out, id))
    return;
  turn_offers_stand(turn, id);
  if (letter_is(s->answer, id)) {
    if (s->doubtful == NULL)
      letter_set(&s->doubtful, id); /* until you say that it is not out, it is not sent again */
    else if (!letter_is(s->doubtful, id))
      g_clear_pointer(&s->answer, g_free); /* one doubt at a time: this one stays for good */
    turn_say(turn, CR_LINE_HELD_BACK,
             "Nobody can say whether your answer arrived. Please look into your sent mail.");
    return;
  }
  if (!current && step == CR_STEP_EMAIL && s->letters > 0)
    return; /* the candidate has said meanwhile that a letter is out */
  gboolean counted = s->letter == CR_LETTER_IN_DOUBT || letter_is(s->drafted, id);
  turn_drop_letter(turn, "one may have gone out already");
  if (!counted)
    letter_count(turn, step);
  if (s->answer && letter_is(s->doubtful, s->answer))
    g_clear_pointer(&s->answer, g_free);
  letter_set(&s->doubtful, id);
  replace_letter(turn, CR_LETTER_IN_DOUBT, current);
  turn_say(turn, CR_LINE_HELD_BACK,
           "Nobody can say whether the letter arrived; it is not sent again. "
           "Please look into your sent mail.");
}

/* A draft: also what the candidate asked to be sent and could not be. */
static void
take_draft(Turn *turn, const char *id) {
  CrState *s = turn->s;
  gboolean counted = letter_is(s->drafted, id);
  turn_offers_stand(turn, id); /* who has it before them may send it by hand */
  s->letter = CR_LETTER_DRAFTED;
  if (turn->fact->text)
    turn_say(turn, CR_LINE_HELD_BACK, "The letter to %s is not sent: %s. It stays a draft.",
             letter_addressee(turn, step_of(id)), turn->fact->text);
  else
    turn_say(turn, CR_LINE_DRAFT, "The letter to %s is drafted.",
             letter_addressee(turn, step_of(id)));
  if (!counted)
    letter_count(turn, step_of(id));
  letter_set(&s->drafted, id);
}

gboolean
turn_letter_is_out(Turn *turn, const char *effect_id) {
  CrState *s = turn->s;
  gboolean asked = effect_id || s->letter == CR_LETTER_IN_DOUBT;
  /* "Sent" is said of the follow-up that waits, before an answer. */
  gboolean waits = effect_id == NULL && (s->letter == CR_LETTER_HELD ||
                                         (s->letter == CR_LETTER_PLANNED && s->letters == 0));
  const char *places[] = {asked ? s->doubtful : NULL, s->drafted, waits ? NULL : s->answer,
                          effect_id && s->letter == CR_LETTER_SENDING ? s->handed : NULL};
  for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
    if (places[i] == NULL || (effect_id && strcmp(places[i], effect_id) != 0))
      continue;
    g_autofree char *id = g_strdup(places[i]);
    letter_mark(turn, id, CR_EFFECT_SENT, NULL);
    take_sent(turn, id, TRUE);
    return TRUE;
  }
  return effect_id && letter_is(s->known_out, effect_id);
}

void
turn_letter_is_not_out(Turn *turn, const char *why) {
  CrState *s = turn->s;
  if (s->doubtful == NULL)
    return;
  letter_mark(turn, s->doubtful, CR_EFFECT_DRAFT, NULL);
  turn_say(turn, CR_LINE_HELD_BACK, "The letter to %s did not go out: %s.",
           letter_addressee(turn, step_of(s->doubtful)), why);
  if (s->letter == CR_LETTER_IN_DOUBT && turn_open(turn)) {
    s->letter = CR_LETTER_DRAFTED;
    letter_set(&s->drafted, s->doubtful);
    g_clear_pointer(&s->question, g_free);
    turn_advise(turn, step_of(s->doubtful),
                "the letter is a draft again. To send it: crickets send %d.", turn->iv->id);
  }
  g_clear_pointer(&s->doubtful, g_free);
}

char *
turn_effect_of(const Turn *turn, const char *message_id) {
  const char *const *thread = (const char *const *) turn->iv->thread;
  g_autofree char *prefix = g_strdup_printf("%d.", turn->iv->id);
  if (message_id == NULL || thread == NULL || !g_strv_contains(thread, message_id) ||
      !g_str_has_prefix(message_id, prefix))
    return NULL;
  /* "INTERVIEW.STEP.REVISION.HASH@DOMAIN" */
  g_auto(GStrv) parts = g_strsplit(message_id, ".", 4);
  return g_strv_length(parts) == 4 ? g_strjoin(".", parts[0], parts[1], parts[2], NULL) : NULL;
}

static void
not_sent(Turn *turn, const char *id) {
  CrState *s = turn->s;
  CrStep step = step_of(id);
  int itself = letter_is(s->drafted, id);
  gboolean spent = step == CR_STEP_NUDGE ? s->nudges - itself >= 2 : s->letters - itself >= 1;
  if (spent || letter_is_answered(s) || !turn_open(turn)) {
    s->letter = s->letters > 0 ? CR_LETTER_SENT : CR_LETTER_NONE;
    turn_say(turn, CR_LINE_HELD_BACK, "The follow-up is not sent: %s.", suppress_letter(turn, id));
  } else if (letter_is(s->drafted, id)) {
    letter_mark(turn, id, CR_EFFECT_DRAFT, NULL);
    take_draft(turn, id);
  } else if (turn->fact->outcome == CR_OUTCOME_HELD) {
    letter_put_off(turn, step);
  } else {
    const char *why = turn->fact->text ? turn->fact->text : "it was refused";
    letter_tell_held(turn, why);
    turn_ask(turn, "The letter to %s is held: %s. Please see to it, or send it yourself.",
             letter_addressee(turn, step), why);
  }
}

void
turn_outcome(Turn *turn) {
  const char *id = turn->fact->effect_id ? turn->fact->effect_id : "";
  CrState *s = turn->s;
  gboolean current = s->letter == CR_LETTER_SENDING && letter_is(s->handed, id);
  switch (turn->fact->outcome) {
  case CR_OUTCOME_SENT:
    take_sent(turn, id, current);
    break;
  case CR_OUTCOME_IN_DOUBT:
    take_doubt(turn, id, current);
    break;
  case CR_OUTCOME_DRAFTED:
    if (current) /* else something has become of it meanwhile */
      take_draft(turn, id);
    else if (letter_is(s->answer, id) && turn->fact->text)
      turn_say(turn, CR_LINE_HELD_BACK, "Your answer to %s is not sent: %s. It stays a draft.",
               cr_interview_who(turn->iv), turn->fact->text);
    break;
  case CR_OUTCOME_HELD:
  case CR_OUTCOME_REFUSED:
    if (current)
      not_sent(turn, id);
    else if (letter_is(s->doubtful, id)) /* the server's no came after all */
      turn_letter_is_not_out(turn, turn->fact->text ? turn->fact->text : "it was refused");
    else if (!letter_is(s->answer, id) &&
             !letter_is(s->drafted, id)) /* another word came meanwhile */
      suppress_letter(turn, id);
    break;
  case CR_OUTCOME_SENDING: /* what came of it is told */
    break;
  }
}
