# Mails that contradict, mislead or come from a broken clock.

=== agreement-is-no-evidence
# The apology agreed this call: it is no word about missing it.
mail at=2026-11-18T15:00 subject="Our call today"
  Hi Ravi,

  I am so sorry, I missed our call today, my meeting ran over. I will call you tomorrow, Thursday 19 November, at 10:00 instead.

  Pia
own at=2026-11-18T15:30 re=m1@woodgrove.example subject="Re: Our call today"
  Hi Pia,

  no problem, tomorrow at 10 works well.

  Ravi
interviews 1
event 1 due at 2026-11-19T10:00
event 1 missed at 2026-11-19T10:10
letter 1 at 2026-11-19T10:10
no-evidence 1 apology
no-evidence 1 apology-mail

=== two-hours-in-two-mails
mail at=2026-11-16T09:00
  Hi Ravi, I will call you on Thursday 19 November at 10:00. Pia
mail at=2026-11-17T09:00
  Hi Ravi, see you on Thursday 19 November at 11:00, looking forward to our call. Pia
interviews 1
no-letter before 2026-11-19T11:10

=== answer-in-the-wrong-thread
# She answers in the thread of the other company's invite, about her own call.
invite uid=a id=inv-a
invite uid=b id=inv-b from=dana start=2026-11-20T10:00 summary="Northwind: Ravi Menon, phone interview"
mail at=2026-11-19T10:30 re=inv-b@northwind.example subject="Re: our call"
  Hi Ravi, sorry that I missed our call this morning. I will call you on Monday 23 November at 9:30. Pia
event 1 rescheduled at 2026-11-19T10:30
interview 3 email pia.lund@woodgrove.example
interview 3 start 2026-11-23T09:30:00-06:00
event 2 due at 2026-11-20T10:00

=== date-of-2030
invite
mail at=2026-11-19T10:02 date="Tue, 19 Nov 2030 10:02:00 -0600" received=2026-11-19T10:02
  Hi Ravi, running late, I will call you at 10:30. Pia
event 1 due at 2026-11-19T10:00

=== no-date-but-received
invite
mail at=2026-11-19T10:02 date=- received=2026-11-19T10:02
  Hi Ravi, running late, I will call you at 10:30. Pia
never 1 missed before 2026-11-19T10:40
event 1 missed at 2026-11-19T10:40
letter 1 at 2026-11-19T10:40

=== received-hours-after-its-date
# Written at 9:50, delivered at 11: it cannot have been seen at ten past ten.
invite
mail at=2026-11-19T09:50 received=2026-11-19T11:00
  Hi Ravi, I have to move our call to 16:00 today, sorry. I will call you then. Pia
no-letter after 2026-11-19T11:00 before 2026-11-19T16:10

=== weekday-does-not-fit
# 19 November is a Thursday.
mail at=2026-11-16T09:00
  Hi Ravi, I will call you on Friday 19 November at 10:00. Pia
event 1 warning
no-letter before 2026-11-19T10:10

=== half-a-day-wrong
invite
mail at=2026-11-18T16:00
  Hi Ravi, looking forward to our call tomorrow at 10pm! Pia
event 1 warning

=== thanks-in-advance-is-no-answer
invite
mail at=2026-11-19T10:11 from="Woodgrove News <news@woodgrove.example>" subject="Woodgrove quarterly news" head="List-Unsubscribe: <mailto:u@woodgrove.example>"
  Read how Woodgrove Bank grew this quarter. Sorry to see you go? Unsubscribe here.
letters 3
interview 1 phase silent

=== recruiter-asks-for-times
invite
mail at=2026-11-19T10:40
  Hi Ravi, my fault, I mixed up the days. Which times suit you on Monday or Tuesday? Pia
event 1 reply at 2026-11-19T10:40
reason 1 schedule
no-letter after 2026-11-19T10:41 before 2026-11-21T00:00

=== offers-of-two-times
invite
mail at=2026-11-19T10:40
  Hi Ravi, sorry about today. Could you do Monday 23 November at 9:00 or Tuesday 24 November at 14:00? Pia
own at=2026-11-19T11:00 subject="Re: Our call"
  Hi Pia, Tuesday at 14:00 is great. Ravi
event 1 advice "pick:" at 2026-11-19T10:40
event * due at 2026-11-24T14:00
letters-out 1 for 1

=== takes-one-of-ours-by-weekday
invite
mail at=2026-11-19T10:40
  Hi Ravi, apologies! Your first suggestion works for me, I will call you then. Pia
event 1 rescheduled at 2026-11-19T10:40

=== thinks-that-they-spoke
# No log tells of a call, and they thank for one. It may be meant for somebody else: the candidate can say so.
invite
mail at=2026-11-19T11:00
  Hi Ravi, thank you for speaking with me this morning. I will come back to you next week. Pia
event 1 held at 2026-11-19T11:00
act 2026-11-19T13:00 no-call
no-letter after 2026-11-19T11:01 before 2026-11-21T00:00
interview 1 phase silent

=== says-the-candidate-missed-it
invite
mail at=2026-11-19T10:30
  Hi Ravi, I called you at 10 as agreed but you did not pick up. Shall we find another time? Pia
reason 1 phone
event 1 reply at 2026-11-19T10:30

=== late-then-missed-again
invite
mail at=2026-11-19T10:08 re=m1@woodgrove.example
  Hi Ravi,

  apologies, I was stuck in a client meeting. Can I call you tomorrow at 11 instead?

  Pia
own at=2026-11-19T10:15 re=m2@woodgrove.example
  Hi Pia,

  tomorrow at 11 works well.

  Ravi
event 2 missed at 2026-11-20T11:10
reason 2 busy 0.65
evidence 2 late-before
letter 1 between 2026-11-20T11:10 2026-11-20T11:16
