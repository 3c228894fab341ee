#pragma once
/* What --health tells of a keeper or a server. */
#include "api/health.h"
#include "api/server.h"
#include "cmd/command.h"
#include "engine/crew.h"

G_BEGIN_DECLS

/* Whom it is asked about; each NULL where there is none, and they outlive it. */
typedef struct {
  const char *uri;
  CrCrew *crew;
  CrKeeper *keeper;
  CrServer *server;
  void (*measure)(CrServer *server, GString *text); /* of it: only the module that serves has it */
  /* its own */
  CrHealth *health;
  CrStore *store; /* of the thread that answers */
  GThread *beat;
  gint64 beat_usec;
  GMutex mutex;
  GCond over;
  gboolean ended; /* under the mutex */
  gint64 drain_sec;
  gint draining; /* atomic */
} CrPulse;

/* Answers where the command says, if it does; and as long as the crew is not stuck, gives systemd the
 * sign of life that it wants (WatchdogSec=). */
gboolean cr_pulse_begin(CrPulse *pulse, const CrCommand *command, GError **error);
/* From now on it is not ready; returns when --drain is over. */
void cr_pulse_drain(CrPulse *pulse);
void cr_pulse_clear(CrPulse *pulse);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrPulse, cr_pulse_clear)

G_END_DECLS
