#pragma once
/* Whose a telephone number in a mail is, and the candidate's as the other side has it. Pure. */
#include "model/interview.h"
#include "model/profile.h"
#include "model/reading.h"

G_BEGIN_DECLS

/* The phone's role by the words around it, or the candidate's where it stands behind their name:
 * "Kim will call Jordan at 212-555-0142". */
CrPhoneRole cr_number_role(const CrReading *mail, const CrPhone *phone, const CrProfile *profile);
/* The number is what they have as the candidate's. */
void cr_number_set_own(CrInterview *interview, const CrPhone *phone);
/* A number in a mail of the candidate's is what they were given as the candidate's, where it is
 * that one or a slip away from it; the candidate may write of other numbers, too. */
void cr_number_note_own(CrInterview *interview, const CrPhone *phone, const CrProfile *profile);

G_END_DECLS
