-- Until when times that a call's letters offered are kept free for it (NULL: none is), so that a letter need
-- not read every call that was missed. What an older program kept is looked at for thirty days, longer than its
-- times are kept.
/* every account */
ALTER TABLE state ADD COLUMN offers_until BIGINT;
UPDATE state SET offers_until = COALESCE(ticked, due) + 2592000000000
  WHERE body IS NULL OR body LIKE '%"offered":%';
CREATE INDEX state_by_offers ON state (account_id, offers_until, interview_id) WHERE offers_until IS NOT NULL;
/* one account */
