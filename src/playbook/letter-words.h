#pragma once
/* Times, names and numbers as people write and say them. Every input comes from strangers; every
 * result is one clean line. */
#include "base/zone.h"
#include "model/interview.h"

G_BEGIN_DECLS

/* "Tuesday, November 24", day-first as in cr_time_in_words. */
char *cr_words_date(CrInstant instant, const CrZone *zone);
/* "Wed, Nov 25, 10:00 AM EST (4:00 PM CET)": the recruiter's clock, then the candidate's when it
 * shows another time, with its date when that is another day. */
char *cr_words_slot(CrInstant instant, const CrZone *theirs, const CrZone *mine);
/* "today at 2 PM", "on Tuesday, November 24 at 2:30 PM", "today between 2 PM and 3 PM"; latest is
 * start where there is no window. */
char *cr_words_spoken_time(CrInstant start, CrInstant latest, const CrZone *zone, CrInstant now);

/* A name or title as it may stand in a sentence, at most max_words long; NULL when there is none,
 * or when it holds an address or a link. */
char *cr_words_name(const char *text, guint max_words);
/* The name to greet by: "Dana" of "Dana Reyes", "Reyes, Dana", "Dr. Dana Reyes (she/her)"; "Ms.
 * Ito", where no given name stands. NULL when it is no person's ("Northwind Talent Team") or gives
 * only initials. */
char *cr_words_first_name(const char *name);
/* "Staff Engineer" of "the Staff Engineer role". */
char *cr_words_role(const char *text);

/* "+1 202-555-0143", "+44 20 7946 0958"; a number that is not E.164 stays as written. NULL when it
 * holds fewer than five digits. */
char *cr_words_phone(const char *phone);
/* With its extension: "+1 202-555-0143 ext. 204". */
char *cr_words_contact_phone(const CrContact *contact);
/* What the candidate dials who is to call: the dial-in with its code, else the contact's. */
char *cr_words_to_dial(const CrInterview *interview);
/* To be read aloud: "2 0 2, 5 5 5, 0 1 4 3", with "plus 1" in front unless listened to in a country
 * of that code. */
char *cr_words_phone_slowly(const char *phone, const char *listener_country);

G_END_DECLS
