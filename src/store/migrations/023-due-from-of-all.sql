/* account by account */
-- Of what was kept before 022.
/* due_from of all */
