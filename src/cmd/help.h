#pragma once
/* How the program is used. */
#include "cmd/command.h"

#include <stdio.h>

G_BEGIN_DECLS

const CrVerb *cr_help_find_verb(const char *name); /* NULL: there is none, or name is NULL */
void cr_help_print_usage(FILE *out);
void cr_help_print_verb(CrCommand *command, const CrVerb *verb);
/* What was wrong, and where help is: of the verb, or of all when NULL. */
CrExit cr_help_usage_error(const CrVerb *verb, const char *message);
CrExit cr_help_no_such_verb(const char *name);

G_END_DECLS
