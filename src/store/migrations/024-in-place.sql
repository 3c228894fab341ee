/* meanwhile */
-- A program of before 022 that is still at work looks through all calls of an account from here on, and all turns
-- that are due.
/* index by due_from */
CREATE INDEX turn_by_place ON turn (due, ended_at, account_id);
DROP INDEX turn_by_due;
