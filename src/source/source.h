#pragma once
/* Live inputs: they hand over raw bytes with their provenance, and keep their place in a cursor.
 * A source knows nothing of facts or the store; one thread uses it at a time. */
#include "model/connection.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  CR_DELIVERY_MAIL,     /* an RFC 5322 message */
  CR_DELIVERY_CALENDAR, /* the candidate's own calendar object, whole: replaces what key had */
  CR_DELIVERY_CALLS,    /* a call log */
  CR_DELIVERY_TOLD,     /* what a phone tells of single calls, as to a hook (docs/phone.md) */
} CrDeliveryKind;

typedef struct {
  CrDeliveryKind kind;
  const char
      *bytes; /* NULL of CALENDAR: what key had is gone; with key NULL, all of the calendar */
  gsize length;
  int file;             /* that bytes are mapped from, as a whole; 0: they are in memory */
  const char *name;     /* provenance for messages and facts, such as "mail personal, INBOX 812" */
  const char *calendar; /* of CALENDAR: which one, "CONNECTION URL"; stable */
  const char *key;      /* of CALENDAR: the object in it */
  CrInstant written;    /* of CALLS: when the log was written last */
} CrDelivery;

/* What a mail shows before it is fetched: these fields of its header, as they stand in it, and its
 * parts as a mail server describes them (BODYSTRUCTURE). */
#define CR_HEAD_FIELDS                                                                             \
  "FROM SENDER REPLY-TO SUBJECT IN-REPLY-TO REFERENCES LIST-ID LIST-UNSUBSCRIBE"                   \
  " LIST-UNSUBSCRIBE-POST FEEDBACK-ID"
typedef struct {
  const char *fields, *parts;
  gsize fields_length, parts_length;
  guint64 ticket; /* names the mail during this reading */
} CrHead;

/* Where deliveries go. FALSE with the error set ends the reading; nothing is lost by it, as the
 * cursor stays where the last checkpoint left it. */
typedef struct {
  gboolean (*take)(const CrDelivery *delivery, gpointer data, GError **error);
  /* All up to cursor was taken: keep both in one transaction. May wait until that is done. */
  gboolean (*checkpoint)(const char *cursor, gpointer data, GError **error);
  /* One clear line for something that is skipped. May be NULL. */
  void (*problem)(const char *message, gpointer data);
  gpointer data;
  /* Whether the mail is to be read. NULL: every mail is. */
  gboolean (*wanted)(const CrHead *head, gpointer data);
  /* Tickets (guint64) of what was not wanted, but is by what was taken since; each once. NULL as
   * wanted is. Free with g_array_unref. */
  GArray *(*recall)(gpointer data);
} CrSink;

typedef struct _CrSource CrSource; /* begins with its class */
typedef struct {
  /* Reads all that is new since cursor (NULL: the first reading) and returns; connects when it is
   * not connected. On an error it disconnects, and the next call begins again from its cursor; save
   * for CR_ERROR_PARTLY: a part that was read before cannot be looked into now. */
  gboolean (*sync)(CrSource *source, const char *cursor, CrInstant now, const CrSink *sink,
                   GCancellable *cancellable, GError **error);
  /* Waits until there may be something new, at most timeout_usec: TRUE then or at the end of that
   * time. Without a way to wait (NULL) the caller polls. Cancelling is G_IO_ERROR_CANCELLED. */
  gboolean (*wait)(CrSource *source, gint64 timeout_usec, GCancellable *cancellable,
                   GError **error);
  void (*free)(CrSource *source);
} CrSourceClass;
struct _CrSource {
  const CrSourceClass *class;
};

static inline void
cr_source_free(CrSource *source) {
  if (source)
    source->class->free(source);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrSource, cr_source_free)

/* secret: password or token, copied, wiped when freed; NULL of CR_AUTH_NONE. */
CrSource *cr_imap_source_new(const CrConnection *connection, const char *secret);
/* Of calendars that matters which lies between the first before now and the second after it. */
#define CR_BUSY_BEFORE_USEC (2 * CR_DAY_USEC)
#define CR_BUSY_AFTER_USEC (100 * CR_DAY_USEC)
/* Calendars cannot wake us: wait is NULL. Everything is handed out again once a day, so that a
 * reader stays ahead of what matters. */
CrSource *cr_caldav_source_new(const CrConnection *connection, const char *secret);
CrSource *cr_ics_source_new(const CrConnection *connection, const char *secret);
/* A watched call log or folder of them. */
CrSource *cr_calls_source_new(const CrConnection *connection);
/* Calls of a phone that is paired with this desktop. */
CrSource *cr_kdeconnect_source_new(void);

G_END_DECLS
