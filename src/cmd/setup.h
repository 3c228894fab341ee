#pragma once
/* What the files of the verb setup share. */
#include "cmd/command.h"

#include <stdio.h>

G_BEGIN_DECLS

/* One question on the terminal; an empty answer keeps what is there. Free with g_free. */
char *cr_setup_ask(const char *question, const char *current);
gboolean cr_setup_confirm(const char *question, gboolean otherwise);

/* Asks whether another one was meant, where it looks mistyped; takes the address and gives the one
 * that holds. NULL gives NULL. */
char *cr_setup_mend_address(char *address);

/* The first line; NULL when there is none. Free with cr_secret_free. */
char *cr_setup_read_secret(FILE *in);
/* Asked at the terminal, without showing it; NULL where there is none. The same to free. */
char *cr_setup_ask_secret(const char *user);

/* "mail", "send", "calendar", "calls", "kdeconnect", "ntfy", "webhook" */
gboolean cr_setup_is_kind(const char *what);
/* what is a kind; place is an e-mail address, a URL or a path, or NULL: by the options, or asked.
 */
CrExit cr_setup_connect(CrCommand *command, const char *what, const char *place);
gboolean cr_setup_is_connected(const char *name);
CrExit cr_setup_remove(CrCommand *command, const char *name);
/* A phone that tells of its calls by itself; name NULL: lists them. */
CrExit cr_setup_hook(CrCommand *command, const char *name);

CrExit cr_setup_remove_hook(CrCommand *command, const char *name);

/* CrCheck, one line each, with the remedy below. */
void cr_print_checks(GPtrArray *checks);

G_END_DECLS
