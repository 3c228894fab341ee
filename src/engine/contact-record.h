#pragma once
/* How a company and its people have kept their word so far, by the candidate's own data alone. */
#include "engine/apps.h"

G_BEGIN_DECLS

/* {"calls", "kept", "late", "missed", "answers", "answer_hours", "text"}: of the calls linked
 * to the application and those with its contacts. answer_hours is the median from a letter to its
 * answer, null when there was none. In a transaction; NULL on error. */
json_t *cr_contact_record_json(CrEngine *engine, const CrApplication *application, GError **error);

G_END_DECLS
