-- A key's mark on a row's hash (store/audit.h), which who writes the table cannot make; '' without a key.
ALTER TABLE audit ADD COLUMN mark TEXT NOT NULL DEFAULT '';
