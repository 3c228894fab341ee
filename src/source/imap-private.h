#pragma once
/* What the files of the mailbox as a source share. */
#include "base/json.h"
#include "net/imap.h"
#include "source/source.h"

G_BEGIN_DECLS

typedef struct {
  char *name, *title;
  CrImapState state; /* as read; validity 0: not yet */
  CrDay since;       /* while the first reading is not complete, else CR_IMAP_ANY_DAY */
  GArray *tail;      /* guint32, ascending */
  gboolean refused;  /* the server does not let us read it; told once on this connection */
} ImapPlace;

typedef struct {
  CrSource source;
  CrConnection *connection;
  char *secret;
  CrImap *imap; /* NULL: not connected */
  gint64 opened_usec;
  GPtrArray *places; /* ImapPlace; INBOX is the last, and stays open */
  GArray *recalled;  /* guint64: tickets to be read yet */
  gboolean finds_sent;
} ImapSource;

/* imap-place.c */
ImapPlace *imap_place_new(const char *name, const char *title);
void imap_place_free(gpointer place);
/* The server said no to reading it. */
void imap_place_refuse(ImapPlace *place, const char *why, const CrSink *sink);
/* As a cursor's folders tell it. */
void imap_place_load(ImapPlace *place, const json_t *folders);
json_t *imap_place_save(const ImapPlace *place);
/* Whether nothing has come since, as far as the server says. */
gboolean imap_place_is_same(const ImapPlace *place, const CrImapState *state);
/* Of the last messages: whether it was there already, and that it was. */
gboolean imap_place_has(const ImapPlace *place, guint32 uid);
void imap_place_add(ImapPlace *place, guint32 uid);
/* The first UID that is looked for, when the next one is that. */
guint32 imap_place_tail_begin(guint32 next);

/* imap-read.c: hands over what is new in the folder, which stays open. */
gboolean imap_read_place(ImapSource *self, ImapPlace *place, CrInstant now, const CrSink *sink,
                         GError **error);
/* What a folder showed to matter in one that was read before it. INBOX is open then. */
gboolean imap_read_left_over(ImapSource *self, CrInstant now, const CrSink *sink, GError **error);
void imap_complain(const CrSink *sink, const char *format, ...) G_GNUC_PRINTF(2, 3);

G_END_DECLS
