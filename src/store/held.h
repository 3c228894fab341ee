#pragma once
/* Rows of one table as they are in this transaction: each read once, and written once, at its end.
 * A mailbox tells of the same few calls and applications over and over. Private to this folder. */
#include <glib.h>

G_BEGIN_DECLS

typedef struct _CrStore CrStore;

typedef struct _CrHeldClass CrHeldClass;

typedef struct {
  const CrHeldClass *class;
  int id;
  gpointer value;           /* NULL: there is none */
  gboolean changed, agreed; /* since it was written; agreed: also more than an interview's state */
  GHashTable *keys;         /* of an application: "KIND VALUE", as written; NULL: not read yet */
} CrHeld;

struct _CrHeldClass {
  GDestroyNotify free;
  gboolean (*write)(CrStore *store, const CrHeld *held, GError **error);
};

typedef struct {
  const CrHeldClass *class;
  GHashTable *rows; /* by id; NULL: none */
} CrHeldRows;

/* NULL: it is not held. */
CrHeld *held_find(const CrHeldRows *rows, int id);
/* Takes the value, instead of the one that was held. With too many of them all are written and let
 * go before, so what was found earlier is no more; NULL with the error set when that fails. */
CrHeld *held_put(CrStore *store, CrHeldRows *rows, int id, gpointer value, GError **error);
/* Those that changed, by their ids. */
gboolean held_write(CrStore *store, CrHeldRows *rows, GError **error);
void held_clear(CrHeldRows *rows);

G_END_DECLS
