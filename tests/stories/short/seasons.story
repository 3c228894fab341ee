# Clocks that change, on both halves of the globe, in hours and weeks that are traps.

=== sydney-goes-forward
# Sydney's clocks go forward on Sunday 4 October 2026; the call is on the Monday.
invite at=2026-09-28T09:00 start=2026-10-05T09:00+11:00 zone=Australia/Sydney
their-zone 1 Australia/Sydney
event 1 due at 2026-10-04T22:00Z
event 1 missed at 2026-10-04T22:10Z
no-letter before 2026-10-04T22:10Z
hours 8 20

=== sydney-goes-back-hour-twice
# On 5 April 2026 half past two comes twice in Sydney: never before the later one.
profile zone=Australia/Sydney country=AU phone=+61255501234
invite wall=yes start=2026-04-05T02:30 zone=Australia/Sydney at=2026-03-30T09:00+11:00
no-letter before 2026-04-04T15:40Z
warning 1 odd-hour

=== hour-twice-in-words
# 1:30 on the morning of 1 November in Chicago; nobody says which: the later one is the one to count from.
mail at=2026-10-28T10:00
  Hi Ravi, odd hour, I know, but I am in Singapore: I will call you on Sunday 1 November at 1:30am your time. Pia
interviews 1
no-letter before 2026-11-01T01:40:00-06:00

=== hour-skipped-in-words
# 2:30 does not exist in Chicago on 14 March 2027.
mail at=2027-03-10T10:00
  Hi Ravi, I will call you on Sunday 14 March at 2:30am your time. Pia
interviews 1
no-letter before 2027-03-14T03:40:00-05:00

=== berlin-hour-skipped
profile zone=Europe/Berlin country=DE phone=+493023125014
invite wall=yes start=2027-03-28T02:30 zone=Europe/Berlin at=2027-03-22T09:00
event 1 due at 2027-03-28T03:30+02:00
no-letter before 2027-03-28T03:40+02:00

=== berlin-hour-twice
profile zone=Europe/Berlin country=DE phone=+493023125014
invite wall=yes start=2026-10-25T02:30 zone=Europe/Berlin at=2026-10-19T09:00
no-letter before 2026-10-25T02:40+01:00

=== gap-week-autumn-in-words
# London has gone back, New York has not: 9am ET is 13:00 in London on 27 October.
profile zone=Europe/London country=GB phone=+442079460123
mail at=2026-10-22T10:00-04:00
  Hi Ravi, I will call you on Tuesday, October 27 at 9am ET. Pia Lund, Woodgrove Bank, New York
their-zone 1 America/New_York
interview 1 start 2026-10-27T13:00:00+00:00
no-letter before 2026-10-27T13:10

=== gap-week-spring-in-words
# New York has gone forward, Berlin has not: 10am ET is 15:00 in Berlin on 17 March 2027.
profile zone=Europe/Berlin country=DE phone=+493023125014
mail at=2027-03-12T10:00-05:00
  Hi Ravi, I will call you on Wednesday, March 17 at 10am ET. Pia Lund, Woodgrove Bank, New York
their-zone 1 America/New_York
interview 1 start 2027-03-17T15:00:00+01:00
no-letter before 2027-03-17T15:10

=== gap-week-both-clocks-said
# "10am ET / 4pm CET" in the gap week is one of the two only; nothing before the later.
profile zone=Europe/Berlin country=DE phone=+493023125014
mail at=2027-03-12T10:00-05:00
  Hi Ravi, I will call you on Wednesday, March 17 at 10am ET / 4pm CET. Pia Lund, Woodgrove Bank, New York
interviews 1
no-letter before 2027-03-17T16:10
event 1 warning

=== phoenix-does-not-change
# Arizona keeps its clock: 10 in Phoenix is 11 in Chicago in winter, noon in summer.
mail at=2026-07-06T10:00-07:00
  Hi Ravi, I will call you on Thursday, July 9 at 10am Phoenix time. Pia Lund, Woodgrove Bank, Phoenix
their-zone 1 America/Phoenix
interview 1 start 2026-07-09T12:00:00-05:00

=== auckland-has-changed-sydney-not
# New Zealand changes on 27 September, a week before Sydney.
profile zone=Australia/Sydney country=AU phone=+61255501234
invite at=2026-09-21T09:00 start=2026-09-30T10:00+13:00 zone=Pacific/Auckland
their-zone 1 Pacific/Auckland
event 1 due at 2026-09-30T07:00
letter 1 at 2026-09-30T07:10

=== santiago-and-madrid
profile zone=Europe/Madrid country=ES phone=+34911234567
invite at=2026-08-31T09:00 start=2026-09-07T10:00-03:00 zone=America/Santiago
their-zone 1 America/Santiago
event 1 due at 2026-09-07T15:00
letter 1 at 2026-09-07T15:10
hours 8 20

=== lord-howe-half-an-hour
invite at=2026-09-28T09:00 start=2026-10-05T10:00+11:00 zone=Australia/Lord_Howe
event 1 due at 2026-10-04T23:00Z
no-letter before 2026-10-04T23:10Z
their-zone 1 Australia/Lord_Howe
hours 8 20

=== grace-over-the-change
# The call is at 1:55 standard-to-be; ten minutes later the clocks show 1:05 again.
invite at=2026-10-26T09:00 start=2026-11-01T01:55:00-05:00
event 1 missed after 2026-11-01T02:04:00-05:00
no-letter before 2026-11-01T02:05:00-05:00

=== nudge-over-the-change
# Missed at ten on Thursday 29 October; two working days later it is ten by the new clock.
invite at=2026-10-20T09:00 start=2026-10-29T10:00
letter 1 at 2026-10-29T10:10
letter 2 at 2026-11-02T10:10:00-06:00
letter 2 slots 3

=== brisbane-keeps-aest
# Queensland knows no summer time: its "AEST" of January is right, and an hour later than Melbourne's clock says.
profile zone=Australia/Melbourne country=AU phone=+61491570737
mail at=2027-01-13T12:51+10:00
  Hi Ravi, let's do Wednesday 20 January at 10 am AEST. I'll ring you then.

  Pia

  --
  Pia Lund
  Recruitment, Brisbane, Woodgrove Bank
interview 1 start 2027-01-20T11:00
no-warning 1 season-zone
letter 1 at 2027-01-20T11:10

=== town-of-the-signature-where-the-server-writes-utc
# The Date tells nothing of her clock, the signature does.
mail at=2027-07-07T18:48+00:00
  Hi Ravi, I'll call you Wednesday, July 14 at 10:00 AM CST.

  Pia

  --
  Pia Lund
  People and Culture, Regina, Woodgrove Bank
interview 1 start 2027-07-14T11:00
no-warning 1 season-zone
letter 1 at 2027-07-14T11:10

=== a-woman-named-regina
# Chicago's "CST" of July stays a slip for CDT, whoever signs.
mail at=2027-07-07T12:48-05:00
  Hi Ravi, I'll call you Wednesday, July 14 at 10:00 AM CST.

  Regina

  --
  Regina Lund
  People and Culture, Woodgrove Bank
interview 1 start 2027-07-14T10:00
warning 1 season-zone

=== a-branch-in-brisbane
# The role is in Brisbane, the recruiter's clock is Sydney's: "AEST" in January is the slip that it mostly is.
profile zone=Australia/Melbourne country=AU phone=+61491570737
mail at=2027-01-13T12:51+11:00
  Hi Ravi, the role is based in Brisbane. I'll call you on Wednesday 20 January at 10 am AEST.

  Pia
interview 1 start 2027-01-20T10:00
warning 1 season-zone
