-- Where many keepers share the accounts: when each account must be looked after next, who does it just
-- now and until when it may be taken from them. Nothing of the account's contents stands here. due 0
-- means at once; a turn that was never finished counts as a try. The index does not lead with the
-- account, as claims do not: each partition has its own, so that accounts can be spread all the same.
CREATE TABLE turn (
  account_id BIGINT NOT NULL,
  due BIGINT NOT NULL,
  holder TEXT, -- NULL: nobody
  until_at BIGINT NOT NULL DEFAULT 0, -- the lease's end; of nobody's, when it was last looked after
  tries BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id)
) /* heap */;
CREATE INDEX turn_by_due ON turn (due, until_at, account_id);
INSERT INTO turn (account_id, due) SELECT account_id, 0 FROM account;
