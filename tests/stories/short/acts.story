# What the candidate says that happened.

=== they-called-in-the-grace
invite
act 2026-11-19T10:03 they-called
interview 1 phase held
letters-out 0
never 1 missed

=== no-answer-before-the-miss
# Promise B: whatever is said, nothing goes before the hard grace.
invite
  Pia will call from +1 773 555 0118.
act 2026-11-19T10:06 no-answer
no-letter before 2026-11-19T10:10
letter 1 between 2026-11-19T10:10 2026-11-19T10:15

=== sent-by-hand
profile autopilot=false
invite
act 2026-11-19T10:25 sent
event 1 sent at 2026-11-19T10:25
letter 2 at 2026-11-23T10:25
letters 3

=== sent-before-it-was-drafted
profile autopilot=true
invite
  Pia will call from +1 773 555 0118.
act 2026-11-19T10:12 sent
no-letter before 2026-11-23T00:00

=== moved-by-phone-before
invite
act 2026-11-19T09:00 rescheduled 2026-11-20T15:00
event 1 retimed at 2026-11-19T09:00
event 1 due at 2026-11-20T15:00
no-letter before 2026-11-20T15:10

=== moved-by-phone-after
invite
act 2026-11-19T10:30 rescheduled 2026-11-20T15:00
event 1 rescheduled at 2026-11-19T10:30
interview 2 start 2026-11-20T15:00:00-06:00
letters-out 1 for 1

=== called-off-by-the-candidate
invite
act 2026-11-18T09:00 cancelled
event 1 cancelled at 2026-11-18T09:00
letters-out 0

=== told-no-by-phone
invite
act 2026-11-19T14:00 rejected
event 1 closed at 2026-11-19T14:00
interview 1 standing out
never 1 nudge
letters-out 1

=== withdrawn-after-the-miss
invite
act 2026-11-19T14:00 withdrawn
interview 1 phase withdrawn
interview 1 standing withdrawn
no-letter after 2026-11-19T14:00

=== spoke-the-next-day
invite
act 2026-11-20T11:00 spoke
interview 1 phase held
letters 1
never 1 nudge

=== before-there-is-a-call
invite
act 2026-11-01T09:00 spoke
exit 3
stderr "acts.jsonl: line 1"
event 1 missed at 2026-11-19T10:10

=== an-act-that-is-none
invite
act 2026-11-19T10:03 dance
exit 3
stderr "acts.jsonl: line 1"
event 1 missed at 2026-11-19T10:10

=== for-a-call-that-is-none
invite
act 2026-11-19T10:03 they-called interview=nobody@woodgrove.example
exit 3
stderr "acts.jsonl: line 1"
event 1 missed at 2026-11-19T10:10

=== called-then-nothing
# "called" alone says nothing of the answer.
invite
  Pia will call from +1 773 555 0118.
act 2026-11-19T10:11 called
never 1 held
letter 1 between 2026-11-19T10:11 2026-11-19T10:30

=== voicemail-left
invite
  Pia will call from +1 773 555 0118.
act 2026-11-19T10:13 voicemail
letter 1 at 2026-11-19T10:13
letter 1 says "by phone"

=== by-number-and-with-unknown-fields
invite uid=a
invite uid=b from=dana start=2026-11-19T15:00 summary="Northwind: Ravi Menon, phone interview"
act 2026-11-19T15:03 they-called interview=2 mood=glad
interview 2 phase held
letters-out 0 for 2
letters-out 3 for 1

=== acts-of-wrong-types
invite
file acts.jsonl
  {"at": 5, "do": "sent"}
  {"at": "2026-11-19T10:03:00-06:00", "do": 7}
  {"at": "2026-11-19T10:03:00-06:00", "do": "they-called", "interview": {}}
  {"at": "9999-12-31T23:59:59Z", "do": "spoke"}
  {"at": "2026-11-19T10:03:00-06:00", "do": "rescheduled", "text": "9999-12-31T00:00:00Z"}
  [1, 2]
  nothing
exit 3
stderr "acts.jsonl: line 1: an act needs"
stderr "acts.jsonl: line 2: an act needs"
stderr "acts.jsonl: line 3: "
stderr "acts.jsonl: line 4: "
stderr "acts.jsonl: line 5: "
stderr "acts.jsonl: line 6: "
stderr "acts.jsonl: line 7: "
interviews 1
event 1 missed at 2026-11-19T10:10

=== undo-of-sent
# Said by mistake and taken back: the letter is a draft again.
profile autopilot=false
invite
act 2026-11-19T10:20 sent
act 2026-11-19T10:22 undo
letter 1 status draft
letter 1 at 2026-11-19T10:10

=== undo-of-sent-before-any-draft
invite
  Pia will call from +1 773 555 0118.
act 2026-11-19T10:12 sent
act 2026-11-19T10:13 undo
letter 1 at 2026-11-19T10:15
letter 1 status sent

=== undo-of-sent-for-an-answer
# What was drafted in answer to their wish.
invite
mail at=2026-11-19T11:00
  Hi Ravi, something has come up. Could we find another time next week? Pia
act 2026-11-19T11:20 sent
act 2026-11-19T11:21 undo
letter 2 status draft
letter 2 at 2026-11-19T11:00

=== undo-of-no-answer
# The draft that it brought about goes with it, and its own moment brings it again.
profile autopilot=false
invite
  Pia will call from +1 773 555 0118.
act 2026-11-19T10:11 no-answer
act 2026-11-19T10:12 undo
letter 1 at 2026-11-19T10:15
letter 1 status draft

=== undo-of-cancelled-after-the-letter
invite
act 2026-11-19T11:00 cancelled
act 2026-11-19T11:01 undo
letter 1 at 2026-11-19T10:10
letters 3

=== undo-of-they-called
invite
act 2026-11-19T10:03 they-called
act 2026-11-19T10:04 undo
event 1 missed at 2026-11-19T10:10
letter 1 at 2026-11-19T10:10
