# Who may call a call off, and who may move it.

=== words-of-an-assistant
invite
mail at=2026-11-18T15:00 from="Kim Roe <assistant@woodgrove.example>" subject="Tomorrow's call"
  Hi Ravi,

  Pia asked me to let you know that tomorrow's call at 10:00 is cancelled. We will be in touch.

  Kim Roe
  Assistant to Pia Lund
letters-out 0

=== look-alike-domain
invite
invite at=2026-11-18T15:00 method=CANCEL seq=1 from="Pia Lund <pia.lund@woodgr0ve.example>" organizer=pia
never 1 cancelled
event 1 note at 2026-11-18T15:00
event 1 missed at 2026-11-19T10:10
letter 1 between 2026-11-19T10:10 2026-11-20T10:30
no-letter-to pia.lund@woodgr0ve.example

=== look-alike-moves
invite
invite at=2026-11-18T15:00 seq=1 start=2026-11-20T16:00 from="Pia Lund <pia.lund@woodgr0ve.example>" organizer=pia
never 1 retimed
event 1 due at 2026-11-19T10:00
event 1 missed at 2026-11-19T10:10
letter 1 between 2026-11-19T10:10 2026-11-20T10:30

=== forged-sender-says-late
# Nothing vouches for the sender: a forged word may not put the follow-up off for good.
invite
mail at=2026-11-19T09:30 auth=fail
  Hi Ravi,

  please ignore the call today, I will not make it. Do not write to me.

  Pia
never 1 cancelled
event 1 note at 2026-11-19T09:30
letter 1 between 2026-11-19T10:10 2026-11-20T10:30

=== forged-reply-after-the-miss
invite
  Pia will call from +1 773 555 0118.
mail at=2026-11-19T10:12 auth=fail
  Hi Ravi,

  the position is filled, please do not contact us again.

  Pia
never 1 closed
letter 1 between 2026-11-19T10:15 2026-11-20T10:30
interview 1 standing in-the-running

=== older-cancel-comes-late
invite
invite at=2026-11-16T09:00 seq=2 start=2026-11-19T11:00
invite at=2026-11-17T09:00 seq=1 method=CANCEL
never 1 cancelled
event 1 note at 2026-11-17T09:00
interview 1 start 2026-11-19T11:00:00-06:00

=== cancel-of-another-call
invite uid=ours
invite uid=other at=2026-11-12T09:01 start=2026-11-20T10:00 summary="Woodgrove Bank: Ravi Menon, other role"
invite uid=other method=CANCEL seq=1 at=2026-11-17T09:00 start=2026-11-20T10:00 summary="Woodgrove Bank: Ravi Menon, other role"
never 1 cancelled
event 2 cancelled at 2026-11-17T09:00
event 1 missed at 2026-11-19T10:10
letters-out 0 for 2

=== cancel-right-after-the-miss
invite
invite at=2026-11-19T10:20 method=CANCEL seq=1
letter 1 at 2026-11-19T10:10
event 1 cancelled at 2026-11-19T10:20
no-letter after 2026-11-19T10:30

=== cancel-before-the-letter
# A number is known, so the letter waits until a quarter past.
invite
  Pia will call from +1 773 555 0118.
invite at=2026-11-19T10:14 method=CANCEL seq=1
  Pia will call from +1 773 555 0118.
event 1 cancelled at 2026-11-19T10:14
letters-out 0

=== old-request-comes-again
invite
invite at=2026-11-19T09:50 seq=1 start=2026-11-19T14:00
invite at=2026-11-19T09:55 seq=0
event 1 retimed at 2026-11-19T09:50
interview 1 start 2026-11-19T14:00:00-06:00
event 1 missed at 2026-11-19T14:10

=== cancelled-and-live-again
invite
invite at=2026-11-16T09:00 seq=1 method=CANCEL
invite at=2026-11-17T09:00 seq=2 start=2026-11-19T11:00
event * cancelled at 2026-11-16T09:00
event * due at 2026-11-19T11:00
event * missed at 2026-11-19T11:10
no-letter before 2026-11-19T11:10

=== cancel-by-an-assistant
# An authentic colleague, not the organizer: RFC 5546 and the design ask.
invite
invite at=2026-11-18T15:00 method=CANCEL seq=1 from="Kim Roe <assistant@woodgrove.example>" organizer=pia
never 1 cancelled
event 1 note at 2026-11-18T15:00

=== moved-by-an-assistant
invite
mail at=2026-11-18T15:00 from="Kim Roe <assistant@woodgrove.example>" subject="Tomorrow's call"
  Hi Ravi,

  Pia asked me to move tomorrow's call: she will call you at 15:00 instead of 10:00.

  Kim Roe
  Woodgrove Bank
no-letter before 2026-11-19T15:10

=== words-of-a-free-mailer
invite
mail at=2026-11-18T15:00 from="Pia Lund <pia.lund.woodgrove@freemail.example>" subject="Tomorrow's call"
  Hi Ravi,

  tomorrow's call is cancelled.

  Pia
never 1 cancelled
# Nothing that we know of ties that address to the call.
event 1 missed at 2026-11-19T10:10
letter 1 between 2026-11-19T10:10 2026-11-20T10:30
letter 1 to pia.lund@woodgrove.example
