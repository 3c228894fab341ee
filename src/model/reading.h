#pragma once
/* What was read in a mail or a text: times, kind, numbers. Every field is data from a stranger. */
#include "base/record.h"
#include "base/zone.h"
#include "model/event.h"

G_BEGIN_DECLS

typedef enum {
  CR_GRANULARITY_INSTANT,
  CR_GRANULARITY_DATE, /* start is the day's first instant, end the next day's */
  CR_GRANULARITY_WEEK,
  CR_GRANULARITY_PART, /* a part of a day, such as a morning */
} CrGranularity;
extern const char *const cr_granularity_names[];

typedef enum {
  CR_TIME_STATED, /* or offered */
  CR_TIME_OLD,    /* moved away from: "from 2", "instead of Tuesday" */
  CR_TIME_NEW,    /* moved to */
  CR_TIME_DELAY,  /* no time but a difference: "15 minutes late", "push by 30 min" */
  CR_TIME_OTHER,  /* of something else than the call: a deadline, an hour that nobody can make */
} CrTimeRole;
extern const char *const cr_time_role_names[];

typedef struct {
  CrInstant start;
  CrInstant end; /* NONE when no end was said */
  CrInstant
      alternative;    /* another reading worth keeping (literal zone, nearest weekday), or NONE */
  char *zone;         /* IANA id or fixed offset that it was read in */
  gboolean zone_said; /* the text names the zone; else it was assumed */
  gboolean day_said;  /* the same of the day, also by "in two hours" */
  gboolean weekday_said; /* "on Wednesday", and no more: the next one was read */
  gboolean relative;     /* "in two hours": the same instant in every zone */
  gboolean past;         /* the words speak of the past */
  gboolean both_clocks;  /* said on two zones' clocks, which agree */
  CrGranularity granularity;
  gboolean hour_unsaid; /* "at half past": the next one, until the call's hour is known */
  gboolean same_hour;   /* "same time Wednesday": a day or week, at the agreed hour */
  gboolean window;      /* some moment in it: "between 2 and 3", "after 3", "in the afternoon" */
  CrTimeRole role;
  int delay_min; /* of DELAY: later is positive */
  char **flags;  /* "season-mismatch", "weekday-mismatch", "zone-pair-mismatch",
                    "outlook-standard-label", "implausible-hour", "ambiguous-order",
                    "gap" and "overlap" (daylight saving), "ambiguous-zone"; NULL when none */
  char *who;     /* named beside it, where each of several hours has somebody of its own; or NULL */
  char *text;    /* the words read */
  int offset;    /* of those words in the text, bytes */
} CrMention;
CR_DECLARE_RECORD(CrMention, cr_mention)
/* How long the window is; 0 of an exact time. One without an end lasts as long as people work. */
int cr_mention_window_min(const CrMention *mention);
/* Moves it, with all that it says of its time, to where the zone's clock shows that. */
void cr_mention_move(CrMention *mention, const CrZone *zone, const CrWall *wall);
/* A time stated, offered or moved to; past ones, too. */
gboolean cr_mention_is_of_call(const CrMention *mention);
/* Of the mentions of one text (CrMention): whether another takes the place of this one. A former
 * time that is replaced is no candidate; alone it still tells which call is meant. */
gboolean cr_mention_is_replaced(const GPtrArray *mentions, const CrMention *mention);

typedef enum {
  CR_MAIL_GENERIC,
  CR_MAIL_BOUNCE,
  CR_MAIL_OUT_OF_OFFICE,
  CR_MAIL_REJECTION,
  CR_MAIL_ON_HOLD,
  CR_MAIL_RECRUITER_CHANGE,
  CR_MAIL_APOLOGY_LATE,
  CR_MAIL_CANCELLATION,
  CR_MAIL_RESCHEDULE_REQUEST,
  CR_MAIL_NEW_TIME,
  CR_MAIL_SCHEDULING_LINK,
  CR_MAIL_CONFIRMATION,
} CrMailClass;
extern const char *const cr_mail_class_names[]; /* "generic", "bounce" … */

/* Who is to place the call. */
typedef enum {
  CR_CALLER_UNKNOWN,
  CR_CALLER_RECRUITER,
  CR_CALLER_CANDIDATE,
  CR_CALLER_BOTH_JOIN, /* a meeting link or a dial-in that both use */
} CrCaller;
extern const char *const cr_caller_names[]; /* "unknown", "recruiter", "candidate", "both" */

typedef enum {
  CR_PHONE_CANDIDATE, /* "I'll call you at …" */
  CR_PHONE_CONTACT,   /* theirs: in the text ("call me on …") */
  CR_PHONE_DIAL_IN,   /* with its code */
  CR_PHONE_CALLER_ID, /* "calling from +…" */
  CR_PHONE_SIGNATURE, /* theirs: below the text */
} CrPhoneRole;
extern const char *const cr_phone_role_names[]; /* "candidate", "contact", "dial-in", … */

typedef struct {
  CrPhoneRole role;
  char *e164; /* NULL when it is no possible number */
  char *raw;  /* as written */
  char *ext, *code;
  gboolean no_country_code; /* written without one although the sender is in another country */
} CrPhone;
CR_DECLARE_RECORD(CrPhone, cr_phone)

typedef struct {
  char *name, *email, *phone, *extension;
} CrPerson;
CR_DECLARE_RECORD(CrPerson, cr_person)

/* What a mail is and says. */
typedef struct {
  /* Envelope */
  char *message_id, *in_reply_to; /* without < > */
  char **references;              /* oldest first, at most 20 */
  char *from_name, *from_email, *reply_to;
  char **to;        /* To and Cc addresses */
  char **delivered; /* those into whose mailboxes servers put it; NULL when they do not say */
  char *subject;
  CrInstant date;       /* NONE when absent or absurd */
  int date_offset_sec;  /* of the Date header */
  char *sender_country; /* ISO 3166 alpha-2 by their number, address or place, or NULL */
  char *sender_zone;   /* IANA id of where the sender works, by their country and the Date's offset,
                          or that offset ("+01:00") alone; NULL when neither tells */
  gboolean place_told; /* the country of that is told: by the signature, a number, the domain */
  gboolean automatic;  /* RFC 3834 and the vendors' headers */
  gboolean list;       /* sent to a list, or a newsletter */
  gboolean unread;     /* it says that nobody reads what is sent to its sender */
  gboolean forged;     /* Authentication-Results says so (dmarc=fail), or From names several */
  /* Kind */
  CrMailClass class, second;
  double score;     /* 0 to 1 */
  char *evidence;   /* the words that decided */
  gboolean unclear; /* an accusation without near certainty: ask, don't act */
  /* Contents */
  GPtrArray *times; /* CrMention */
  gboolean firm;    /* the new time is stated, not asked */
  gboolean accepts; /* agrees with a time said before: "that works", "Thursday 10 is fine" */
  gboolean apologizes;
  CrInstant promise;     /* "will get back to you Thursday": the end of that time, or NONE */
  CrInstant return_at;   /* first instant of the day of return, in the sender's zone, or NONE */
  gboolean return_until; /* it was "until D", read as D */
  gboolean return_rough; /* only a month was told, or a part of one */
  CrCaller caller;
  char *caller_name;    /* who is to call, or to speak, where that is not whoever writes */
  GPtrArray *phones;    /* CrPhone */
  CrPerson deputy;      /* to write to instead, or the new contact */
  CrPerson signature;   /* the sender, by the signature */
  char *link;           /* scheduling or meeting link */
  char *company, *role; /* of the text, when named */
  char *bounced;        /* the address that could not be reached */
  char *bounce_status;  /* RFC 3463, "5.1.1" */
  gboolean bounce_permanent;
  char *text; /* the new text, at most 2,000 characters */
} CrReading;
CR_DECLARE_RECORD(CrReading, cr_reading)
/* Whether the mail proposes or sets that one of its times for the call. */
gboolean cr_reading_offers(const CrReading *reading, const CrMention *mention);

G_END_DECLS
