#pragma once
/* What the files of the playbook share: one turn, and the few ways in which it may change things.
 */
#include "model/manner.h"
#include "playbook/playbook.h"

G_BEGIN_DECLS

typedef struct {
  const CrContext *context;
  const CrFact *fact;
  CrInstant now;
  CrInterview *iv; /* the new value, owned by the decision */
  CrState *s;      /* = &iv->state */
  CrDecision *decision;
} Turn;

/* playbook-turn.c: what every fact may use */
void turn_say(Turn *turn, CrLineKind kind, const char *format, ...) G_GNUC_PRINTF(3, 4);
void turn_advise(Turn *turn, CrStep step, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* Keeps a piece of evidence; repeats of kind and source are kept once. */
void turn_witness(Turn *turn, const char *kind, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* Takes back what later turned out otherwise, such as "nothing in your mail". */
void turn_retract(Turn *turn, const char *kind);
gboolean turn_is_warned(const CrState *s, const char *kind);
void turn_warn(Turn *turn, const char *kind, const char *format, ...) G_GNUC_PRINTF(3, 4);
void turn_unwarn(Turn *turn, const char *kind); /* it is cleared up */
/* What only the candidate can decide; an earlier question stays, if it is not an unsure one. */
void turn_ask(Turn *turn, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* The same in the place of an earlier question. */
void turn_ask_anew(Turn *turn, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* About a mail that nobody vouches for: what is asked already stays. */
void turn_ask_unsure(Turn *turn, const char *format, ...) G_GNUC_PRINTF(2, 3);
gboolean turn_has_evidence(const Turn *turn, const char *kind);
/* Leaves the open phases: nothing more is due, a planned letter is suppressed. */
void turn_finish(Turn *turn, CrPhase phase, const char *why_no_letter);
/* A new time is on the books: in place before the miss, as a successor after it. */
void turn_move_to(Turn *turn, const CrSlot *to, const char *zone, const char *how);
/* A time that was missed before it was known of is not followed up without asking. */
void turn_ask_if_late(Turn *turn);
/* "Tue 24 Nov, 14:00 (2:00 PM EST)": an instant in the candidate's zone for the candidate's eyes.
 */
char *turn_when(const Turn *turn, CrInstant instant);
/* "Tue, Nov 24, 2:00 PM", and of a window "… to 3:00 PM". */
char *turn_when_slot(const Turn *turn, const CrSlot *slot);
char *turn_when_agreed(const Turn *turn);            /* the same of the agreed time */
char *turn_day(const Turn *turn, CrInstant instant); /* "Tue 24 Nov" */
char *turn_clock(const Turn *turn, CrInstant instant);
const CrZone *turn_my_zone(const Turn *turn);
CrManner turn_manner(const Turn *turn); /* how the candidate writes clocks and dates */
/* The day on which they are back, of one that is known: on their calendar, which begins on yours
 * some hours earlier or later. */
char *turn_day_back(const Turn *turn);
/* Who is written to meanwhile, by name or else by address; NULL: nobody. */
const char *turn_deputy(const Turn *turn);
gboolean turn_open(const Turn *turn);
/* The fact is of a time before the agreed one, even if it is learnt after: no follow-up, no answer.
 */
gboolean turn_was_before(const Turn *turn);

/* playbook-tick.c: when the clock must be asked again; NONE for never */
CrInstant turn_next_due(const Turn *turn);
/* From then on nobody waits for the call any more. */
CrInstant turn_grace_over(const Turn *turn);
/* When the last of the times that they offer is over; NONE where they offer none. They may ring
 * then without another word, and late. */
CrInstant turn_offer_over(const Turn *turn);
/* They offered times, and as far as can be seen nobody took one: it is the candidate who owes a
 * word, and who may have given it where we do not look. So they are asked, and nobody is chased. */
void turn_outlast_offer(Turn *turn);

/* playbook-after.c: a call that they have called off */
/* The word by which they did may promise a new one; the candidate is reminded of it. */
void turn_await_new_time(Turn *turn);
/* Their mail about it: offers, and that it was a mistake. FALSE: nothing of the kind. */
gboolean turn_hear_after(Turn *turn);
/* A mail that speaks of the due call as one that took place; who: "Dana Reyes writes". */
gboolean turn_hear_of_talk(Turn *turn, const char *who);
/* A call that was called off, or a no, is taken back; who: "they have", "you have"; said: how. */
void turn_open_again(Turn *turn, const char *who, const char *said);
/* The new time that they promised is the old one. FALSE: it is not. */
gboolean turn_take_same_hour_again(Turn *turn, const CrEvent *event);
CrInstant turn_new_time_due(const Turn *turn); /* NONE: none is awaited */
void turn_tick_after(Turn *turn);

/* playbook-confirm.c: they named an hour and no zone, and it may be one of the candidate's clock.
 */
void turn_doubt_clock(Turn *turn);
/* The agreed instant is told again, with its zone or in an invite. */
void turn_settle_clock(Turn *turn);

/* playbook-letter.c, playbook-outcome.c: the follow-ups, from plan to outcome */
/* Plans the one letter of this miss, not before the hard grace, in the recruiter's working hours.
 * Nothing when one is out or may be, or when they have answered. */
void turn_plan_letter(Turn *turn, CrInstant not_before);
/* The morning of the recruiter's that many working days after. */
CrInstant turn_working_morning(const Turn *turn, CrInstant from, int days);
/* When the first letter is meant to go: later where a number is to be rung first. */
CrInstant turn_letter_moment(const Turn *turn);
/* The clock was set back: a letter that waits for a moment ahead gets one by today's clock. */
void turn_replan_letter(Turn *turn);
/* What letters offer that have not left: of that one, or of any when effect_id is NULL. It left, or
 * may have: an answer may take it from now on. Or it never does. */
void turn_offers_stand(Turn *turn, const char *effect_id);
void turn_offers_fall(Turn *turn, const char *effect_id);
/* Takes back a letter that was planned or held. One that was handed out is the guard's. */
void turn_drop_letter(Turn *turn, const char *why);
/* The same of one that is drafted, too: what it follows up has not come to pass. */
void turn_take_back_letter(Turn *turn, const char *why);
/* The planned or held letter's moment has come: to the sender, or to the candidate as a draft. */
void turn_hand_out_letter(Turn *turn);
/* After a letter, and with nothing else planned, the next nudge or the final silence is due. */
void turn_keep_following_up(Turn *turn);
/* A draft for the candidate alone, outside the sequence of follow-ups: an answer. */
void turn_draft_answer(Turn *turn, CrStep step);
/* A letter of ours that was drafted, or is in doubt or in flight, is out: the candidate says so
 * (effect_id NULL: whichever waits for that word), or it was seen in their sent mail. FALSE when
 * there is no such letter. */
gboolean turn_letter_is_out(Turn *turn, const char *effect_id);
/* The letter in doubt did not go out: it is a draft again. */
void turn_letter_is_not_out(Turn *turn, const char *why);
/* The candidate asks: the drafted, planned or held letter is handed to the sender, if there is one.
 */
void turn_send(Turn *turn);
/* The effect that a Message-ID of ours belongs to; NULL when it is another's. Free with g_free. */
char *turn_effect_of(const Turn *turn, const char *message_id);
/* The candidate's own words are out, at that time: a follow-up that waits is dropped, for that
 * reason, and none is planned beside them. */
void turn_has_written(Turn *turn, CrInstant at, const char *why);

/* playbook-mail.c */
/* Their side has the word: what was planned is dropped, and no follow-up is due until it is the
 * candidate's turn again. */
void turn_answered(Turn *turn);
/* CrMention, borrowed: the times ahead that the mail names, without the one agreed before and those
 * moved away from. */
GPtrArray *turn_times_ahead(const Turn *turn);
/* Silence counts from then at the earliest, after a word of either side. It may be read late, and
 * nothing is said in the future, whatever a clock says. */
void turn_count_from(Turn *turn, CrInstant at);
/* Where nothing of ours went out, their word of that time is the contact from which silence counts.
 */
void turn_count_their_word(Turn *turn, CrInstant at);
/* Nobody asks for another time any more: the agreed one stands, and may be missed. */
void turn_stands(Turn *turn);

/* playbook-words.c */
/* Keeps the causes that the mail's words name as evidence, as far as they are about this call. */
void turn_witness_words(Turn *turn);
/* Whether they tell that the role is on hold, or of a reorganisation as the reason. */
gboolean turn_tells_of_hold(const Turn *turn);
/* Whether they name one, so that an apology beside it is not one more. */
gboolean turn_names_cause(const Turn *turn);
/* An apology says that something came up, unless it says what. words: the evidence. */
void turn_witness_apology(Turn *turn, const char *words);
/* Hears the fact's mail with the day of each hour that was said without one, and the clock of each
 * that was offered on another. */
void turn_hear_with_days(Turn *turn, void (*hear)(Turn *turn));

/* playbook-invite.c */
/* An attendee's answer to an invite, in the fact's event. TRUE when it is all that there is to
 * hear; FALSE when the words of the mail that carries it are heard, too. Of another method: FALSE.
 */
gboolean turn_reply(Turn *turn);

/* The candidate's own invite (cr_fact_is_own_invite). */
void turn_own_invite(Turn *turn);
/* playbook-own.c: its time is another one than the agreed: theirs to take. */
void turn_propose_event(Turn *turn, const CrEvent *event);

/* playbook-call.c: it is known now what came of the ringing that was asked about. */
void turn_settle_ringing(Turn *turn);
gboolean turn_asks_of_ringing(const Turn *turn);

/* One file per kind of fact */
void turn_tick(Turn *turn);
void turn_mail(Turn *turn);
void turn_own_mail(Turn *turn);
void turn_invite(Turn *turn);
void turn_call(Turn *turn);
void turn_act(Turn *turn);
/* A letter that had nobody to go to may have somebody now; not one that waits for another word. */
void turn_can_be_reached(Turn *turn);
/* Of a missed one it is told anew whether to ring or to write. */
void turn_is_reached_otherwise(Turn *turn);
void turn_advise_what_now(Turn *turn);
void turn_outcome(Turn *turn);
void turn_recheck(Turn *turn);

/* checks.c: what can be seen before the call. Each warning is given once. */
void turn_check(Turn *turn);
/* The evidence that only silence gives, at the soft grace. */
void turn_gather_silence(Turn *turn);

G_END_DECLS
