#pragma once
/* Busy times in the order in which they were read: the last few are in memory, the others in a file
 * (base/spool.h), so that the largest calendar needs no more memory than a small one. */
#include "base/wire.h"
#include "model/event.h"

G_BEGIN_DECLS

typedef struct {
  CrSpan span;
  const char *calendar; /* interned */
  char *key, *uid, *summary;
} CrBusy;
void cr_busy_clear(CrBusy *busy);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrBusy, cr_busy_clear)

/* More than this is nobody's calendar: all of it is refused. */
#define CR_MAX_BUSY 500000

typedef struct _CrBusyList CrBusyList;
CrBusyList *cr_busy_list_new(void);
void cr_busy_list_free(CrBusyList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrBusyList, cr_busy_list_free)

void cr_busy_list_add(CrBusyList *list, const CrBusy *busy); /* copied */
guint cr_busy_list_count(const CrBusyList *list);

/* A place in a list, to which it can be cut back. */
typedef struct {
  guint count;
  guint64 bytes;
} CrBusyMark;
CrBusyMark cr_busy_list_mark(const CrBusyList *list);
void cr_busy_list_cut(CrBusyList *list, CrBusyMark mark);

/* Of a process that may open no files: what would go into one is handed over instead, and
 * what is left by cr_busy_list_flush. cr_busy_list_take adds such bytes to another list, as times
 * of that calendar; FALSE when they are none. */
typedef void (*CrBusySpill)(const GByteArray *bytes, gpointer data);
void cr_busy_list_spill(CrBusyList *list, CrBusySpill spill, gpointer data);
void cr_busy_list_flush(CrBusyList *list);
gboolean cr_busy_list_take(CrBusyList *list, CrWire *bytes, const char *calendar);

/* Reads a list from its begin; nothing is added to it meanwhile. */
typedef struct _CrBusyReader CrBusyReader;
/* NULL: CR_ERROR_LIMIT, there were more than CR_MAX_BUSY; CR_ERROR_FAILED, they could not be kept.
 */
CrBusyReader *cr_busy_reader_new(const CrBusyList *list, GError **error);
void cr_busy_reader_free(CrBusyReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrBusyReader, cr_busy_reader_free)
/* The next one, until it is asked for another; NULL at the end, or with the error set. */
const CrBusy *cr_busy_reader_next(CrBusyReader *reader, GError **error);

G_END_DECLS
