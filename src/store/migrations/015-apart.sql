-- What an older program kept goes where 014 says. One that is still at work finds no table timer any more and
-- no interview.body: it fails, and does not decide by a state that is not kept there.
/* every account */
INSERT INTO state (account_id, interview_id, due, last_line, last_tick)
  SELECT account_id, interview_id,
    (SELECT due FROM timer WHERE account_id = interview.account_id AND due = interview.due
      AND interview_id = interview.interview_id),
    COALESCE((SELECT max(line_id) FROM line WHERE account_id = interview.account_id
      AND interview_id = interview.interview_id), 0), 0
  FROM interview;
INSERT INTO timeline (account_id, line_id, interview_id, before_id, at, event, text)
  SELECT account_id, line_id, interview_id, COALESCE(lag(line_id) OVER
    (PARTITION BY account_id, interview_id ORDER BY line_id), 0), at, event, text FROM line;
CREATE INDEX state_by_due ON state (account_id, due, interview_id) WHERE due IS NOT NULL;
DROP TABLE timer;
DROP TABLE line;
ALTER TABLE interview RENAME COLUMN body TO agreed;
ALTER TABLE interview RENAME COLUMN due TO timed; -- NULL: nothing is due; the index for those keeps its name
/* one account */
