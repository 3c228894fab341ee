#pragma once
/* What an account counts up, and what else is in its row beside account_id. */
#define CR_COUNTS                                                                                  \
  "last_interview, last_fact, last_effect, last_line, last_calendar, last_application,"            \
  " last_audit"
#define CR_ACCOUNT_COLUMNS "profile, policy, " CR_COUNTS
#define CR_ACCOUNT_KINDS "ttiiiiiii"
/* Of one that was erased and is nobody's any more. */
#define CR_CLOSED_POLICY "{\"erased\":true}"

/* The tables whose rows make up an account, for who takes all of them: name in CrSql, table,
 * columns beside account_id, their kinds (i: integer, t: text), the parameters that stand for them.
 * What the engines keep in their own way, and what is derived from these, is not here. */
#define CR_TABLES(T)                                                                               \
  T(FACT, "fact", "fact_id, interview_id, application_id, source_key, body", "iiitt",              \
    "$2, $3, $4, $5, $6")                                                                          \
  T(TICK, "tick", "fact_id, interview_id, before_id, at, learnt", "iiiii", "$2, $3, $4, $5, $6")   \
  T(INTERVIEW, "interview", "interview_id, open, start_at, end_at, timed, agreed", "iiiiit",       \
    "$2, $3, $4, $5, $6, $7")                                                                      \
  T(STATE, "state", "interview_id, due, last_line, last_tick, ticked, body, offers_until",         \
    "iiiiiti", "$2, $3, $4, $5, $6, $7, $8")                                                       \
  T(KEY, "interview_key", "interview_id, kind, value, start_at", "itti", "$2, $3, $4, $5")         \
  T(EFFECT, "effect", "effect_no, effect_id, interview_id, status, body", "ititt",                 \
    "$2, $3, $4, $5, $6")                                                                          \
  T(LINE, "timeline", "line_id, interview_id, before_id, at, event, text", "iiiitt",               \
    "$2, $3, $4, $5, $6, $7")                                                                      \
  T(CALENDAR, "calendar", "calendar_id, name", "it", "$2, $3")                                     \
  T(BUSY, "busy", "calendar_id, key, length_class, start_at, end_at, summary, object, uid",        \
    "itiiittt", "$2, $3, $4, $5, $6, $7, $8, $9")                                                  \
  T(APPLICATION, "application",                                                                    \
    "application_id, stage, reason, saved_at, applied_at, screen_at, interview_at, offer_at,"      \
    " accepted_at, closed_at, heard_at, wrote_at, changed_at, due, next_kind, company, role",      \
    "ittiiiiiiiiiiittt",                                                                           \
    "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18")                 \
  T(APPLICATION_BODY, "application_body", "application_id, body", "it", "$2, $3")                  \
  T(APPLICATION_KEY, "application_key", "application_id, kind, value", "itt", "$2, $3, $4")        \
  T(DOCUMENT, "document", "kind, ref, digest", "iit", "$2, $3, $4")                                \
  T(ANSWER, "answer", "key, at, request, status, body", "titit", "$2, $3, $4, $5, $6")             \
  T(AUDIT, "audit", "audit_id, at, actor, who, action, object, hash", "iiitttt",                   \
    "$2, $3, $4, $5, $6, $7, $8")
