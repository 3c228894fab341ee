# What is easily mistaken: what is denied, hours at which nobody calls, an offer that waits for a yes, nights, the same
# time again.

=== none-of-our-calls-is-cancelled
invite start=2026-11-19T14:00
  Pia will call you.
mail at=2026-11-17T09:00 subject="Calls"
  Hi Ravi, none of our calls has been cancelled.

  Pia
mail at=2026-11-17T10:00 subject="Calls"
  Hi Ravi, no one on our side is cancelling.

  Pia
never 1 cancelled
event 1 missed at 2026-11-19T14:10

=== it-has-to-stay
invite start=2026-11-19T14:00
  Pia will call you.
mail at=2026-11-17T09:00
  Hi Ravi, 16:00 is impossible, it has to stay at 14:00.

  Pia
interviews 1
event 1 missed at 2026-11-19T14:10

=== in-the-office-from-one
mail at=2026-11-16T09:00 subject="Phone interview"
  Hi Ravi, I'm in the office from 13:00 tomorrow.

  Pia
interviews 0
exit 1

=== a-yes-is-asked-for
mail at=2026-11-16T09:00 subject="Phone interview" id=y1
  Hi Ravi, reply YES if Tuesday at 10 suits.

  Pia
own at=2026-11-16T09:30 re=y1@woodgrove.example subject="Re: Phone interview"
  Yes, Tuesday at 10 suits me.
interviews 1
event 1 watching "Nov 17, 10:00 AM"

=== no-yes-is-given
mail at=2026-11-16T09:00 subject="Phone interview" id=y1
  Hi Ravi, reply YES if Tuesday at 10 suits.

  Pia
interviews 0
exit 1

=== please-be-available
mail at=2026-11-16T09:00 subject="Phone interview with Woodgrove Bank"
  Please be available Wednesday at 13:00, I will call.

  Pia
event 1 watching "Nov 18, 1:00 PM"

=== a-quarter-past-midnight-tonight
mail at=2026-11-16T22:00 subject="Interview call"
  Hi Ravi, I will call you at 00:15 tonight.

  Pia
event 1 watching "Nov 17, 12:15 AM"
event 1 warning "odd-hour"
event 1 missed at 2026-11-17T00:25

=== the-same-time-next-week-after-a-call
invite start=2026-11-17T10:00
  Pia will call you.
call 2026-11-17T10:01 in +13125550199 1500
mail at=2026-11-17T11:30
  Hi Ravi, thanks for today. Same time next week then, I'll ring you.

  Pia
interview 1 phase held
event 2 watching "Nov 24, 10:00 AM"

=== the-same-time-next-thursday-after-a-call
invite start=2026-11-17T10:00
  Pia will call you.
call 2026-11-17T10:01 in +13125550199 1500
mail at=2026-11-17T11:30
  Hi Ravi, good talking to you. I'll call you again, same time on Thursday.

  Pia
event 2 watching "Nov 19, 10:00 AM"

=== the-same-time-next-week-after-a-missed-call
invite start=2026-11-17T10:00
  Pia will call you.
mail at=2026-11-17T12:30
  Hi Ravi, so sorry about this morning. I'll call you at the same time next week.

  Pia
interview 1 phase rescheduled
event 2 watching "Nov 24, 10:00 AM"
