#pragma once
/* A candidate whose mailbox holds nothing, so that all there is to know of a call is its time. */
#include "source/source.h"
#include "store/store.h"

G_BEGIN_DECLS

/* Jordan Ellis of Chicago, with autopilot and without reminders. */
void fake_candidate_save(CrStore *store, gint64 account);

/* While it is set the mailbox cannot be read. Sources are opened without data, hence of all. */
extern gboolean fake_mailbox_blind;
CrSource *fake_mailbox_open(const CrConnection *connection, GError **error);
/* The one connection, "personal"; CrConnection. Free with g_ptr_array_unref. */
GPtrArray *fake_mailbox_connections(void);

G_END_DECLS
