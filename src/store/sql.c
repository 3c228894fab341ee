#include "store/engine.h"

/* Written for both engines: $n parameters (which SQLite takes for names, so engines bind by name),
 * RETURNING, ON CONFLICT. Each statement must be served by an index; test-store asks the planner.
 */
#define CHAINS CR_CHAINS
#define CALL CR_CALL
#define CALLS                                                                                      \
  "SELECT " CALL " FROM interview CROSS JOIN state WHERE interview.account_id = $1"                \
  " AND state.account_id = $1 AND state.interview_id = interview.interview_id"
/* What an interview's state names the last of, newest first. */
#define CHAIN(table, id, last)                                                                     \
  "(WITH RECURSIVE chain AS (SELECT * FROM " table " WHERE account_id = $1 AND " id                \
  " = (SELECT " last " FROM state WHERE account_id = $1 AND interview_id = $2) UNION ALL"          \
  " SELECT older.* FROM chain CROSS JOIN " table " AS older WHERE older.account_id = $1"           \
  " AND older." id " = chain.before_id) SELECT * FROM chain) AS chain"
#define LINE "line_id, interview_id, at, event, text"
/* The clock's own facts have no body: see chains.c. */
#define FACT "fact_id, interview_id, application_id, source_key, body, NULL AS at, NULL AS learnt"
#define TICK                                                                                       \
  "fact_id, interview_id, NULL AS application_id, NULL AS source_key, NULL AS body, at, learnt"
#define TICKS_OF_INTERVIEW CHAIN("tick", "fact_id", "last_tick")
const char *const cr_sql_texts[CR_N_SQL] = {
    [CR_SQL_LOAD_ACCOUNT] = "SELECT " CR_ACCOUNT_COLUMNS " FROM account WHERE account_id = $1",
    [CR_SQL_SAVE_ACCOUNT] = "INSERT INTO account (account_id, profile, policy) VALUES ($1, $2, $3)"
                            " ON CONFLICT (account_id) DO UPDATE SET profile = excluded.profile,"
                            " policy = excluded.policy",

    [CR_SQL_LOAD_VERSION] = "SELECT version FROM account WHERE account_id = $1",

    [CR_SQL_ADD_FACT] = "INSERT INTO fact (account_id, fact_id, interview_id, source_key, body)"
                        " VALUES ($1, $2, $3, $4, $5)",
    [CR_SQL_UPDATE_FACT] = "UPDATE fact SET body = $3 WHERE account_id = $1 AND fact_id = $2",
    [CR_SQL_HAS_FACT] = "SELECT fact_id AS id FROM fact WHERE account_id = $1 AND source_key = $2",
    [CR_SQL_FIND_FACT] = "SELECT " FACT " FROM fact WHERE account_id = $1 AND source_key = $2",
    [CR_SQL_FACTS_OF_ALL] = "SELECT " FACT " FROM fact WHERE account_id = $1 UNION ALL SELECT " TICK
                            " FROM tick WHERE account_id = $1 ORDER BY fact_id DESC LIMIT $2",
    [CR_SQL_FACTS_OF_INTERVIEW] =
        "SELECT " FACT " FROM fact WHERE account_id = $1 AND interview_id = $2"
        " UNION ALL SELECT " TICK " FROM " TICKS_OF_INTERVIEW " ORDER BY fact_id DESC LIMIT $3",
    [CR_SQL_ADD_TICK] =
        "INSERT INTO tick (account_id, fact_id, interview_id, before_id, at, learnt)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
    [CR_SQL_HAS_TICK] = "SELECT fact_id AS id FROM " TICKS_OF_INTERVIEW " WHERE at = $3",

    [CR_SQL_ADD_APPLICATION_FACT] =
        "INSERT INTO fact (account_id, fact_id, interview_id, application_id, source_key, body)"
        " VALUES ($1, $2, 0, $3, $4, $5)",
    [CR_SQL_FACTS_OF_APPLICATION] =
        "SELECT " FACT " FROM fact WHERE account_id = $1 AND application_id = $2 ORDER BY fact_id",

    [CR_SQL_ADD_INTERVIEW] =
        "INSERT INTO interview (account_id, interview_id, open, start_at, end_at, timed, agreed)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [CR_SQL_UPDATE_INTERVIEW] = "UPDATE interview SET open = $3, start_at = $4, end_at = $5,"
                                " timed = $6, agreed = $7"
                                " WHERE account_id = $1 AND interview_id = $2",
    [CR_SQL_ADD_STATE] =
        "INSERT INTO state (account_id, interview_id, due, last_line, last_tick, ticked, body,"
        " offers_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    [CR_SQL_LOAD_CHAINS] =
        "SELECT " CHAINS " FROM state WHERE account_id = $1 AND interview_id = $2",
    [CR_SQL_SAVE_CHAINS] = "UPDATE state SET last_line = $3, last_tick = $4, ticked = $5"
                           " WHERE account_id = $1 AND interview_id = $2",
    [CR_SQL_LOAD_INTERVIEW] = CALLS " AND interview.interview_id = $2",
    [CR_SQL_LIST_ALL] = CALLS " AND (start_at, interview.interview_id) > ($2, $3) AND start_at < $4"
                              " ORDER BY start_at, interview.interview_id LIMIT $5",
    [CR_SQL_LIST_OPEN] =
        CALLS " AND open = 1"
              " AND (start_at, interview.interview_id) > ($2, $3) AND start_at < $4"
              " ORDER BY start_at, interview.interview_id LIMIT $5",
    [CR_SQL_LIST_SPANS] =
        "SELECT interview_id, start_at, end_at, CASE WHEN end_at IS NULL THEN agreed END AS agreed"
        " FROM interview WHERE account_id = $1 AND open = 1 AND start_at >= $2 AND start_at < $3"
        " ORDER BY start_at, interview_id LIMIT $4",
    [CR_SQL_LIST_OFFERING] =
        "SELECT " CALL " FROM state CROSS JOIN interview WHERE state.account_id = $1"
        " AND state.offers_until > $2 AND interview.account_id = $1"
        " AND interview.interview_id = state.interview_id"
        " ORDER BY state.offers_until, state.interview_id LIMIT $3",
    [CR_SQL_LIST_WITHOUT_DUE] = CALLS
    " AND open = 1 AND timed IS NULL ORDER BY start_at DESC, interview.interview_id DESC LIMIT $2",

    [CR_SQL_LOAD_KEYS] = "SELECT kind, value, start_at FROM interview_key"
                         " WHERE account_id = $1 AND interview_id = $2",
    [CR_SQL_PUT_KEY] =
        "INSERT INTO interview_key (account_id, interview_id, kind, value, start_at)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id, interview_id, kind, value)"
        " DO UPDATE SET start_at = excluded.start_at",
    [CR_SQL_DROP_KEY] =
        "DELETE FROM interview_key WHERE account_id = $1 AND interview_id = $2 AND kind = $3"
        " AND value = $4",
    [CR_SQL_FIND_BY_KEY] =
        "SELECT interview_id FROM interview_key WHERE account_id = $1 AND kind = $2 AND value = $3"
        " ORDER BY start_at DESC, interview_id DESC LIMIT 16",
    [CR_SQL_LIST_OVER] =
        "SELECT " CALL " FROM interview_key CROSS JOIN interview CROSS JOIN state"
        " WHERE interview_key.account_id = $1 AND interview.account_id = $1"
        " AND state.account_id = $1 AND state.interview_id = interview.interview_id"
        " AND interview_key.kind = 'address' AND interview_key.value = $2"
        " AND interview_key.start_at < $3"
        " AND interview.interview_id = interview_key.interview_id AND interview.open = 0"
        " ORDER BY interview_key.start_at DESC, interview_key.interview_id DESC LIMIT 16",
    [CR_SQL_LIST_INTERVIEW_KEYS] =
        "SELECT kind, value FROM interview_key WHERE account_id = $1 LIMIT $2",
    [CR_SQL_LIST_APPLICATION_KEYS] =
        "SELECT kind, value FROM application_key WHERE account_id = $1 LIMIT $2",
    [CR_SQL_LIST_KNOWN] =
        "SELECT kind, value FROM interview_key WHERE account_id = $1"
        " AND kind IN ('address', 'domain') UNION ALL SELECT kind, value FROM application_key"
        " WHERE account_id = $1 AND kind IN ('address', 'domain', 'company') LIMIT $2",

    [CR_SQL_ADD_EFFECT] =
        "INSERT INTO effect (account_id, effect_no, effect_id, interview_id, status, body)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
    [CR_SQL_UPDATE_EFFECT] = "UPDATE effect SET interview_id = $3, status = $4, body = $5"
                             " WHERE account_id = $1 AND effect_id = $2 RETURNING effect_no AS id",
    [CR_SQL_LOAD_EFFECT] = "SELECT body FROM effect WHERE account_id = $1 AND effect_id = $2",
    [CR_SQL_EFFECTS_OF_ALL] = "SELECT body FROM effect WHERE account_id = $1 ORDER BY effect_no",
    [CR_SQL_EFFECTS_OF_INTERVIEW] =
        "SELECT body FROM effect WHERE account_id = $1 AND interview_id = $2 ORDER BY effect_no",
    [CR_SQL_EFFECTS_BY_STATUS] =
        "SELECT body FROM effect WHERE account_id = $1 AND status = $2 ORDER BY effect_no",
    [CR_SQL_EFFECTS_WAITING] =
        "SELECT body FROM effect WHERE account_id = $1 AND status IN ('pending', 'sending')",

    [CR_SQL_ADD_LINE] =
        "INSERT INTO timeline (account_id, line_id, interview_id, before_id, at, event, text)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [CR_SQL_UPDATE_LINE] = "UPDATE timeline SET text = $3 WHERE account_id = $1 AND line_id = $2",
    [CR_SQL_LINES_OF_ALL] = "SELECT " LINE " FROM timeline WHERE account_id = $1"
                            " ORDER BY line_id DESC LIMIT $2",
    [CR_SQL_LINES_OF_INTERVIEW] =
        "SELECT " LINE " FROM " CHAIN("timeline", "line_id", "last_line") " LIMIT $3",
    [CR_SQL_LINES_AFTER] = "SELECT " LINE " FROM timeline WHERE account_id = $1"
                           " AND line_id > $2 ORDER BY line_id LIMIT $3",

    [CR_SQL_FIND_CALENDAR] =
        "SELECT calendar_id AS id FROM calendar WHERE account_id = $1 AND name = $2",
    [CR_SQL_LIST_CALENDARS] = "SELECT name FROM calendar WHERE account_id = $1 ORDER BY name",
    [CR_SQL_ADD_CALENDAR] =
        "INSERT INTO calendar (account_id, name, calendar_id) VALUES ($1, $2, $3)",
    [CR_SQL_PUT_BUSY] =
        "INSERT INTO busy (account_id, calendar_id, key, length_class, start_at, end_at, summary,"
        " object, uid) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " ON CONFLICT (account_id, calendar_id, key)"
        " DO UPDATE SET length_class = excluded.length_class, start_at = excluded.start_at,"
        " end_at = excluded.end_at, summary = excluded.summary, object = excluded.object,"
        " uid = excluded.uid"
        " WHERE (busy.start_at, busy.end_at, COALESCE(busy.summary, ''),"
        " COALESCE(busy.object, ''), COALESCE(busy.uid, ''))"
        " <> (excluded.start_at, excluded.end_at, COALESCE(excluded.summary, ''),"
        " COALESCE(excluded.object, ''), COALESCE(excluded.uid, ''))",
    [CR_SQL_DROP_BUSY] = "DELETE FROM busy WHERE account_id = $1 AND calendar_id = $2 AND key = $3",
    [CR_SQL_CLEAR_BUSY] = "DELETE FROM busy WHERE account_id = $1 AND calendar_id = $2",
    [CR_SQL_DROP_OBJECT] =
        "DELETE FROM busy WHERE account_id = $1 AND calendar_id = $2 AND object = $3",
    [CR_SQL_BUSY_OF_UID] =
        "SELECT start_at, end_at, uid FROM busy WHERE account_id = $1 AND uid = $2"
        " ORDER BY start_at LIMIT 64",
    [CR_SQL_LIST_BUSY] =
        "SELECT start_at, end_at, uid FROM busy WHERE account_id = $1 AND length_class = $2"
        " AND start_at > $3 AND start_at < $4 AND end_at > $5 ORDER BY start_at",
    [CR_SQL_SHOW_BUSY] =
        "SELECT start_at, end_at, summary FROM busy WHERE account_id = $1 AND length_class = $2"
        " AND start_at > $3 AND start_at < $4 AND end_at > $5 ORDER BY start_at",

    [CR_SQL_SET] = "INSERT INTO setting (account_id, name, value) VALUES ($1, $2, $3)"
                   " ON CONFLICT (account_id, name) DO UPDATE SET value = excluded.value",
    [CR_SQL_UNSET] = "DELETE FROM setting WHERE account_id = $1 AND name = $2",
    [CR_SQL_GET] = "SELECT value FROM setting WHERE account_id = $1 AND name = $2",
    [CR_SQL_GET_ALIKE] = "SELECT name, value FROM setting WHERE account_id = $1"
                         " AND substr(name, 1, length($2)) = $2",
    [CR_SQL_GET_SEVERAL] = "SELECT name, value FROM setting WHERE account_id = $1"
                           " AND name IN ($2, $3, $4, $5, $6, $7, $8, $9)",

#define ROW                                                                                        \
  "application_id, stage, reason, saved_at, applied_at, screen_at, interview_at, offer_at,"        \
  " accepted_at, closed_at, heard_at, wrote_at, changed_at, due, next_kind, company, role"
    [CR_SQL_PUT_APPLICATION] =
        "INSERT INTO application (account_id, " ROW ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
        " $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT (account_id, application_id)"
        " DO UPDATE SET stage = excluded.stage, reason = excluded.reason,"
        " saved_at = excluded.saved_at, applied_at = excluded.applied_at,"
        " screen_at = excluded.screen_at, interview_at = excluded.interview_at,"
        " offer_at = excluded.offer_at, accepted_at = excluded.accepted_at,"
        " closed_at = excluded.closed_at, heard_at = excluded.heard_at,"
        " wrote_at = excluded.wrote_at, changed_at = excluded.changed_at, due = excluded.due,"
        " next_kind = excluded.next_kind, company = excluded.company, role = excluded.role",
    [CR_SQL_PUT_APPLICATION_BODY] =
        "INSERT INTO application_body (account_id, application_id, body) VALUES ($1, $2, $3)"
        " ON CONFLICT (account_id, application_id) DO UPDATE SET body = excluded.body",
    [CR_SQL_LOAD_APPLICATION] =
        "SELECT body FROM application_body WHERE account_id = $1 AND application_id = $2",
    [CR_SQL_LIST_APPLICATIONS] = "SELECT " ROW " FROM application WHERE account_id = $1"
                                 " ORDER BY application_id",
    [CR_SQL_LIST_STAGE] = "SELECT " ROW " FROM application WHERE account_id = $1 AND stage = $2"
                          " AND (changed_at, application_id) < ($3, $4)"
                          " ORDER BY changed_at DESC, application_id DESC LIMIT $5",
    [CR_SQL_LIST_DUE_APPLICATIONS] =
        "SELECT " ROW " FROM application WHERE account_id = $1 AND due IS NOT NULL AND due <= $2"
        " ORDER BY due, application_id LIMIT $3",
    [CR_SQL_COUNT_STAGES] =
        "SELECT stage, count(*) AS n FROM application WHERE account_id = $1 GROUP BY stage",
    [CR_SQL_LOAD_APPLICATION_KEYS] = "SELECT kind, value FROM application_key"
                                     " WHERE account_id = $1 AND application_id = $2",
    [CR_SQL_PUT_APPLICATION_KEY] =
        "INSERT INTO application_key (account_id, application_id, kind, value)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, application_id, kind, value) DO NOTHING",
    [CR_SQL_DROP_APPLICATION_KEY] =
        "DELETE FROM application_key WHERE account_id = $1 AND application_id = $2 AND kind = $3"
        " AND value = $4",
    [CR_SQL_FIND_APPLICATIONS] = "SELECT application_id FROM application_key WHERE account_id = $1"
                                 " AND kind = $2 AND value = $3"
                                 " ORDER BY application_id DESC LIMIT 32",

    [CR_SQL_PLACE_OF_FACT] = "SELECT interview_id, application_id FROM fact WHERE account_id = $1"
                             " AND fact_id = $2",
    [CR_SQL_PLACE_OF_EFFECT] =
        "SELECT interview_id FROM effect WHERE account_id = $1 AND effect_no = $2",
    [CR_SQL_FACTS_FROM] = "SELECT fact_id AS id, body FROM fact WHERE account_id = $1"
                          " AND fact_id > $2 ORDER BY fact_id LIMIT $3",
    [CR_SQL_EFFECTS_FROM] = "SELECT effect_no AS id, body FROM effect WHERE account_id = $1"
                            " AND effect_no > $2 ORDER BY effect_no LIMIT $3",
    [CR_SQL_PUT_DOCUMENT] =
        "INSERT INTO document (account_id, kind, ref, digest) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (account_id, kind, ref) DO UPDATE SET digest = excluded.digest"
        " WHERE document.digest <> excluded.digest RETURNING ref AS id",

    [CR_SQL_PUT_ANSWER] = "INSERT INTO answer (account_id, key, at, request, status, body)"
                          " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id, key)"
                          " DO UPDATE SET at = excluded.at, request = excluded.request,"
                          " status = excluded.status, body = excluded.body",
    [CR_SQL_FIND_ANSWER] =
        "SELECT at, request, status, body FROM answer WHERE account_id = $1 AND key = $2",
    [CR_SQL_DROP_ANSWERS] = "DELETE FROM answer WHERE account_id = $1 AND at < $2",

    /* The row stays, with its counters: no id and no version ever means two things. */
    [CR_SQL_ERASE_ACCOUNT] = "UPDATE account SET profile = NULL, policy = CAST($2 AS TEXT)"
                             " WHERE account_id = $1",
    [CR_SQL_ERASE_FACTS] = "DELETE FROM fact WHERE account_id = $1",
    [CR_SQL_ERASE_INTERVIEWS] = "DELETE FROM interview WHERE account_id = $1",
    [CR_SQL_ERASE_STATES] = "DELETE FROM state WHERE account_id = $1",
    [CR_SQL_ERASE_TICKS] = "DELETE FROM tick WHERE account_id = $1",
    [CR_SQL_ERASE_KEYS] = "DELETE FROM interview_key WHERE account_id = $1",
    [CR_SQL_ERASE_EFFECTS] = "DELETE FROM effect WHERE account_id = $1",
    [CR_SQL_ERASE_LINES] = "DELETE FROM timeline WHERE account_id = $1",
    [CR_SQL_ERASE_CALENDARS] = "DELETE FROM calendar WHERE account_id = $1",
    [CR_SQL_ERASE_BUSY] = "DELETE FROM busy WHERE account_id = $1",
    [CR_SQL_ERASE_SETTINGS] = "DELETE FROM setting WHERE account_id = $1",
    [CR_SQL_ERASE_ANSWERS] = "DELETE FROM answer WHERE account_id = $1",
    [CR_SQL_ERASE_APPLICATIONS] = "DELETE FROM application WHERE account_id = $1",
    [CR_SQL_ERASE_APPLICATION_BODIES] = "DELETE FROM application_body WHERE account_id = $1",
    [CR_SQL_ERASE_APPLICATION_KEYS] = "DELETE FROM application_key WHERE account_id = $1",
    [CR_SQL_ERASE_TURN] = "DELETE FROM turn WHERE account_id = $1",
    [CR_SQL_ERASE_POSTS] = "DELETE FROM post WHERE account_id = $1",
    [CR_SQL_ERASE_DOCUMENTS] = "DELETE FROM document WHERE account_id = $1",
    [CR_SQL_ERASE_MEMBER] = "DELETE FROM member WHERE account_id = $1",
    [CR_SQL_ERASE_ACCESS] = "DELETE FROM access WHERE account_id = $1",
    [CR_SQL_ERASE_CREDENTIALS] = "DELETE FROM credential WHERE account_id = $1",

#define DEED "audit_id, at, actor, who, action, object, hash, mark"
    [CR_SQL_ADD_DEED] =
        "INSERT INTO audit (account_id, " DEED ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    [CR_SQL_LAST_DEED] = "SELECT audit_id, at, hash FROM audit WHERE account_id = $1"
                         " ORDER BY audit_id DESC LIMIT 1",
    [CR_SQL_LIST_DEEDS] = "SELECT " DEED " FROM audit WHERE account_id = $1 AND audit_id < $2"
                          " ORDER BY audit_id DESC LIMIT $3",
    [CR_SQL_DEEDS_AFTER] = "SELECT " DEED " FROM audit WHERE account_id = $1 AND audit_id > $2"
                           " ORDER BY audit_id LIMIT $3",
    [CR_SQL_LAST_SEAL] = "SELECT object FROM audit WHERE account_id = $1 AND action = 'facts'"
                         " ORDER BY audit_id DESC LIMIT 1",
    [CR_SQL_LIST_SEALS] = "SELECT object FROM audit WHERE account_id = $1 AND action = 'facts'"
                          " ORDER BY audit_id",
    [CR_SQL_FACTS_BETWEEN] =
        "SELECT " FACT " FROM fact WHERE account_id = $1 AND fact_id > $2 AND fact_id <= $3"
        " UNION ALL SELECT " TICK " FROM tick WHERE account_id = $1 AND fact_id > $2"
        " AND fact_id <= $3 ORDER BY fact_id LIMIT $4",

    [CR_SQL_PUT_MEMBER] = "INSERT INTO member (account_id, state, role, email, body)"
                          " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id)"
                          " DO UPDATE SET state = excluded.state, role = excluded.role,"
                          " email = excluded.email, body = excluded.body",
    [CR_SQL_LOAD_MEMBER] = "SELECT body FROM member WHERE account_id = $1",
    [CR_SQL_PUT_ACCESS] =
        "INSERT INTO access (account_id, kind, other_id, ends_at, body) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (account_id, kind, other_id) DO UPDATE SET ends_at = excluded.ends_at,"
        " body = excluded.body",
    [CR_SQL_FIND_ACCESS] = "SELECT other_id, ends_at, body FROM access WHERE account_id = $1"
                           " AND kind = $2 AND other_id = $3",
    [CR_SQL_LIST_ACCESS] = "SELECT other_id, ends_at, body FROM access WHERE account_id = $1"
                           " AND kind = $2 AND other_id > $3 ORDER BY other_id LIMIT $4",
    [CR_SQL_DROP_ACCESS] = "DELETE FROM access WHERE account_id = $1 AND kind = $2"
                           " AND other_id = $3 AND ends_at <= $4",
    [CR_SQL_PUT_CREDENTIAL] = "INSERT INTO credential (account_id, kind, digest, ends_at, body)"
                              " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id, kind, digest)"
                              " DO UPDATE SET ends_at = excluded.ends_at, body = excluded.body",
    [CR_SQL_FIND_CREDENTIAL] = "SELECT ends_at, body FROM credential WHERE account_id = $1"
                               " AND kind = $2 AND digest = $3",
    [CR_SQL_LIST_CREDENTIALS] = "SELECT ends_at, body FROM credential WHERE account_id = $1"
                                " AND kind = $2 ORDER BY digest",
    [CR_SQL_TAKE_CREDENTIAL] = "DELETE FROM credential WHERE account_id = $1 AND kind = $2"
                               " AND digest = $3 RETURNING ends_at, body",
    [CR_SQL_DROP_CREDENTIALS] = "DELETE FROM credential WHERE account_id = $1 AND kind = $2",
    [CR_SQL_EXPIRE_CREDENTIALS] = "DELETE FROM credential WHERE account_id = $1 AND ends_at < $2",

    [CR_SQL_PUT_POST] =
        "INSERT INTO post (account_id, kind, address, what, due, ends_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id, kind, address, what)"
        " DO UPDATE SET due = excluded.due, ends_at = excluded.ends_at, holder = NULL, tries = 0,"
        " words = NULL",
#define OF_HOLDER                                                                                  \
  " WHERE account_id = $1 AND kind = $2 AND address = $3 AND what = $4 AND holder = $5"
    [CR_SQL_SET_POST] =
        "UPDATE post SET due = $6, words = $7" OF_HOLDER " RETURNING account_id AS id",
    [CR_SQL_DROP_POST] = "DELETE FROM post" OF_HOLDER,
    [CR_SQL_DROP_POSTS] = "DELETE FROM post WHERE account_id = $1 AND kind = $2",

#define TAKE_AND_GIVE(name, table, columns, kinds, places)                                         \
  [CR_SQL_TAKE_##name] = "SELECT " columns " FROM " table " WHERE account_id = $1",                \
  [CR_SQL_GIVE_##name] =                                                                           \
      "INSERT INTO " table " (account_id, " columns ") VALUES ($1, " places ")",
    CR_TABLES(TAKE_AND_GIVE)[CR_SQL_GIVE_ACCOUNT] =
        "INSERT INTO account (account_id, " CR_ACCOUNT_COLUMNS
        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " ON CONFLICT (account_id) DO UPDATE SET profile = excluded.profile,"
        " policy = excluded.policy, last_interview = excluded.last_interview,"
        " last_fact = excluded.last_fact, last_effect = excluded.last_effect,"
        " last_line = excluded.last_line, last_calendar = excluded.last_calendar,"
        " last_application = excluded.last_application, last_audit = excluded.last_audit",
/* What was marked while it was held is due at once, as who held it may not have seen why. */
#define DUE_OR_MARKED "due = CASE WHEN due = 0 THEN 0 ELSE CAST($4 AS BIGINT) END"
    [CR_SQL_HOLD_TURN] = "UPDATE turn SET until_at = $4, " DUE_OR_MARKED
                         " WHERE account_id = $1 AND holder = $2 AND until_at > $3"
                         " RETURNING account_id AS id",
    [CR_SQL_END_TURN] = "UPDATE turn SET holder = NULL, ended_at = $3, tries = $5, " DUE_OR_MARKED
                        " WHERE account_id = $1 AND holder = $2",
    /* What is about the database itself stays with it. */
    [CR_SQL_TAKE_SETTING] = "SELECT name, value FROM setting WHERE account_id = $1"
                            " AND name NOT IN ('instance', 'paused.moved', 'service.connections')",
};
