#pragma once
/* An SMTP server on loopback that misbehaves as told, and keeps a journal. */
#include <glib.h>

G_BEGIN_DECLS

/* The server's turns, in the order of a dialogue. */
typedef enum {
  TURN_GREETING,
  TURN_EHLO,
  TURN_MAIL,
  TURN_RCPT,
  TURN_DATA,
  TURN_DOT, /* the whole message is there */
  TURN_QUIT,
  N_TURNS,
} FakeTurn;

typedef struct {
  int drop_in, drop_out; /* closes after so many bytes from, or to, the client; -1: never */
  int turn;              /* the turn that answers otherwise; -1: none */
  const char *answer;    /* its bytes; NULL: nothing at all, until the client leaves */
  gboolean hangs_up;     /* with answer NULL: at once */
  gboolean floods;       /* repeats answer until the client leaves */
  gboolean one_by_one;   /* every byte in a packet of its own */
} FakeScript;
#define FAKE_HONEST ((FakeScript){.drop_in = -1, .drop_out = -1, .turn = -1})

/* Shared with whoever serves, so plain values only. */
typedef struct {
  gint connections;
  gint fence;                 /* written by the test: the fence was passed */
  gint dots, accepted, early; /* messages; taken; that came before the fence */
  gint bytes_in, bytes_out;
  char message[16384]; /* the last one, as it came, dots doubled */
} FakeJournal;

int fake_smtp_listen(guint16 *ret_port);
/* Serves one connection after another until the listening socket is shut down. */
void fake_smtp_serve(int listener, const FakeScript *script, FakeJournal *journal);

G_END_DECLS
