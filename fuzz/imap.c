/* What an IMAP server says: well-formed responses come out the same however the bytes are cut. */
#include "base/limits.h"
#include "net/imap-data.h"
#include "net/imap-structure.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_span(CrImapSpan span, const CrImapResponse *response) {
  g_assert(span.bytes == NULL ||
           (span.bytes >= response->rest.at && span.length <= CR_MAX_MAIL_BYTES &&
            span.bytes + span.length <= response->rest.end));
}

/* A message made of parts has the lines that its structure says, and none of its own. */
static void
check_parts(const CrImapFetched *fetched) {
  g_autoptr(CrImapPart) root = cr_imap_part_parse(fetched->structure);
  if (root == NULL)
    return;
  g_autofree char *items = cr_imap_part_items(root);
  g_assert(strpbrk(items, "\r\n") == NULL);
  for (guint i = 0; i < fetched->n_pieces; i++)
    cr_imap_part_take(root, fetched->pieces[i].section, fetched->pieces[i].bytes);
  GString *message = cr_imap_part_compose(root, fetched->pieces[0].bytes);
  g_assert(message->len > 0 && message->str[message->len - 1] == '\n');
  g_string_free(message, TRUE);
}

static void
check_data(const CrImapResponse *response) {
  CrImapFetched fetched;
  CrImapFolder *folder = NULL;
  CrImapState state;
  g_autofree char *name = NULL;
  g_autoptr(GArray) uids = g_array_new(FALSE, FALSE, sizeof(guint32));
  if (cr_imap_data_fetch(response, &fetched)) {
    check_span(fetched.structure, response);
    for (guint i = 0; i < fetched.n_pieces; i++)
      check_span(fetched.pieces[i].bytes, response);
    check_parts(&fetched);
  }
  if (cr_imap_data_list(response, &folder) && folder) {
    g_assert(folder->name && g_utf8_validate(folder->title, -1, NULL));
    g_assert(strpbrk(folder->name, "\r\n") == NULL && strpbrk(folder->title, "\r\n\033") == NULL);
  }
  cr_imap_folder_free(folder);
  cr_imap_data_status(response, &name, &state);
  cr_imap_data_search(response, uids);
  guint32 gone;
  cr_imap_data_vanished(response, &gone);
}

static guint
check_response(const CrImapResponse *response) {
  guint64 number;
  g_autofree char *words = cr_imap_span_line(response->text);
  g_assert(g_utf8_validate(words, -1, NULL) && strpbrk(words, "\r\n\033") == NULL);
  cr_imap_code_number(response->code, "UIDNEXT", &number);
  if (response->condition == CR_IMAP_DATA && response->kind != CR_IMAP_CONTINUE)
    check_data(response);
  return (guint) response->kind * 7 + (guint) response->condition * 31 + response->tag +
         response->number + (guint) response->name.length * 3 + (guint) response->code.length * 5 +
         (guint) response->text.length +
         (guint) (response->rest.end ? response->rest.end - response->rest.at : 0);
}

/* A sum over all responses, for bytes that come in pieces of that length. */
static guint
read_all(const uint8_t *data, size_t size, gsize piece) {
  g_autoptr(CrImapReader) reader = cr_imap_reader_new();
  guint sum = 1;
  for (size_t at = 0; at <= size;) {
    g_autoptr(GError) error = NULL;
    CrImapResponse response;
    CrImapProgress progress = cr_imap_reader_next(reader, &response, &error);
    g_assert((progress == CR_IMAP_BROKEN) == (error != NULL));
    if (progress == CR_IMAP_BROKEN)
      return sum * 31 + 7;
    if (progress == CR_IMAP_RESPONSE) {
      sum = sum * 31 + check_response(&response);
      continue;
    }
    gsize room, length = MIN(piece, size - at);
    char *space = cr_imap_reader_space(reader, &room);
    if (at == size)
      break;
    length = MIN(length, room);
    memcpy(space, data + at, length);
    cr_imap_reader_filled(reader, length);
    at += length;
  }
  return sum;
}

static void
check_text(const uint8_t *data, size_t size) {
  g_autofree char *text = g_strndup((const char *) data, size);
  g_autofree char *title = cr_imap_name_title(text);
  g_autoptr(GArray) uids = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_assert(g_utf8_validate(title, -1, NULL));
  if (!cr_imap_parse_set(text, 64, uids))
    return;
  g_assert(uids->len <= 64);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  gsize piece = size ? data[0] % 13 + 1 : 1;
  g_assert(read_all(data, size, piece) == read_all(data, size, G_MAXSIZE));
  check_text(data, size);
  return 0;
}
