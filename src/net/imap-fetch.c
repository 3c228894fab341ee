#include "base/error.h"
#include "base/limits.h"
#include "net/imap-private.h"
#include "net/imap-structure.h"

#include <stdlib.h>
#include <string.h>

#define BATCH_UIDS 200
#define UNDER_WAY 3 /* commands whose answers we wait for at once */

typedef struct _Fetch Fetch;
/* What to do with one message's answer. */
typedef gboolean (*Handle)(CrImap *imap, Fetch *fetch, guint index, const CrImapFetched *got,
                           GError **error);
struct _Fetch {
  const guint32 *uids;
  guint n, sent; /* all, and asked for up to now */
  guint8 *taken; /* for each: it was handled */
  guint n_given; /* that came */
  const char *items;
  Handle handle;
  CrImapTakeHead take_head;
  CrImapTake take;
  gpointer data;
  GArray *large; /* guint: indices of those that are read by their parts */
};

/* Calls take, and makes of its refusal the end of the session. */
static gboolean
hand_over(CrImap *imap, Fetch *fetch, guint index, CrImapSpan message, const char *why,
          GError **error) {
  fetch->taken[index] = TRUE;
  fetch->n_given += message.bytes != NULL;
  if (fetch->take(fetch->uids[index], message.bytes, message.length, why, fetch->data, error))
    return TRUE;
  imap->alive = FALSE;
  return FALSE;
}

static gboolean
refused(CrImap *imap, Fetch *fetch, guint index, const CrImapAnswer *answer, GError **error) {
  g_autofree char *why = g_strdup_printf("the server says \"%s\"", answer->words);
  return hand_over(imap, fetch, index, (CrImapSpan){0}, why, error);
}

static gboolean
handle_message(CrImap *imap, Fetch *fetch, guint index, const CrImapFetched *got, GError **error) {
  CrImapSpan message = got->pieces[0].bytes;
  if (message.bytes == NULL)
    return hand_over(imap, fetch, index, message, "the server gives no text of it", error);
  if (message.length <= CR_IMAP_WHOLE_BYTES)
    return hand_over(imap, fetch, index, message, NULL, error);
  fetch->taken[index] = TRUE;
  fetch->n_given++;
  g_array_append_val(fetch->large, index);
  return TRUE;
}

static gboolean
handle_head(CrImap *imap, Fetch *fetch, guint index, const CrImapFetched *got, GError **error) {
  CrImapSpan fields = got->pieces[0].bytes, parts = got->structure;
  const CrImapHead head = {.uid = got->uid,
                           .fields = fields.bytes,
                           .fields_length = fields.length,
                           .parts = parts.bytes,
                           .parts_length = parts.length};
  fetch->taken[index] = TRUE;
  if (fetch->take_head(&head, fetch->data, error))
    return TRUE;
  imap->alive = FALSE;
  return FALSE;
}

static gboolean
on_fetch(CrImap *imap, const CrImapResponse *response, gpointer data, gboolean *ret_wanted,
         GError **error) {
  Fetch *fetch = data;
  CrImapFetched got;
  if (!cr_imap_span_is(response->name, "FETCH"))
    return TRUE;
  if (!cr_imap_data_fetch(response, &got))
    return cr_imap_break(imap, "a message that it sends is not well formed", error);
  if (got.n_pieces == 0)
    return TRUE; /* flags that somebody changes */
  const guint32 *found =
      bsearch(&got.uid, fetch->uids, fetch->sent, sizeof *fetch->uids, cr_imap_compare_uids);
  if (found == NULL)
    return cr_imap_break(imap, "sends a message that was not asked for", error);
  guint index = (guint) (found - fetch->uids);
  if (fetch->taken[index])
    return TRUE;
  *ret_wanted = TRUE;
  return fetch->handle(imap, fetch, index, &got, error);
}

typedef struct {
  guint32 tag;
  guint from, to; /* in Fetch.uids */
} Batch;

static gboolean
send_batch(CrImap *imap, Fetch *fetch, guint most, Batch *ret_batch, GError **error) {
  g_autoptr(GString) set = g_string_new(NULL);
  guint from = ret_batch->from;
  guint count =
      cr_imap_format_set(set, fetch->uids + from, fetch->n - from, most, CR_IMAP_SET_CHARS);
  g_autofree char *command = g_strdup_printf("UID FETCH %s (UID %s)", set->str, fetch->items);
  ret_batch->to = from + count;
  fetch->sent = MAX(fetch->sent, ret_batch->to);
  return cr_imap_send(imap, command, &ret_batch->tag, error);
}

/* After a NO to several: each of those that did not come alone, so that one damaged message does
 * not hide the others. A server that gives none at all is an error. */
static gboolean
fetch_singly(CrImap *imap, Fetch *fetch, const Batch *whole, const CrImapAnswer *refusal,
             GError **error) {
  for (guint i = whole->from; i < whole->to; i++) {
    g_auto(CrImapAnswer) answer = {0};
    Batch one = {.from = i};
    if (fetch->taken[i])
      continue;
    if (!send_batch(imap, fetch, 1, &one, error) || !cr_imap_await(imap, one.tag, &answer, error))
      return FALSE;
    if (answer.condition == CR_IMAP_OK)
      continue; /* it is here, or gone */
    if (fetch->n_given == 0)
      return cr_imap_refuse(imap, refusal, "it does not give its messages", error);
    if (!fetch->taken[i] && !refused(imap, fetch, i, &answer, error))
      return FALSE;
  }
  return TRUE;
}

/* Of a head that does not come nothing is said: the message will be read. */
static gboolean
finish_batch(CrImap *imap, Fetch *fetch, const Batch *batch, GError **error) {
  g_auto(CrImapAnswer) answer = {0};
  if (!cr_imap_await(imap, batch->tag, &answer, error))
    return FALSE;
  if (fetch->take == NULL)
    return TRUE;
  if (answer.condition != CR_IMAP_OK && !fetch_singly(imap, fetch, batch, &answer, error))
    return FALSE;
  for (guint i = batch->from; i < batch->to; i++)
    if (!fetch->taken[i] && !hand_over(imap, fetch, i, (CrImapSpan){0}, NULL, error))
      return FALSE;
  return TRUE;
}

static gboolean
fetch_all(CrImap *imap, Fetch *fetch, GError **error) {
  Batch batches[UNDER_WAY];
  guint next = 0, asked = 0, finished = 0;
  while (next < fetch->n || finished < asked) {
    if (next < fetch->n && asked - finished < UNDER_WAY) {
      Batch *batch = &batches[asked++ % UNDER_WAY];
      *batch = (Batch){.from = next};
      if (!send_batch(imap, fetch, BATCH_UIDS, batch, error))
        return FALSE;
      next = batch->to;
    } else if (!finish_batch(imap, fetch, &batches[finished++ % UNDER_WAY], error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
run_fetch(CrImap *imap, Fetch *fetch, GError **error) {
  imap->on_data = on_fetch;
  imap->data = fetch;
  gboolean good = fetch_all(imap, fetch, error);
  imap->on_data = NULL;
  return good;
}

gboolean
cr_imap_fetch_heads(CrImap *imap, const guint32 *uids, guint n, const char *fields,
                    CrImapTakeHead take, gpointer data, GError **error) {
  g_autofree char *items = g_strdup_printf("BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS (%s)]", fields);
  g_autofree guint8 *taken = g_new0(guint8, n + 1);
  Fetch fetch = {.uids = uids,
                 .n = n,
                 .taken = taken,
                 .items = items,
                 .handle = handle_head,
                 .take_head = take,
                 .data = data};
  return run_fetch(imap, &fetch, error);
}

/* A large message, by its parts */

typedef struct {
  guint32 uid;
  CrImapPart *root; /* NULL: not told yet */
  GString *header;  /* NULL: not given yet */
} Large;

static void
large_clear(Large *large) {
  cr_imap_part_free(large->root);
  if (large->header)
    g_string_free(large->header, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Large, large_clear)

static gboolean
on_part(CrImap *imap, const CrImapResponse *response, gpointer data, gboolean *ret_wanted,
        GError **error) {
  Large *large = data;
  CrImapFetched got;
  if (!cr_imap_span_is(response->name, "FETCH"))
    return TRUE;
  if (!cr_imap_data_fetch(response, &got))
    return cr_imap_break(imap, "a message that it sends is not well formed", error);
  if (got.uid != large->uid)
    return TRUE;
  if (large->root == NULL)
    large->root = cr_imap_part_parse(got.structure);
  for (guint i = 0; i < got.n_pieces; i++) {
    const CrImapPiece *piece = &got.pieces[i];
    if (cr_imap_span_is(piece->section, "HEADER") && piece->bytes.bytes && large->header == NULL)
      large->header = g_string_new_len(piece->bytes.bytes, (gssize) piece->bytes.length);
    else if (large->root)
      cr_imap_part_take(large->root, piece->section, piece->bytes);
    *ret_wanted = TRUE;
  }
  return TRUE;
}

static gboolean
ask_for(CrImap *imap, Large *large, const char *items, CrImapAnswer *ret_answer, GError **error) {
  guint32 tag;
  g_autofree char *command = g_strdup_printf("UID FETCH %u (UID%s)", large->uid, items);
  imap->on_data = on_part;
  imap->data = large;
  gboolean good =
      cr_imap_send(imap, command, &tag, error) && cr_imap_await(imap, tag, ret_answer, error);
  imap->on_data = NULL;
  return good;
}

static gboolean
fetch_parts(CrImap *imap, Fetch *fetch, guint index, GError **error) {
  g_auto(Large) large = {.uid = fetch->uids[index]};
  g_auto(CrImapAnswer) told = {0}, given = {.condition = CR_IMAP_OK};
  g_autofree char *first =
      g_strdup_printf(" BODYSTRUCTURE BODY.PEEK[HEADER]<0.%lu>", CR_MAX_HEADER_BLOCK_BYTES + 1);
  if (!ask_for(imap, &large, first, &told, error))
    return FALSE;
  if (told.condition != CR_IMAP_OK)
    return refused(imap, fetch, index, &told, error);
  if (large.header == NULL || large.root == NULL)
    return hand_over(imap, fetch, index, (CrImapSpan){0},
                     "it is large, and the server does not say what parts it has", error);
  g_autofree char *items = cr_imap_part_items(large.root);
  if (*items && !ask_for(imap, &large, items, &given, error))
    return FALSE;
  if (given.condition != CR_IMAP_OK)
    return refused(imap, fetch, index, &given, error);
  CrImapSpan header = {large.header->str, large.header->len};
  GString *message = cr_imap_part_compose(large.root, header);
  gboolean good =
      hand_over(imap, fetch, index, (CrImapSpan){message->str, message->len}, NULL, error);
  g_string_free(message, TRUE);
  return good;
}

/* One byte more than is taken whole tells a large message from one that just fits. */
gboolean
cr_imap_fetch(CrImap *imap, const guint32 *uids, guint n, CrImapTake take, gpointer data,
              GError **error) {
  g_autoptr(GArray) large = g_array_new(FALSE, FALSE, sizeof(guint));
  g_autofree char *items = g_strdup_printf("BODY.PEEK[]<0.%lu>", CR_IMAP_WHOLE_BYTES + 1);
  g_autofree guint8 *taken = g_new0(guint8, n + 1);
  Fetch fetch = {.uids = uids,
                 .n = n,
                 .taken = taken,
                 .items = items,
                 .handle = handle_message,
                 .take = take,
                 .data = data,
                 .large = large};
  if (!run_fetch(imap, &fetch, error))
    return FALSE;
  for (guint i = 0; i < large->len; i++)
    if (!fetch_parts(imap, &fetch, g_array_index(large, guint, i), error))
      return FALSE;
  return TRUE;
}
