#include "base/error.h"
#include "net/imap-private.h"

/* What comes while we only wait. */
static gboolean
idle_for(CrImap *imap, gint64 until_usec, GError **error) {
  for (guint chatter = 0; !imap->news;) {
    CrImapResponse response;
    gboolean came;
    gint64 left = until_usec - g_get_monotonic_time();
    if (left <= 0)
      return TRUE;
    if (!cr_imap_read(imap, left, &response, &came, error))
      return FALSE;
    if (!came)
      return TRUE;
    if (response.kind != CR_IMAP_UNTAGGED)
      return cr_imap_break(imap, "answers a question that was not asked", error);
    if (!cr_imap_note(imap, &response, error))
      return FALSE;
    if (++chatter > CR_IMAP_MAX_CHATTER)
      return cr_imap_break(imap, "sends a flood of what nobody asked for", error);
  }
  return TRUE;
}

static gboolean
leave_idle(CrImap *imap, guint32 tag, GError **error) {
  g_auto(CrImapAnswer) answer = {0};
  return cr_imap_write(imap, "DONE\r\n", 6, error) && cr_imap_await(imap, tag, &answer, error);
}

/* Whoever cancels wants to use the session, or to end soon. */
static void
leave_cancelled_idle(CrImap *imap, guint32 tag) {
  g_autoptr(GCancellable) cancellable = g_steal_pointer(&imap->cancellable);
  gint64 silence_usec = imap->silence_usec;
  imap->silence_usec = MIN(silence_usec, 2 * G_USEC_PER_SEC);
  imap->alive = TRUE;
  leave_idle(imap, tag, NULL);
  imap->silence_usec = silence_usec;
  imap->cancellable = g_steal_pointer(&cancellable);
}

static gboolean
idle(CrImap *imap, gint64 until_usec, GError **error) {
  g_autoptr(GError) local = NULL;
  g_auto(CrImapAnswer) answer = {0};
  guint32 tag;
  gboolean go;
  if (!cr_imap_send(imap, "IDLE", &tag, error) ||
      !cr_imap_await_go(imap, tag, &go, NULL, &answer, error))
    return FALSE;
  imap->without_idle = !go; /* offered, and refused */
  if (!go)
    return TRUE;
  if (idle_for(imap, until_usec, &local))
    return leave_idle(imap, tag, error);
  if (g_error_matches(local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    leave_cancelled_idle(imap, tag);
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

static gboolean
poll_once(CrImap *imap, gint64 until_usec, gint64 poll_usec, GError **error) {
  gint64 next = MIN(until_usec, g_get_monotonic_time() + MAX(poll_usec, G_USEC_PER_SEC));
  if (idle_for(imap, next, error))
    return imap->news || cr_imap_run(imap, "NOOP", "it does not answer", NULL, NULL, error);
  imap->alive = g_cancellable_is_cancelled(imap->cancellable); /* nothing is under way */
  return FALSE;
}

gboolean
cr_imap_wait(CrImap *imap, gint64 timeout_usec, gint64 poll_usec, gboolean *ret_news,
             GError **error) {
  gint64 until = g_get_monotonic_time() + timeout_usec;
  while (!imap->news && g_get_monotonic_time() < until) {
    gboolean polls = imap->without_idle || !cr_imap_can(imap, "IDLE");
    if (polls ? !poll_once(imap, until, poll_usec, error) : !idle(imap, until, error))
      return FALSE;
  }
  *ret_news = imap->news;
  return TRUE;
}
