#pragma once
/* A calendar server on loopback that cuts the dialogue where it is told, and keeps a journal: one
 * calendar, /cal/, with etags and sync-collection (RFC 6578). */
#include <glib.h>

G_BEGIN_DECLS

typedef struct _FakeDav FakeDav;

typedef struct {
  gint cut_at;   /* so many bytes of the dialogue, either way, are let through; -1: all */
  gboolean down; /* nobody answers after the cut; else the next connection is served */
} FakeCut;
#define FAKE_WHOLE ((FakeCut){-1, FALSE})

FakeDav *fake_dav_new(void);
void fake_dav_free(FakeDav *dav);
guint16 fake_dav_port(const FakeDav *dav);
/* From the next connection on; bytes are counted anew. The one that stands is hung up. */
void fake_dav_set_cut(FakeDav *dav, FakeCut cut);
/* How many bytes have passed since, and what was done. */
guint fake_dav_bytes(FakeDav *dav);
guint fake_dav_puts(FakeDav *dav); /* requests that changed something, since the beginning */

/* What it holds: path -> text. A copy; free with g_hash_table_unref. */
GHashTable *fake_dav_objects(FakeDav *dav);
/* Sets it all at once; each object that is another one gets a new etag. */
void fake_dav_set_objects(FakeDav *dav, GHashTable *objects);

G_END_DECLS
