#pragma once
/* What the files of the desk share. */
#include "engine/desk.h"
#include "engine/view.h"

G_BEGIN_DECLS

/* A transaction with the account as it is now: another process may have changed it. */
gboolean desk_begin(CrDesk *desk, gboolean write, GError **error);
void desk_end(CrDesk *desk); /* rolls back what is open */

/* By whom strangers' bytes are read. */
const struct CrIntakeClass *desk_reader(const CrDesk *desk);

/* The public shapes with what a page needs beside. In a transaction. */
/* What a list shows of it. */
json_t *desk_view_row(CrDesk *desk, const CrInterview *interview);
json_t *desk_view_interview(CrDesk *desk, const CrInterview *interview, CrInstant now);
json_t *desk_view_timeline(CrDesk *desk, GPtrArray *rows);
/* interview NULL: for the candidate alone. */
json_t *desk_view_slots(CrDesk *desk, GPtrArray *slots, const CrInterview *interview);
json_t *desk_view_letter(CrDesk *desk, const CrEffect *letter, const CrInterview *interview);
json_t *desk_view_diagnosis(CrDesk *desk, const CrInterview *interview, CrInstant now);
/* NULL where there is nothing to say. */
json_t *desk_view_voicemail(CrDesk *desk, const CrInterview *interview, CrInstant now);
/* With "version" (cr_desk_letter_version) and what a page says beside it. */
json_t *desk_view_letter_document(CrDesk *desk, const CrEffect *letter,
                                  const CrInterview *interview, CrInstant now);

/* In a transaction; CR_ERROR_NOT_FOUND when there is none. */
CrInterview *desk_load_interview(CrDesk *desk, int id, GError **error);
/* Asks ahead for what desk_compose reads. */
void desk_ask_letter(CrDesk *desk, const CrInterview *interview);
/* Like cr_desk_compose, in a transaction. */
CrEffect *desk_compose(CrDesk *desk, const CrInterview *interview, CrInstant now, GError **error);

G_END_DECLS
