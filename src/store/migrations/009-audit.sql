-- Who did what, chained by hashes (model/deed.h). Rows are only added: on a server the program has no right
-- to change one or take one out, and an account that is erased leaves a row that says so.
ALTER TABLE account ADD COLUMN last_audit BIGINT NOT NULL DEFAULT 0;

CREATE TABLE audit (
  account_id BIGINT NOT NULL,
  audit_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor BIGINT NOT NULL, -- the account of who did it; 0: the program, or nobody who is known
  who TEXT NOT NULL, -- what the actor is called, when that is another account
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (account_id, audit_id)
) /* clustered */;
-- Where the facts that are not sealed yet begin.
CREATE INDEX audit_of_facts ON audit (account_id, audit_id) WHERE action = 'facts';
