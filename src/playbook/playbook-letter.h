#pragma once
/* What planning a letter and hearing what came of it share. */
#include "playbook/playbook-private.h"

G_BEGIN_DECLS

/* The step of the letter that is next: the first one, or a nudge. */
CrStep letter_step(const CrState *s);
/* Whether the effect's id stands in that place of the state, which may be NULL. */
gboolean letter_is(const char *place, const char *effect_id);
void letter_set(char **place, const char *effect_id);
CrEffect *letter_effect(Turn *turn, CrStep step, CrInstant at);
/* Whether their side has the word now: then nothing is missed and nothing is sent. */
gboolean letter_is_answered(const CrState *s);
/* Whom the letter of that step is for, in words. */
const char *letter_addressee(const Turn *turn, CrStep step);
/* It went out, or it may have: it counts either way. */
void letter_count(Turn *turn, CrStep step);
/* A letter kept before has that status from now on; why: of SUPPRESSED, else NULL. */
void letter_mark(Turn *turn, const char *effect_id, CrEffectStatus status, const char *why);
/* It cannot go: told why, once, and held. */
void letter_tell_held(Turn *turn, const char *why);
/* Not now: held until another moment. */
void letter_put_off(Turn *turn, CrStep step);

G_END_DECLS
