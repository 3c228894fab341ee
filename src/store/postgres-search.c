/* Full text search by PostgreSQL: all that is not the SQL of every engine. */
#include "store/postgres-private.h"

const char cr_postgres_search_schema[] =
    "CREATE TABLE words (account_id BIGINT NOT NULL, kind BIGINT NOT NULL, ref BIGINT NOT NULL,"
    " title TEXT NOT NULL, body TEXT NOT NULL, tokens TSVECTOR NOT NULL,"
    " PRIMARY KEY (account_id, kind, ref)) PARTITION BY HASH (account_id);"
    "CREATE INDEX words_by_token ON words USING gin (tokens);";

/* Each token begins with its account, so that the index leads with it as every other does: what one
 * account finds costs nothing for the words of the others. */
#define ACCOUNT "CAST(CAST($1 AS BIGINT) AS TEXT) || ':'"
/* What is no letter or digit parts words, as in the other engine: an address is several. */
#define TOKENS(text)                                                                               \
  "array_to_tsvector(ARRAY(SELECT " ACCOUNT " || lexeme FROM unnest(to_tsvector('simple',"         \
  " regexp_replace(" text ", '[^[:alnum:]]+', ' ', 'g')))))"

/* What is written is told to who listens, when it is committed. */
#define NOW "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"
#define TELL                                                                                       \
  " RETURNING CASE WHEN account.heard_until > 0 AND account.heard_until > " NOW                    \
  " THEN pg_notify('crickets_change', CAST(account.account_id AS TEXT)) END"

/* The account's row is there, and locked. With the transaction's mark; the last dozen of the
 * account are kept (see postgres-transaction.c). */
#define GROW(sets)                                                                                 \
  "UPDATE account SET version = version + 1, marks = right(marks || ' ' ||"                        \
  " current_setting('crickets.mark'), 240)" sets " WHERE account_id = $1" TELL

/* When a call is due is in no index, so that the row of a step stays in its page with all its
 * indexes (HOT). It is found by due_from: it is not due before. That stays behind when due moves
 * on, of an account's first calls; of the others it is the same as due, so that of thousands not
 * all are looked through. So those that are the first by due are among as many and
 * POSTGRES_FIRST_CALLS more of the first by due_from. */
#define BY_DUE_FROM "ORDER BY due_from, interview_id LIMIT " POSTGRES_FIRST_CALLS " + "
#define FIRST_BY_DUE                                                                               \
  "(SELECT due, interview_id FROM state WHERE account_id = $1 AND due_from IS NOT NULL"            \
  " " BY_DUE_FROM "1) AS first"

const char *const cr_postgres_texts[CR_N_SQL] = {
    [CR_SQL_UPDATE_STATE] =
        "UPDATE state SET due = $3, due_from = CASE WHEN interview_id <= " POSTGRES_FIRST_CALLS
        " AND due_from <= $3 THEN due_from ELSE $3 END, last_line = $4, last_tick = $5,"
        " ticked = $6, body = $7, offers_until = $8 WHERE account_id = $1 AND interview_id = $2",
    [CR_SQL_DROP_DUE] = "UPDATE state SET due = NULL, due_from = NULL"
                        " WHERE account_id = $1 AND interview_id = $2",
    /* OFFSET: each call's agreement is sought by itself. A limit may be the greatest number. */
    [CR_SQL_LIST_URGENT] =
        "SELECT " CR_CALL " FROM (SELECT * FROM state WHERE account_id = $1"
        " AND due_from IS NOT NULL " BY_DUE_FROM "LEAST(CAST($2 AS BIGINT), 1000000000000))"
        " AS state CROSS JOIN LATERAL (SELECT interview_id, agreed FROM interview"
        " WHERE account_id = $1 AND interview_id = state.interview_id OFFSET 0) AS interview"
        " ORDER BY due, state.interview_id LIMIT $2",
    [CR_SQL_NEXT_DUE] =
        "SELECT due, interview_id FROM " FIRST_BY_DUE " ORDER BY due, interview_id LIMIT 1",
    [CR_SQL_LIST_DUE] =
        "SELECT " CR_DUE_CALL " FROM (SELECT * FROM state WHERE account_id = $1"
        " AND due_from <= $2 AND due <= $2 " BY_DUE_FROM "CAST($3 AS BIGINT)) AS state"
        " ORDER BY due, interview_id LIMIT $3",
    [CR_SQL_GROW_VERSION] = GROW(""),
    [CR_SQL_SAVE_COUNTS] = GROW(", last_interview = $2, last_fact = $3, last_effect = $4,"
                                " last_line = $5, last_calendar = $6, last_application = $7,"
                                " last_audit = $8"),
    /* By itself in its transaction, which waits for no disk and no standby: what is lost of it is
       asked for again, and who opens a page only reads. */
    [CR_SQL_HEAR] = "UPDATE account SET heard_until = " NOW " + $2 WHERE account_id = $1"
                    " AND set_config('synchronous_commit', 'off', true) IS NOT NULL",
    [CR_SQL_PUT_WORDS] =
        "INSERT INTO words (account_id, kind, ref, title, body, tokens) VALUES ($1, $2, $3,"
        " CAST($4 AS TEXT), CAST($5 AS TEXT), " TOKENS(
            "CAST($4 AS TEXT) || ' ' || CAST($5 AS TEXT)") ") ON CONFLICT (account_id, kind, ref)"
                                                           " DO UPDATE SET title = excluded.title,"
                                                           " body = excluded.body,"
                                                           " tokens = excluded.tokens",
    [CR_SQL_TAKE_WORDS] = "SELECT kind, ref, title, body FROM words WHERE account_id = $1",
    [CR_SQL_FIND_WORDS] =
        "SELECT ref, title, ts_headline('simple', body, CAST(replace(CAST($3 AS TEXT), '@', '')"
        " AS tsquery), 'StartSel=' || chr(2) || ', StopSel=' || chr(3) ||"
        " ', MaxWords=16, MinWords=8') AS excerpt FROM words WHERE account_id = $1 AND kind = $2"
        " AND tokens @@ CAST(replace(CAST($3 AS TEXT), '@', " ACCOUNT ") AS tsquery)"
        " ORDER BY ref DESC LIMIT $4",
    /* Each partition is read in the order of its own index, and then by each number that was found.
     * The condition is repeated for rows that were another's when the lock came. A turn that is
     * claimed stays where it is in the index; when it is due at 0, it was marked since. */
    [CR_SQL_CLAIM_TURNS] =
        "WITH d AS MATERIALIZED (SELECT account_id FROM turn WHERE account_id > $1 AND due <= $2"
        " AND (holder IS NULL OR until_at <= $2) ORDER BY due, ended_at, account_id LIMIT $3"
        " FOR UPDATE SKIP LOCKED)"
        " UPDATE turn SET holder = $4, until_at = $5, due = GREATEST(due, 1),"
        " tries = tries + 1 FROM d WHERE turn.account_id = d.account_id AND due <= $2"
        " AND (holder IS NULL OR until_at <= $2) RETURNING turn.account_id, tries",
    [CR_SQL_NEXT_TURN] = "SELECT due FROM turn WHERE account_id > $1 AND holder IS NULL"
                         " ORDER BY due, ended_at, account_id LIMIT 1",
    [CR_SQL_COUNT_TURNS] =
        "SELECT count(*) AS accounts,"
        " count(*) FILTER (WHERE due <= $2 AND (holder IS NULL OR until_at <= $2)) AS waiting,"
        " count(*) FILTER (WHERE holder IS NOT NULL AND until_at > $2) AS held,"
        " count(*) FILTER (WHERE tries > 3) AS failing,"
        " min(due) FILTER (WHERE due > 0 AND due <= $2 AND holder IS NULL) AS oldest"
        " FROM turn WHERE account_id > $1",
    [CR_SQL_CLAIM_POST] =
        "WITH d AS MATERIALIZED (SELECT account_id, kind, address, what FROM post"
        " WHERE account_id > $1 AND due <= $2 AND (account_id = $5 OR $5 = 0)"
        " ORDER BY due, account_id LIMIT 1 FOR UPDATE SKIP LOCKED)"
        " UPDATE post SET holder = $3, due = $4, tries = tries + 1 FROM d"
        " WHERE post.account_id = d.account_id AND post.kind = d.kind"
        " AND post.address = d.address AND post.what = d.what AND post.due <= $2 RETURNING"
        " post.account_id, post.kind, post.address, post.what, post.ends_at, post.tries,"
        " post.words",
    [CR_SQL_MARK_TURN] =
        "INSERT INTO turn (account_id, due) VALUES ($1, 0) ON CONFLICT (account_id)"
        " DO UPDATE SET due = 0 WHERE turn.due <> 0 RETURNING account_id AS id",
    [CR_SQL_END_TURN_BY_TIMER] =
        "UPDATE turn SET holder = NULL, ended_at = $3, tries = 0, due = LEAST($4,"
        " (SELECT min(due) FROM " FIRST_BY_DUE ")) WHERE account_id = $1 AND holder = $2",
    [CR_SQL_TELL_TURN] = "SELECT pg_notify('crickets_turn', CAST(CAST($1 AS BIGINT) AS TEXT))",
    [CR_SQL_READ_CLOCK] = "SELECT " NOW " AS at WHERE CAST($1 AS BIGINT) IS NOT NULL",
    [CR_SQL_TELL_POST] = "SELECT pg_notify('crickets_post', CAST(CAST($1 AS BIGINT) AS TEXT))",
    /* The role has no right to delete: see the function in postgres-schema.c. */
    [CR_SQL_DROP_DEEDS] = "SELECT drop_deeds($1, $2)",
    /* Of all accounts, for who runs the service. */
    [CR_SQL_LIST_ACCOUNTS] =
        "SELECT account_id FROM ((SELECT account_id FROM turn WHERE account_id > $1"
        " AND account_id > $2 ORDER BY account_id LIMIT $3) UNION (SELECT account_id FROM member"
        " WHERE account_id > $1 AND account_id > $2 ORDER BY account_id LIMIT $3)) AS either"
        " ORDER BY account_id LIMIT $3",
#define MEMBERS                                                                                    \
  "SELECT account_id, body, (SELECT max(words) FROM post WHERE account_id = member.account_id)"    \
  " AS undelivered FROM member WHERE account_id > $1 AND account_id > $2"
    [CR_SQL_LIST_MEMBERS] = MEMBERS " ORDER BY account_id LIMIT $3",
    [CR_SQL_LIST_INVITED] = MEMBERS " AND state = 'invited' ORDER BY account_id LIMIT $3",
    [CR_SQL_COUNT_MEMBERS] = "SELECT state, role, count(*) AS n FROM member WHERE account_id > $1"
                             " GROUP BY state, role",
/* Of no account: $1 is there, and says nothing. */
#define ANYBODY "CAST($1 AS BIGINT) IS NOT NULL"
    [CR_SQL_FIND_IN_DIRECTORY] =
        "SELECT account_id AS id FROM directory WHERE " ANYBODY " AND digest = $2",
    [CR_SQL_PUT_IN_DIRECTORY] = "INSERT INTO directory (account_id, digest) VALUES ($1, $2)"
                                " ON CONFLICT (digest) DO NOTHING RETURNING account_id AS id",
    [CR_SQL_DROP_FROM_DIRECTORY] = "DELETE FROM directory WHERE account_id = $1 AND digest = $2",
    [CR_SQL_COUNT_ATTEMPT] =
        "INSERT INTO attempt (digest, tries, until_at, ends_at) SELECT $2, 1, 0, $4 WHERE " ANYBODY
        " ON CONFLICT (digest) DO UPDATE SET tries = CASE WHEN attempt.ends_at <= $3 THEN 1"
        " ELSE attempt.tries + 1 END, ends_at = excluded.ends_at RETURNING tries, until_at",
    [CR_SQL_UNCOUNT_ATTEMPT] =
        "UPDATE attempt SET tries = tries - 1 WHERE " ANYBODY " AND digest = $2 AND tries > 0",
    [CR_SQL_PUT_ATTEMPT] =
        "INSERT INTO attempt (digest, tries, until_at, ends_at, body) SELECT $2, CAST($3 AS "
        "BIGINT),"
        " CAST($4 AS BIGINT), CAST($5 AS BIGINT), $6 WHERE " ANYBODY " ON CONFLICT (digest)"
        " DO UPDATE SET tries = excluded.tries, until_at = excluded.until_at,"
        " ends_at = excluded.ends_at, body = excluded.body",
    [CR_SQL_TAKE_ATTEMPT] =
        "DELETE FROM attempt WHERE " ANYBODY " AND digest = $2 RETURNING ends_at, body",
    [CR_SQL_EXPIRE_ATTEMPTS] = "DELETE FROM attempt WHERE " ANYBODY " AND ends_at < $2",
    [CR_SQL_ERASE_WORDS] = "DELETE FROM words WHERE account_id = $1",
};

/* Words of letters and digits alone, quoted: nothing of the query language can come from outside.
 * "@" is where the account goes. */
char *
cr_postgres_match(const char *text, gboolean whole) {
  g_auto(GStrv) words = cr_search_words(text);
  GString *match = g_string_new(NULL);
  for (char **word = words; *word; word++) {
    g_autofree char *lower = g_utf8_strdown(*word, -1);
    g_string_append_printf(match, "%s'@%s'%s", word == words ? "" : " & ", lower,
                           !whole && g_utf8_strlen(*word, -1) > 1 ? ":*" : "");
  }
  return g_string_free(match, *words == NULL);
}
