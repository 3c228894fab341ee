#pragma once
/* Notifications on this desktop, by the freedesktop Notify interface on the session bus. A machine
 * without a bus, or without anybody who shows them, is a normal case. */
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  const char *name, *label;
} CrDesktopButton;

typedef struct {
  int subject; /* a later one of the same subject replaces it on the screen */
  int urgency; /* 0 to 2, as in the freedesktop hint; at 0 without sound */
  const char *title, *body;
  const CrDesktopButton *buttons; /* ends with a NULL name */
} CrDesktopNotice;

typedef struct _CrDesktop CrDesktop;
/* On the desktop's own thread. */
typedef void (*CrDesktopPressed)(int subject, const char *button, gpointer data);

/* Never NULL. Connects when it is first used, and again when the bus has gone. pressed may be NULL.
 */
CrDesktop *cr_desktop_new(CrDesktopPressed pressed, gpointer data);
void cr_desktop_free(CrDesktop *desktop); /* waits for a call of pressed that is running */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrDesktop, cr_desktop_free)

/* G_IO_ERROR_NOT_FOUND: there is nobody who could show it; CR_ERROR_UNHEARD: it was asked for, and
 * may be on the screen. From any thread. */
gboolean cr_desktop_show(CrDesktop *desktop, const CrDesktopNotice *notice, GError **error);

G_END_DECLS
