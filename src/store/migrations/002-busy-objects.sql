-- Busy time of a live calendar is replaced object by object, and one event may be the copy of a watched
-- call: what a span came from, and the event's UID.
ALTER TABLE busy ADD COLUMN object TEXT;
ALTER TABLE busy ADD COLUMN uid TEXT;
CREATE INDEX busy_by_object ON busy (account_id, calendar_id, object);
CREATE INDEX busy_by_uid ON busy (account_id, uid, start_at, end_at);
