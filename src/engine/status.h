#pragma once
/* How what is done outside went lately: the setting "DOING.NAME", JSON with last_ok, last_try and
 * failing_since (instants), failures (in a row) and last_error (in words). */
#include "engine/engine.h"
#include "model/connection.h"

G_BEGIN_DECLS

#define CR_STATUS_READING "source"   /* NAME: a connection */
#define CR_STATUS_WRITING "writer"   /* a connection: its calendar */
#define CR_STATUS_TELLING "follower" /* a follower */

typedef struct {
  CrInstant last_ok, last_try, failing_since;
  int failures;
  char *last_error;
} CrStatus;
CR_DECLARE_RECORD(CrStatus, cr_status)

/* Both in a transaction. All NONE when nothing was done yet. */
CrStatus *cr_status_load(CrStore *store, const char *doing, const char *name, GError **error);
gboolean cr_status_save(CrStore *store, const char *doing, const char *name, const CrStatus *status,
                        GError **error);
void cr_status_add_failure(CrStatus *status, CrInstant now, const GError *why);
/* In a transaction of its own, and only when it is news: those who are woken by changes would begin
 * anew at once. why NULL: it went well. What cannot be kept is lost. */
void cr_status_note(CrStore *store, gint64 account, const char *doing, const char *name,
                    CrInstant now, const GError *why);

typedef struct {
  char *about;      /* the connection's name, or "mail" */
  const char *what; /* "reading", "writing" … */
  CrStatus *status;
} CrFailing;
/* What fails now with these connections (CrConnection), or with what the mailbox is given. In a
 * transaction. CrFailing; free with g_ptr_array_unref (elements go with it). */
GPtrArray *cr_status_failing(CrStore *store, const GPtrArray *connections, GError **error);

G_END_DECLS
