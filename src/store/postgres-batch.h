#pragma once
/* What a transaction of several accounts has still to send to PostgreSQL. Each account's statements
 * stay in their order; those of different accounts have nothing to do with each other, so that what
 * many of them do next is one statement over arrays. Private to this folder. */
#include "store/engine.h"

G_BEGIN_DECLS

/* A statement and its values. */
typedef struct {
  CrSql sql;
  gint64 account;
  gsize n_values;
  char *values[CR_MAX_VALUES]; /* the account is the first; NULL of a NULL */
} CrBatched;

/* In a GRcBox. */
CrBatched *postgres_batched_new(CrSql sql, gint64 account, const char *const *values,
                                gsize n_values);
void postgres_batched_unref(gpointer batched);

typedef struct _CrBatch CrBatch;
CrBatch *postgres_batch_new(void);
void postgres_batch_free(CrBatch *batch); /* NULL-safe */
void postgres_batch_clear(CrBatch *batch);
void postgres_batch_add(CrBatch *batch, CrSql sql, gint64 account, const char *const *values,
                        gsize n_values);
gboolean postgres_batch_has(const CrBatch *batch, gint64 account);
/* CrBatched: those that are sent next, of the same statement, each of another account and alike in
 * what it says once for all; empty when nothing is left, and no more than one of a statement that
 * is only sent by itself. Free with g_ptr_array_unref (elements go with it). */
GPtrArray *postgres_batch_next(CrBatch *batch);

/* The statement that does for each row of the arrays, one for each parameter that is not the same
 * for all, what sql does for the values in it; of a query the column "account" says for which
 * one. NULL: there is none. */
char *postgres_batch_text(CrSql sql);
/* Those, NULL-ended: arrays and values that are the same for all. Free with g_strfreev. */
char **postgres_batch_arrays(const GPtrArray *batched);

G_END_DECLS
