# How often, when, and with which times.

=== full-for-a-week
invite
busy 2026-11-19T10:30 2026-11-27T23:00
letter 1 at 2026-11-19T10:10
letter 1 slots 0

=== one-gap-in-the-week
invite
busy 2026-11-19T10:30 2026-11-23T14:00
busy 2026-11-23T16:00 2026-11-27T23:00
letter 1 slots-from 2026-11-23T14:00
letter 1 at 2026-11-19T10:10

=== day-before-thanksgiving
invite start=2026-11-25T10:00
letter 1 at 2026-11-25T10:10
letter 1 slots 3
letter 2 at 2026-11-30T10:10
letter 1 lacks "26 November|November 26"

=== christmas-in-london
profile zone=Europe/London country=GB phone=+442079460123
invite at=2026-12-14T09:00 start=2026-12-23T10:00
letter 1 at 2026-12-23T10:10
letter 1 lacks "25 December|28 December"
letter 2 at 2026-12-29T10:10

=== on-a-saturday
invite start=2026-11-21T10:00
event 1 missed at 2026-11-21T10:10
letter 1 between 2026-11-21T10:10 2026-11-23T09:30
letter 1 slots-from 2026-11-23T00:00

=== at-the-end-of-their-day
invite start=2026-11-19T17:55
event 1 missed at 2026-11-19T18:05
letter 1 between 2026-11-19T18:05 2026-11-20T09:00
letter 1 slots-from 2026-11-20T00:00

=== evening-call-with-a-far-zone
# Nine in the evening in Chicago is noon the next day in Tokyo.
invite start=2026-11-19T21:00 zone=Asia/Tokyo
their-zone 1 Asia/Tokyo
event 1 missed at 2026-11-19T21:10
letter 1 at 2026-11-19T21:10
hours 8 20

=== at-most-two-nudges
invite
letters 3
interview 1 phase silent
interview 1 standing in-the-running

=== second-miss-has-a-letter-of-its-own
invite
mail at=2026-11-19T11:00
  Hi Ravi, sorry, my meeting ran over. I will call you on Monday 23 November at 10:00. Pia
letters-out 1 for 1
event 2 missed at 2026-11-23T10:10
letter 2 interview 2
letter 2 at 2026-11-23T10:10
letter 2 says "23 November|November 23"
letter 2 lacks "19 November|November 19"

=== own-grace
profile grace_hard_min=20 grace_soft_min=8
invite
event 1 missed at 2026-11-19T10:20
letter 1 at 2026-11-19T10:20

=== own-hours
profile hours=13:00-17:00
invite
letter 1 slots 3

=== drafts-only
profile autopilot=false
invite
letter 1 status draft
letter 1 at 2026-11-19T10:10
never 1 sent
letters 3

=== no-nagging-after-a-holding-word
invite
mail at=2026-11-19T12:00
  Hi Ravi, sorry, today is chaos. I will get back to you on Tuesday with a new time. Pia
no-letter after 2026-11-19T12:01 before 2026-11-25T00:00
