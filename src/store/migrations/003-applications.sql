-- Applications. What the views over all of them read stands in a narrow table of its own; bodies are
-- opaque JSON, as everywhere.
ALTER TABLE account ADD COLUMN last_application BIGINT NOT NULL DEFAULT 0;
ALTER TABLE fact ADD COLUMN application_id BIGINT; -- NULL: of none
CREATE INDEX fact_by_application ON fact (account_id, application_id, fact_id)
  WHERE application_id IS NOT NULL;

CREATE TABLE application (
  account_id BIGINT NOT NULL,
  application_id BIGINT NOT NULL,
  stage TEXT NOT NULL,
  reason TEXT NOT NULL,
  saved_at BIGINT, -- when each stage was first reached
  applied_at BIGINT,
  screen_at BIGINT,
  interview_at BIGINT,
  offer_at BIGINT,
  accepted_at BIGINT,
  closed_at BIGINT,
  heard_at BIGINT, -- the last word of theirs
  wrote_at BIGINT, -- and to them
  changed_at BIGINT NOT NULL,
  due BIGINT, -- when it next asks something of the candidate
  next_kind TEXT NOT NULL,
  company TEXT,
  role TEXT,
  PRIMARY KEY (account_id, application_id)
) /* clustered */;
CREATE INDEX application_by_stage ON application (account_id, stage, changed_at, application_id);
CREATE INDEX application_by_due ON application (account_id, due, application_id)
  WHERE due IS NOT NULL;

CREATE TABLE application_body (
  account_id BIGINT NOT NULL,
  application_id BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account_id, application_id)
) /* heap */;

-- What an application is found by: kind is company, domain, address, requisition, url, interview or
-- mail.
CREATE TABLE application_key (
  account_id BIGINT NOT NULL,
  application_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account_id, application_id, kind, value)
) /* clustered */;
CREATE INDEX application_key_by_value
  ON application_key (account_id, kind, value, application_id);

-- What the full text search knows of: the digest of each text, so that one that did not change is not
-- indexed again. The index itself is each engine's own and made in place of the comment below.
CREATE TABLE document (
  account_id BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  ref BIGINT NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (account_id, kind, ref)
) /* clustered */;
/* full text */

-- What was kept before is made findable at the first search.
INSERT INTO setting (account_id, name, value) SELECT account_id, 'search.missing', '1' FROM account;
