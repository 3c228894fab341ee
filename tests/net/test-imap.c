/* The parts of the IMAP client that need no server. */
#include "net/imap-data.h"
#include "net/imap-folders.h"

#include <string.h>

static void
test_titles(void) {
  static const char *const cases[][2] = {
      {"INBOX", "INBOX"},
      {"Gesendete Objekte", "Gesendete Objekte"},
      {"&AMk-l&AOk-ments envoy&AOk-s", "Éléments envoyés"},
      {"A&-B", "A&B"},
      {"&U,BTFw-", "台北"},
      {"&2D3cqQ-", "💩"},
      {"broken &AM", "broken &AM"},
      {"broken &*-", "broken &*-"},
      {"half &2D0-", "half &2D0-"},
      {"esc &ABs-[31m", "esc [31m"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *title = cr_imap_name_title(cases[i][0]);
    g_assert_cmpstr(title, ==, cases[i][1]);
  }
}

static void
test_sets(void) {
  static const char *const good[] = {"1", "1:3", "5,7:9,11", "4294967295"};
  static const char *const bad[] = {"x", "1,", "3:1", "1:", "1:65", "1:2:3", "4294967296", "-1"};
  for (guint i = 0; i < G_N_ELEMENTS(good); i++) {
    g_autoptr(GArray) uids = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GString) text = g_string_new(NULL);
    g_assert_true(cr_imap_parse_set(good[i], 64, uids));
    g_assert_cmpuint(cr_imap_format_set(text, (guint32 *) (void *) uids->data, uids->len, 64, 100),
                     ==, uids->len);
    g_assert_cmpstr(text->str, ==, good[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autoptr(GArray) uids = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_assert_false(cr_imap_parse_set(bad[i], 64, uids));
  }
}

/* "name|use" each, at '/'; the answers are titles joined by ';'. */
static void
test_folders(void) {
  static const struct {
    const char *folders[6], *use, *found;
  } cases[] = {
      {{"INBOX|", "Sent|", "Post/Sent|"}, "Sent", "Sent"},
      {{"INBOX|", "Post/Sent|", "Old/2019/Sent|"}, "Sent", "Post/Sent"},
      {{"Old/2019/Sent|"}, "Sent", ""},
      {{"Sent|", "Whatever|Sent"}, "Sent", "Whatever"},
      {{"Sent Messages|Sent", "Sent|Sent"}, "Sent", "Sent;Sent Messages"},
      {{"Sent|Trash"}, "Sent", ""},
      {{"INBOX/Entw&APw-rfe|"}, "Drafts", "INBOX/Entwürfe"},
      {{"Spam|", "Junk|"}, "Junk", "Junk"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) folders =
        g_ptr_array_new_with_free_func((GDestroyNotify) cr_imap_folder_free);
    for (guint f = 0; cases[i].folders[f]; f++) {
      g_auto(GStrv) parts = g_strsplit(cases[i].folders[f], "|", 2);
      CrImapFolder *folder = g_new0(CrImapFolder, 1);
      folder->name = g_strdup(parts[0]);
      folder->title = cr_imap_name_title(parts[0]);
      folder->use = *parts[1] ? g_strdup(parts[1]) : NULL;
      folder->delimiter = '/';
      g_ptr_array_add(folders, folder);
    }
    g_autoptr(GPtrArray) found = cr_imap_folders_find(folders, cases[i].use);
    g_autoptr(GString) titles = g_string_new(NULL);
    for (guint f = 0; f < found->len; f++)
      g_string_append_printf(titles, "%s%s", f ? ";" : "",
                             ((CrImapFolder *) found->pdata[f])->title);
    g_assert_cmpstr(titles->str, ==, cases[i].found);
  }
}

/* Reads one response, fed byte by byte. */
static gboolean
read_one(CrImapReader *reader, const char *text, CrImapResponse *ret_response) {
  g_autoptr(GError) error = NULL;
  for (const char *p = text; *p; p++) {
    gsize room;
    *cr_imap_reader_space(reader, &room) = *p;
    g_assert_cmpuint(room, >=, 4096);
    cr_imap_reader_filled(reader, 1);
    CrImapProgress progress = cr_imap_reader_next(reader, ret_response, &error);
    if (progress != CR_IMAP_MORE)
      return progress == CR_IMAP_RESPONSE;
  }
  return FALSE;
}

static void
test_messages(void) {
  static const struct {
    const char *text;
    guint32 uid; /* 0: not well formed */
    const char *message;
  } cases[] = {
      {"* 1 FETCH (UID 5 BODY[]<0> {4}\r\nab\r\n FLAGS (\\Seen))\r\n", 5, "ab\r\n"},
      {"* 1 FETCH (FLAGS () BODY[] \"q\" UID 6)\r\n", 6, "q"},
      {"* 1 FETCH (UID 7 BODY[] NIL)\r\n", 7, NULL},
      {"* 1 FETCH (BODY[] {3}\r\nab\r\n UID 5)\r\n", 0, NULL},
      {"* 1 FETCH (UID 5 BODY[] {2}\r\nab cd)\r\n", 0, NULL},
      {"* 1 FETCH (UID 5 BODY[] {2}\r\nabX (1))\r\n", 0, NULL},
      {"* 1 FETCH (UID 5 BODY[] {2}\r\nab) x\r\n", 0, NULL},
      {"* 1 FETCH (UID 5\r\n", 0, NULL},
      {"* 1 FETCH (UID x)\r\n", 0, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(CrImapReader) reader = cr_imap_reader_new();
    CrImapResponse response;
    CrImapFetched fetched = {0};
    g_assert_true(read_one(reader, cases[i].text, &response));
    g_assert_cmpint(cr_imap_data_fetch(&response, &fetched), ==, cases[i].uid != 0);
    CrImapSpan piece = fetched.n_pieces ? fetched.pieces[0].bytes : (CrImapSpan){0};
    g_autofree char *message = piece.bytes ? g_strndup(piece.bytes, piece.length) : NULL;
    g_assert_cmpuint(fetched.uid, ==, cases[i].uid);
    g_assert_cmpstr(message, ==, cases[i].message);
  }
}

/* Words may end in what looks like a literal. */
static void
test_words(void) {
  g_autoptr(CrImapReader) reader = cr_imap_reader_new();
  CrImapResponse response;
  g_assert_true(read_one(reader, "* NO [ALERT] go to {http://x} {5}\r\n", &response));
  g_autofree char *words = cr_imap_span_line(response.text);
  g_assert_cmpstr(words, ==, "go to {http://x} {5}");
  g_assert_true(cr_imap_span_is(response.code, "alert"));
  g_assert_true(cr_imap_reader_is_empty(reader));
  g_assert_true(read_one(reader, "A12 BAD\r\n", &response));
  g_assert_cmpint(response.condition, ==, CR_IMAP_REJECTED);
  g_assert_cmpuint(response.tag, ==, 12);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/imap/titles", test_titles);
  g_test_add_func("/imap/sets", test_sets);
  g_test_add_func("/imap/folders", test_folders);
  g_test_add_func("/imap/messages", test_messages);
  g_test_add_func("/imap/words", test_words);
  return g_test_run();
}
