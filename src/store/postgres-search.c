/* Full text search by PostgreSQL: all that is not the SQL of every engine. */
#include "store/engine.h"

const char cr_postgres_search_schema[] =
    "CREATE TABLE words (account_id BIGINT NOT NULL, kind BIGINT NOT NULL, ref BIGINT NOT NULL,"
    " title TEXT NOT NULL, body TEXT NOT NULL, tokens TSVECTOR NOT NULL,"
    " PRIMARY KEY (account_id, kind, ref)) PARTITION BY HASH (account_id);"
    "CREATE INDEX words_by_token ON words USING gin (tokens);";

/* What is no letter or digit parts words, as in the other engine: an address is several. */
#define TOKENS(text) "to_tsvector('simple', regexp_replace(" text ", '[^[:alnum:]]+', ' ', 'g'))"

const char *const cr_postgres_texts[CR_N_SQL] = {
    [CR_SQL_PUT_WORDS] =
        "INSERT INTO words (account_id, kind, ref, title, body, tokens) VALUES ($1, $2, $3,"
        " CAST($4 AS TEXT), CAST($5 AS TEXT), " TOKENS(
            "CAST($4 AS TEXT) || ' ' || CAST($5 AS TEXT)") ") ON CONFLICT (account_id, kind, ref) "
                                                           "DO UPDATE SET title = excluded.title,"
                                                           " body = excluded.body, tokens = "
                                                           "excluded.tokens",
    [CR_SQL_FIND_WORDS] =
        "SELECT ref, title, ts_headline('simple', body, to_tsquery('simple', $3), 'StartSel=' ||"
        " chr(2) || ', StopSel=' || chr(3) || ', MaxWords=16, MinWords=8') AS excerpt"
        " FROM words WHERE account_id = $1 AND kind = $2 AND tokens @@ to_tsquery('simple', $3)"
        " ORDER BY ref DESC LIMIT $4",
};

/* Words of letters and digits alone, quoted: nothing of the query language can come from outside.
 */
char *
cr_postgres_match(const char *text, gboolean whole) {
  g_auto(GStrv) words = cr_search_words(text);
  GString *match = g_string_new(NULL);
  for (char **word = words; *word; word++)
    g_string_append_printf(match, "%s'%s'%s", word == words ? "" : " & ", *word,
                           !whole && g_utf8_strlen(*word, -1) > 1 ? ":*" : "");
  return g_string_free(match, *words == NULL);
}
