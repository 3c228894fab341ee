#pragma once
/* Our entry in the candidate's calendar may have been edited there: what they changed stays, and
 * what we have to say anew is put in. Line by line, so that nothing of theirs is lost on the way.
 */
#include "engine/entry.h"

G_BEGIN_DECLS

/* theirs is the whole object as it stands on the server, before the VEVENT that we wrote there last
 * (NULL: not known, then all of ours is put in), after the one that we would write now. Only those
 * of our properties that differ between before and after are replaced; everything else (their
 * notes, alarms, categories, zones) is kept, and the sequence counts on. NULL when theirs has no
 * event of that UID: it is not ours to touch. Free with g_free. */
char *cr_entry_merge(const char *theirs, const char *uid, const char *before, const char *after,
                     CrInstant stamp);
/* Whether theirs is still what we wrote, whatever the order of its lines and the time stamps that
 * servers keep: then the candidate did not edit it. */
gboolean cr_entry_untouched(const char *theirs, const char *uid, const char *ours_text);

G_END_DECLS
