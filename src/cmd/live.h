#pragma once
/* What the verbs that stay awake, or wait for others, share. */
#include "cmd/command.h"
#include "engine/keeper.h"

G_BEGIN_DECLS

/* Before all below: the machine's clock, moved to where --now says that it stands. */
void cr_live_set_clock(const CrCommand *command);
CrClock cr_live_clock(gpointer unused);
CrInstant cr_live_now(gpointer unused);
/* Ends the keeper's run on SIGINT, SIGTERM and SIGHUP. */
void cr_live_catch_signals(CrKeeper *keeper);
void cr_live_catch_signals_for(void (*stop)(gpointer data), gpointer data);
/* Whoever signals again wants it to end at once. */
void cr_live_let_signals_end(void);
/* Warnings go to the journal under systemd, else to stderr, a line each; with --log json each is a
 * JSON object, and what is only told goes there, too. CR_ERROR_USAGE of another form. */
gboolean cr_live_log(const CrCommand *command, GError **error);
/* Says how it stands to systemd, if that wants to know (Type=notify): "READY=1", "WATCHDOG=1".
 * Source: sd_notify(3). */
void cr_live_tell_manager(const char *state);
/* For CrSync and the like: inputs are read in processes of their own. */
const CrIntakeClass *cr_live_reader(void);
/* watch --workers: keepers of all accounts of a database. */
CrExit cr_watch_all(CrCommand *command);
/* Zone data that are read once stay in a process, and so does a database that is open: with new ones
 * it begins anew, and returns only to say why not. TRUE: it was stopped. */
gboolean cr_live_begin_anew(CrKeeperEnd end, char **argv, GError **error);

G_END_DECLS
