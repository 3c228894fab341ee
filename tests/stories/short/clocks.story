# Days on which a clock changes, midnights, years.

=== london-changed-first
# Europe's clocks went back on the 25th, America's go a week later: three in London is ten in Chicago.
mail at=2026-10-22T09:00+01:00
  Hi Ravi,

  thanks for your application. I will call you on Monday 26 October at 3pm UK time on +1 312 555 0142.

  Pia Lund
  Woodgrove Bank, London
their-zone 1 Europe/London
interviews 1
interview 1 start 2026-10-26T10:00:00-05:00
event 1 due at 2026-10-26T10:00
event 1 missed at 2026-10-26T10:10
letter 1 at 2026-10-26T10:10

=== invite-of-london-changed-first
invite at=2026-10-12T09:00 start=2026-10-26T15:00+00:00 zone=Europe/London
event 1 due at 2026-10-26T10:00
letter 1 at 2026-10-26T10:10
their-zone 1 Europe/London

=== wrong-season-and-your-time
# "10am EST" in March is meant as 10 in New York, 15:00 in Berlin that week; "4pm your time" is an hour later.
profile zone=Europe/Berlin country=DE phone=+493023125014
mail at=2027-03-11T10:00-05:00
  Hi Ravi,

  I will call you on Tuesday, March 16 at 10am EST (4pm your time).

  Pia Lund
  Woodgrove Bank, New York
their-zone 1 America/New_York
no-letter before 2027-03-16T16:10
event 1 warning

=== an-hour-that-is-twice
invite wall=yes start=2026-11-01T01:30 at=2026-10-26T09:00
event 1 due at 2026-11-01T01:30:00-05:00
no-letter before 2026-11-01T01:40:00-05:00

=== new-year-in-sydney
profile zone=Australia/Sydney country=AU phone=+61255501234
invite at=2026-12-21T09:00+00:00 start=2026-12-31T14:00+00:00 zone=Europe/London
their-zone 1 Europe/London
event 1 due at 2027-01-01T01:00
warning 1 odd-hour
event 1 missed at 2027-01-01T01:10
letter 1 at 2027-01-01T01:10
letter 2 at 2027-01-05T14:10+00:00
hours 8 20

=== leap-day
invite at=2028-02-22T09:00 start=2028-02-29T14:00
event 1 missed at 2028-02-29T14:10
letter 1 says "29 February|February 29"
letter 2 between 2028-03-02T09:00 2028-03-02T18:00

=== leap-day-in-words
mail at=2028-02-24T10:00
  Hi Ravi,

  can we speak on the 29th? I will call you at 2pm.

  Pia
own at=2028-02-24T11:00 re=m1@woodgrove.example subject="Re: Our call"
  The 29th at 2pm is perfect, talk to you then.

  Ravi
event 1 due at 2028-02-29T14:00

=== grace-across-midnight
invite start=2026-11-19T23:55-06:00 zone=Asia/Manila
their-zone 1 Asia/Manila
event 1 missed at 2026-11-20T00:05
letter 1 at 2026-11-20T00:05
letter 1 says "1:55 PM Manila time"
letter 1 lacks PST
hours 8 20

=== their-tomorrow
# It is Wednesday the 18th in Sydney, Tuesday the 17th in Chicago.
mail at=2026-11-18T09:00+11:00
  Hi Ravi,

  I will call you tomorrow at 8am Sydney time.

  Pia Lund
  Woodgrove Bank, Sydney
interview 1 start 2026-11-18T15:00:00-06:00
their-zone 1 Australia/Sydney

=== slots-over-the-change
# Missed on the Friday before the clocks change.
invite at=2026-10-23T09:00 start=2026-10-30T10:00
letter 1 at 2026-10-30T10:10
letter 1 slots 3
letter 2 between 2026-11-03T09:00 2026-11-03T18:00

=== three-zones-in-one-mail
mail at=2026-11-16T09:00
  Hi Ravi,

  I will call you on Thursday 19 November at 10:00 CT / 11:00 ET / 16:00 UK.

  Pia
interviews 1
interview 1 start 2026-11-19T10:00:00-06:00
no-warning 1 zone-mismatch

=== zones-that-do-not-agree
# 10 in Chicago is 11 in New York, not noon.
mail at=2026-11-16T09:00
  Hi Ravi,

  I will call you on Thursday 19 November at 10:00 CT / 12:00 ET.

  Pia
interviews 1
event 1 warning
no-letter before 2026-11-19T11:10

=== your-three
# She is in New York, and says the hour as the candidate's.
mail at=2026-11-18T10:00-05:00
  Hi Ravi,

  let's talk at your 3pm tomorrow. I will call you on (312) 555-0142.

  Pia Lund
  Woodgrove Bank, New York
their-zone 1 America/New_York
interview 1 start 2026-11-19T15:00:00-06:00

=== far-ahead
invite at=2026-11-12T09:00 start=2027-11-18T10:00
event 1 due at 2027-11-18T10:00
letter 1 at 2027-11-18T10:10

=== an-hour-that-is-not
# The clocks jump from two to three; RFC 5545 takes the offset before.
invite wall=yes start=2027-03-14T02:30 at=2027-03-08T09:00
event 1 due at 2027-03-14T03:30
warning 1 odd-hour
no-letter before 2027-03-14T03:40

=== late-by-a-server-in-utc
invite
mail at=2026-11-19T16:02Z
  Hi Ravi, running late, I will call you at 10:30. Pia
never 1 missed before 2026-11-19T10:40
event 1 missed at 2026-11-19T10:40

=== new-time-by-a-server-in-utc
invite
mail at=2026-11-19T17:02Z
  Hi Ravi, sorry about this morning. I will call you tomorrow at 2pm. Pia
event * due at 2026-11-20T14:00

=== another-hour-by-a-server-in-utc
invite
mail at=2026-11-18T17:02Z
  Hi Ravi, I have to move our call from 10:00 to 11:30 tomorrow. Pia
event * due at 2026-11-19T11:30

=== agreed-by-a-server-in-utc
# Nobody has told where she is: the hour is read on the candidate's clock.
mail at=2026-11-18T17:02Z
  Hi Ravi, I will call you on Thursday at 11:30. Pia
event 1 due at 2026-11-19T11:30

=== a-londoner-in-winter
# Her country is known by her address, and UTC is her clock.
mail at=2026-11-18T09:02Z from="Nell Shaw <nell.shaw@harborbank.co.uk>"
  Hi Ravi, I will call you on Thursday at 16:30. Nell
event 1 due at 2026-11-19T10:30
their-zone 1 Europe/London

=== soon-by-a-clock-in-utc
# "In 20 minutes" is the same on every clock, also where the Date header tells nobody's.
invite
mail at=2026-11-19T10:04 date="Thu, 19 Nov 2026 16:04:00 +0000" re=inv@woodgrove.example
  Hi Ravi, sorry, I will call you in 20 minutes. Pia
never 1 missed before 2026-11-19T10:34
event 1 missed at 2026-11-19T10:34

=== both-clocks-named
profile zone=Australia/Sydney phone=+61491570737 country=AU
invite at=2026-09-29T09:00 start=2026-10-08T11:00 zone=Australia/Brisbane
mail at=2026-09-29T09:05 re=m1@woodgrove.example
  Hi Ravi,

  to confirm, I will ring you on Thursday 8 October at 10am Brisbane time, which is 11am in Sydney.

  Pia
no-warning 1 *
reason 1 busy
letter 1 at 2026-10-08T11:10

=== hour-with-a-point-it-is
# "2.30" of an answer is no price.
profile zone=Europe/Dublin country=IE phone=+353871112223
mail at=2026-11-12T09:00 id=p1 subject="Level designer"
  Hi Ravi, I'll call you Thursday 19 November at 2pm. Pia
mail at=2026-11-19T12:45 id=p2 subject="Re: Level designer"
  Ravi, any chance we could push our call back by 30 minutes to 2.30pm today? Pia
own at=2026-11-19T12:52 re=p2@woodgrove.example subject="Re: Level designer"
  No bother, 2.30 it is.

  Ravi
event 1 retimed at 2026-11-19T12:52
event 1 missed at 2026-11-19T14:40
letter 1 at 2026-11-19T14:40

=== hour-with-a-point-works
profile zone=Europe/Dublin country=IE phone=+353871112223
mail at=2026-11-12T09:00 id=p1 subject="Level designer"
  Hi Ravi, I'll call you Thursday 19 November at 2pm. Pia
mail at=2026-11-19T12:45 id=p2 subject="Re: Level designer"
  Ravi, could we do 2.30pm or 4.15pm today instead? Pia
own at=2026-11-19T12:52 re=p2@woodgrove.example subject="Re: Level designer"
  Sure, 4.15 works for me.

  Ravi
event 1 retimed at 2026-11-19T12:52
event 1 missed at 2026-11-19T16:25
