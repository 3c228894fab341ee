-- Who may sign in, where a database has the accounts of many people. member has no secret in it: who runs
-- the service may list it. What opens an account stands apart, by kind: passwords, passkeys, sessions, links
-- that are good once … Of tokens only a digest is kept.
CREATE TABLE member (
  account_id BIGINT NOT NULL,
  state TEXT NOT NULL, -- invited, active, suspended
  role TEXT NOT NULL, -- candidate, coach, administrator
  email TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account_id)
) /* heap */;

CREATE TABLE credential (
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  digest TEXT NOT NULL,
  ends_at BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account_id, kind, digest)
) /* heap */;
CREATE INDEX credential_by_end ON credential (account_id, ends_at);

-- These two belong to no account: they are asked before it is known which one is meant. Each row is found
-- by the digest of what a stranger said, and seen by nobody who does not name it.
CREATE TABLE directory (
  digest TEXT NOT NULL, -- of an address of mail, or of an institution's name for somebody
  account_id BIGINT NOT NULL,
  PRIMARY KEY (digest)
) /* by digest */;

CREATE TABLE attempt (
  digest TEXT NOT NULL, -- of what is counted, or of a token
  tries BIGINT NOT NULL,
  until_at BIGINT NOT NULL, -- not before; or what it is good until
  ends_at BIGINT NOT NULL, -- then it is forgotten
  body TEXT,
  PRIMARY KEY (digest)
) /* by digest */;
CREATE INDEX attempt_by_end ON attempt (ends_at);
