#pragma once
/* What the files that hear a mail share, beside the turn. */
#include "playbook/choice.h"
#include "playbook/playbook-private.h"

G_BEGIN_DECLS

/* playbook-mail.c */
/* The words that tell what kind of mail it is, on one line. Free with g_free. */
char *mail_quote(const CrReading *m);
/* "Dana Reyes writes: …" */
void turn_tell_reply(Turn *turn, CrLineKind kind);
/* What the words of a mail that carries an invite say of the call that did not come. */
void turn_hear_cause(Turn *turn);

/* playbook-learn.c */
gboolean turn_is_of_contact(const Turn *turn);
/* The interviewer writes about the call that a coordinator has arranged. */
gboolean turn_is_of_caller(const Turn *turn);
/* The recruiter of this call may speak of another one, in a mail of its own. */
gboolean turn_is_of_another_role(const Turn *turn);
/* Learns what the mail tells of the agreed call. Nothing known is overwritten by a stranger. */
void turn_learn(Turn *turn);

/* playbook-handover.c */
gboolean mail_hands_over(const CrReading *m);
/* Whoever writes is the contact from now on, if they have taken over. */
void turn_follow_sender(Turn *turn);
void turn_witness_handover(Turn *turn);
/* Whom they name to write to instead is kept. */
void turn_meet_successor(Turn *turn);
/* After a mail that hands the call over, the next one is with whoever has taken over. */
void turn_follow_handover(Turn *turn);
/* Somebody has left or handed over, and nobody has said what becomes of the call. */
void turn_advise_that_it_stands(Turn *turn);
void turn_hear_handover(Turn *turn);

/* playbook-times.c */
/* Which of the slots that our letters offered the mail takes, or NULL. */
const CrSlot *turn_chosen_slot(const Turn *turn);
gboolean turn_names_agreed_hour(const Turn *turn);
/* The first instant of the day ahead on which whoever writes is back: "I'm back in the office on
 * Monday"; NONE where they name none. */
CrInstant turn_back_on(const Turn *turn);

/* playbook-answer.c */
/* The link is a page where the candidate picks a time, not one where both meet. */
gboolean mail_is_booking_page(const CrReading *m);
/* "I will get back to you by Thursday" is no answer yet: the clock starts anew from there. */
void turn_hear_promise(Turn *turn);
/* An answer with times that suit both is drafted. */
void turn_offer_times(Turn *turn);
/* They have answered, and nothing in it settles the time. */
void turn_advise_to_read(Turn *turn);
void turn_hear_new_time(Turn *turn);
void turn_hear_request(Turn *turn); /* they ask to move it */
void turn_hear_link(Turn *turn);
void turn_hear_apology(Turn *turn);

/* playbook-confirm.c */
void turn_hear_confirmation(Turn *turn);

/* playbook-auto.c */
void turn_hear_out_of_office(Turn *turn);
void turn_hear_bounce(Turn *turn);
/* A job board's alert: evidence, and no word of theirs. FALSE when it is none. */
gboolean turn_hear_alert(Turn *turn);

G_END_DECLS
