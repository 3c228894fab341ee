-- Who else may see an account. The candidate's has the grant itself (given, by the coach's number); the
-- coach's only notes whom to ask (held, by the candidate's number): nothing is asked across accounts.
CREATE TABLE access (
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  other_id BIGINT NOT NULL,
  ends_at BIGINT NOT NULL, -- held: when it was noted
  body TEXT NOT NULL,
  PRIMARY KEY (account_id, kind, other_id)
) /* heap */;
