-- For who shows the account to several people or programs at once: a number that grows with every
-- change, and the answers to requests that may be sent again.
ALTER TABLE account ADD COLUMN version BIGINT NOT NULL DEFAULT 0;

CREATE TABLE answer (
  account_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  at BIGINT NOT NULL,
  request TEXT NOT NULL, -- a digest: the same key with another request is a mistake
  status BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account_id, key)
) /* heap */;
CREATE INDEX answer_by_age ON answer (account_id, at);
