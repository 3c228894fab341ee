/* account by account */
-- What was kept before 017 is looked at for thirty days, longer than its times are kept.
UPDATE state SET offers_until = COALESCE(due, ticked) + 2592000000000
  WHERE offers_until IS NULL AND (body IS NULL OR body LIKE '%"offered":%') /* of this one */;
