#pragma once
/* The syntax of IMAP responses: bytes in, responses out, no I/O. What the server sends is a
 * stranger's: every length is checked, and a response is bounded in text and in literals.
 * Source: RFC 9051 §9. */
#include "model/connection.h"

G_BEGIN_DECLS

typedef struct {
  const char *bytes; /* NULL: there is none */
  gsize length;
} CrImapSpan;

typedef enum {
  CR_IMAP_END,
  CR_IMAP_OPEN,
  CR_IMAP_CLOSE,
  CR_IMAP_ATOM, /* also numbers, NIL, flags, and such as BODY[HEADER.FIELDS (SUBJECT)]<0> */
  CR_IMAP_QUOTED,
  CR_IMAP_LITERAL,
  CR_IMAP_BAD, /* no token can begin here; stays */
} CrImapTokenKind;
typedef struct {
  CrImapTokenKind kind;
  CrImapSpan text; /* of QUOTED without the quotes, still with its escapes */
} CrImapToken;
typedef struct {
  const char *at, *end;
} CrImapLexer;
CrImapToken cr_imap_lexer_next(CrImapLexer *lexer);
/* Passes over a whole list or one token; FALSE when it is not well formed. */
gboolean cr_imap_lexer_skip(CrImapLexer *lexer);
gboolean cr_imap_span_is(CrImapSpan span, const char *word); /* ASCII case ignored */
gboolean cr_imap_span_number(CrImapSpan span, guint64 max, guint64 *ret_number);
char *cr_imap_span_line(CrImapSpan span);          /* safe to show; at most 200 characters */
char *cr_imap_token_dup(const CrImapToken *token); /* its value, cut at a NUL */

typedef enum { CR_IMAP_TAGGED, CR_IMAP_UNTAGGED, CR_IMAP_CONTINUE } CrImapResponseKind;
typedef enum {
  CR_IMAP_OK,
  CR_IMAP_NO,
  CR_IMAP_REJECTED, /* BAD */
  CR_IMAP_BYE,
  CR_IMAP_PREAUTH,
  CR_IMAP_DATA, /* none of these: data with a name */
} CrImapCondition;
/* Points into the reader, until its next call. */
typedef struct {
  CrImapResponseKind kind;
  CrImapCondition condition;
  guint32 tag;      /* of TAGGED: the n of "An" */
  guint32 number;   /* of DATA such as "* 12 EXISTS" */
  CrImapSpan name;  /* of DATA: "EXISTS", "FETCH", "LIST" */
  CrImapSpan code;  /* of the others: what stands in [ ] */
  CrImapSpan text;  /* and the words behind it; of CONTINUE all */
  CrImapLexer rest; /* of DATA: behind the name */
} CrImapResponse;

typedef struct _CrImapReader CrImapReader;
CrImapReader *cr_imap_reader_new(void);
void cr_imap_reader_free(CrImapReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrImapReader, cr_imap_reader_free)

/* Where the next bytes from the server go (at least 4096), and how many have come. */
char *cr_imap_reader_space(CrImapReader *reader, gsize *ret_size);
void cr_imap_reader_filled(CrImapReader *reader, gsize length);
/* Whether nothing is left behind the last response. */
gboolean cr_imap_reader_is_empty(const CrImapReader *reader);

typedef enum { CR_IMAP_MORE, CR_IMAP_RESPONSE, CR_IMAP_BROKEN } CrImapProgress;
/* The next whole response; MORE: bytes are wanted. BROKEN, for good, sets CR_ERROR_FAILED (it is
 * not IMAP) or CR_ERROR_LIMIT. */
CrImapProgress cr_imap_reader_next(CrImapReader *reader, CrImapResponse *ret_response,
                                   GError **error);

G_END_DECLS
