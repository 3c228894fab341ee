/* briefly */
-- Until when times that a call's letters offered are kept free for it (NULL: none is), so that a letter need
-- not read every call that was missed. What a program that does not know of it keeps gets a bound.
ALTER TABLE state ADD COLUMN offers_until BIGINT;
/* offers of older programs */
