# Out of the office, ill, gone, on hold, filled.

=== automatic-reply-to-the-letter
invite
mail at=2026-11-19T10:10:20 subject="Automatic reply: Our call" head="Auto-Submitted: auto-replied"
  I am out of the office and will be back on Monday, 30 November. I have no access to e-mail.
reason 1 away
letter 1 at 2026-11-19T10:10
letter 2 between 2026-12-01T09:00 2026-12-01T18:00
letter 2 slots-from 2026-12-01T00:00

=== automatic-reply-of-the-day-before
# Back on the day of the call: nobody is away then.
invite
mail at=2026-11-17T09:00 subject="Automatic reply: Question" head="Auto-Submitted: auto-replied"
  I am out of the office today and back tomorrow, 18 November.
reason 1 busy
letter 1 at 2026-11-19T10:10

=== away-over-the-next-slots
invite
mail at=2026-11-19T08:00 subject="Automatic reply: Question" head="Auto-Submitted: auto-replied"
  I am out of the office until Tuesday 24 November. In urgent cases please write to Omar Haddad, omar.haddad@woodgrove.example.
reason 1 away
letter 1 at 2026-11-19T10:10
letter 1 slots-from 2026-11-24T00:00

=== deputy-gets-the-letter
invite
mail at=2026-11-18T18:00 subject="Automatic reply: Question" head="Auto-Submitted: auto-replied"
  I am on leave until 27 November. My colleague Omar Haddad (omar.haddad@woodgrove.example) will help you in the meantime.
reason 1 away
letter 1 to omar.haddad@woodgrove.example
letter 1 says "Hi Omar|Dear Omar|Hello Omar"
letter 1 lacks "Hi Pia"

=== no-date-of-return
invite
mail at=2026-11-19T10:10:20 subject="Automatic reply: Our call" head="Auto-Submitted: auto-replied"
  I am currently on sick leave and do not read my mail.
reason 1 away
letters 3

=== child-ill-after
invite
mail at=2026-11-19T13:00
  Hi Ravi,

  I am sorry about this morning: my daughter fell ill and I had to fetch her from school. Could you send me some times for next week?

  Pia
reason 1 away
letter 1 at 2026-11-19T10:10
event 1 reply at 2026-11-19T13:00
no-letter after 2026-11-19T13:01 before 2026-11-21T00:00

=== on-hold-then-live
invite
mail at=2026-11-19T15:00
  Hi Ravi,

  I have to tell you that the position has been put on hold for now. I will let you know when that changes.

  Pia
mail at=2026-12-02T10:00
  Hi Ravi,

  good news, the position is live again. I will call you on Friday 4 December at 11:00.

  Pia
reason 1 manager
never 1 closed
never * nudge before 2026-12-04T11:00
event * due at 2026-12-04T11:00

=== hiring-freeze
invite
mail at=2026-11-20T09:00
  Hi Ravi,

  we have a hiring freeze since yesterday, which is why nobody called. I do not know how long it lasts.

  Pia
reason 1 manager
interview 1 standing in-the-running
never 1 closed

=== filled-after
invite
mail at=2026-11-19T11:00
  Hi Ravi,

  I should have written earlier: another candidate has accepted our offer, so the position is filled. All the best.

  Pia
reason 1 filled
event 1 closed at 2026-11-19T11:00
interview 1 standing out
never 1 nudge
no-letter after 2026-11-19T11:01

=== no-to-another-role
invite summary="Woodgrove Bank: Platform Engineer, Ravi Menon"
mail at=2026-11-19T12:00 from=noreply subject="Your application for Data Analyst"
  Dear Ravi,

  thank you for applying for the position of Data Analyst. We have decided not to move forward with your application.

  Woodgrove Careers
never 1 closed
interview 1 standing in-the-running

=== left-and-named-another
invite
mail at=2026-11-19T10:10:30 subject="Automatic reply: Our call" head="Auto-Submitted: auto-replied"
  I have left Woodgrove Bank. Please contact Omar Haddad, omar.haddad@woodgrove.example.
reason 1 manager
letter 1 to pia.lund@woodgrove.example
letter 2 to omar.haddad@woodgrove.example
no-letter-to pia.lund@woodgrove.example after 2026-11-19T10:11

=== taken-over-with-a-time
invite
mail at=2026-11-19T14:00 from=omar subject="Your interview"
  Hi Ravi,

  Pia has moved to another team and I have taken over her open positions. I will call you on Monday 23 November at 10:00.

  Omar Haddad
  Woodgrove Bank
reason 1 manager
event 1 rescheduled at 2026-11-19T14:00
interview 2 start 2026-11-23T10:00:00-06:00
interview 2 email omar.haddad@woodgrove.example
letter 2 to omar.haddad@woodgrove.example
letter 2 at 2026-11-23T10:10

=== user-unknown
invite
mail at=2026-11-19T10:10:30 from="Mail Delivery System <mailer-daemon@woodgrove.example>" subject="Undelivered Mail Returned to Sender" head="Auto-Submitted: auto-replied"
  This is the mail system at host mx.woodgrove.example.

  <pia.lund@woodgrove.example>: 550 5.1.1 User unknown
reason 1 manager
no-letter-to pia.lund@woodgrove.example after 2026-11-19T10:11

=== only-late-this-once
# An apology before the start is about being late, and the call came.
invite
mail at=2026-11-19T09:55
  Hi Ravi, running ten minutes late, sorry! Pia
call 2026-11-19T10:11 in +17735550118 1800
never 1 missed
letters-out 0
interview 1 phase held

=== colleague-says-ill-before
invite
mail at=2026-11-19T09:30 from=omar subject="Pia Lund"
  Hi Ravi,

  Pia is ill today and cannot call you. She will suggest a new time when she is back.

  Omar Haddad
  Woodgrove Bank
letter 1 status draft
letters 1
never 1 missed before 2026-11-19T10:10

=== on-hold-before-the-call
# on hold the day before; nobody calls it off; no call.
invite
mail at=2026-11-18T16:00 re=m1@woodgrove.example
  Hi Ravi,

  a quick note: headcount for this position has been frozen as of today, so the role is on hold. I will let you know as soon as I hear more.

  Pia
event 1 advice "wait: they may call all the same" at 2026-11-19T10:00
event 1 missed "on hold" at 2026-11-19T10:10
never 1 due "another one"
never * sent
reason 1 manager
interview 1 standing in-the-running

=== on-hold-and-cancelled
invite
mail at=2026-11-18T16:00 re=m1@woodgrove.example
  Hi Ravi,

  unfortunately the role has been put on hold, so I am cancelling our call tomorrow. I will be in touch when things move again.

  Pia
interview 1 phase cancelled
interview 1 standing in-the-running
never 1 missed
never * sent

=== on-hold-and-still-to-talk
invite
mail at=2026-11-18T16:00 re=m1@woodgrove.example
  Hi Ravi,

  I just learnt that the role is on hold until January. I would still like to talk tomorrow at 10 as planned, so please keep the time free.

  Pia
event 1 missed at 2026-11-19T10:10
letter 1 between 2026-11-19T10:10 2026-11-19T10:16
evidence 1 hold-said

=== manager-left-before-the-call
invite
mail at=2026-11-17T11:00 re=m1@woodgrove.example
  Hi Ravi,

  to let you know: Tom Weller, the hiring manager, has left Woodgrove. We are working out who takes over the team.

  Pia
event 1 advice "prepare" at 2026-11-17T11:00
event 1 missed at 2026-11-19T10:10
reason 1 manager
letter 1 at 2026-11-19T10:10

=== known-to-be-away
invite
mail at=2026-11-18T16:00 re=m1@woodgrove.example subject="Automatic reply: Our call" head="Auto-Submitted: auto-replied"
  I am out of the office until Tuesday, 24 November, without access to mail.
event 1 advice "goes to Pia Lund and offers times from the return" at 2026-11-18T16:00
event 1 advice "back Tue" at 2026-11-19T10:00
letter 1 at 2026-11-19T10:10
letter 1 slots-from 2026-11-24T00:00
event 1 advice "Tue, Nov 24" at 2026-11-19T10:10
reason 1 away

=== away-for-months
# On leave for months; the deputy must not be offered days in spring.
invite
mail at=2026-11-18T16:00 re=m1@woodgrove.example subject="Automatic reply: Our call" head="Auto-Submitted: auto-replied"
  Thank you for your message. I am on parental leave until 1 April 2027. Please contact my colleague Omar Haddad (omar.haddad@woodgrove.example), who looks after all my candidates.
letter 1 to omar.haddad@woodgrove.example
letter 1 at 2026-11-19T10:10
letter 1 slots 3
event 1 advice "Omar Haddad" at 2026-11-18T16:00
letter 2 to omar.haddad@woodgrove.example
letter 2 between 2026-11-23T09:00 2026-11-24T18:00

=== away-for-six-weeks
# The deputy is written to and reminded; whoever was away is, too, when they are back.
invite
mail at=2026-11-18T16:00 re=m1@woodgrove.example subject="Automatic reply: Our call" head="Auto-Submitted: auto-replied"
  Thank you for your message. I am on parental leave until 4 January 2027. Please contact my colleague Omar Haddad (omar.haddad@woodgrove.example), who looks after all my candidates.
letter 1 to omar.haddad@woodgrove.example
letter 2 to omar.haddad@woodgrove.example
letter 2 between 2026-11-23T09:00 2026-11-24T18:00
letter 3 to pia.lund@woodgrove.example
letter 3 between 2027-01-05T09:00 2027-01-06T18:00
letters 3

=== apology-beside-a-no
invite
mail at=2026-11-19T10:20 re=m1@woodgrove.example
  Hi Ravi,

  my apologies for missing our call; I was in back-to-back meetings. I am also sorry to say that the position has been filled this morning.

  Pia
event 1 advice "it may be a no"
no-letter after 2026-11-19T10:21

=== hold-lifted-and-missed
invite
mail at=2026-11-17T16:00 re=m1@woodgrove.example
  Hi Ravi, the role is on hold as of today. Pia
mail at=2026-11-18T12:00 re=m1@woodgrove.example
  Hi Ravi, good news: the hold has been lifted. I will call you tomorrow, Thursday, at 10:00 as planned. Pia
event 1 advice "give them" at 2026-11-19T10:00
event 1 missed at 2026-11-19T10:10
letter 1 at 2026-11-19T10:10
letter 1 slots 3

=== out-and-back-before-the-call
# The automatic reply named no day; two days later she confirms herself.
invite
mail at=2026-11-14T09:00 re=m1@woodgrove.example subject="Automatic reply: Our call" head="Auto-Submitted: auto-replied"
  I am currently out of the office.
mail at=2026-11-17T09:00 re=m1@woodgrove.example
  Hi Ravi, I am back and look forward to our call on Thursday at 10:00. Pia
reason 1 busy
event 1 advice "give them 5 to 10 minutes" at 2026-11-19T10:00

=== out-without-a-date-and-sorry
# Out without a date; after the miss she writes herself: away stays the reason.
invite
mail at=2026-11-18T16:00 re=m1@woodgrove.example subject="Automatic reply: Our call" head="Auto-Submitted: auto-replied"
  I am currently out of the office and will answer when I return.
mail at=2026-11-20T09:00 re=m1@woodgrove.example
  Hi Ravi, back at my desk now. Sorry that yesterday fell through. Could you do Monday at 11:00?
reason 1 away
event 1 advice pick

=== on-hold-before-the-call-until-a-date
# The call is not cancelled and does not come; nor does the word that was promised for the 10th.
invite
mail at=2026-11-17T15:00
  Hi Ravi,

  the role is on hold while the budget is discussed. We will be back to you by December 10.

  Pia
event 1 advice "await:" "by Thu, Dec 10" at 2026-11-19T10:10
no-letter after 2026-11-17T15:01 before 2026-12-11T00:00
letter 1 between 2026-12-11T09:00 2026-12-15T18:00
letter 1 step nudge
interview 1 standing in-the-running

=== on-hold-after-the-call-until-a-date
invite
mail at=2026-11-19T15:00
  Hi Ravi,

  the role is on hold while the budget is discussed. We will be back to you by December 10.

  Pia
reason 1 manager
never 1 closed
no-letter after 2026-11-19T15:01 before 2026-12-11T00:00
letter 2 between 2026-12-11T09:00 2026-12-15T18:00
letter 2 step nudge

=== taken-over-by-mail
# Omar writes himself: the letters answer his mail.
invite
mail at=2026-11-18T14:00 from=omar subject="Your call tomorrow"
  Hi Ravi,

  I have taken over from Pia Lund and will call you tomorrow at 10:00 as planned.

  Omar Haddad
  Woodgrove Bank
interview 1 email omar.haddad@woodgrove.example
letter 1 to omar.haddad@woodgrove.example
letter 1 subject "Re: Your call tomorrow"
letter 1 in_reply_to m2@woodgrove.example

=== handed-over-with-a-number
# Omar has written nothing yet, and knows no thread: the subject tells him what it is about.
invite
mail at=2026-11-18T14:00
  Hi Ravi,

  I am leaving Woodgrove at the end of today. Omar Haddad (omar.haddad@woodgrove.example, +1 773 555 0133) takes over and will call you tomorrow at 10:00 as planned.

  Pia
letter 1 to omar.haddad@woodgrove.example
letter 1 subject "Call with Pia Lund on Thursday, November 19 – new time?"
letter 1 lacks "Hi Pia"

=== back-on-monday-and-the-call-is-before
# She is not back yet.
invite
mail at=2026-11-17T09:00 from=omar subject="Your call"
  Hi Ravi, I have taken over from Pia while she is out. Your call on Thursday stands. Omar Haddad
mail at=2026-11-18T09:00 subject="Your call"
  Hi Ravi, I'm back in the office on Monday. Pia
interview 1 email omar.haddad@woodgrove.example
letter 1 to omar.haddad@woodgrove.example

=== back-tomorrow-and-the-call-is-after
invite
mail at=2026-11-16T09:00 from=omar subject="Your call"
  Hi Ravi, I have taken over from Pia while she is out. Your call on Thursday stands. Omar Haddad
mail at=2026-11-17T09:00 subject="Your call"
  Hi Ravi, I'm back in the office tomorrow and will call you on Thursday as planned. Pia
interview 1 email pia.lund@woodgrove.example
letter 1 to pia.lund@woodgrove.example

=== back-now-and-a-word-of-tomorrow
# Tomorrow is the call's.
invite
mail at=2026-11-16T09:00 from=omar subject="Your call"
  Hi Ravi, I have taken over from Pia while she is out. Your call on Thursday stands. Omar Haddad
mail at=2026-11-18T09:00 subject="Your call"
  Hi Ravi, I'm back at my desk and will call you tomorrow as planned. Pia
interview 1 email pia.lund@woodgrove.example

=== back-on-a-day-after-the-miss
# Nobody nudges her before, and what the letter offers is after it.
invite
mail at=2026-11-18T09:00 subject="Travelling"
  Hi Ravi, a quick note: I am travelling this week and next, and I'll be back in the office on Monday, November 30. The call on Thursday stands. Pia
letter 1 at 2026-11-19T10:10
no-letter after 2026-11-19T10:11 before 2026-12-01T00:00
letter 2 between 2026-12-01T09:00 2026-12-02T18:00

=== a-colleague-will-be-back
# It is not whoever writes.
invite
mail at=2026-11-18T09:00 subject="Parking"
  Hi Ravi, Omar will be back in the office on Monday, November 30 and has your CV. Please bring nothing. Pia
letter 2 between 2026-11-23T09:00 2026-11-24T18:00

=== back-to-you-is-no-return
invite
mail at=2026-11-18T09:00 subject="Parking"
  Hi Ravi, I'll be back to you on Monday, November 30 with the name of the manager. The call on Thursday stands. Pia
letter 2 between 2026-11-23T09:00 2026-11-24T18:00
