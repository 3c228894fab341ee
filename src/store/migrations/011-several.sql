-- A worker looks after several accounts in one transaction, which names them all: on a server their policies
-- allow those, as they allowed one.
/* several accounts */
