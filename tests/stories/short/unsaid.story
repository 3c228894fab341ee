# An hour without a zone, from somebody whose clock is another one. It is read on theirs; where nothing tells it but the
# Date, the letter waits until the candidate's clock has shown that hour, too.

=== east-coast-writes-ten
# Ten in New York is nine in Chicago.
their-zone 1 America/New_York
mail at=2026-11-17T15:00-05:00
  Hi Ravi, I will call you on Thursday at 10:00. Pia
interviews 1
warning 1 zone-unsaid
event 1 due at 2026-11-19T09:00
event 1 missed at 2026-11-19T09:10
event 1 advice "email:" "may mean 10:00 AM by your clock" at 2026-11-19T09:10
letter 1 at 2026-11-19T10:10
letter 1 says "10:00 AM"

=== west-coast-writes-ten
# Noon in Chicago, or ten there: the warning says that the earlier one may be meant.
their-zone 1 America/Los_Angeles
mail at=2026-11-17T15:00-08:00
  Hi Ravi, I will call you on Thursday at 10:00. Pia
event 1 warning "10:00 AM by yours" at 2026-11-17T17:00
no-letter before 2026-11-19T12:10
letter 1 at 2026-11-19T12:10

=== called-by-the-reader's-clock
# They ring at ten in Chicago: no letter is out yet.
mail at=2026-11-17T15:00-05:00
  Hi Ravi, I will call you on Thursday at 10:00. Pia
call 2026-11-19T09:59 in +17735550118 1500
event 1 missed at 2026-11-19T09:10
interview 1 phase held
letters-out 0

=== ring-them-and-ask
mail at=2026-11-17T15:00-05:00 id=q1
  Hi Ravi, I will call you on Thursday at 10:00. Pia
mail at=2026-11-18T15:00-05:00 re=q1@woodgrove.example
  Hi Ravi, you will see my number then, it is +1 773 555 0118. Pia
event 1 advice "call:" "may mean 10:00 AM by your clock" at 2026-11-19T09:10
act 2026-11-19T09:12 no-answer
no-letter before 2026-11-19T10:10
letter 1 at 2026-11-19T10:10

=== where-she-works-is-known
# By the place below her name: her clock it is.
mail at=2026-11-17T15:00-05:00
  Hi Ravi, I will call you on Thursday at 10:00.

  Pia Lund
  Woodgrove Bank, New York
their-zone 1 America/New_York
no-warning 1 zone-unsaid
letter 1 at 2026-11-19T09:10

=== zone-was-told-before
own at=2026-11-16T15:00 id=o1
  Hi Pia, when would you like to speak? Ravi
mail at=2026-11-17T15:00-05:00 re=o1@example.com id=q1
  Hi Ravi, are you free on Thursday at 10:00 ET? Pia
own at=2026-11-17T15:10 re=q1@woodgrove.example id=o2
  Hi Pia, yes. Will you call me? Ravi
mail at=2026-11-18T10:00-05:00 re=o2@example.com
  Hi Ravi, I will call you on Thursday at 10:00. Pia
no-warning 1 zone-unsaid
letter 1 at 2026-11-19T09:10

=== nobody-rings-at-one-in-the-night
# Ten of a Londoner's clock; by the candidate's it would be the middle of her night.
mail at=2026-11-17T15:00+09:00
  Hi Ravi, I will call you on Thursday at 10:00. Pia
their-zone 1 Asia/Tokyo
hours 8 20
no-warning 1 zone-unsaid

=== zone-is-told-later
their-zone 1 America/New_York
mail at=2026-11-17T15:00-05:00
  Hi Ravi, I will call you on Thursday at 10:00. Pia
mail at=2026-11-18T15:00-05:00
  Hi Ravi, looking forward to our call tomorrow at 10:00 ET. Pia
no-warning 1 zone-unsaid
letter 1 at 2026-11-19T09:10

=== invite-says-which
# The invite is for ten on the candidate's clock: that was meant, and nothing is wrong.
mail at=2026-11-17T15:00-05:00
  Hi Ravi, I will call you on Thursday at 10:00. Pia
invite at=2026-11-17T15:10
interviews 1
no-warning 1 zone-unsaid
no-warning 1 zone-mismatch
interview 1 start 2026-11-19T10:00:00-06:00
letter 1 at 2026-11-19T10:10
no-evidence 1 zone-unsaid

=== invite-says-hers
mail at=2026-11-17T15:00-05:00
  Hi Ravi, I will call you on Thursday at 10:00. Pia
invite at=2026-11-17T15:10 start=2026-11-19T09:00 zone=America/New_York
their-zone 1 America/New_York
interviews 1
no-warning 1 zone-unsaid
letter 1 at 2026-11-19T09:10

=== moved-without-a-zone
# Of words alone.
mail at=2026-11-12T15:00-05:00
  Hi Ravi, I will call you on Thursday 19 November at 10:00. Pia
mail at=2026-11-18T10:00-05:00
  Hi Ravi, I have to move our call to Friday at 11:00. I will call you then. Pia
their-zone 1 America/New_York
warning 1 zone-unsaid
event 1 missed at 2026-11-20T10:10
letter 1 at 2026-11-20T11:10

=== moved-from-an-invite
invite zone=America/New_York
mail at=2026-11-18T10:00-05:00
  Hi Ravi, I have to move our call to Friday at 11:00. I will call you then. Pia
their-zone 1 America/New_York
no-warning 1 zone-unsaid
letter 1 at 2026-11-20T10:10

=== new-time-without-a-zone-after-the-miss
mail at=2026-11-12T15:00-05:00
  Hi Ravi, I will call you on Thursday 19 November at 10:00. Pia
mail at=2026-11-19T12:00-05:00
  Hi Ravi, so sorry about this morning! I will call you tomorrow at 14:00. Pia
their-zone 1 America/New_York
their-zone 2 America/New_York
warning 2 zone-unsaid
event 2 missed at 2026-11-20T13:10
letter 2 at 2026-11-20T14:10

=== your-time-is-a-zone
mail at=2026-11-17T15:00-05:00
  Hi Ravi, I will call you on Thursday at 10:00 your time. Pia
no-warning 1 zone-unsaid
event 1 due at 2026-11-19T10:00
