#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "net/imap-private.h"

#include <string.h>

#define MAX_FOUND 1000000

static gboolean
on_search(CrImap *imap, const CrImapResponse *response, gpointer data, gboolean *ret_wanted,
          GError **error) {
  if (!cr_imap_span_is(response->name, "SEARCH"))
    return TRUE;
  *ret_wanted = TRUE;
  if (!cr_imap_data_search(response, data))
    return cr_imap_break(imap, "what it found is not well formed", error);
  return ((GArray *) data)->len <= MAX_FOUND ||
         cr_imap_break(imap, "has more messages than can be read: lower window_days", error);
}

/* Ascending, once each, and none below first ("n:*" always finds the last message). */
static GArray *
tidy(GArray *uids, guint32 first) {
  GArray *tidied = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_array_sort(uids, cr_imap_compare_uids);
  for (guint i = 0; i < uids->len; i++) {
    guint32 uid = g_array_index(uids, guint32, i);
    if (uid >= first && (i == 0 || g_array_index(uids, guint32, i - 1) != uid))
      g_array_append_val(tidied, uid);
  }
  return tidied;
}

static GArray *
search(CrImap *imap, const char *command, guint32 first, GError **error) {
  g_autoptr(GArray) uids = g_array_new(FALSE, FALSE, sizeof(guint32));
  imap->news = FALSE;
  if (!cr_imap_run(imap, command, "it cannot search its folder", on_search, uids, error))
    return NULL;
  return tidy(uids, first);
}

static void
append_day(GString *text, CrDay day) {
  int year, month, in_month;
  cr_day_to_date(day, &year, &month, &in_month);
  g_string_append_printf(text, "%02d-%.3s-%04d", in_month, cr_month_name(month), year);
}

GArray *
cr_imap_search(CrImap *imap, guint32 first, CrDay since_day, GError **error) {
  g_autoptr(GString) command = g_string_new(NULL);
  g_string_printf(command, "UID SEARCH UID %u:*", MAX(first, 1));
  if (since_day != CR_IMAP_ANY_DAY) {
    g_string_append(command, " SINCE ");
    append_day(command, since_day);
  }
  return search(imap, command->str, first, error);
}

typedef struct {
  const char *message_id;
  GArray *uids;
} HeaderMatch;

/* The header that was asked for: one field, perhaps folded. */
static gboolean
header_is(CrImapSpan header, const char *message_id) {
  g_autofree char *text = g_strndup(header.bytes ? header.bytes : "", MIN(header.length, 4096));
  const char *open = strchr(text, '<'), *close = open ? strchr(open, '>') : NULL;
  gsize length = strlen(message_id);
  return close && (gsize) (close - open - 1) == length &&
         strncmp(open + 1, message_id, length) == 0;
}

static gboolean
on_header(CrImap *imap, const CrImapResponse *response, gpointer data, gboolean *ret_wanted,
          GError **error) {
  HeaderMatch *match = data;
  CrImapFetched got;
  if (!cr_imap_span_is(response->name, "FETCH"))
    return TRUE;
  if (!cr_imap_data_fetch(response, &got))
    return cr_imap_break(imap, "a header that it sends is not well formed", error);
  if (got.n_pieces && got.uid && header_is(got.pieces[0].bytes, match->message_id))
    g_array_append_val(match->uids, got.uid);
  return TRUE;
}

#define MAX_CANDIDATES 20 /* a server that ignores the condition finds everything */

GArray *
cr_imap_search_message_id(CrImap *imap, const char *message_id, GError **error) {
  g_autoptr(GString) command = g_string_new("UID SEARCH HEADER Message-ID ");
  g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(guint32));
  HeaderMatch match = {message_id, matches};
  cr_imap_append_quoted(command, message_id);
  g_autoptr(GArray) found = search(imap, command->str, 1, error);
  if (found == NULL)
    return NULL;
  if (found->len == 0)
    return g_steal_pointer(&matches);
  guint from = found->len > MAX_CANDIDATES ? found->len - MAX_CANDIDATES : 0;
  g_autoptr(GString) set = g_string_new(NULL);
  cr_imap_format_set(set, (guint32 *) (void *) found->data + from, found->len - from,
                     MAX_CANDIDATES, CR_IMAP_SET_CHARS);
  g_string_printf(command, "UID FETCH %s (UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])", set->str);
  if (!cr_imap_run(imap, command->str, "it does not give a header", on_header, &match, error))
    return NULL;
  return tidy(matches, 1);
}

static void
append_date_time(GString *text, CrInstant date) {
  CrWall wall = cr_wall_from_seconds(date / CR_SECOND);
  g_string_append_printf(text, "\"%02d-%.3s-%04d %02d:%02d:%02d +0000\"", wall.day,
                         cr_month_name(wall.month), wall.year, wall.hour, wall.minute, wall.second);
}

gboolean
cr_imap_append(CrImap *imap, const char *folder, const char *flags, CrInstant date,
               const char *bytes, gsize length, GError **error) {
  g_autoptr(GString) command = g_string_new("APPEND ");
  g_auto(CrImapAnswer) answer = {0};
  guint32 tag;
  gboolean go;
  cr_imap_append_quoted(command, folder);
  g_string_append_printf(command, " (%s) ", flags);
  append_date_time(command, date);
  g_string_append_printf(command, " {%zu}", length);
  if (!cr_imap_send(imap, command->str, &tag, error) ||
      !cr_imap_await_go(imap, tag, &go, NULL, &answer, error))
    return FALSE;
  if (go && (!cr_imap_write(imap, bytes, length, error) || !cr_imap_write(imap, "\r\n", 2, error) ||
             !cr_imap_await(imap, tag, &answer, error)))
    return FALSE;
  return answer.condition == CR_IMAP_OK ||
         cr_imap_refuse(imap, &answer, "the message cannot be put there", error);
}

gboolean
cr_imap_expunge(CrImap *imap, const char *folder, guint32 uid, GError **error) {
  static const char *const what = "the message cannot be removed";
  g_autoptr(GString) command = g_string_new("SELECT ");
  g_autofree char *mark = g_strdup_printf("UID STORE %u +FLAGS.SILENT (\\Deleted)", uid);
  g_autofree char *remove = g_strdup_printf("UID EXPUNGE %u", uid);
  cr_imap_append_quoted(command, folder);
  if (!cr_imap_can(imap, "UIDPLUS")) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: %s: it lacks UIDPLUS", imap->host, what);
    return FALSE;
  }
  return cr_imap_run(imap, command->str, what, NULL, NULL, error) &&
         cr_imap_run(imap, mark, what, NULL, NULL, error) &&
         cr_imap_run(imap, remove, what, NULL, NULL, error);
}
