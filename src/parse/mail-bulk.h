#pragma once
/* Newsletters, told by their head before anything else of them is fetched: the larger part of most
 * mailboxes. Rule: docs/mailbox.md. */
#include <glib.h>

G_BEGIN_DECLS

/* The header fields of mail that is sent to a list (RFC 2369, RFC 2919); ends with NULL. */
extern const char *const cr_mail_list_fields[];

typedef struct {
  gboolean bulk;    /* sent to a list, and answers nothing: see below */
  char *senders;    /* of bulk: its From, Sender and Reply-To as they stand there; else NULL */
  char *subject;    /* of bulk: decoded; else NULL */
  char **addresses; /* of bulk: those of senders, see below; else NULL */
  gboolean of_work; /* sender or subject speaks of work: hiring systems send to lists, too */
} CrMailHead;

static inline void
cr_mail_head_clear(CrMailHead *head) {
  g_clear_pointer(&head->senders, g_free);
  g_clear_pointer(&head->subject, g_free);
  g_clear_pointer(&head->addresses, g_strfreev);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrMailHead, cr_mail_head_clear)

/* fields: header fields as they stand in the message. parts: how a mail server describes its parts
 * (BODYSTRUCTURE). What carries a calendar, a report or another message is no bulk, as is what is
 * not understood. */
CrMailHead cr_mail_head_scan(const char *fields, gsize fields_length, const char *parts,
                             gsize parts_length);
/* Everything that looks like an address there, in lower case: rather too many than too few. Free
 * with g_strfreev. */
char **cr_mail_head_addresses(const char *senders);

G_END_DECLS
