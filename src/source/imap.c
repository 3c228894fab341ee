/* A mailbox as a source. Read are
 *   INBOX;
 *   Sent, because what the candidate writes from elsewhere is a fact, too, and tells what became of
 *     a letter whose delivery is in doubt;
 *   Junk, because the answer that everything waits for often lands there;
 *   and the folders that the connection names, for those whose filters move such mail elsewhere.
 * Not "all mail": it holds drafts and what was thrown away.
 *
 * A folder's place is UIDVALIDITY and UIDNEXT. As some servers show a message after one with a
 * higher UID, the UIDs that were there among the last TAIL are kept as well, and what appears
 * between them is read. Nothing is done for a folder whose UIDNEXT, count and (with CONDSTORE)
 * HIGHESTMODSEQ are as before. Where QRESYNC is offered the folder's opening tells what has come;
 * flags and removals are no events.
 *
 * Of many mails the heads come first, and the sink says which are read: most of most mailboxes are
 * newsletters. It may think better of it by what it reads later. */
#include "source/imap-private.h"

#include "base/error.h"
#include "base/text.h"
#include "net/imap-folders.h"

#include <string.h>

#define INTERVAL_MIN 15
#define MAX_OTHERS 100 /* folders beside INBOX */
#define CHECK_USEC (10 * G_USEC_PER_SEC)
/* How often the folders that are not open are asked for while we wait; an IDLE lasts as long. */
#define LOOK_USEC (2 * 60 * G_USEC_PER_SEC)
/* A connection that breaks sooner is no coincidence. */
#define STEADY_USEC (60 * G_USEC_PER_SEC)

static void
disconnect(ImapSource *self) {
  g_clear_pointer(&self->imap, cr_imap_free);
}

static void
add_place(ImapSource *self, const char *name, const char *title) {
  for (guint i = 0; i < self->places->len; i++)
    if (strcmp(((ImapPlace *) self->places->pdata[i])->name, name) == 0)
      return;
  g_ptr_array_add(self->places, imap_place_new(name, title));
}

static gboolean
add_found(ImapSource *self, const GPtrArray *folders, const char *use) {
  g_autoptr(GPtrArray) found = cr_imap_folders_find(folders, use);
  for (guint i = 0; i < found->len; i++) {
    const CrImapFolder *folder = found->pdata[i];
    add_place(self, folder->name, folder->title);
  }
  return found->len > 0;
}

static gboolean
choose_places(ImapSource *self, const CrSink *sink, GError **error) {
  g_autoptr(GPtrArray) folders = cr_imap_list(self->imap, error);
  if (folders == NULL)
    return FALSE;
  g_ptr_array_set_size(self->places, 0);
  self->finds_sent = add_found(self, folders, "Sent");
  add_found(self, folders, "Junk");
  for (char **title = self->connection->folders; title && *title; title++) {
    const CrImapFolder *folder = cr_imap_folders_named(folders, *title);
    if (folder)
      add_place(self, folder->name, folder->title);
    else if (**title) /* the list may end in ';' */
      imap_complain(sink, "there is no folder %s", *title);
  }
  for (guint i = 0; i < self->places->len; i++)
    if (cr_text_equal(((ImapPlace *) self->places->pdata[i])->name, "INBOX"))
      g_ptr_array_remove_index(self->places, i--);
  if (self->places->len > MAX_OTHERS) {
    imap_complain(sink, "of %u folders beside INBOX the first %d are read", self->places->len,
                  MAX_OTHERS);
    g_ptr_array_set_size(self->places, MAX_OTHERS);
  }
  add_place(self, "INBOX", "INBOX");
  return TRUE;
}

/* A cursor that cannot be read makes this the first reading: to read again is harmless. */
static void
load_cursor(ImapSource *self, const char *cursor) {
  g_autoptr(json_t) json = cursor ? cr_json_parse(cursor, strlen(cursor), NULL) : NULL;
  for (guint i = 0; i < self->places->len; i++)
    imap_place_load(self->places->pdata[i], json_object_get(json, "folders"));
}

/* One that was refused is asked for again by each reading, if it ever was read. */
static GPtrArray *
others(const ImapSource *self, gboolean reading) {
  GPtrArray *list = g_ptr_array_new();
  for (guint i = 0; i + 1 < self->places->len; i++) {
    ImapPlace *place = self->places->pdata[i];
    if (!place->refused || (reading && place->state.next))
      g_ptr_array_add(list, place);
  }
  return list;
}

/* The folders beside INBOX that have changed since they were read. One that the server refuses must
 * not stop the others: it is told and left out. sink NULL: then that is an error, and it is told by
 * the next reading. */
static gboolean
ask_others(ImapSource *self, const CrSink *sink, GPtrArray *ret_changed, GError **error) {
  g_autoptr(GPtrArray) places = others(self, sink != NULL);
  guint n = places->len;
  g_autofree const char **names = g_new0(const char *, n + 1);
  g_autofree CrImapState *states = g_new0(CrImapState, n + 1);
  g_autofree char **refused = g_new0(char *, n + 1);
  for (guint i = 0; i < n; i++)
    names[i] = ((ImapPlace *) places->pdata[i])->name;
  if (!cr_imap_status(self->imap, names, n, states, sink ? refused : NULL, error))
    return FALSE;
  for (guint i = 0; i < n; i++) {
    ImapPlace *place = places->pdata[i];
    if (refused[i])
      imap_place_refuse(place, refused[i], sink);
    else if (place->refused || !imap_place_is_same(place, &states[i]))
      g_ptr_array_add(ret_changed, place);
    g_free(refused[i]);
  }
  return TRUE;
}

static gboolean
connect_anew(ImapSource *self, GCancellable *cancellable, GError **error) {
  disconnect(self);
  self->finds_sent = FALSE;
  self->imap =
      cr_imap_open(self->connection, self->secret, CR_IMAP_SILENCE_USEC, cancellable, error);
  self->opened_usec = g_get_monotonic_time();
  return self->imap != NULL;
}

/* A connection that fell asleep with the machine, or was cut by a router, says so now. */
static gboolean
ensure_connected(ImapSource *self, GCancellable *cancellable, GError **error) {
  if (self->imap) {
    cr_imap_set_cancellable(self->imap, cancellable);
    if (cr_imap_check(self->imap, CHECK_USEC, NULL))
      return TRUE;
    if (g_cancellable_set_error_if_cancelled(cancellable, error))
      return FALSE;
  }
  return connect_anew(self, cancellable, error);
}

static gboolean
read_all(ImapSource *self, const char *cursor, CrInstant now, const CrSink *sink, GError **error) {
  g_autoptr(GPtrArray) changed = g_ptr_array_new();
  if (!self->finds_sent && !choose_places(self, sink, error))
    return FALSE;
  if (!self->finds_sent && cursor == NULL)
    imap_complain(sink, "there is no folder of sent mail: what you write elsewhere is not seen");
  load_cursor(self, cursor);
  g_array_set_size(self->recalled, 0);
  if (!ask_others(self, sink, changed, error))
    return FALSE;
  ImapPlace *inbox = self->places->pdata[self->places->len - 1];
  if (inbox->state.next == 0) /* before it no answer in Sent is about anything that is known */
    g_ptr_array_insert(changed, 0, inbox);
  g_ptr_array_add(changed, inbox);
  for (guint i = 0; i < changed->len; i++)
    if (!imap_read_place(self, changed->pdata[i], now, sink, error))
      return FALSE;
  return imap_read_left_over(self, now, sink, error);
}

/* One that never could be read is no part of the mailbox; it was told once. */
static gboolean
check_all_were_read(const ImapSource *self, GError **error) {
  g_autoptr(GString) titles = g_string_new(NULL);
  for (guint i = 0; i < self->places->len; i++) {
    const ImapPlace *place = self->places->pdata[i];
    if (place->refused && place->state.next)
      g_string_append_printf(titles, "%s%s", titles->len ? ", " : "", place->title);
  }
  if (titles->len)
    g_set_error(error, CR_ERROR, CR_ERROR_PARTLY,
                "the server does not let us look into %s any more: what came there is not seen",
                titles->str);
  return titles->len == 0;
}

static gboolean
read_new(CrSource *source, const char *cursor, CrInstant now, const CrSink *sink,
         GCancellable *cancellable, GError **error) {
  ImapSource *self = (ImapSource *) source;
  if (ensure_connected(self, cancellable, error) && read_all(self, cursor, now, sink, error))
    return check_all_were_read(self, error);
  disconnect(self);
  return FALSE;
}

static gboolean
wait_once(ImapSource *self, gint64 timeout_usec, gboolean *ret_news, GError **error) {
  int minutes = self->connection->interval_min ? self->connection->interval_min : INTERVAL_MIN;
  gint64 poll_usec = (gint64) minutes * 60 * G_USEC_PER_SEC;
  g_autoptr(GPtrArray) changed = g_ptr_array_new();
  gint64 look_usec = cr_imap_can(self->imap, "IDLE") ? LOOK_USEC : poll_usec;
  if (!cr_imap_wait(self->imap, MIN(timeout_usec, look_usec), poll_usec, ret_news, error))
    return FALSE;
  if (!*ret_news && !ask_others(self, NULL, changed, error))
    return FALSE;
  *ret_news = *ret_news || changed->len > 0;
  return TRUE;
}

static gboolean
wait_for_news(CrSource *source, gint64 timeout_usec, GCancellable *cancellable, GError **error) {
  ImapSource *self = (ImapSource *) source;
  g_autoptr(GError) local = NULL;
  gint64 until = g_get_monotonic_time() + timeout_usec;
  gboolean news = self->imap == NULL;
  if (self->imap)
    cr_imap_set_cancellable(self->imap, cancellable);
  while (!news && g_get_monotonic_time() < until)
    if (!wait_once(self, until - g_get_monotonic_time(), &news, &local))
      break;
  if (local == NULL)
    return TRUE;
  gboolean steady = g_get_monotonic_time() - self->opened_usec >= STEADY_USEC;
  gboolean cancelled = g_error_matches(local, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (!cr_imap_is_alive(self->imap) || !cancelled)
    disconnect(self);
  if (steady && !cancelled)
    return TRUE; /* servers end long connections; the next sync says if it is more than that */
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

static void
free_source(CrSource *source) {
  ImapSource *self = (ImapSource *) source;
  disconnect(self);
  if (self->secret)
    explicit_bzero(self->secret, strlen(self->secret));
  g_free(self->secret);
  g_ptr_array_unref(self->places);
  g_array_unref(self->recalled);
  cr_connection_free(self->connection);
  g_free(self);
}

static const CrSourceClass imap_class = {read_new, wait_for_news, free_source};

CrSource *
cr_imap_source_new(const CrConnection *connection, const char *secret) {
  ImapSource *self = g_new0(ImapSource, 1);
  self->source.class = &imap_class;
  self->connection = cr_connection_copy(connection);
  self->secret = g_strdup(secret);
  self->places = g_ptr_array_new_with_free_func(imap_place_free);
  self->recalled = g_array_new(FALSE, FALSE, sizeof(guint64));
  return &self->source;
}
