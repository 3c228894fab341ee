/* Full text search by SQLite's FTS5: all that is not the SQL of every engine. */
#include "store/engine.h"

/* A row's number is its account, kind and reference in one: the key leads with the account, and a
 * search is bounded to one account and kind by a range that the index itself serves. So an account
 * can have 2^36 documents of a kind, and a file 2^22 accounts. */
#define NUMBER(kind, ref) "(($1 << 41) | (" kind " << 36) | " ref ")"
#define OF_ACCOUNT "rowid BETWEEN ($1 << 41) AND (($1 + 1) << 41) - 1"

const char cr_sqlite_search_schema[] =
    "CREATE VIRTUAL TABLE words USING fts5 (title, body, prefix = '2 3 4 5',"
    " tokenize = 'unicode61 remove_diacritics 2');";

const char *const cr_sqlite_texts[CR_N_SQL] = {
    /* Of an account that is new there may be no row yet. */
    [CR_SQL_GROW_VERSION] = "INSERT INTO account (account_id, version) VALUES ($1, 1)"
                            " ON CONFLICT (account_id) DO UPDATE SET version = account.version + 1",
    [CR_SQL_SAVE_COUNTS] =
        "INSERT INTO account (account_id, version, " CR_COUNTS ") VALUES ($1, 1, $2, $3, $4, $5,"
        " $6, $7, $8) ON CONFLICT (account_id) DO UPDATE SET version = account.version + 1,"
        " last_interview = excluded.last_interview, last_fact = excluded.last_fact,"
        " last_effect = excluded.last_effect, last_line = excluded.last_line,"
        " last_calendar = excluded.last_calendar,"
        " last_application = excluded.last_application, last_audit = excluded.last_audit",
    [CR_SQL_PUT_WORDS] = "INSERT OR REPLACE INTO words (rowid, title, body)"
                         " VALUES (" NUMBER("$2", "$3") ", $4, $5)",
    [CR_SQL_TAKE_WORDS] = "SELECT (rowid >> 36) & 31 AS kind, rowid & 0xfffffffff AS ref, title,"
                          " body FROM words WHERE " OF_ACCOUNT,
    /* The newest first: the order costs nothing, where ranking must weigh every hit. */
    [CR_SQL_FIND_WORDS] =
        "SELECT rowid & 0xfffffffff AS ref, title,"
        " snippet(words, 1, char(2), char(3), '…', 16) AS excerpt"
        " FROM words WHERE words MATCH $3 AND rowid BETWEEN " NUMBER("$2", "0") " AND " NUMBER(
            "$2", "0xfffffffff") " ORDER BY rowid DESC LIMIT $4",
    [CR_SQL_UPDATE_STATE] =
        "UPDATE state SET due = $3, last_line = $4, last_tick = $5, ticked = $6, body = $7,"
        " offers_until = $8 WHERE account_id = $1 AND interview_id = $2",
    [CR_SQL_LIST_URGENT] =
        "SELECT " CR_CALL " FROM state CROSS JOIN interview WHERE state.account_id = $1"
        " AND state.due IS NOT NULL AND interview.account_id = $1"
        " AND interview.interview_id = state.interview_id"
        " ORDER BY state.due, state.interview_id LIMIT $2",
    [CR_SQL_NEXT_DUE] = "SELECT due, interview_id FROM state WHERE account_id = $1"
                        " AND due IS NOT NULL ORDER BY due, interview_id LIMIT 1",
    [CR_SQL_LIST_DUE] = "SELECT " CR_DUE_CALL " FROM state"
                        " WHERE account_id = $1 AND due <= $2 ORDER BY due, interview_id LIMIT $3",
    [CR_SQL_DROP_DUE] = "UPDATE state SET due = NULL WHERE account_id = $1 AND interview_id = $2",
    [CR_SQL_DROP_DEEDS] = "DELETE FROM audit WHERE account_id = $1 AND audit_id < $2",
    [CR_SQL_ERASE_WORDS] = "DELETE FROM words WHERE " OF_ACCOUNT,
};

/* Each word is quoted, so that nothing of FTS5's own syntax can come from outside. One letter is
 * taken as a whole word: as a beginning it would find everything, slowly. */
char *
cr_sqlite_match(const char *text, gboolean whole) {
  g_auto(GStrv) words = cr_search_words(text);
  GString *match = g_string_new(NULL);
  for (char **word = words; *word; word++)
    g_string_append_printf(match, "%s\"%s\"%s", word == words ? "" : " ", *word,
                           !whole && g_utf8_strlen(*word, -1) > 1 ? "*" : "");
  return g_string_free(match, *words == NULL);
}
