#pragma once
/* A store whose process may die around a commit, or that says no for a while. */
#include "base/error.h"
#include "store/store.h"

G_BEGIN_DECLS

/* What is NULL does not happen. */
typedef struct {
  gboolean (*is_dead)(gpointer data);
  gboolean (*dies_before)(gpointer data); /* asked just before a commit */
  void (*committed)(gpointer data);       /* and told just after it */
  gpointer data;
  CrErrorCode says;               /* of who is dead; 0: FAILED */
  gboolean reads;                 /* who is dead still may: another process only writes */
  void (*between)(gpointer data); /* just before a transaction begins */
  const guint *server; /* the one that it is on, each the standby of the one before; NULL: a file */
} DyingStore;

/* Only one store at a time; death stays in force until the caller revives it. */
void dying_store_wrap(CrStore *store, const DyingStore *death);

G_END_DECLS
