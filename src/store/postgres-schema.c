/* The tables of a PostgreSQL database: migrations, partitions, row-level security and rights. */
#include "base/error.h"
#include "store/postgres-private.h"

#include <poll.h>

#define PARTITIONS G_STRINGIFY(POSTGRES_PARTITIONS)
/* One migration at a time, whoever connects. */
#define MIGRATION_LOCK "7166197480093000563"
#define BRIEF_TRIES 600
#define BETWEEN_TRIES_MS 500
#define MOST_PATIENCE_MS 1000

/* A transaction sees the account that it is of, or those, parted by commas, in their order: each
 * row's is looked for among them by halves (width_bucket), as there may be hundreds. They are read
 * once for each statement. The sums keep the planner from looking for their rows by this: each
 * statement says of whom it is. */
#define NAMED "(SELECT (''{'' || current_setting(''crickets.account'', true) || ''}'')::bigint[])"
#define OF_ACCOUNT "(account_id + 0 = " NAMED "[width_bucket(account_id + 0, " NAMED ")])"

/* Accounts' rows come first: nobody writes any more then, with other policies for what is left. */
static const char allow_several[] =
    "DO $$ DECLARE t text; BEGIN"
    " FOR t IN SELECT relname FROM pg_policy JOIN pg_class c ON c.oid = polrelid"
    "  WHERE c.relnamespace = '" POSTGRES_SCHEMA "'::regnamespace AND polname = 'own_account'"
    "  ORDER BY relname <> 'account', relname LOOP"
    "  EXECUTE format('ALTER POLICY own_account ON %I USING " OF_ACCOUNT "', t);"
    " END LOOP; END $$;";

/* Forced row-level security hides every account from the tables' owner, too. */
static const char see_all[] =
    "DO $$ DECLARE t text; BEGIN"
    " FOR t IN SELECT relname FROM pg_class WHERE relnamespace = '" POSTGRES_SCHEMA
    "'::regnamespace AND relforcerowsecurity LOOP"
    "  EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', t);"
    " END LOOP; END $$;";
static const char see_none[] =
    "DO $$ DECLARE t text; BEGIN"
    " FOR t IN SELECT relname FROM pg_class WHERE relnamespace = '" POSTGRES_SCHEMA
    "'::regnamespace AND relrowsecurity LOOP"
    "  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);"
    " END LOOP; END $$;";

/* Of older programs, which do not say either which migrations they know. */
static const char offers_of_older[] =
    "CREATE FUNCTION keep_offers() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    "  UPDATE " POSTGRES_SCHEMA ".state SET offers_until = " CR_OLDER_OFFERS_UNTIL
    "   WHERE account_id = NEW.account_id AND interview_id = NEW.interview_id;"
    "  RETURN NULL; END $$;"
    "CREATE TRIGGER state_offers AFTER INSERT OR UPDATE ON state FOR EACH ROW"
    " WHEN (COALESCE(current_setting('crickets.knows', true), '') = ''"
    "  AND " CR_OLDER_OFFERS ")"
    " EXECUTE FUNCTION keep_offers();";

/* From when on a call may be due (see postgres-search.c), of whoever does not say it: whether NEW
 * lacks that. Of rows that are changed it is kept once for the statement, as are offers of older
 * programs from here on: a condition for each row would be made ready in each partition. */
#define DUE_UNTOLD                                                                                 \
  "NEW.due_from IS DISTINCT FROM NEW.due AND (NEW.interview_id > " POSTGRES_FIRST_CALLS            \
  " OR (NEW.due_from < NEW.due) IS NOT TRUE)"
#define OF_NAMED                                                                                   \
  " WHERE NEW.account_id = ANY (CAST('{' || current_setting('crickets.account', true) || '}'"      \
  " AS BIGINT[])) AND "
#define KNOWS "COALESCE(NULLIF(current_setting('crickets.knows', true), ''), '0')::bigint"
static const char due_from[] =
    "ALTER TABLE state ADD COLUMN due_from BIGINT;"
    "CREATE FUNCTION keep_due_from() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    "  NEW.due_from = NEW.due; RETURN NEW; END $$;"
    "CREATE TRIGGER state_due_added BEFORE INSERT ON state FOR EACH ROW"
    " WHEN (" DUE_UNTOLD ") EXECUTE FUNCTION keep_due_from();"
    "CREATE FUNCTION keep_for_older() RETURNS trigger LANGUAGE plpgsql AS $$\n"
    "#variable_conflict use_column\n"
    "BEGIN"
    "  UPDATE " POSTGRES_SCHEMA ".state AS NEW SET due_from = due" OF_NAMED DUE_UNTOLD ";"
    "  IF " KNOWS " = 0 THEN UPDATE " POSTGRES_SCHEMA ".state AS NEW"
    "   SET offers_until = " CR_OLDER_OFFERS_UNTIL OF_NAMED CR_OLDER_OFFERS "; END IF;"
    "  RETURN NULL; END $$;"
    "CREATE TRIGGER state_changed AFTER UPDATE ON state FOR EACH STATEMENT"
    " WHEN (pg_trigger_depth() = 0 AND " KNOWS " < 22) EXECUTE FUNCTION keep_for_older();"
    "DROP TRIGGER state_offers ON state;"
    "CREATE TRIGGER state_offers AFTER INSERT ON state FOR EACH ROW"
    " WHEN (" KNOWS " = 0 AND " CR_OLDER_OFFERS ") EXECUTE FUNCTION keep_offers();";
static const char due_from_of_all[] =
    "UPDATE state SET due_from = due WHERE due_from IS DISTINCT FROM due /* of this one */;";
static const char index_due_from[] =
    "CREATE INDEX state_by_due_from ON state (account_id, due_from, interview_id)"
    " WHERE due_from IS NOT NULL; DROP INDEX state_by_due;";
/* Room in each page for what comes next of the rows in it. */
static const char make_room[] =
    "DO $$ BEGIN FOR i IN 0 .. " PARTITIONS " - 1 LOOP"
    "  EXECUTE format('ALTER TABLE %I SET (fillfactor = 50)', 'state_p' || i);"
    "  EXECUTE format('ALTER TABLE %I SET (fillfactor = 50)', 'turn_p' || i);"
    "  EXECUTE format('ALTER TABLE %I SET (fillfactor = 70)', 'account_p' || i);"
    " END LOOP; END $$;";

/* Whatever a migration made gets its partitions, its policy, and the worker's rights. */
static const char secure[] =
    "DO $$ DECLARE t text; BEGIN"
    " FOR t IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = '" POSTGRES_SCHEMA
    "'::regnamespace AND c.relkind = 'p' AND NOT c.relrowsecurity LOOP"
    "  FOR i IN 0 .. " PARTITIONS " - 1 LOOP"
    "   EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS " PARTITIONS
    ", REMAINDER %s)', t || '_p' || i, t, i);"
    "  END LOOP;"
    "  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);"
    "  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);"
    /* What is asked before the account is known is seen by who knows its digest. */
    "  IF t IN ('directory', 'attempt') THEN"
    "   EXECUTE format('CREATE POLICY own_digest ON %I USING (digest ="
    " NULLIF(current_setting(''crickets.digest'', true), ''''))', t);"
    "  ELSE"
    "   EXECUTE format('CREATE POLICY own_account ON %I USING " OF_ACCOUNT "', t);"
    "  END IF;"
    /* Who holds whose turn or letter is no account's own, and who is there may be counted. */
    "  IF t IN ('turn', 'attempt', 'post') THEN"
    "   EXECUTE format('CREATE POLICY of_keepers ON %I USING"
    " (current_setting(''crickets.shared'', true) = ''on'')', t); END IF;"
    "  IF t = 'member' THEN EXECUTE 'CREATE POLICY of_keepers ON member FOR SELECT USING"
    " (current_setting(''crickets.shared'', true) = ''on'')'; END IF;"
    /* Nobody changes what was done. An account that is erased keeps the row that says so, and
     * nothing before it. */
    "  IF t = 'audit' THEN"
    "   GRANT SELECT, INSERT ON audit TO " POSTGRES_ROLE ";"
    "   CREATE FUNCTION drop_deeds(whose BIGINT, erased BIGINT) RETURNS VOID LANGUAGE sql"
    "    SECURITY DEFINER SET search_path = " POSTGRES_SCHEMA ", pg_temp AS 'DELETE FROM audit"
    "    WHERE account_id = whose AND audit_id < erased AND account_id ="
    "     NULLIF(current_setting(''crickets.account'', true), '''')::bigint"
    "    AND EXISTS (SELECT 1 FROM audit AS e WHERE e.account_id = whose"
    "     AND e.audit_id = erased AND e.action = ''erased'')';"
    "   REVOKE ALL ON FUNCTION drop_deeds FROM PUBLIC;"
    "   GRANT EXECUTE ON FUNCTION drop_deeds TO " POSTGRES_ROLE ";"
    "  ELSE"
    "   EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO " POSTGRES_ROLE "', t);"
    "  END IF;"
    " END LOOP; END $$";

/* See 001-first.sql for the dialect. */
static char *
translate(const CrMigration *migration) {
  GString *text = g_string_new_len(migration->bytes, (gssize) migration->length);
  g_string_replace(text, "/* heap */", "PARTITION BY HASH (account_id)", 0);
  g_string_replace(text, "/* clustered */", "PARTITION BY HASH (account_id)", 0);
  g_string_replace(text, "/* by digest */", "PARTITION BY HASH (digest)", 0);
  g_string_replace(text, "/* full text */", cr_postgres_search_schema, 0);
  g_string_replace(text, "/* several accounts */", allow_several, 0);
  g_string_replace(text, "/* offers of older programs */", offers_of_older, 0);
  g_string_replace(text, "/* due_from */", due_from, 0);
  g_string_replace(text, "/* due_from of all */", due_from_of_all, 0);
  g_string_replace(text, "/* index by due_from */", index_due_from, 0);
  g_string_replace(text, "/* room */", make_room, 0);
  g_string_replace(text, "/* every account */", see_all, 0);
  g_string_replace(text, "/* one account */", see_none, 0);
  return g_string_free(text, FALSE);
}

/* Of one that accounts wait for: gives up, with CR_ERROR_BUSY, rather than have them wait long. */
static gboolean
set_patience(CrDb *db, guint patience_ms, GError **error) {
  g_autofree char *text = g_strdup_printf("SET LOCAL lock_timeout = %u", patience_ms);
  return patience_ms == 0 || postgres_run_text(db, text, error);
}

/* Its transaction; text NULL: all was done before. Another process may have done it while we waited
 * for the lock. */
static gboolean
take_migration(CrDb *db, gint64 number, const char *text, guint patience_ms, GError **error) {
  g_autofree char *mark = g_strdup_printf("UPDATE schema_version SET version = %d", (int) number);
  gint64 version = 0;
  if (!postgres_run_text(db, "BEGIN; SELECT pg_advisory_xact_lock(" MIGRATION_LOCK ")", error))
    return FALSE;
  gboolean ok = postgres_read_number(db, "SELECT version FROM schema_version", &version, error) &&
                (version >= number ||
                 (set_patience(db, patience_ms, error) &&
                  (text == NULL || postgres_run_text(db, text, error)) &&
                  postgres_run_text(db, secure, error) && postgres_run_text(db, mark, error))) &&
                postgres_run_text(db, "COMMIT", error);
  if (!ok) {
    g_autoptr(PGresult) ignored = postgres_exec(db, "ROLLBACK");
  }
  return ok;
}

/* A lock on a whole table waits for whoever is at work in it, and all who come later wait behind
 * it: so it is soon let go and tried again, with a little more patience each time. */
static gboolean
take_briefly(CrDb *db, gint64 number, const char *text, GError **error) {
  guint patience_ms = 50;
  for (int i = 0;; i++) {
    g_autoptr(GError) local = NULL;
    if (take_migration(db, number, text, patience_ms, &local))
      return TRUE;
    if (!g_error_matches(local, CR_ERROR, CR_ERROR_BUSY) || i == BRIEF_TRIES) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
    poll(NULL, 0, BETWEEN_TRIES_MS);
    patience_ms = MIN(patience_ms + patience_ms / 4, MOST_PATIENCE_MS);
  }
}

static gboolean
migrate_online(CrDb *db, gint64 number, PostgresOnline how, const char *text, GError **error) {
  return postgres_prepare_online(db, how, text, error) &&
         take_briefly(db, number, how == ONLINE_BY_ACCOUNT ? NULL : text, error);
}

static gboolean
migrate_once(CrDb *db, gint64 number, gboolean online, GError **error) {
  const CrMigration *migration = &cr_migrations[number - 1];
  g_autofree char *text = translate(migration);
  PostgresOnline how = online ? postgres_online(text) : ONLINE_NOT;
  gboolean ok = how == ONLINE_NOT ? take_migration(db, number, text, 0, error)
                                  : migrate_online(db, number, how, text, error);
  if (!ok)
    g_prefix_error(error, "migration %s did not succeed and was taken back: ", migration->name);
  return ok;
}

/* The schema, the table with its version, and the role: only who may create them needs to. */
static const char found_schema[] =
    "BEGIN; SELECT pg_advisory_xact_lock(" MIGRATION_LOCK ");"
    "CREATE SCHEMA IF NOT EXISTS " POSTGRES_SCHEMA ";"
    "CREATE TABLE IF NOT EXISTS " POSTGRES_SCHEMA ".schema_version (version BIGINT NOT NULL);"
    "INSERT INTO " POSTGRES_SCHEMA ".schema_version SELECT 0"
    " WHERE NOT EXISTS (SELECT 1 FROM " POSTGRES_SCHEMA ".schema_version);"
    "DO $$ BEGIN CREATE ROLE " POSTGRES_ROLE
    " NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
    "DO $$ BEGIN EXECUTE format('GRANT " POSTGRES_ROLE " TO %I', current_user);"
    " EXCEPTION WHEN insufficient_privilege THEN NULL; END $$;"
    "GRANT USAGE ON SCHEMA " POSTGRES_SCHEMA " TO " POSTGRES_ROLE ";"
    "GRANT SELECT ON " POSTGRES_SCHEMA ".schema_version TO " POSTGRES_ROLE ";"
    "COMMIT";

/* Who owns nothing can make nothing: says who can. */
static gboolean
check_owner(CrDb *db, gint64 version, GError **error) {
  gint64 owns = 0;
  if (!postgres_read_number(db,
                            "SELECT count(*) FROM pg_namespace WHERE nspname = '" POSTGRES_SCHEMA
                            "' AND pg_has_role(nspowner, 'USAGE')",
                            &owns, error))
    return FALSE;
  if (owns == 0)
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
                "postgresql: made by an older crickets (schema %d; this one needs %d): whoever "
                "owns its tables is to connect first",
                (int) version, (int) store_newest_schema());
  return owns > 0;
}

static gboolean
read_version(CrDb *db, gint64 *ret_version, GError **error) {
  gint64 newest = store_newest_schema();
  if (!postgres_read_number(db, "SELECT version FROM schema_version", ret_version, error))
    return FALSE;
  if (*ret_version > newest)
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
                "postgresql: made by a newer crickets (schema %d; this one knows %d)",
                (int) *ret_version, (int) newest);
  return *ret_version <= newest;
}

/* One at a time from the first migration to the last: what holds nobody up who is at work would
 * wait for who founds the tables, and they for it. */
static gboolean
migrate_alone(CrDb *db, GError **error) {
  gint64 version = 0, newest = store_newest_schema();
  if (!postgres_lock_online(db, error))
    return FALSE;
  gboolean ok = read_version(db, &version, error), in_use = version > 0;
  while (ok && version < newest)
    ok = migrate_once(db, ++version, in_use, error);
  postgres_unlock_online(db);
  return ok;
}

gboolean
postgres_migrate(CrDb *db, GError **error) {
  gint64 exists = 0, version = 0;
  if (!postgres_read_number(db,
                            "SELECT count(*) FROM pg_tables WHERE schemaname = '" POSTGRES_SCHEMA
                            "' AND tablename = 'schema_version'",
                            &exists, error) ||
      (exists == 0 && !postgres_run_text(db, found_schema, error)) ||
      !postgres_run_text(db, "SET search_path = " POSTGRES_SCHEMA, error) ||
      !read_version(db, &version, error))
    return FALSE;
  return version == store_newest_schema() ||
         (check_owner(db, version, error) && migrate_alone(db, error));
}

gboolean
postgres_check_replica(CrDb *db, GError **error) {
  gint64 version = 0, newest = store_newest_schema();
  if (!postgres_run_text(db, "SET search_path = " POSTGRES_SCHEMA, error) ||
      !postgres_read_number(db, "SELECT version FROM schema_version", &version, error))
    return FALSE;
  if (version != newest)
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
                "postgresql: this replica is not of this crickets (schema %d; it knows %d)",
                (int) version, (int) newest);
  return version == newest;
}
