-- What the last transactions of the account were called by who made them, so that one whose commit
-- nobody heard of can be found again.
ALTER TABLE account ADD COLUMN marks TEXT NOT NULL DEFAULT '';
