-- Until when somebody has a page of the account open, by the database's own clock: whoever commits
-- something then tells of it. Nobody else need be told, which would have all commits wait for one lock.
ALTER TABLE account ADD COLUMN heard_until BIGINT NOT NULL DEFAULT 0;
