/* meanwhile */
-- Who was invited and has not come yet, for who invites.
CREATE INDEX member_invited ON member (account_id, email) WHERE state = 'invited';
