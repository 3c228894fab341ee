#pragma once
/* What the files that read inputs share. */
#include "engine/intake.h"

G_BEGIN_DECLS

/* Tells of what is skipped, in one line. */
void intake_report(const char *message, CrIntake *intake);
/* The same, with the name before the error unless it is there already. */
void intake_report_error(CrIntake *intake, const char *name, const GError *error);

gboolean intake_is_number(const char *number, const char *country); /* can it be called? */

G_END_DECLS
