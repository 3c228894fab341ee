/* SMTP against a server that drops the connection at every byte, refuses, lies, floods or falls
 * silent. Whatever it does: nothing arrives before the fence, what is called sent was taken, and
 * what may have arrived is never called unsent. */
#include "effect/parcel.h"
#include "fake-smtp.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MESSAGE                                                                                    \
  "From: alex@candidate.example\r\nTo: dana@northwind.example\r\nSubject: Our call\r\n"            \
  "Message-ID: <1.email.1@candidate.example>\r\n\r\nHello Dana,\r\n.\r\n..two\r\n.bye\r\n"

typedef struct {
  int listener;
  guint16 port;
  GThread *thread;
  FakeScript script;
  FakeJournal journal;
  gboolean opens; /* the fence */
  int asked;
} Post;

static gpointer
serve(gpointer data) {
  Post *post = data;
  fake_smtp_serve(post->listener, &post->script, &post->journal);
  return NULL;
}

static void
post_open(Post *post) {
  *post = (Post){.script = FAKE_HONEST, .opens = TRUE};
  post->listener = fake_smtp_listen(&post->port);
  post->thread = g_thread_new("server", serve, post);
}

static void
post_close(Post *post) {
  shutdown(post->listener, SHUT_RDWR);
  g_thread_join(post->thread);
  close(post->listener);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Post, post_close)

static gboolean
pass(gpointer data) {
  Post *post = data;
  post->asked++;
  g_atomic_int_set(&post->journal.fence, post->opens);
  return post->opens;
}

static CrOutcome
send_parcel(Post *post, const CrParcel *parcel, char **ret_text) {
  g_autoptr(CrConnection) connection = cr_connection_new();
  connection->name = g_strdup("post");
  connection->kind = CR_CONNECTION_SMTP;
  connection->auth = CR_AUTH_NONE;
  connection->url = g_strdup_printf("smtp://127.0.0.1:%d", post->port);
  gint before = g_atomic_int_get(&post->journal.connections);
  post->asked = 0;
  post->journal.dots = post->journal.accepted = post->journal.early = 0;
  g_atomic_int_set(&post->journal.fence, 0);
  CrOutcome outcome = cr_smtp_send(connection, NULL, parcel, ret_text);
  while (g_atomic_int_get(&post->journal.connections) == before) /* its journal is complete */
    g_thread_yield();
  return outcome;
}

static CrOutcome
send_letter(Post *post, char **ret_text) {
  const CrParcel parcel = {.from = "alex@candidate.example",
                           .to = "dana@northwind.example",
                           .bytes = MESSAGE,
                           .length = strlen(MESSAGE),
                           .pass = pass,
                           .data = post,
                           .patience_sec = 1};
  return send_parcel(post, &parcel, ret_text);
}

static void
test_sent(void) {
  g_auto(Post) post;
  post_open(&post);
  g_autofree char *text = NULL;
  g_assert_cmpint(send_letter(&post, &text), ==, CR_OUTCOME_SENT);
  g_assert_null(text);
  g_assert_cmpint(post.asked, ==, 1);
  g_assert_cmpint(post.journal.dots, ==, 1);
  g_assert_cmpint(post.journal.early, ==, 0);
  g_assert_nonnull(
      strstr(post.journal.message, "\r\n..\r\n...two\r\n..bye\r\n.\r\n")); /* stuffed */
}

/* Whatever libcurl makes of the size: it counts what it writes, which dots at the begin of lines
 * make longer than what it was given. */
static void
test_fence_refuses(void) {
  g_auto(Post) post;
  post_open(&post);
  g_autoptr(GString) message = g_string_new("Subject: Our call\r\n\r\nHello\r\n");
  for (int dots = 0; dots < 6; dots++) {
    g_autofree char *refused = NULL, *sent = NULL;
    const CrParcel parcel = {.from = "alex@candidate.example",
                             .to = "dana@northwind.example",
                             .bytes = message->str,
                             .length = message->len,
                             .pass = pass,
                             .data = &post};
    post.opens = FALSE;
    send_parcel(&post, &parcel, &refused);
    g_assert_cmpint(post.asked, ==, 1);
    g_assert_cmpint(post.journal.dots, ==, 0);
    post.opens = TRUE;
    g_assert_cmpint(send_parcel(&post, &parcel, &sent), ==, CR_OUTCOME_SENT);
    g_assert_cmpint(post.asked, ==, 1);
    g_assert_cmpint(post.journal.early, ==, 0);
    g_assert_cmpuint(strlen(post.journal.message), ==, message->len + (gsize) dots + 3);
    g_string_append(message, ".and\r\n");
  }
}

/* What must hold however the connection ends. */
static void
check(const Post *post, CrOutcome outcome, const char *where, int at) {
  const FakeJournal *j = &post->journal;
  gboolean passed = post->asked > 0;
  if (j->early > 0)
    g_error("%s %d: a message before the fence", where, at);
  if (outcome == CR_OUTCOME_SENT && j->accepted != 1)
    g_error("%s %d: called sent, but nobody took it", where, at);
  if (j->dots > 0 && outcome != CR_OUTCOME_SENT && outcome != CR_OUTCOME_IN_DOUBT)
    g_error("%s %d: it arrived, but is called %s", where, at, cr_outcome_names[outcome]);
  if (!passed && outcome != CR_OUTCOME_HELD)
    g_error("%s %d: nothing can have arrived, but it is called %s", where, at,
            cr_outcome_names[outcome]);
}

/* The connection breaks at every byte of the dialogue, both ways. */
static void
test_every_byte(void) {
  g_auto(Post) post;
  post_open(&post);
  g_autofree char *first = NULL;
  g_assert_cmpint(send_letter(&post, &first), ==, CR_OUTCOME_SENT);
  int in = post.journal.bytes_in, out = post.journal.bytes_out, doubts = 0, held = 0;
  g_assert_cmpint(in, >, 200);
  for (int at = 0; at < in + out; at++) {
    g_autofree char *text = NULL;
    gboolean inward = at < in;
    post.script = FAKE_HONEST;
    *(inward ? &post.script.drop_in : &post.script.drop_out) = inward ? at : at - in;
    CrOutcome outcome = send_letter(&post, &text);
    check(&post, outcome, inward ? "from the client" : "to the client", inward ? at : at - in);
    doubts += outcome == CR_OUTCOME_IN_DOUBT;
    held += outcome == CR_OUTCOME_HELD;
  }
  g_test_message("%d points: %d held, %d in doubt", in + out, held, doubts);
  g_assert_cmpint(doubts, >, 10);
  g_assert_cmpint(held, >, 200);
}

static void
test_answers(void) {
  static const struct {
    FakeTurn turn;
    const char *answer;
    gboolean floods, one_by_one;
    CrOutcome outcome;
    const char *words;
  } cases[] = {
      {TURN_GREETING, "421 4.3.2 closing\r\n", FALSE, FALSE, CR_OUTCOME_HELD, "4.3.2 closing"},
      {TURN_GREETING, "554 5.3.2 go away\r\n", FALSE, FALSE, CR_OUTCOME_REFUSED, "5.3.2 go away"},
      {TURN_GREETING, NULL, FALSE, FALSE, CR_OUTCOME_HELD, "in time"},
      {TURN_GREETING, "HTTP/1.1 400 Bad Request\r\n\r\n", FALSE, FALSE, CR_OUTCOME_HELD, ""},
      {TURN_EHLO, NULL, FALSE, FALSE, CR_OUTCOME_HELD, "in time"},
      {TURN_MAIL, "451 4.3.0 later\r\n", FALSE, FALSE, CR_OUTCOME_HELD, "4.3.0 later"},
      {TURN_MAIL, "552 5.3.4 too big\r\n", FALSE, FALSE, CR_OUTCOME_REFUSED, "5.3.4 too big"},
      {TURN_RCPT, "450 4.2.0 greylisted\r\n", FALSE, FALSE, CR_OUTCOME_HELD, "greylisted"},
      {TURN_RCPT, "550-5.1.1 nobody\r\n550 5.1.1 here\r\n", FALSE, FALSE, CR_OUTCOME_REFUSED,
       "nobody"},
      {TURN_RCPT, "550 5.1.1 \033[31mred\r\n", FALSE, FALSE, CR_OUTCOME_REFUSED, "red"},
      {TURN_RCPT, NULL, FALSE, FALSE, CR_OUTCOME_HELD, "in time"},
      {TURN_DATA, "451 4.3.0 later\r\n", FALSE, FALSE, CR_OUTCOME_HELD, "4.3.0 later"},
      {TURN_DATA, "554 5.5.1 no\r\n", FALSE, FALSE, CR_OUTCOME_REFUSED, "5.5.1 no"},
      {TURN_DATA, NULL, FALSE, FALSE, CR_OUTCOME_HELD, "in time"},
      {TURN_DATA, "250-more\r\n", TRUE, FALSE, CR_OUTCOME_HELD, ""},
      {TURN_DOT, "451 4.7.1 try again\r\n", FALSE, FALSE, CR_OUTCOME_HELD, "4.7.1 try again"},
      {TURN_DOT, "554 5.7.1 spam\r\n", FALSE, FALSE, CR_OUTCOME_REFUSED, "5.7.1 spam"},
      {TURN_DOT, "250-yes\r\n250 indeed\r\n", FALSE, TRUE, CR_OUTCOME_SENT, NULL},
      {TURN_DOT, "354 go on\r\n", FALSE, FALSE, CR_OUTCOME_IN_DOUBT, "silent"},
      {TURN_DOT, "221 bye\r\n", FALSE, FALSE, CR_OUTCOME_IN_DOUBT, "silent"},
      {TURN_DOT, "maybe\r\n", FALSE, FALSE, CR_OUTCOME_IN_DOUBT, "silent"},
      {TURN_DOT, "\r\n", FALSE, FALSE, CR_OUTCOME_IN_DOUBT, "silent"},
      {TURN_DOT, "99999 what\r\n", FALSE, FALSE, CR_OUTCOME_IN_DOUBT, "silent"},
      {TURN_DOT, "250-more\r\n", TRUE, FALSE, CR_OUTCOME_IN_DOUBT, "silent"},
      {TURN_DOT, NULL, FALSE, FALSE, CR_OUTCOME_IN_DOUBT, "silent"},
      {TURN_QUIT, "500 what?\r\n", FALSE, FALSE, CR_OUTCOME_SENT, NULL},
      {TURN_QUIT, NULL, FALSE, FALSE, CR_OUTCOME_SENT, NULL},
      {TURN_GREETING, "220 fake.example\r\n", FALSE, TRUE, CR_OUTCOME_SENT, NULL},
  };
  g_auto(Post) post;
  post_open(&post);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = NULL;
    post.script = FAKE_HONEST;
    post.script.turn = cases[i].turn;
    post.script.answer = cases[i].answer;
    post.script.floods = cases[i].floods;
    post.script.one_by_one = cases[i].one_by_one;
    CrOutcome outcome = send_letter(&post, &text);
    gboolean refused = outcome == CR_OUTCOME_HELD || outcome == CR_OUTCOME_REFUSED;
    if (outcome != cases[i].outcome || (cases[i].words == NULL) != (text == NULL) ||
        (text && (!strstr(text, cases[i].words) || strchr(text, '\033'))))
      g_error("turn %d \"%s\": %s, %s", cases[i].turn, cases[i].answer ? cases[i].answer : "",
              cr_outcome_names[outcome], text);
    if (cases[i].turn != TURN_DOT || !refused)
      check(&post, refused ? CR_OUTCOME_HELD : outcome, "answer", (int) i);
  }
}

/* Nobody is there at all. */
static void
test_nobody(void) {
  Post post;
  post_open(&post);
  post_close(&post);
  g_autofree char *text = NULL;
  g_autoptr(CrConnection) connection = cr_connection_new();
  const CrParcel parcel = {.from = "a@b.example",
                           .to = "c@d.example",
                           .bytes = MESSAGE,
                           .length = strlen(MESSAGE),
                           .pass = pass,
                           .data = &post};
  connection->name = g_strdup("post");
  connection->kind = CR_CONNECTION_SMTP;
  connection->auth = CR_AUTH_NONE;
  connection->url = g_strdup_printf("smtp://127.0.0.1:%d", post.port);
  g_assert_cmpint(cr_smtp_send(connection, NULL, &parcel, &text), ==, CR_OUTCOME_HELD);
  g_assert_nonnull(strstr(text, "nobody answers"));
}

/* What could say more to the server than meant, or what it may not understand, never reaches it. */
static void
test_hostile_parcels(void) {
  static const char *const addresses[] = {"dana@x.example\r\nRCPT TO:<eve@evil.example>",
                                          "dana@x.example\nDATA",
                                          "dana@x.example> SIZE=1",
                                          "<dana@x.example",
                                          "dana x@x.example",
                                          "dana",
                                          "",
                                          "d\u00e4na@x.example",
                                          "dana@x\u00e4.example"};
  static const char *const messages[] = {
      "Subject: a\r\n\r\nbare\nline\r\n", "Subject: a\r\n\r\nbare\rreturn\r\n",
      "Subject: a\r\n\r\n\xc3\xa4\r\n", "Subject: a\r\n\r\nno end", ""};
  g_autoptr(GString) wide = g_string_new("Subject: ");
  for (int i = 0; i < 1000; i++)
    g_string_append_c(wide, 'x');
  g_string_append(wide, "\r\n");
  g_autoptr(GString) large = g_string_new(NULL);
  while (large->len <= CR_PARCEL_MAX_BYTES)
    g_string_append(large, "one more line\r\n");
  for (guint i = 0; i < G_N_ELEMENTS(addresses); i++) {
    CrParcel to = {
        .from = "a@b.example", .to = addresses[i], .bytes = MESSAGE, .length = strlen(MESSAGE)};
    CrParcel from = {
        .from = addresses[i], .to = "a@b.example", .bytes = MESSAGE, .length = strlen(MESSAGE)};
    g_assert_false(cr_parcel_check(&to, NULL));
    g_assert_false(cr_parcel_check(&from, NULL));
  }
  const char *bodies[] = {messages[0], messages[1], messages[2], messages[3],
                          messages[4], wide->str,   large->str};
  for (guint i = 0; i < G_N_ELEMENTS(bodies); i++) {
    g_autofree char *text = NULL;
    CrParcel parcel = {.from = "a@b.example",
                       .to = "c@d.example",
                       .bytes = bodies[i],
                       .length = strlen(bodies[i])};
    g_autoptr(CrConnection) connection = cr_connection_new();
    g_assert_cmpint(cr_smtp_send(connection, NULL, &parcel, &text), ==, CR_OUTCOME_REFUSED);
    g_assert_nonnull(text);
  }
  CrParcel nul = {.from = "a@b.example", .to = "c@d.example", .bytes = "a\0b\r\n", .length = 5};
  g_assert_false(cr_parcel_check(&nul, NULL));
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/smtp/sent", test_sent);
  g_test_add_func("/smtp/fence-refuses", test_fence_refuses);
  g_test_add_func("/smtp/every-byte", test_every_byte);
  g_test_add_func("/smtp/answers", test_answers);
  g_test_add_func("/smtp/nobody", test_nobody);
  g_test_add_func("/smtp/hostile-parcels", test_hostile_parcels);
  return g_test_run();
}
