#include "fake-smtp.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
  int socket;
  const FakeScript *script;
  FakeJournal *journal;
  GString *input;
} Guest;

int
fake_smtp_listen(guint16 *ret_port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *) &address, size) != 0 ||
      listen(listener, 16) != 0 || getsockname(listener, (struct sockaddr *) &address, &size) != 0)
    g_error("no socket to listen on");
  *ret_port = ntohs(address.sin_port);
  return listener;
}

/* FALSE: the connection is over. */
static gboolean
put(Guest *guest, const char *text) {
  gsize length = strlen(text);
  for (gsize at = 0; at < length;) {
    gsize take = guest->script->one_by_one ? 1 : length - at;
    int limit = guest->script->drop_out;
    if (limit >= 0)
      take = MIN(take, (gsize) MAX(limit - guest->journal->bytes_out, 0));
    if (take == 0)
      return FALSE;
    gssize sent = send(guest->socket, text + at, take, MSG_NOSIGNAL);
    if (sent <= 0)
      return FALSE;
    guest->journal->bytes_out += (gint) sent;
    at += (gsize) sent;
  }
  return TRUE;
}

static gboolean
fill(Guest *guest) {
  char buffer[4096];
  gsize room = sizeof buffer;
  int limit = guest->script->drop_in;
  if (limit >= 0)
    room = MIN(room, (gsize) MAX(limit - guest->journal->bytes_in, 0));
  gssize got = room ? recv(guest->socket, buffer, room, 0) : 0;
  if (got <= 0)
    return FALSE;
  guest->journal->bytes_in += (gint) got;
  g_string_append_len(guest->input, buffer, got);
  return TRUE;
}

static gboolean
take_until(Guest *guest, const char *end, GString *ret_text) {
  const char *found;
  while ((found = strstr(guest->input->str, end)) == NULL)
    if (!fill(guest))
      return FALSE;
  gssize length = found - guest->input->str + (gssize) strlen(end);
  g_string_truncate(ret_text, 0);
  g_string_append_len(ret_text, guest->input->str, length);
  g_string_erase(guest->input, 0, length);
  return TRUE;
}

static gboolean
answer(Guest *guest, FakeTurn turn, const char *honest) {
  const FakeScript *script = guest->script;
  if ((int) turn != script->turn)
    return put(guest, honest);
  if (script->answer == NULL) {
    while (!script->hangs_up && fill(guest))
      ;
    return FALSE;
  }
  do
    if (!put(guest, script->answer))
      return FALSE;
  while (script->floods);
  return TRUE;
}

static void
note_message(FakeJournal *journal, const char *text) {
  journal->dots++;
  journal->early += g_atomic_int_get(&journal->fence) == 0;
  g_strlcpy(journal->message, text, sizeof journal->message);
}

static gboolean
take_message(Guest *guest, GString *line) {
  if (!answer(guest, TURN_DATA, "354 go on\r\n") || !take_until(guest, "\r\n.\r\n", line))
    return FALSE;
  note_message(guest->journal, line->str);
  gboolean takes = guest->script->turn != TURN_DOT ||
                   (guest->script->answer && g_str_has_prefix(guest->script->answer, "250"));
  gboolean answered = answer(guest, TURN_DOT, "250 2.0.0 taken as 42\r\n");
  guest->journal->accepted += takes && answered;
  return answered;
}

static void
talk(Guest *guest) {
  static const struct {
    const char *word;
    FakeTurn turn;
    const char *honest;
  } turns[] = {{"EHLO", TURN_EHLO, "250-fake.example\r\n250-SIZE 100000\r\n250 8BITMIME\r\n"},
               {"MAIL", TURN_MAIL, "250 2.1.0 ok\r\n"},
               {"RCPT", TURN_RCPT, "250 2.1.5 ok\r\n"},
               {"QUIT", TURN_QUIT, "221 2.0.0 bye\r\n"}};
  g_autoptr(GString) line = g_string_new(NULL);
  gboolean goes_on = answer(guest, TURN_GREETING, "220 fake.example ESMTP\r\n");
  while (goes_on && take_until(guest, "\r\n", line)) {
    guint i = 0;
    while (i < G_N_ELEMENTS(turns) && !g_str_has_prefix(line->str, turns[i].word))
      i++;
    if (g_str_has_prefix(line->str, "DATA"))
      goes_on = take_message(guest, line);
    else if (i < G_N_ELEMENTS(turns))
      goes_on = answer(guest, turns[i].turn, turns[i].honest) && turns[i].turn != TURN_QUIT;
    else
      goes_on = put(guest, "502 5.5.1 what?\r\n");
  }
}

void
fake_smtp_serve(int listener, const FakeScript *script, FakeJournal *journal) {
  int one = 1, socket;
  while ((socket = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
    Guest guest = {socket, script, journal, g_string_new(NULL)};
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    journal->bytes_in = journal->bytes_out = 0;
    talk(&guest);
    close(socket);
    g_string_free(guest.input, TRUE);
    g_atomic_int_inc(&journal->connections);
  }
}
