#pragma once
/* What a database engine does for the store: open and migrate, transactions, and running one of
 * the statements of sql.c. Private to this folder. */
#include "store/held.h"
#include "store/store.h"
#include "store/tables.h"

G_BEGIN_DECLS

/* In every statement $1 is the account; it is put there by cr_store_run, never by a caller. */
typedef enum {
  CR_SQL_LOAD_ACCOUNT,
  CR_SQL_SAVE_ACCOUNT,
  CR_SQL_GROW_VERSION,
  CR_SQL_LOAD_VERSION,
  CR_SQL_SAVE_COUNTS,
  CR_SQL_ADD_FACT,
  CR_SQL_UPDATE_FACT,
  CR_SQL_HAS_FACT,
  CR_SQL_FIND_FACT,
  CR_SQL_FACTS_OF_ALL,
  CR_SQL_FACTS_OF_INTERVIEW,
  CR_SQL_ADD_TICK,
  CR_SQL_HAS_TICK,
  CR_SQL_ADD_APPLICATION_FACT,
  CR_SQL_FACTS_OF_APPLICATION,
  CR_SQL_ADD_INTERVIEW,
  CR_SQL_UPDATE_INTERVIEW,
  CR_SQL_ADD_STATE,
  CR_SQL_UPDATE_STATE,
  CR_SQL_LOAD_CHAINS,
  CR_SQL_SAVE_CHAINS,
  CR_SQL_DROP_DUE,
  CR_SQL_LOAD_INTERVIEW,
  CR_SQL_LIST_ALL,
  CR_SQL_LIST_OPEN,
  CR_SQL_LIST_SPANS,
  CR_SQL_LIST_OFFERING,
  CR_SQL_LIST_URGENT,
  CR_SQL_LIST_WITHOUT_DUE,
  CR_SQL_NEXT_DUE,
  CR_SQL_LIST_DUE,
  CR_SQL_LOAD_KEYS,
  CR_SQL_PUT_KEY,
  CR_SQL_DROP_KEY,
  CR_SQL_FIND_BY_KEY,
  CR_SQL_LIST_OVER,
  CR_SQL_LIST_KNOWN,
  CR_SQL_LIST_INTERVIEW_KEYS,
  CR_SQL_LIST_APPLICATION_KEYS,
  CR_SQL_ADD_EFFECT,
  CR_SQL_UPDATE_EFFECT,
  CR_SQL_LOAD_EFFECT,
  CR_SQL_EFFECTS_OF_ALL,
  CR_SQL_EFFECTS_OF_INTERVIEW,
  CR_SQL_EFFECTS_BY_STATUS,
  CR_SQL_EFFECTS_WAITING,
  CR_SQL_ADD_LINE,
  CR_SQL_UPDATE_LINE,
  CR_SQL_LINES_OF_ALL,
  CR_SQL_LINES_OF_INTERVIEW,
  CR_SQL_LINES_AFTER,
  CR_SQL_FIND_CALENDAR,
  CR_SQL_LIST_CALENDARS,
  CR_SQL_ADD_CALENDAR,
  CR_SQL_PUT_BUSY,
  CR_SQL_DROP_BUSY,
  CR_SQL_CLEAR_BUSY,
  CR_SQL_DROP_OBJECT,
  CR_SQL_BUSY_OF_UID,
  CR_SQL_LIST_BUSY,
  CR_SQL_SHOW_BUSY,
  CR_SQL_SET,
  CR_SQL_UNSET,
  CR_SQL_GET,
  CR_SQL_GET_ALIKE,
  CR_SQL_GET_SEVERAL,
  CR_SQL_PUT_APPLICATION,
  CR_SQL_PUT_APPLICATION_BODY,
  CR_SQL_LOAD_APPLICATION,
  CR_SQL_LIST_APPLICATIONS,
  CR_SQL_LIST_STAGE,
  CR_SQL_LIST_DUE_APPLICATIONS,
  CR_SQL_COUNT_STAGES,
  CR_SQL_LOAD_APPLICATION_KEYS,
  CR_SQL_PUT_APPLICATION_KEY,
  CR_SQL_DROP_APPLICATION_KEY,
  CR_SQL_FIND_APPLICATIONS,
  CR_SQL_PUT_DOCUMENT,
  CR_SQL_PLACE_OF_FACT,
  CR_SQL_PLACE_OF_EFFECT,
  CR_SQL_FACTS_FROM,
  CR_SQL_EFFECTS_FROM,
  CR_SQL_PUT_ANSWER,
  CR_SQL_FIND_ANSWER,
  CR_SQL_DROP_ANSWERS,
  CR_SQL_ERASE_ACCOUNT,
  CR_SQL_ERASE_FACTS,
  CR_SQL_ERASE_INTERVIEWS,
  CR_SQL_ERASE_STATES,
  CR_SQL_ERASE_TICKS,
  CR_SQL_ERASE_KEYS,
  CR_SQL_ERASE_EFFECTS,
  CR_SQL_ERASE_LINES,
  CR_SQL_ERASE_CALENDARS,
  CR_SQL_ERASE_BUSY,
  CR_SQL_ERASE_SETTINGS,
  CR_SQL_ERASE_ANSWERS,
  CR_SQL_ERASE_APPLICATIONS,
  CR_SQL_ERASE_APPLICATION_BODIES,
  CR_SQL_ERASE_APPLICATION_KEYS,
  CR_SQL_ERASE_TURN,
  CR_SQL_ERASE_POSTS,
  CR_SQL_ERASE_DOCUMENTS,
  CR_SQL_ERASE_MEMBER,
  CR_SQL_ERASE_ACCESS,
  CR_SQL_ERASE_CREDENTIALS,
  CR_SQL_ADD_DEED,
  CR_SQL_LAST_DEED,
  CR_SQL_LIST_DEEDS,
  CR_SQL_DEEDS_AFTER,
  CR_SQL_LAST_SEAL,
  CR_SQL_LIST_SEALS,
  CR_SQL_FACTS_BETWEEN,
  CR_SQL_PUT_MEMBER,
  CR_SQL_LOAD_MEMBER,
  CR_SQL_PUT_ACCESS,
  CR_SQL_FIND_ACCESS,
  CR_SQL_LIST_ACCESS,
  CR_SQL_DROP_ACCESS,
  CR_SQL_PUT_CREDENTIAL,
  CR_SQL_FIND_CREDENTIAL,
  CR_SQL_LIST_CREDENTIALS,
  CR_SQL_TAKE_CREDENTIAL,
  CR_SQL_DROP_CREDENTIALS,
  CR_SQL_EXPIRE_CREDENTIALS,
  CR_SQL_PUT_POST,
  CR_SQL_SET_POST,
  CR_SQL_DROP_POST,
  CR_SQL_DROP_POSTS,
  CR_SQL_HOLD_TURN,
  CR_SQL_END_TURN,
/* All rows of an account, and putting one in: of each of CR_TABLES, and of what it leaves out. */
#define CR_TAKE_AND_GIVE(name, table, columns, kinds, places)                                      \
  CR_SQL_TAKE_##name, CR_SQL_GIVE_##name,
  CR_TABLES(CR_TAKE_AND_GIVE) CR_SQL_GIVE_ACCOUNT,
  CR_SQL_TAKE_SETTING,
  /* Full text: each engine has its own. */
  CR_SQL_PUT_WORDS,
  CR_SQL_TAKE_WORDS,
  CR_SQL_FIND_WORDS,
  CR_SQL_ERASE_WORDS,
  /* Of engines that many share; those before MARK are not about one account. */
  CR_SQL_CLAIM_TURNS,
  CR_SQL_NEXT_TURN,
  CR_SQL_COUNT_TURNS,
  CR_SQL_CLAIM_POST,
  CR_SQL_LIST_ACCOUNTS,
  CR_SQL_LIST_MEMBERS,
  CR_SQL_LIST_INVITED,
  CR_SQL_COUNT_MEMBERS,
  CR_SQL_FIND_IN_DIRECTORY,
  CR_SQL_PUT_IN_DIRECTORY,
  CR_SQL_DROP_FROM_DIRECTORY,
  CR_SQL_COUNT_ATTEMPT,
  CR_SQL_UNCOUNT_ATTEMPT,
  CR_SQL_PUT_ATTEMPT,
  CR_SQL_TAKE_ATTEMPT,
  CR_SQL_EXPIRE_ATTEMPTS,
  CR_SQL_TELL_TURN,
  CR_SQL_TELL_POST,
  CR_SQL_READ_CLOCK,
  CR_SQL_HEAR,
  CR_SQL_DROP_DEEDS, /* of one account, by what the database itself allows */
  CR_SQL_MARK_TURN,
  CR_SQL_END_TURN_BY_TIMER,
  CR_N_SQL,
} CrSql;
extern const char *const cr_sql_texts[CR_N_SQL]; /* NULL: in the engine's file */

/* A parameter: text when text is set, else NULL when null, else an integer. */
typedef struct {
  const char *text;
  gint64 integer;
  gboolean null;
} CrValue;
#define CR_INT(value) ((CrValue){NULL, (value), FALSE})
#define CR_TEXT(value) cr_value_text(value)
#define CR_INSTANT(value) ((CrValue){NULL, (value), (value) == CR_INSTANT_NONE})
#define CR_NO_VALUES NULL, 0
#define CR_VALUES(...)                                                                             \
  (const CrValue[]){__VA_ARGS__}, sizeof((const CrValue[]){__VA_ARGS__}) / sizeof(CrValue)

static inline CrValue
cr_value_text(const char *text) {
  return (CrValue){text, 0, text == NULL};
}

#define CR_MAX_VALUES 20

typedef struct _CrDb CrDb;   /* a connection */
typedef struct _CrRow CrRow; /* a result row, only valid inside the CrTakeRow that gets it */
/* FALSE ends the statement with the error that it set. */
typedef gboolean (*CrTakeRow)(const CrRow *row, gpointer data, GError **error);

/* Which database this is, of an engine that has servers. */
typedef struct {
  char *database, *timeline;
  gboolean promised;  /* letters go only while a standby confirms each commit */
  gboolean confirmed; /* one does now */
} CrSite;

/* What was told on a channel; NULL: something may have been that was not heard. */
typedef void (*CrTakeNotice)(const char *told, gpointer data);

typedef enum {
  CR_ACCESS_READ,
  CR_ACCESS_READ_LATER, /* nothing is waited for: a server that is gone shows with the first rows */
  CR_ACCESS_WRITE,
} CrAccess;

typedef struct {
  const char *scheme;       /* of the URI, with its colon */
  const char *const *texts; /* the statements that cr_sql_texts leaves to it */
  /* The words of a person as the engine's full text search takes them: all must be found, as words
   * or (whole FALSE) as the beginnings of words. NULL when there is nothing to search for. */
  char *(*match)(const char *words, gboolean whole);
  gboolean indexes_late; /* letters wait for the next search to be made findable */
  /* reader: only reads, of a replica if there is one; nothing is migrated. late: see
   * cr_store_tell_late, from the first statement on. */
  CrDb *(*open)(const char *place, gboolean reader, CrTellLate late, gpointer late_data,
                GError **error);
  void (*close)(CrDb *db);
  /* take gets the account's row (CR_ACCOUNT_COLUMNS), if it has to be waited for here anyway. */
  gboolean (*begin)(CrDb *db, gint64 account, CrAccess access, CrTakeRow take, gpointer data,
                    GError **error);
  gboolean (*commit)(CrDb *db, GError **error);
  void (*rollback)(CrDb *db);
  /* See cr_store_begin_turns: a transaction of several accounts, and each of them in it (take gets
   * its row unless it was left out). NULL where nobody shares, as the next ones. */
  gboolean (*begin_several)(CrDb *db, const gint64 *accounts, guint n, GError **error);
  gboolean (*enter)(CrDb *db, gint64 account, CrTakeRow take, gpointer data, GError **error);
  /* See cr_store_claim_turns and cr_store_await_turns. */
  gboolean (*begin_shared)(CrDb *db, gboolean of_all, GError **error);
  /* In a transaction: the one row of the tables of no account that it sees from here on. */
  gboolean (*name_digest)(CrDb *db, const char *digest, GError **error);
  gboolean (*await)(CrDb *db, const char *channel, int waker, gint64 timeout_usec,
                    CrTakeNotice take, gpointer data, GError **error);
  /* How often it was connected; NULL where that cannot change. */
  guint (*sessions)(CrDb *db);
  gboolean (*identify)(CrDb *db, CrSite *ret_site, GError **error); /* in a transaction */
  /* See cr_store_can_keep; NULL where nobody is waited for. In a transaction. */
  gboolean (*can_keep)(CrDb *db, gboolean *ret_can, GError **error);
  /* See cr_store_tell_late; NULL likewise. */
  void (*tell_late)(CrDb *db, CrTellLate late, gpointer data);
  /* What is deleted between begin and not is not left in the file either; not is outside a
   * transaction. NULL where the engine does not do that. */
  void (*scrub)(CrDb *db, gboolean begin);
  /* Gives back what only makes the next statement faster. NULL: there is nothing. */
  void (*rest)(CrDb *db);
  /* values[0] is $1. Every text is valid UTF-8. take may be NULL. */
  gboolean (*run)(CrDb *db, CrSql sql, const CrValue *values, gsize n_values, CrTakeRow take,
                  gpointer data, GError **error);
  /* Sends a statement that reads; who runs it with the same values later, before anything is
   * written in this transaction, finds its answer on the way. NULL where nothing is far. */
  gboolean (*ask)(CrDb *db, CrSql sql, const CrValue *values, gsize n_values, GError **error);
  /* By the name that the statement gives the column. NULL and 0 of a NULL. */
  gint64 (*row_integer)(const CrRow *row, const char *column);
  const char *(*row_text)(const CrRow *row, const char *column);
  gboolean (*row_is_null)(const CrRow *row, const char *column);
} CrEngine;
extern const CrEngine cr_engine_sqlite, cr_engine_postgres;

#define CR_CHAINS "last_line, last_tick, ticked"
/* An interview is in two rows, and what is read of it is always this. */
#define CR_CALL "interview.interview_id, agreed, state.body AS state, " CR_CHAINS
/* And of one that is due, from state. */
#define CR_DUE_CALL                                                                                \
  "due, interview_id, body AS state, " CR_CHAINS ", (SELECT agreed FROM interview"                 \
  " WHERE account_id = $1 AND interview_id = state.interview_id) AS agreed"

/* sqlite-search.c */
extern const char *const cr_sqlite_texts[CR_N_SQL];
extern const char cr_sqlite_search_schema[];
char *cr_sqlite_match(const char *words, gboolean whole);
/* postgres-search.c */
extern const char *const cr_postgres_texts[CR_N_SQL];
extern const char cr_postgres_search_schema[];
char *cr_postgres_match(const char *words, gboolean whole);

/* What can be found of each; facts.c, interviews.c. */
gboolean cr_store_index_fact(CrStore *store, gint64 id, const CrFact *fact, GError **error);
/* documents.c: whether that letter, fresh when it is kept for the first time, is not made findable
 * before somebody searches. */
gboolean store_letter_waits(CrStore *store, gint64 number, gboolean fresh, gboolean *ret_waits,
                            GError **error);
gboolean cr_store_index_effect(CrStore *store, gint64 number, const CrEffect *effect,
                               GError **error);
gboolean cr_store_index_interview(CrStore *store, const CrInterview *interview, GError **error);

/* documents.c: the words of a text, runs of letters, marks and digits, at most 16. Free with
 * g_strfreev. */
char **cr_search_words(const char *text);

/* The statement's text for this engine. */
static inline const char *
cr_engine_text(const CrEngine *engine, CrSql sql) {
  return cr_sql_texts[sql] ? cr_sql_texts[sql] : engine->texts[sql];
}

/* What each account counts up from 1, in the order of the columns in the statements about them. */
typedef enum {
  CR_COUNT_INTERVIEW,
  CR_COUNT_FACT,
  CR_COUNT_EFFECT,
  CR_COUNT_LINE,
  CR_COUNT_CALENDAR,
  CR_COUNT_APPLICATION,
  CR_COUNT_DEED,
  CR_N_COUNTS,
} CrCount;

/* The account's row, as read in this transaction. */
typedef struct {
  gboolean known;
  char *profile, *policy;
  gint64 counts[CR_N_COUNTS];
} CrAccountRow;

/* An account as it was last read, and the texts that it was read from. */
typedef struct {
  char *profile_text, *policy_text;
  CrProfile *profile;
  CrPolicy *policy;
} CrAccountRead;

/* keys.c: what a transaction knows of all keys of one table. */
typedef struct {
  GHashTable *keys; /* "KIND VALUE"; NULL: not read yet */
  guint asked;
  gboolean many; /* too many to be read */
} CrKeySet;

/* chains.c: where an interview's lines and ticks end. */
typedef struct {
  int interview;
  gint64 last_line, last_tick;
  CrInstant ticked; /* the clock rang for no later due; NONE: it is not known */
  gboolean changed; /* since they were kept */
  struct {
    gint64 id, before; /* id 0: none */
    CrInstant at, learnt;
  } tick; /* that is to be written with them */
} CrChains;

struct _CrStore {
  const CrEngine *engine;
  CrDb *db;
  char *uri;
  CrTellLate late; /* see cr_store_tell_late */
  gpointer late_data;
  gint64 account;
  gboolean open, writing;
  gint64 holds;     /* the account whose transactions for reading are one; 0: none's */
  gboolean held;    /* that one was begun */
  gboolean expects; /* see cr_store_expect */
  gint64 expected;
  gboolean asks_ahead;
  gboolean wrote; /* something, in this transaction */
  gboolean timed; /* and what decides when the account is due */
  gboolean gave_ids;
  gboolean keeps_turns;
  gboolean scrubs; /* what this transaction deletes is not left in the file */
  gboolean failed; /* a statement failed: only a rollback is left */
  gboolean lost;   /* because the server went away */
  char *calendar;  /* the calendar last written to in this transaction, and its id */
  gint64 calendar_id;
  /* With the last ids given out. Who writes for an account is alone with it, so they are read once
   * in a transaction and written once, at its end. */
  CrAccountRow row;
  CrAccountRead read;
  CrHome home; /* as found in the session of that number; 0: not yet */
  guint home_session;
  CrInstant alive_at;   /* when it was last noted that the database is used here */
  GHashTable *settings; /* name -> value or NULL: as read in this transaction, or NULL */
  GHashTable *chains;   /* int -> CrChains: of the interviews seen in this transaction, or NULL */
  CrKeySet interview_keys, application_keys;
  CrHeldRows applications, interviews;
  gboolean holds_interviews; /* they are written at the end of a transaction */
  GPtrArray *unindexed;      /* texts that are to be made findable; see documents.c */
  gint64 letters_from;       /* letters wait for that from this one on; 0: it is not known */
};
/* *ret_may FALSE: nothing has that key. list is the query of all. */
gboolean cr_store_may_find(CrStore *store, CrKeySet *set, CrSql list, const char *kind,
                           const char *value, gboolean *ret_may, GError **error);
void cr_store_note_key(CrKeySet *set, const char *kind, const char *value);
void cr_store_clear_keys(CrKeySet *set);
extern const CrHeldClass store_held_applications, store_held_interviews;
/* As the row of the interview's state has them, unless they are known already. */
void store_take_chains(CrStore *store, int interview, const CrRow *row);
/* NULL with the error set: there is no such interview. */
CrChains *store_find_chains(CrStore *store, int interview, GError **error);
/* Before they are kept: what they name is there. */
gboolean store_write_tick(CrStore *store, CrChains *chains, GError **error);
/* Keeps those that changed: before what they lead to is read, and at the end. */
gboolean store_save_chains(CrStore *store, GError **error);
/* A fact's row: of a tick, what follows from its columns. Free with cr_fact_free. */
CrFact *store_read_fact(const CrRow *row, GError **error);
void store_free_document(gpointer document);
/* Makes them findable. */
gboolean store_index_words(CrStore *store, GError **error);

/* A row together with the engine that can read it. */
struct _CrRow {
  const CrEngine *engine;
  gpointer handle;
};
gint64 cr_row_integer(const CrRow *row, const char *column);
CrInstant cr_row_instant(const CrRow *row, const char *column); /* NONE of a NULL */
const char *cr_row_text(const CrRow *row, const char *column);
gboolean cr_row_is_null(const CrRow *row, const char *column);

/* What is to be written at the end of the transaction can be. */
gboolean store_check_writes(CrStore *store, GError **error);
/* What is deleted from here to the end of the transaction is not left in the file either, where the
 * engine can do that. */
void store_scrub(CrStore *store);
/* Writes what waits for that: what is held, and words that are to be findable. */
gboolean store_write_waiting(CrStore *store, GError **error);
/* Runs sql for the store's account; values begin with $2. */
gboolean cr_store_run(CrStore *store, CrSql sql, const CrValue *values, gsize n_values,
                      CrTakeRow take, gpointer data, GError **error);
/* The values of CR_SQL_GET_SEVERAL. */
void store_setting_values(const char *const *names, CrValue ret_values[CR_MAX_SETTINGS]);
/* The same for one number: *ret_number is left alone when no row comes. */
gboolean cr_store_run_number(CrStore *store, CrSql sql, const CrValue *values, gsize n_values,
                             const char *column, gint64 *ret_number, GError **error);
/* records.c: the same for the JSON of a record. */
gboolean store_run_records(CrStore *store, CrSql sql, const CrValue *values, gsize n_values,
                           const CrRecord *record, GPtrArray *list, GError **error);

/* One of a text; free with cr_record_free. */
gpointer store_parse_record(const CrRecord *record, const char *text, GError **error);

/* The account's next id of that kind. */
gboolean cr_store_next_id(CrStore *store, CrCount count, gint64 *ret_id, GError **error);
/* The last one that was given. */
gboolean cr_store_last_id(CrStore *store, CrCount count, gint64 *ret_id, GError **error);

/* A key of bounded length: the text, or a digest of a text that no honest input has. */
char *cr_store_key(const char *text);
gint64 cr_store_limit(guint limit); /* 0 means all */
void cr_store_reverse(GPtrArray *list);

/* store.c: ends what is held while no transaction is open. */
void store_let_go(CrStore *store);
/* store.c: whether a transaction is open, as wanted; else the error is set. */
gboolean store_check_open(CrStore *store, gboolean wanted, GError **error);
/* account.c: takes the columns of CR_ACCOUNT_COLUMNS; data is a CrAccountRow. */
gboolean store_take_account(const CrRow *from, gpointer data, GError **error);
void store_clear_account_row(CrAccountRow *row);
void store_clear_account_read(CrAccountRead *read);

/* store.c: see cr_store_begin_turns. */
gboolean store_begin_several(CrStore *store, const gint64 *accounts, guint n, GError **error);
/* turns.c: a transaction of no account. It sees the turns and the people of all; with digest the
 * row of that digest in the directory and among the attempts, and nothing else. */
gboolean store_begin_shared(CrStore *store, const char *digest, GError **error);
gboolean store_end_shared(CrStore *store, gboolean ok, GError **error);
/* cr_store_run in one of its own. */
gboolean store_run_shared(CrStore *store, const char *digest, CrSql sql, const CrValue *values,
                          gsize n_values, CrTakeRow take, gpointer data, GError **error);
/* audit.c: in the account's transaction; the rows before that one are gone then. */
gboolean audit_erase(CrStore *store, const CrActor *actor, CrInstant at, GError **error);
/* members.c: in the account's transaction, before what it is known by is gone. */
gboolean store_leave_directory(CrStore *store, GError **error);

/* documents.c: makes the text findable, or takes it back when title and body are empty. Writes
 * nothing when it is as it was. */
gboolean cr_store_put_document(CrStore *store, CrDocumentKind kind, gint64 ref, const char *title,
                               const char *body, GError **error);

/* Migrations in their order, number 1 first; ends with a NULL name. Made by tools/embed.py. */
typedef struct {
  const char *name, *bytes;
  gsize length;
} CrMigration;
extern const CrMigration cr_migrations[];

/* SQL of a trigger on state, for programs of before migration 017: they do not say until when a
 * call's letters keep times free. Whether NEW lacks that, and what is taken for it. */
#define CR_OLDER_OFFERS_UNTIL "COALESCE(NEW.due, NEW.ticked) + 2592000000000"
#define CR_OLDER_OFFERS                                                                            \
  "NEW.body LIKE '%\"offered\":%' AND COALESCE(NEW.offers_until, 0) < " CR_OLDER_OFFERS_UNTIL

/* The number of the last one. */
static inline gint64
store_newest_schema(void) {
  gint64 newest = 0;
  while (cr_migrations[newest].name)
    newest++;
  return newest;
}

G_END_DECLS
