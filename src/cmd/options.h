#pragma once
/* The options of the command: where each is put, what it is for, and which a verb takes. */
#include "cmd/command.h"

G_BEGIN_DECLS

#define CR_N_COMMON_OPTIONS 4 /* of every verb */

/* The common ones first, then those that the verb takes (NULL: none). Free with g_free. */
GOptionEntry *cr_options_of(CrCommand *command, const CrVerb *verb);
/* Where the verb stands, before which options may; NULL when there is none. */
const char *cr_options_first_word(CrCommand *command, char **argv);
/* Takes them out of argv; what the verb does not take is refused. */
gboolean cr_options_read(CrCommand *command, const CrVerb *verb, char ***argv, GError **error);
void cr_options_clear(CrCommand *command);

G_END_DECLS
