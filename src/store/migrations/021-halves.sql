/* briefly */
-- Transactions of hundreds of accounts name them in their order, and each row's is looked for among them by
-- halves. A program that does not know of it and names several in no order does not see some of them: it takes
-- those by themselves.
/* several accounts */
