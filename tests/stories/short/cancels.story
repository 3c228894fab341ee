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

# Why a call is off, as they tell it.

=== off-reorg
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00
  Hi Ravi, I'm afraid I have to cancel our call next Tuesday: our team is being reorganized and everything is paused for now. Pia
reason 1 manager

=== off-ill
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-08T09:00
  Hi Ravi, I need to cancel our call today, I am down with the flu. Pia
reason 1 away

=== off-child
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-08T09:00
  Hi Ravi, my daughter is sick and I have to cancel today's call. I'll be in touch. Pia
reason 1 away

=== off-sick-by-page
mail at=2026-12-01T09:00 from="Calendly <notifications@calendly.com>" subject="Confirmed: Phone Screen with Pia Lund on Tuesday, December 8, 2026"
  Hi Ravi Menon,

  Your Phone Screen with Pia Lund at 11:00am - Tuesday, December 8, 2026 (Central Time - US & Canada) is scheduled.

  Location: Pia Lund will call you at +1 312-555-0142
mail at=2026-12-08T09:00 from="Calendly <notifications@calendly.com>" subject="Canceled: Phone Screen with Pia Lund on Tuesday, December 8, 2026"
  Hi Ravi Menon,

  The event below has been canceled by Pia Lund.

  Event Type: Phone Screen
  Event Date/Time: 11:00am - Tuesday, December 8, 2026 (Central Time - US & Canada)
  Canceled: Pia is out sick today.
reason 1 away

=== off-filled
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00
  Hi Ravi, I'm cancelling our call on Tuesday as the position has been filled. Pia
reason 1 filled

=== off-manager-left
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00
  Hi Ravi, I have to cancel Tuesday's call. The hiring manager has left the company. Pia
reason 1 manager

=== off-calcom-reason
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00 from="Pia Lund <no-reply@cal.com>" subject="Canceled: Phone Screen between Pia Lund and Ravi Menon @ Tue Dec 8, 2026"
  Your event has been canceled

  Reason for cancellation
  The team is being restructured.

  What
  Phone Screen between Pia Lund and Ravi Menon

  When
  Tuesday, December 8, 2026 | 11:00 AM - 11:30 AM (America/Chicago)

  Who
  Pia Lund - Organizer
  pia.lund@woodgrove.example
reason 1 manager

=== off-conflict
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00
  Hi Ravi, I have to cancel our call on Tuesday, I have a conflict with an all-hands. Pia
reason 1 busy

=== off-reorganised-by-the-system
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00 from="Woodgrove <no-reply@us.greenhouse-mail.io>" subject="Interview canceled: Data Engineer at Woodgrove"
  Hi Ravi,

  Your Phone Screen for the Data Engineer position at Woodgrove, scheduled for Tuesday, December 8, 2026 at 11:00am CST, has been canceled.

  Reason: The hiring team is going through a reorganization.
reason 1 manager

=== off-signed-off-sick
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-04T16:00
  Hi Ravi, I need to cancel our call on Tuesday as I've been signed off sick for two weeks. Pia
reason 1 away

=== off-in-hospital
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-05T16:00
  Hi Ravi, I'm in hospital until next week, so I have to cancel our call on Tuesday. Pia
reason 1 away

=== off-a-death
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-04T16:00
  Hi Ravi, our call on Tuesday has to be cancelled: there was a death in the family. Pia
reason 1 away

=== off-on-vacation
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-04T16:00
  Hi Ravi, I will be on vacation next week and therefore have to cancel our call on Tuesday. Pia
reason 1 away

=== off-reorganised-in-the-invite
invite start=2026-12-08T11:00 at=2026-12-01T09:00
invite start=2026-12-08T11:00 at=2026-12-03T15:00 method=CANCEL seq=1
  Sorry Ravi, the team is being reorganized, I have to cancel this.
reason 1 manager

=== off-sick-in-the-invite
invite start=2026-12-08T11:00 at=2026-12-01T09:00
invite start=2026-12-08T11:00 at=2026-12-08T08:00 method=CANCEL seq=1
  Sorry Ravi, I'm home sick today. Will find another time next week.
reason 1 away
