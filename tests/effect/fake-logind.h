#pragma once
/* A logind of our own, on a bus of our own that is the system's meanwhile. */
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  GTestDBus *bus;
  GDBusConnection *connection;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  gint going; /* atomic: to sleep, nobody may delay it any more */
  gint calls; /* atomic: of Inhibit; what follows is told by the last of them */
  char *asked;
  int held; /* the reading end of the file that was handed out: its end comes when that is closed */
} FakeLogind;

/* FALSE: a bus without it. */
void fake_logind_open(FakeLogind *fake, gboolean with_logind);
void fake_logind_close(FakeLogind *fake);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(FakeLogind, fake_logind_close)

/* Another of that bus. */
GDBusConnection *fake_logind_connect(FakeLogind *fake);
/* PrepareForSleep, by whoever has that connection. */
void fake_logind_tell(GDBusConnection *connection, gboolean going);

G_END_DECLS
