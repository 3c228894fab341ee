#pragma once
/* Two mailboxes, a calendar and a call log that count how often they are read. Nothing is in them.
 * All of it from any thread. */
#include "engine/watcher.h"

G_BEGIN_DECLS

GPtrArray *fake_sources_connections(void);
CrSource *fake_sources_open(const CrConnection *connection, GError **error);

/* Nothing was read yet. While no source is open. */
void fake_sources_reset(void);
/* While they are held up, a reading that began does not end, unless it is broken off. */
void fake_sources_hold(gboolean held);
/* From the one of that number on, 1 the first. */
void fake_sources_hold_from(guint reading);
/* One of the mailboxes cannot be read. */
void fake_sources_lose(gboolean lost);
/* Waits until each was begun to be read so often. */
void fake_sources_await(guint readings);
/* Waits until each waits for news, and was not asked to be read. Returns how often each was, which
 * must be the same. */
guint fake_sources_settle(void);

G_END_DECLS
