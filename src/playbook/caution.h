#pragma once
/* What is odd about a contact, as job scams are. A caution is shown and never blocks anything.
 * Pure. */
#include "model/application.h"

G_BEGIN_DECLS

/* CrWarning of kinds "personal-mail", "look-alike-domain", "odd-number"; empty when nothing is odd.
 * Free with g_ptr_array_unref (elements go with it). */
GPtrArray *cr_caution_check(const CrApplication *application);

G_END_DECLS
