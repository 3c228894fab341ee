/* briefly */
-- What changes with every step stands in no index that the step would have to write to, so that its row stays in its
-- page. On a server a call is found due by due_from, which only tells that it is not due before
-- (postgres-search.c); of what a program keeps that does not know of it, it is when it is due. A turn that is
-- claimed keeps its place, which ended_at tells beside due: when the account was last looked after.
/* due_from */
ALTER TABLE turn ADD COLUMN ended_at BIGINT NOT NULL DEFAULT 0;
/* room */
