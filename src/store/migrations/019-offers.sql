/* meanwhile */
CREATE INDEX state_by_offers ON state (account_id, offers_until, interview_id) WHERE offers_until IS NOT NULL;
