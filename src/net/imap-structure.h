#pragma once
/* What parts a message has (BODYSTRUCTURE, RFC 9051 §7.5.2), which of them hold words or an invite,
 * and a message made of these alone: attachments are named in it, but empty. */
#include "net/imap-reader.h"

G_BEGIN_DECLS

#define CR_IMAP_MAX_PIECES 12 /* parts that are fetched of one message */

typedef struct _CrImapPart CrImapPart;
struct _CrImapPart {
  char *type;          /* "text/plain", lower case */
  char *section;       /* "1.2"; of the message "" when it is a multipart, else "1" */
  GString *header;     /* the Content-… lines that say the same; a multipart's boundary is ours */
  gboolean attachment; /* its disposition says so */
  gboolean calendar;   /* a calendar by its type or its file's name */
  GPtrArray *children; /* CrImapPart, of a multipart; else NULL */
  gsize most_bytes;    /* of it that are wanted; 0: none */
  GString *content;    /* what came of it, still encoded, or NULL */
};
void cr_imap_part_free(CrImapPart *part);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrImapPart, cr_imap_part_free)

/* NULL when it is not well formed, or has more or deeper parts than are read. */
CrImapPart *cr_imap_part_parse(CrImapSpan structure);
/* " BODY.PEEK[1.1]<0.524288> …" for the parts that are wanted; empty when there are none. */
char *cr_imap_part_items(const CrImapPart *root);
/* Keeps a piece that came; one that was not asked for is ignored. */
void cr_imap_part_take(CrImapPart *root, CrImapSpan section, CrImapSpan bytes);
/* header: the message's own, with or without its empty line. */
GString *cr_imap_part_compose(const CrImapPart *root, CrImapSpan header);

G_END_DECLS
