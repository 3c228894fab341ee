#pragma once
/* Who the candidate is, and the settings of the playbook. */
#include "base/record.h"
#include "base/zone.h"

G_BEGIN_DECLS

typedef struct {
  char *name;
  char **emails; /* lower case; the first is the one that letters are sent from, unless the
                    recruiter writes to another one of them */
  char *phone;   /* E.164, or as given when it could not be read */
  char *zone;    /* IANA */
  char *country; /* ISO 3166 alpha-2 */
} CrProfile;
CR_DECLARE_RECORD(CrProfile, cr_profile)

gboolean cr_profile_owns(const CrProfile *profile, const char *email);
/* The address that a letter leaves from: wanted, if it is the candidate's own, else their first.
 * NULL when none is known. Borrowed. */
const char *cr_profile_sender(const CrProfile *profile, const char *wanted);

typedef struct {
  gboolean autopilot;   /* letters may be sent without asking */
  int grace_soft_min;   /* evidence is gathered, this long after the agreed time */
  int grace_hard_min;   /* and then the call counts as missed */
  int letter_after_min; /* with a number known, the letter's time if the candidate is silent */
  int hours_from_min;   /* working hours of both, minutes after midnight */
  int hours_to_min;
  int nudge_first_days; /* working days of silence */
  int nudge_last_days;
  int slots;            /* how many times are offered */
  int slot_days;        /* on at least so many days */
  int slot_within_days; /* within so many working days */
  int slot_ahead_min;   /* not sooner than this */
  int slot_buffer_min;  /* kept free on both sides */
  int remind_day_min;   /* the checklist is told this long before the call, 0: not */
  int remind_min;       /* and again */
  int quiet_from_min;   /* notifications make no sound between these minutes of the candidate's */
  int quiet_to_min;     /* day, unless a call is due; both the same: always */
  gboolean holds;       /* offered times are held in the calendar until one is taken */
  int weekly_target;    /* applications a week */
  int keep_days;        /* what mail that is about no call told of its writer goes after so many */
  int forget_days; /* what was read of a call's mails goes so long after it is over; 0: it stays */
  int review_day;  /* the week's review is mailed to the candidate on it, Monday 1; 0: not */
} CrPolicy;
CR_DECLARE_RECORD(CrPolicy, cr_policy)

CrPolicy *cr_policy_new_default(void);
/* Sets one setting from its text, as in profile.ini: numbers, true/false, hours=09:00-18:00.
 * Unknown names and values out of range are CR_ERROR_PARSE and change nothing. */
gboolean cr_policy_set(CrPolicy *policy, const char *name, const char *value, GError **error);

G_END_DECLS
