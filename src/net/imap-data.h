#pragma once
/* What the untagged responses that we ask for mean. Each function is FALSE when the response is
 * not well formed; outputs are written on success only. */
#include "net/imap-reader.h"
#include "net/imap.h"

G_BEGIN_DECLS

#define CR_IMAP_MAX_FETCHED 16
typedef struct {
  CrImapSpan section; /* what stands in BODY[…] */
  CrImapSpan bytes;   /* NULL: NIL */
} CrImapPiece;
typedef struct {
  guint32 uid;          /* 0: not said */
  CrImapSpan structure; /* the list behind BODYSTRUCTURE; NULL: not said */
  CrImapPiece pieces[CR_IMAP_MAX_FETCHED];
  guint n_pieces;
} CrImapFetched;
gboolean cr_imap_data_fetch(const CrImapResponse *response, CrImapFetched *ret_fetched);
/* NULL in *ret_folder: it cannot be selected, or its name holds control characters. */
gboolean cr_imap_data_list(const CrImapResponse *response, CrImapFolder **ret_folder);
gboolean cr_imap_data_status(const CrImapResponse *response, char **ret_name,
                             CrImapState *ret_state);
gboolean cr_imap_data_search(const CrImapResponse *response, GArray *uids);
/* "VANISHED 3:5,8" (RFC 7162): how many messages are gone; of "VANISHED (EARLIER) …", which were so
 * before the folder was opened, 0. */
gboolean cr_imap_data_vanished(const CrImapResponse *response, guint32 *ret_count);
/* The value of a code such as "UIDNEXT 12". */
gboolean cr_imap_code_number(CrImapSpan code, const char *name, guint64 *ret_number);
/* A folder's name for people: modified UTF-7 (RFC 3501 §5.1.3) decoded, one line. */
char *cr_imap_name_title(const char *name);
void cr_imap_folder_free(CrImapFolder *folder);
int cr_imap_compare_uids(gconstpointer a, gconstpointer b); /* of guint32 */
/* Ascending UIDs as a sequence set such as "3:5,8", as far as at most max_uids and max_chars go. */
guint cr_imap_format_set(GString *text, const guint32 *uids, guint n, guint max_uids,
                         gsize max_chars);
/* Its inverse; FALSE when it is not well formed, or names more than max_uids. */
gboolean cr_imap_parse_set(const char *text, guint max_uids, GArray *uids);

G_END_DECLS
