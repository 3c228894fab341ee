#pragma once
/* An account goes to another database, of whichever engine. */
#include "store/store.h"

G_BEGIN_DECLS

/* From then on the first database sends nothing (see pause.h): of two that hold the same letters
 * one may. Both must be without a keeper (CR_ERROR_BUSY). After an error the first is as it was;
 * whoever is cut off in between repeats it. See cr_store_move. */
gboolean cr_move(const char *from, gint64 from_account, const char *to, gint64 to_account,
                 CrInstant now, CrMoved *ret_moved, GError **error);

/* A copy of the account in a new file at path, read back and compared; the database goes on as it is,
 * also with a keeper. The copy sends nothing until it is confirmed. CR_ERROR_CONFLICT when there is
 * something at path. */
gboolean cr_backup(const char *uri, gint64 account, const char *path, CrInstant now,
                   CrMoved *ret_moved, GError **error);
/* The other way: into a database that holds nothing for the account (else CR_ERROR_CONFLICT). It
 * sends nothing either until it is confirmed. */
gboolean cr_restore(const char *path, const char *uri, gint64 account, CrMoved *ret_moved,
                    GError **error);

G_END_DECLS
