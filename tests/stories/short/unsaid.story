# An hour without a zone, from somebody whose clock is another one: never a letter before the later of the two.

=== east-coast-writes-ten
# Ten in New York is nine in Chicago.
their-zone 1 America/New_York
mail at=2026-11-17T15:00-05:00
  Hi Ravi, I will call you on Thursday at 10:00. Pia
interviews 1
warning 1 zone-unsaid
event 1 due at 2026-11-19T09:00
never 1 missed before 2026-11-19T10:10
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
# They ring at ten in Chicago: on time, by the other reading.
mail at=2026-11-17T15:00-05:00
  Hi Ravi, I will call you on Thursday at 10:00. Pia

  Pia Lund
  Woodgrove Bank
  +1 773 555 0118
call 2026-11-19T10:01 in +17735550118 1500
interview 1 phase held
letters-out 0
never 1 missed

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
invite
mail at=2026-11-18T10:00-05:00
  Hi Ravi, I have to move our call to Friday at 11:00. I will call you then. Pia
their-zone 1 America/New_York
event 1 warning "no zone"
no-letter before 2026-11-20T11:10

=== new-time-without-a-zone-after-the-miss
invite
mail at=2026-11-19T12:00-05:00
  Hi Ravi, so sorry about this morning! I will call you tomorrow at 14:00. Pia
their-zone 2 America/New_York
event 2 warning "no zone"
no-letter after 2026-11-19T11:30 before 2026-11-20T14:10
letter 2 at 2026-11-20T14:10

=== your-time-is-a-zone
mail at=2026-11-17T15:00-05:00
  Hi Ravi, I will call you on Thursday at 10:00 your time. Pia
no-warning 1 zone-unsaid
event 1 due at 2026-11-19T10:00
