-- The service's own letters to those who sign in, until the mail server has taken them. Nothing secret stands here:
-- each attempt makes a link of its own. Who tries sets holder, and due to when others may try; a letter that is not
-- to be tried again is due when nobody waits for it any more, and then goes. The index is as that of turn.
CREATE TABLE post (
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  address TEXT NOT NULL,
  what TEXT NOT NULL, -- of a change, which one, in words; else empty
  due BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  holder TEXT,
  tries BIGINT NOT NULL DEFAULT 0,
  words TEXT, -- why it is not delivered yet
  PRIMARY KEY (account_id, kind, address, what)
) /* heap */;
CREATE INDEX post_by_due ON post (due, account_id);
