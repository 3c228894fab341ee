#pragma once
/* Facts: everything observed, immutable. Effects: everything to do to the world. */
#include "base/wire.h"
#include "model/application.h"
#include "model/call.h"
#include "model/event.h"
#include "model/interview.h"
#include "model/reading.h"

G_BEGIN_DECLS

typedef enum {
  CR_FACT_TICK,        /* it is now T */
  CR_FACT_ADDED,       /* the candidate told of a promised call, in words */
  CR_FACT_INVITE,      /* an iTIP message: event */
  CR_FACT_MAIL,        /* from somebody: mail */
  CR_FACT_OWN_MAIL,    /* the candidate wrote: mail */
  CR_FACT_CALL,        /* a call log line */
  CR_FACT_ACT,         /* what the candidate did or saw */
  CR_FACT_OUTCOME,     /* what came of an effect */
  CR_FACT_CLOCK,       /* the clock was set back, or zone data changed */
  CR_FACT_APPLICATION, /* a change of an application: change */
} CrFactKind;
extern const char *const cr_fact_kind_names[];

/* Who said it, as far as the engine can tell when it links the fact to an interview. */
typedef enum {
  CR_TRUST_NONE,      /* a stranger, or a sender that authentication calls forged */
  CR_TRUST_THREAD,    /* a stranger's address, but it answers a message of this conversation */
  CR_TRUST_COLLEAGUE, /* the same organisation as the contact's */
  CR_TRUST_CONTACT,   /* the contact or the organizer */
  CR_TRUST_OWN,       /* the candidate */
} CrTrust;
extern const char *const cr_trust_names[];

typedef enum {
  CR_ACT_CALLED,
  CR_ACT_VOICEMAIL,
  CR_ACT_NO_ANSWER,
  CR_ACT_SPOKE,
  CR_ACT_THEY_CALLED,
  CR_ACT_SENT,
  CR_ACT_RESCHEDULED,
  CR_ACT_CANCELLED,
  CR_ACT_REJECTED,
  CR_ACT_OFFER,
  CR_ACT_ACCEPTED,
  CR_ACT_WITHDRAWN,
  CR_ACT_NOT_SENT, /* of a letter in doubt */
  CR_ACT_SEND,     /* asks for a letter to be sent now, see cr_engine_send */
  CR_ACT_NO_CALL,  /* nobody called, as far as the candidate can tell */
  CR_ACT_REMOVED,  /* it was never a call: added, or taken for one, by mistake */
  CR_ACT_CONTACT,  /* how the contact is reached, by now: text is an address or a number */
  CR_ACT_UNDO,     /* the act before it was a slip */
} CrAct;
extern const char *const cr_act_names[]; /* "called", "voicemail", "no-answer" … */

typedef enum {
  CR_OUTCOME_SENT,
  CR_OUTCOME_DRAFTED,
  CR_OUTCOME_HELD,     /* not now, but tried again: text says why */
  CR_OUTCOME_REFUSED,  /* a definite no of the server or the guard: the candidate is asked */
  CR_OUTCOME_IN_DOUBT, /* silence after the last dot */
  CR_OUTCOME_SENDING,  /* the guard let it pass; kept before the last dot */
} CrOutcome;
extern const char *const cr_outcome_names[];

typedef struct {
  CrFactKind kind;
  CrInstant at;     /* when it happened */
  CrInstant learnt; /* when it was learnt; never before at, save for clocks that differ */
  char *source;     /* "mail/03-reply.eml", "calls.xml", "candidate", "clock" … */
  char *source_key; /* unique in (account, source kind): re-reading an input is harmless */
  CrTrust trust;
  gboolean founds;  /* the call was agreed by it, so it is no word about missing that call */
  gboolean beside;  /* heard of another call first, where it is answered */
  CrReading *mail;  /* of MAIL and OWN_MAIL */
  CrEvent *event;   /* of INVITE; also of a MAIL and an OWN_MAIL that carry one */
  CrCall *call;     /* of CALL; its number is known to be theirs */
  CrChange *change; /* of APPLICATION */
  CrAct act;        /* of ACT */
  CrInstant when; /* of ACT rescheduled: the new start; of CLOCK: the start by today's zone data */
  CrOutcome outcome; /* of OUTCOME */
  char *effect_id;   /* of OUTCOME */
  char *text;        /* of ACT, ADDED and OUTCOME: words */
  /* of OUTCOME sending: the last look at each */
  CrInstant mail_at, calendar_at, calls_at;
} CrFact;
CrFact *cr_fact_new(CrFactKind kind, CrInstant at, const char *source, const char *source_key);
void cr_fact_free(CrFact *fact);
/* Something that one side said to the other: a mail, an invite. */
gboolean cr_fact_is_word(const CrFact *fact);
/* The candidate's own calendar invites to an appointment, or calls it off. */
gboolean cr_fact_is_own_invite(const CrFact *fact);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrFact, cr_fact_free)
/* Whose word an invite is: its mail's sender, or who is named in it; may be NULL. */
const char *cr_fact_sender(const CrFact *invite);
/* What was read of a mail or an invite goes: its words, addresses, numbers and times. What kind it
 * was, when, and the fact's own members stay. FALSE: it is neither. */
gboolean cr_fact_forget(CrFact *fact);
json_t *cr_fact_to_json(const CrFact *fact);
char *cr_fact_print(const CrFact *fact); /* as text; free with g_free */
CrFact *cr_fact_from_json(const json_t *json, GError **error);
void cr_fact_put(GByteArray *out, const CrFact *fact);
CrFact *cr_fact_get(CrWire *wire); /* NULL when it broke */

typedef enum {
  CR_EFFECT_LETTER,
  CR_EFFECT_NOTIFY,
  CR_EFFECT_CALENDAR, /* write the interview to the candidate's calendar */
} CrEffectKind;
extern const char *const cr_effect_kind_names[];

typedef enum {
  CR_EFFECT_DRAFT,
  CR_EFFECT_PENDING, /* to be performed */
  CR_EFFECT_SENT,
  CR_EFFECT_HELD,
  CR_EFFECT_SUPPRESSED,
  CR_EFFECT_IN_DOUBT,
  CR_EFFECT_SENDING, /* the fence: committed just before it is performed */
} CrEffectStatus;
extern const char *const cr_effect_status_names[]; /* "draft", "pending", "sent", … */

typedef struct {
  char *id; /* "INTERVIEW.STEP.REVISION", unique in the account */
  CrEffectKind kind;
  CrEffectStatus status;
  int interview;
  CrStep step;
  int revision;
  CrInstant at; /* when it was planned for */
  char *from;   /* the candidate's address that it leaves from, see cr_profile_sender */
  char *to_name, *to;
  char *subject, *body;           /* of NOTIFY: title and text */
  char *message_id, *in_reply_to; /* without < > */
  char **references;
  GPtrArray *slots; /* CrSlot offered in it */
  gboolean edited;  /* the candidate changed its words or chose its times */
  gboolean asked;   /* of PENDING: who asked for it to be sent is sending it, see cr_engine_send */
  char *reason;     /* of HELD, SUPPRESSED, IN_DOUBT: why */
} CrEffect;
CR_DECLARE_RECORD(CrEffect, cr_effect)

G_END_DECLS
