-- Written for both engines as PostgreSQL reads it. SQLite gets the same text with BIGINT as INTEGER
-- and the two comments after a table's parenthesis as words (see sqlite.c): "heap" becomes STRICT,
-- "clustered" becomes STRICT, WITHOUT ROWID.
--
-- Every key begins with account_id and no row refers to another account's, so that accounts can be
-- spread over partitions or hosts. Ids count from 1 in each account and are taken from its row here:
-- a sequence would be one place for all. Bodies are opaque JSON; what is searched stands beside them.

CREATE TABLE account (
  account_id BIGINT NOT NULL,
  profile TEXT,
  policy TEXT,
  last_interview BIGINT NOT NULL DEFAULT 0,
  last_fact BIGINT NOT NULL DEFAULT 0,
  last_effect BIGINT NOT NULL DEFAULT 0,
  last_line BIGINT NOT NULL DEFAULT 0,
  last_calendar BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id)
) /* clustered */;

CREATE TABLE fact (
  account_id BIGINT NOT NULL,
  fact_id BIGINT NOT NULL,
  interview_id BIGINT NOT NULL, -- 0: of the account as a whole
  source_key TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account_id, fact_id)
) /* heap */;
CREATE UNIQUE INDEX fact_by_key ON fact (account_id, source_key);
CREATE INDEX fact_by_interview ON fact (account_id, interview_id, fact_id);

CREATE TABLE interview (
  account_id BIGINT NOT NULL,
  interview_id BIGINT NOT NULL,
  open BIGINT NOT NULL CHECK (open IN (0, 1)),
  start_at BIGINT NOT NULL,
  due BIGINT, -- as in timer; NULL: none
  body TEXT NOT NULL,
  PRIMARY KEY (account_id, interview_id)
) /* heap */;
CREATE INDEX interview_by_start ON interview (account_id, start_at, interview_id);
CREATE INDEX interview_by_open ON interview (account_id, open, start_at, interview_id);
CREATE INDEX interview_without_due ON interview (account_id, open, due, start_at, interview_id)
  WHERE due IS NULL;

-- The next thing to do is the first row of an account: one seek, however long the history.
CREATE TABLE timer (
  account_id BIGINT NOT NULL,
  due BIGINT NOT NULL,
  interview_id BIGINT NOT NULL,
  PRIMARY KEY (account_id, due, interview_id)
) /* clustered */;

-- What an interview is found by: kind is uid, thread, address, domain or number.
CREATE TABLE interview_key (
  account_id BIGINT NOT NULL,
  interview_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  start_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, interview_id, kind, value)
) /* clustered */;
CREATE INDEX interview_key_by_value
  ON interview_key (account_id, kind, value, start_at, interview_id);

CREATE TABLE effect (
  account_id BIGINT NOT NULL,
  effect_no BIGINT NOT NULL, -- the order in which they were planned
  effect_id TEXT NOT NULL,
  interview_id BIGINT NOT NULL,
  status TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account_id, effect_no)
) /* heap */;
CREATE UNIQUE INDEX effect_by_id ON effect (account_id, effect_id);
CREATE INDEX effect_by_interview ON effect (account_id, interview_id, effect_no);
CREATE INDEX effect_by_status ON effect (account_id, status, effect_no);

CREATE TABLE line (
  account_id BIGINT NOT NULL,
  interview_id BIGINT NOT NULL,
  line_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  event TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (account_id, interview_id, line_id)
) /* clustered */;
CREATE UNIQUE INDEX line_by_id ON line (account_id, line_id);

CREATE TABLE calendar (
  account_id BIGINT NOT NULL,
  calendar_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (account_id, name)
) /* clustered */;

-- length_class n: at most 8^n days long, so that a look-up knows how far back to read in each.
CREATE TABLE busy (
  account_id BIGINT NOT NULL,
  calendar_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  length_class BIGINT NOT NULL,
  start_at BIGINT NOT NULL,
  end_at BIGINT NOT NULL,
  summary TEXT,
  PRIMARY KEY (account_id, calendar_id, key)
) /* heap */;
CREATE INDEX busy_by_time ON busy (account_id, length_class, start_at, end_at);

CREATE TABLE setting (
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account_id, name)
) /* clustered */;
