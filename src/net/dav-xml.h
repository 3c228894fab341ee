#pragma once
/* Reading the XML that WebDAV and CalDAV servers answer with (RFC 4918 multistatus, RFC 4791, RFC
 * 6578). Pure: memory in, values out. */
#include <glib.h>

G_BEGIN_DECLS

/* One response of a multistatus: a resource with those properties that the server gave (2xx). */
typedef struct {
  char *href; /* as written */
  int status; /* of the response as a whole, such as 404; 0 when it gave none */
  char *etag; /* with its quotes */
  char *data; /* calendar-data */
  char *ctag;
  char *sync_token;
  char *name;      /* displayname */
  char *principal; /* href of current-user-principal */
  char *home;      /* the first href of calendar-home-set */
  gboolean collection, calendar, subscribed;
  gboolean tells_privileges, may_write;
  gboolean tells_components, takes_events;
} CrDavItem;
void cr_dav_item_free(CrDavItem *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrDavItem, cr_dav_item_free)

typedef struct {
  GPtrArray *items; /* CrDavItem, each with an href */
  char *sync_token; /* of a sync-collection, or NULL */
} CrDavAnswer;
void cr_dav_answer_free(CrDavAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrDavAnswer, cr_dav_answer_free)

/* NULL with CR_ERROR_PARSE when it is no well-formed multistatus (a document type makes it none:
 * nothing is ever expanded or fetched), CR_ERROR_LIMIT beyond 32 levels or 10,000 resources. */
CrDavAnswer *cr_dav_parse(const char *bytes, gsize length, GError **error);

G_END_DECLS
