-- What changes with every step of a call, apart from what was agreed: a narrow row that is written anew where
-- the agreement, with its contact and its mails, is not. Every interview has one. due is when the call must be
-- looked at next: the first of an account by it is the next thing to do. What a call was told, and when the
-- clock rang for it, are chains of rows that only grow at the table's end: each names the one before it, and
-- the state names the last. So a step touches the end of each table, and one row in the midst of one.
CREATE TABLE state (
  account_id BIGINT NOT NULL,
  interview_id BIGINT NOT NULL,
  due BIGINT, -- NULL: never
  last_line BIGINT NOT NULL, -- 0: none, as in last_tick
  last_tick BIGINT NOT NULL,
  ticked BIGINT, -- the clock rang for no later due; NULL: an older program kept that, among the facts
  body TEXT, -- NULL: an older program kept it, it stands with the agreement
  PRIMARY KEY (account_id, interview_id)
) /* clustered */;

CREATE TABLE timeline (
  account_id BIGINT NOT NULL,
  line_id BIGINT NOT NULL,
  interview_id BIGINT NOT NULL,
  before_id BIGINT NOT NULL, -- the line before it of the same interview; 0: none
  at BIGINT NOT NULL,
  event TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (account_id, line_id)
) /* clustered */;

-- The facts that the clock rang; they are numbered among the others in table fact, and all that is in them
-- follows from this.
CREATE TABLE tick (
  account_id BIGINT NOT NULL,
  fact_id BIGINT NOT NULL,
  interview_id BIGINT NOT NULL,
  before_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  learnt BIGINT NOT NULL,
  PRIMARY KEY (account_id, fact_id)
) /* clustered */;
