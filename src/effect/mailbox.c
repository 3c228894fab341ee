#include "effect/mailbox.h"

#include "base/error.h"
#include "net/imap-folders.h"
#include "net/imap.h"

#include <string.h>

#define SILENCE_USEC (30 * G_USEC_PER_SEC)

static const struct {
  const char *use, *flags;
} kinds[] = {
    [CR_MAILBOX_SENT] = {"Sent", "\\Seen"},
    [CR_MAILBOX_DRAFTS] = {"Drafts", "\\Seen \\Draft"},
};

static gboolean
id_is_plain(const char *id, GError **error) {
  for (const char *p = id; p && *p; p++)
    if ((guchar) *p <= ' ' || (guchar) *p >= 0x7f || *p == '<' || *p == '>')
      id = NULL;
  if (id && *id && strlen(id) < 500)
    return TRUE;
  g_set_error_literal(error, CR_ERROR, CR_ERROR_PARSE, "that is no Message-ID");
  return FALSE;
}

static char *
find_folder(CrImap *imap, CrMailboxFolder folder, GError **error) {
  g_autoptr(GPtrArray) all = cr_imap_list(imap, error);
  if (all == NULL)
    return NULL;
  g_autoptr(GPtrArray) found = cr_imap_folders_find(all, kinds[folder].use);
  if (found->len > 0)
    return g_strdup(((CrImapFolder *) found->pdata[0])->name);
  g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "the mailbox has no folder %s",
              kinds[folder].use);
  return NULL;
}

/* A session with the folder open for reading. */
static CrImap *
open_folder(const CrConnection *connection, const char *secret, CrMailboxFolder folder,
            char **ret_name, GCancellable *cancellable, GError **error) {
  g_autoptr(CrImap) imap = cr_imap_open(connection, secret, SILENCE_USEC, cancellable, error);
  g_autofree char *name = imap ? find_folder(imap, folder, error) : NULL;
  CrImapState state;
  if (name == NULL || !cr_imap_examine(imap, name, &state, error))
    return NULL;
  *ret_name = g_steal_pointer(&name);
  return g_steal_pointer(&imap);
}

gboolean
cr_mailbox_ensure(const CrConnection *connection, const char *secret, CrMailboxFolder folder,
                  const char *message_id, const char *bytes, gsize length, CrInstant date,
                  GCancellable *cancellable, GError **error) {
  g_autofree char *name = NULL;
  if (!id_is_plain(message_id, error))
    return FALSE;
  g_autoptr(CrImap) imap = open_folder(connection, secret, folder, &name, cancellable, error);
  g_autoptr(GArray) found = imap ? cr_imap_search_message_id(imap, message_id, error) : NULL;
  return found && (found->len > 0 ||
                   cr_imap_append(imap, name, kinds[folder].flags, date, bytes, length, error));
}

gboolean
cr_mailbox_find(const CrConnection *connection, const char *secret, CrMailboxFolder folder,
                const char *message_id, gboolean *ret_found, GCancellable *cancellable,
                GError **error) {
  g_autofree char *name = NULL;
  if (!id_is_plain(message_id, error))
    return FALSE;
  g_autoptr(CrImap) imap = open_folder(connection, secret, folder, &name, cancellable, error);
  g_autoptr(GArray) found = imap ? cr_imap_search_message_id(imap, message_id, error) : NULL;
  if (found)
    *ret_found = found->len > 0;
  return found != NULL;
}

typedef struct {
  const char *bytes;
  gsize length;
  GArray *same; /* UIDs */
} Comparison;

static gboolean
compare(guint32 uid, const char *bytes, gsize length, const char *why, gpointer data,
        GError **error) {
  Comparison *comparison = data;
  if (bytes && length == comparison->length && memcmp(bytes, comparison->bytes, length) == 0)
    g_array_append_val(comparison->same, uid);
  return TRUE;
}

gboolean
cr_mailbox_remove_draft(const CrConnection *connection, const char *secret, const char *message_id,
                        const char *bytes, gsize length, gboolean *ret_removed,
                        GCancellable *cancellable, GError **error) {
  g_autofree char *name = NULL;
  if (!id_is_plain(message_id, error))
    return FALSE;
  g_autoptr(CrImap) imap =
      open_folder(connection, secret, CR_MAILBOX_DRAFTS, &name, cancellable, error);
  g_autoptr(GArray) found = imap ? cr_imap_search_message_id(imap, message_id, error) : NULL;
  g_autoptr(GArray) same = g_array_new(FALSE, FALSE, sizeof(guint32));
  Comparison comparison = {bytes, length, same};
  if (found == NULL || !cr_imap_fetch(imap, (const guint32 *) (void *) found->data, found->len,
                                      compare, &comparison, error))
    return FALSE;
  gboolean can = cr_imap_can(imap, "UIDPLUS");
  for (guint i = 0; can && i < same->len; i++)
    if (!cr_imap_expunge(imap, name, g_array_index(same, guint32, i), error))
      return FALSE;
  *ret_removed = can && same->len > 0;
  return TRUE;
}
