-- When a call ends: who looks for what is taken need not read all that is kept of each.
ALTER TABLE interview ADD COLUMN end_at BIGINT; -- NULL: kept by an older program, it stands in the body
