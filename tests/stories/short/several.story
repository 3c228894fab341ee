# Several calls at once: which mail, which call of the log, which letter belongs to which.

=== one-recruiter-two-calls-a-day
invite uid=data summary="Woodgrove Bank: Data Engineer, Ravi Menon" id=inv-data
invite uid=plat summary="Woodgrove Bank: Platform Engineer, Ravi Menon" start=2026-11-19T15:00 id=inv-plat
mail at=2026-11-19T10:02 re=inv-data@woodgrove.example subject="Re: Invitation: Woodgrove Bank: Data Engineer, Ravi Menon"
  Hi Ravi,

  so sorry, I am stuck in another meeting. Let's do tomorrow, Friday, at 10:30 instead. I will call you.

  Pia
act 2026-11-19T15:03 they-called interview=plat@woodgrove.example
interviews 3
event 1 rescheduled at 2026-11-19T10:02
interview 3 start 2026-11-20T10:30:00-06:00
event 2 due at 2026-11-19T15:00
interview 2 phase held
letters-out 0 for 1
letters-out 0 for 2
reason 1 busy

=== panel-colleague-takes-the-call
invite
  Panel with Pia Lund, Omar Haddad and Ana Costa.
mail at=2026-11-19T10:03 from=omar subject="Re: Woodgrove Bank: Ravi Menon, phone interview"
  Hi Ravi,

  Pia is running late in another meeting, I will call you at 10:20 instead.

  Omar Haddad
call 2026-11-19T10:21 in +17735550133 1500
never 1 missed
interview 1 phase held
letters-out 0

=== back-to-back-from-one-switchboard
invite uid=a
  Pia calls you on +1 312 555 0142 from +1 773 555 0100.
invite uid=b from=omar start=2026-11-19T10:30 summary="Woodgrove Bank: Ravi Menon, second conversation"
  Omar calls you on +1 312 555 0142 from +1 773 555 0100.
invite uid=c from=ana start=2026-11-19T11:00 summary="Woodgrove Bank: Ravi Menon, third conversation"
  Ana calls you on +1 312 555 0142 from +1 773 555 0100.
call 2026-11-19T10:01 in +17735550100 1800
call 2026-11-19T10:33 in +17735550100 1500
interview 1 phase held
interview 2 phase held
event 3 missed at 2026-11-19T11:10
letters-out 0 for 1
letters-out 0 for 2
letter 1 interview 3
letter 1 to ana.costa@woodgrove.example

=== back-to-back-first-runs-over
# One call of 70 minutes from the panel's number: the second conversation began within it.
invite uid=a
  Panel, part one: Pia calls from +1 773 555 0100.
invite uid=b from=omar start=2026-11-19T10:30 summary="Woodgrove Bank: Ravi Menon, panel, part two"
  Panel, part two: Omar calls from +1 773 555 0100.
call 2026-11-19T10:00:30 in +17735550100 4200
interview 1 phase held
letters-out 0
never 2 missed

=== same-recruiter-again-next-week
invite uid=a
invite uid=b start=2026-11-26T14:00 zone=America/Chicago summary="Woodgrove Bank: Ravi Menon, second interview"
mail at=2026-11-19T11:30
  Hi Ravi,

  sorry about this morning, I was pulled into something. We are speaking next Thursday at 2 anyway, let's cover everything then.

  Pia
interviews 2
event 1 missed at 2026-11-19T10:10
letter 1 at 2026-11-19T10:10
no-letter for 1 after 2026-11-19T12:00
reason 1 busy

=== two-companies-at-the-same-hour
invite uid=a
invite uid=b from=dana summary="Northwind: Ravi Menon, phone interview"
warning 2 conflict
event 1 missed at 2026-11-19T10:10
event 2 missed at 2026-11-19T10:10
no-letter before 2026-11-19T10:10
letters-out 3 for 1
letters-out 3 for 2
apart 1 2

=== a-call-of-the-other-company-holds-only-that
invite uid=a
  Pia will call from +1 773 555 0118.
invite uid=b from=dana summary="Northwind: Ravi Menon, phone interview" start=2026-11-19T10:15
  Dana will call from +1 646 555 0190.
call 2026-11-19T10:14 in +16465550190 1200
interview 2 phase held
event 1 missed at 2026-11-19T10:10
interview 1 phase silent
letters-out 0 for 2

=== candidate-dials-and-speaks
invite
  Please call me at 10:00 on +1 773 555 0118.
call 2026-11-19T10:01 out +17735550118 900
warning 1 candidate-dials
event 1 advice "call:" at 2026-11-19T10:00
interview 1 phase held
letters-out 0

=== candidate-dials-nobody-answers
invite
  Please call me at 10:00 on +1 773 555 0118.
call 2026-11-19T10:01 out +17735550118 0
call 2026-11-19T10:06 out +17735550118 0
event 1 missed at 2026-11-19T10:10
letter 1 between 2026-11-19T10:10 2026-11-19T10:20
letter 1 lacks "have not heard|did not call|waited for your call"
never 1 held

=== candidate-forgot-to-dial
invite
  Please call me at 10:00 on +1 773 555 0118.
mail at=2026-11-19T10:08
  Hi Ravi,

  I was expecting your call at 10. Is everything all right? My number is +1 773 555 0118.

  Pia
reason 1 schedule
event 1 reply at 2026-11-19T10:08
no-letter before 2026-11-19T18:00

=== who-dials-was-said-twice
# The invite says that she calls, a later mail that the candidate does.
invite
  Pia will call you on +1 312 555 0142.
mail at=2026-11-18T16:00
  Hi Ravi,

  quick change for tomorrow at 10:00: my desk line cannot dial out, so please call me on +1 773 555 0118.

  Pia
warning 1 candidate-dials
event 1 advice "call:" at 2026-11-19T10:00

=== one-mail-moves-both
invite uid=a summary="Woodgrove Bank: Ravi Menon, first conversation"
invite uid=b start=2026-11-20T10:00 summary="Woodgrove Bank: Ravi Menon, second conversation"
mail at=2026-11-18T12:00 subject="Tomorrow's call"
  Hi Ravi,

  I have to move tomorrow's call from 10:00 to 14:00 tomorrow. Friday stays as it is.

  Pia
interview 1 start 2026-11-19T14:00:00-06:00
interview 2 start 2026-11-20T10:00:00-06:00
interviews 2

=== cancels-the-one-on-the-24th
invite uid=a summary="Woodgrove Bank: Ravi Menon, first conversation"
invite uid=b start=2026-11-24T10:00 summary="Woodgrove Bank: Ravi Menon, second conversation"
mail at=2026-11-17T12:00 subject="Our calls"
  Hi Ravi,

  we need to cancel the one on the 24th, Thursday's stands.

  Pia
never 1 cancelled
event 2 cancelled at 2026-11-17T12:00
event 1 due at 2026-11-19T10:00
event 1 missed at 2026-11-19T10:10
letters-out 0 for 2

=== cancels-next-tuesdays
invite uid=a summary="Woodgrove Bank: Ravi Menon, first conversation"
invite uid=b start=2026-11-24T14:00 summary="Woodgrove Bank: Ravi Menon, second conversation"
mail at=2026-11-17T12:00 subject="Next week"
  Hi Ravi, unfortunately we have to cancel the call next Tuesday, November 24. Pia
never 1 cancelled
event 2 cancelled at 2026-11-17T12:00
event 1 missed at 2026-11-19T10:10

=== moves-tuesdays-and-thursdays-stays
invite uid=a summary="Woodgrove Bank: Ravi Menon, first conversation"
invite uid=b start=2026-11-24T10:00 summary="Woodgrove Bank: Ravi Menon, second conversation"
mail at=2026-11-17T12:00 subject="Our calls"
  Hi Ravi,

  I have to move our call of Tuesday the 24th to Wednesday the 25th at 11:00. Thursday's call stays as planned.

  Pia
interviews 2
interview 1 start 2026-11-19T10:00:00-06:00
interview 2 start 2026-11-25T11:00:00-06:00

=== late-for-the-afternoons
invite uid=a summary="Woodgrove Bank: Ravi Menon, first conversation"
invite uid=b start=2026-11-19T15:00 summary="Woodgrove Bank: Ravi Menon, second conversation"
mail at=2026-11-19T14:55
  Hi Ravi, running ten minutes late. Pia
event 1 missed at 2026-11-19T10:10
no-letter for 2 before 2026-11-19T15:20

=== cancels-the-afternoons-by-its-hour
invite uid=a summary="Woodgrove Bank: Ravi Menon, first conversation"
invite uid=b start=2026-11-19T15:00 summary="Woodgrove Bank: Ravi Menon, second conversation"
mail at=2026-11-18T12:00 subject="Tomorrow"
  Hi Ravi, tomorrow's 3pm call is cancelled, the one at 10 stays. Pia
never 1 cancelled
event 2 cancelled at 2026-11-18T12:00
event 1 missed at 2026-11-19T10:10

=== cancels-one-and-greets-for-the-other
invite uid=a summary="Woodgrove Bank: Ravi Menon, first conversation"
invite uid=b start=2026-11-19T15:00 summary="Woodgrove Bank: Ravi Menon, second conversation"
mail at=2026-11-18T12:00 subject="Tomorrow"
  Hi Ravi, I have to cancel our 3pm tomorrow. See you in the morning! Pia
never 1 cancelled
event 2 cancelled at 2026-11-18T12:00

=== cancels-fridays-while-tuesdays-waits
# The first call was missed and its letter is out; the mail names the second call's day.
invite uid=a start=2026-11-17T10:00 summary="Woodgrove Bank: Ravi Menon, first conversation"
invite uid=b start=2026-11-20T10:00 summary="Woodgrove Bank: Ravi Menon, second conversation"
mail at=2026-11-18T12:00 subject="Friday"
  Hi Ravi, I have to cancel Friday's call, I'm sorry. Pia
event 1 missed at 2026-11-17T10:10
event 2 cancelled at 2026-11-18T12:00
never 1 cancelled
letters-out 0 for 2

=== one-stands-and-one-is-dropped
invite uid=a summary="Woodgrove Bank: Ravi Menon, first conversation"
invite uid=b start=2026-11-24T10:00 summary="Woodgrove Bank: Ravi Menon, second conversation"
mail at=2026-11-17T12:00 subject="Our calls"
  Hi Ravi, Thursday at 10 is still on, but I have to drop Tuesday's call. Pia
event 2 cancelled at 2026-11-17T12:00
event 1 missed at 2026-11-19T10:10

=== cancelled-for-what-is-on-the-others-day
invite uid=a summary="Woodgrove Bank: Ravi Menon, first conversation"
invite uid=b start=2026-11-24T10:00 summary="Woodgrove Bank: Ravi Menon, second conversation"
mail at=2026-11-17T12:00 subject="Our calls"
  Hi Ravi, I need to cancel our conversation of next Tuesday because my flight on Thursday was moved. Pia
event 2 cancelled at 2026-11-17T12:00
event 1 missed at 2026-11-19T10:10

=== cancels-what-is-not-known
# The only call that is known is another day's: whether it is off, too, only the candidate can tell.
invite
mail at=2026-11-17T12:00 subject="Our calls"
  Hi Ravi, unfortunately I have to cancel the call on Tuesday the 24th. Pia
never 1 cancelled
never 1 advice "pick: "
event 1 note at 2026-11-17T12:00
event 1 missed at 2026-11-19T10:10

=== takes-a-day-of-the-letter-that-is-the-other-calls
# An answer to the letter names the day of the other call, and is an answer all the same.
invite uid=a id=inv-a start=2026-11-17T10:00 summary="Woodgrove Bank: Ravi Menon, first conversation"
invite uid=b id=inv-b start=2026-11-20T15:00 summary="Woodgrove Bank: Ravi Menon, second conversation"
mail at=2026-11-18T12:00 subject="Re: Missed call" re=inv-a@woodgrove.example
  Hi Ravi, yes, Friday works for me, talk then. Pia
event 1 missed at 2026-11-17T10:10
event 1 reply at 2026-11-18T12:00
never 1 nudge
event 2 due at 2026-11-20T15:00

=== confirms-the-hour-of-the-other
invite uid=a start=2026-11-17T10:00 summary="Woodgrove Bank: Ravi Menon, first conversation"
invite uid=b start=2026-11-20T15:00 summary="Woodgrove Bank: Ravi Menon, second conversation"
mail at=2026-11-18T12:00 subject="Friday"
  Hi Ravi, just confirming our call on Friday at 15:00. Pia
event 1 missed at 2026-11-17T10:10
interviews 2

=== cancels-one-and-offers-the-others-day
invite uid=a id=inv-a start=2026-11-19T10:00 summary="Woodgrove Bank: Ravi Menon, first conversation"
invite uid=b id=inv-b start=2026-11-20T15:00 summary="Woodgrove Bank: Ravi Menon, second conversation"
mail at=2026-11-18T12:00 subject="Our call" re=inv-a@woodgrove.example
  Hi Ravi, I have to cancel our call. How about Friday instead? Pia
never 2 cancelled
event 2 due at 2026-11-20T15:00

=== a-platform-writes-for-two-companies
# Of its calls only those that it names are meant.
invite uid=a from="Woodgrove Bank <no-reply@us.greenhouse-mail.io>" summary="Woodgrove Bank: Ravi Menon, phone interview"
invite uid=b start=2026-11-20T15:00 from="Northwind <no-reply@us.greenhouse-mail.io>" summary="Northwind: Ravi Menon, phone interview"
mail at=2026-11-18T12:00 from="Woodgrove Bank <no-reply@us.greenhouse-mail.io>" subject="Your interview with Woodgrove Bank"
  Hi Ravi, unfortunately your interview with Woodgrove Bank on Friday is cancelled.
never 2 cancelled
event 2 due at 2026-11-20T15:00

=== accepted-elsewhere
# Who has a job asks nobody for a call; what is agreed afterwards is kept as ever.
invite uid=a
invite uid=b from=dana start=2026-11-18T10:00 summary="Northwind: Ravi Menon, phone interview"
act 2026-11-18T10:03 they-called interview=b@woodgrove.example
act 2026-11-20T09:00 offer interview=b@woodgrove.example
act 2026-11-20T17:00 accepted interview=b@woodgrove.example
letter 1 interview 1
letters 1
event 1 held-back at 2026-11-23T10:10
never 1 nudge
interview 1 step done

=== accepted-before-the-miss
invite uid=a
invite uid=b from=dana start=2026-11-17T10:00 summary="Northwind: Ravi Menon, phone interview"
act 2026-11-17T10:03 they-called interview=b@woodgrove.example
act 2026-11-18T17:00 accepted interview=b@woodgrove.example
event 1 missed at 2026-11-19T10:10
letters-out 0

=== accepted-and-sent-all-the-same
invite uid=a
invite uid=b from=dana start=2026-11-17T10:00 summary="Northwind: Ravi Menon, phone interview"
act 2026-11-17T10:03 they-called interview=b@woodgrove.example
act 2026-11-18T17:00 accepted interview=b@woodgrove.example
act 2026-11-19T11:00 sent interview=a@woodgrove.example
event 1 sent at 2026-11-19T11:00
never 1 nudge

=== agreed-after-the-acceptance
invite uid=b at=2026-11-10T09:00 from=dana start=2026-11-17T10:00 summary="Northwind: Ravi Menon, phone interview"
act 2026-11-17T10:03 they-called interview=b@woodgrove.example
act 2026-11-17T17:00 accepted interview=b@woodgrove.example
invite uid=a at=2026-11-18T09:00
letter 1 interview 2

=== the-same-house-accepted
# The new employer's own call about the start is followed up.
invite uid=b at=2026-11-10T09:00 start=2026-11-17T10:00 summary="Woodgrove Bank: Data Engineer, Ravi Menon"
act 2026-11-17T10:03 they-called interview=b@woodgrove.example
invite uid=a at=2026-11-17T11:00 summary="Woodgrove Bank: Data Engineer, Ravi Menon, the contract"
act 2026-11-17T17:00 accepted interview=b@woodgrove.example
letter 1 interview 2

=== a-colleague-agrees-on-a-call-of-their-own
# Two recruiters of one company, two roles, two threads.
mail at=2026-11-12T09:00 id=p1 subject="Data Engineer at Woodgrove"
  Hi Ravi,

  I'll call you Thursday, November 19 at 10 AM on +1 312 555 0142 about the Data Engineer opening.

  Pia Lund
mail at=2026-11-12T10:00 from=omar id=o1 subject="Sales Engineer at Woodgrove"
  Hi Ravi,

  could we find a slot for a short phone screen about the Sales Engineer opening?

  Omar Haddad
own at=2026-11-12T11:00 to=omar id=r1 re=o1@woodgrove.example subject="Re: Sales Engineer at Woodgrove"
  Hi Omar,

  thank you, I would be glad to talk. I am fairly flexible, just tell me what is best for you.

  Ravi
mail at=2026-11-12T12:00 from=omar id=o2 re=r1@example.com subject="Re: Sales Engineer at Woodgrove"
  Hi Ravi,

  great. I'll call you Thursday, November 19 at 3 PM on +1 312 555 0142.

  Omar Haddad
mail at=2026-11-18T16:00 subject="Re: Data Engineer at Woodgrove"
  Hi Ravi, I have to cancel tomorrow morning, our hiring manager is out. I will send a new date next week.

  Pia
interviews 2
interview 1 phase cancelled
event 2 due at 2026-11-19T15:00
letter 1 interview 2
letters-out 0 for 1

=== a-coordinator-moves-the-call
# The same by a colleague in the thread, or about the same role, is another hour of the one call.
mail at=2026-11-12T09:00 id=p1 subject="Data Engineer at Woodgrove"
  Hi Ravi,

  I'll call you Thursday, November 19 at 10 AM on +1 312 555 0142 about the Data Engineer opening.

  Pia Lund
mail at=2026-11-12T12:00 from=omar re=p1@woodgrove.example subject="Re: Data Engineer at Woodgrove"
  Hi Ravi,

  I arrange Pia's calls. She will call you Thursday, November 19 at 3 PM instead.

  Omar Haddad
interviews 1
event 1 due at 2026-11-19T15:00

=== two-calls-of-one-thread-and-one-is-off
# In one thread the role tells which.
mail at=2026-11-12T09:00 id=s1 subject="Two calls"
  Hi Ravi, I'll call you on Wednesday, November 18 at 11 AM CT about the Treasury role at Coho, and on Friday, November 20 at 11 AM CT about the Payroll role at Litware.

  Pia
mail at=2026-11-17T09:00 id=s2 re=s1@woodgrove.example subject="Re: Two calls"
  Hi Ravi, I have to cancel our call about the Payroll role, sorry. Pia
event 2 cancelled at 2026-11-17T09:00
never 1 cancelled

=== two-calls-of-one-thread-and-one-is-a-no
mail at=2026-11-12T09:00 id=s1 subject="Two calls"
  Hi Ravi, I'll call you on Wednesday, November 18 at 11 AM CT about the Treasury role at Coho, and on Friday, November 20 at 11 AM CT about the Payroll role at Litware.

  Pia
mail at=2026-11-17T09:00 id=s2 re=s1@woodgrove.example subject="Re: Two calls"
  Hi Ravi, unfortunately the Payroll role at Litware has been filled, so we will not be moving forward with it. Pia
event 2 closed at 2026-11-17T09:00
never 1 closed

=== two-calls-missed-in-one-morning
# One letter in a morning: the other one waits for the next working day.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Data Engineer role. Pia
mail at=2026-11-16T09:30 subject="Platform"
  Hi Ravi, I'll call you Thursday, November 19 at 10:30 AM CT about the Platform Engineer role. Pia
event 2 missed at 2026-11-19T10:40
letter 1 at 2026-11-19T10:10
letter 2 at 2026-11-20T09:00
letter 2 interview 2

=== two-calls-due-at-the-same-minute
# Missed in the evening and before work: both letters would leave at nine.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 7:30 PM CT about the Data Engineer role. Pia
mail at=2026-11-16T09:30 subject="Platform"
  Hi Ravi, I'll call you Friday, November 20 at 8:30 AM CT about the Platform Engineer role. Pia
letter 1 at 2026-11-20T09:00
letter 2 at 2026-11-23T09:00

=== two-calls-and-the-first-is-answered
# They have answered what was written about the first: nothing stands between.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Data Engineer role. Pia
mail at=2026-11-16T09:30 subject="Platform"
  Hi Ravi, I'll call you Thursday, November 19 at 10:30 AM CT about the Platform Engineer role. Pia
mail at=2026-11-19T10:20 subject="Re: Our call" re=m1@woodgrove.example
  Hi Ravi, so sorry about the Data Engineer call. I will call you tomorrow at 3 PM CT instead. Pia
letter 1 at 2026-11-19T10:10
letter 2 at 2026-11-19T10:40
letter 2 interview 2

=== two-calls-in-one-day
# Hours apart each has its own letter.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Data Engineer role. Pia
mail at=2026-11-16T09:30 subject="Platform"
  Hi Ravi, I'll call you Thursday, November 19 at 1 PM CT about the Platform Engineer role. Pia
letter 1 at 2026-11-19T10:10
letter 2 at 2026-11-19T13:10

=== two-people-of-one-house
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Data Engineer role. Pia
mail at=2026-11-16T09:30 from=omar subject="Platform"
  Hi Ravi, I'll call you Thursday, November 19 at 10:30 AM CT about the Platform Engineer role. Omar
letter 1 at 2026-11-19T10:10
letter 2 at 2026-11-19T10:40

=== two-recruiters-behind-one-platform
# They share a mailbox, and nobody has written to the second.
mail at=2026-11-16T09:00 from="Pia Lund <interviews@greenhouse.io>" subject="Woodgrove Bank"
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Data Engineer role at Woodgrove Bank. Pia Lund
mail at=2026-11-16T09:30 from="Dana Reyes <interviews@greenhouse.io>" subject="Northwind"
  Hi Ravi, I'll call you Thursday, November 19 at 10:30 AM CT about the Platform Engineer role at Northwind. Dana Reyes
letter 1 at 2026-11-19T10:10
letter 2 at 2026-11-19T10:40

=== one-recruiter-behind-a-platform
mail at=2026-11-16T09:00 from="Pia Lund <interviews@greenhouse.io>" subject="Woodgrove Bank"
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Data Engineer role at Woodgrove Bank. Pia Lund
mail at=2026-11-16T09:30 from="Pia Lund <interviews@greenhouse.io>" subject="Platform"
  Hi Ravi, I'll call you Thursday, November 19 at 10:30 AM CT about the Platform Engineer role at Woodgrove Bank. Pia Lund
letter 1 at 2026-11-19T10:10
letter 2 at 2026-11-20T09:00

=== neither-can-go-ahead
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I'm sorry, neither call can go ahead. Pia
event 1 cancelled
event 2 cancelled

=== none-of-ours-will-take-place
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
invite uid=wg-3 start=2026-11-24T11:00 summary="Woodgrove Bank: Ravi Menon, last round"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, apologies, none of our calls will take place. Pia
event 1 cancelled
event 2 cancelled
event 3 cancelled

=== can-keep-neither
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I can't keep either of our calls, sorry. Pia
event 1 cancelled
event 2 cancelled

=== neither-call-takes-long
# Of how long they last.
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, neither call will take more than twenty minutes, so no need to prepare slides. Pia
never 1 cancelled
never 2 cancelled

=== neither-of-us-is-in
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, neither Omar nor I will be in the office this week, so both calls will go through my mobile. Pia
never 1 cancelled
never 2 cancelled

=== a-colleague-sets-a-time-for-a-call-of-their-own
# In their own conversation, about another role, and in words that set a time: nobody moves Pia's call by that.
mail at=2026-11-12T09:00 subject="Blade Engineer at Woodgrove" id=b1
  Hi Ravi, I put you forward for Blade Engineer; the next step is a phone conversation with me. Pia
own at=2026-11-12T09:30 subject="Re: Blade Engineer at Woodgrove" re=b1@woodgrove.example id=b2
  Hi Pia, thank you for writing. My week is quite open, so please choose a time. Ravi
mail at=2026-11-12T10:00 subject="Re: Blade Engineer at Woodgrove" re=b2@example.com id=b3
  Hi Ravi, let's do Thursday, November 19 at 10 AM CT. I'll ring you. Pia
mail at=2026-11-12T11:00 from=omar subject="Hub Engineer at Woodgrove" id=h1
  Hi Ravi, I put you forward for Hub Engineer; the next step is a phone conversation with me. Omar
own at=2026-11-12T11:30 to=omar subject="Re: Hub Engineer at Woodgrove" re=h1@woodgrove.example id=h2
  Hi Omar, thank you for writing. My week is quite open, so please choose a time. Ravi
mail at=2026-11-12T12:00 from=omar subject="Re: Hub Engineer at Woodgrove" re=h2@example.com
  Hi Ravi, let's do Friday, November 20 at 10 AM CT. I'll ring you. Omar
mail at=2026-11-18T15:00 subject="Out of office: Blade Engineer at Woodgrove" head="Auto-Submitted: auto-replied"
  Thank you for your message. I have been called away unexpectedly and will return on Tuesday, December 1. In my absence please contact Omar Haddad, omar.haddad@woodgrove.example. Pia Lund
act 2026-11-20T10:01 they-called interview=2
interviews 2
never 1 retimed
event 1 missed at 2026-11-19T10:10
reason 1 away
interview 2 phase held

=== a-colleague-moves-the-call-in-another-thread
# Their words move something: there is one call that they can mean.
invite
own at=2026-11-12T11:30 to=omar subject="Parking" id=h2
  Hi Omar, where can I park? Ravi
mail at=2026-11-12T12:00 from=omar subject="Re: Parking" re=h2@example.com
  Hi Ravi, let's move the call with Pia on Thursday at 10 AM to Friday, November 20 at 10 AM CT. Omar
interviews 1
event 1 retimed

=== a-colleague-sets-the-contacts-time-in-another-thread
# They name whose call it is.
invite
own at=2026-11-12T11:30 to=omar subject="Parking" id=h2
  Hi Omar, where can I park? Ravi
mail at=2026-11-12T12:00 from=omar subject="Re: Parking" re=h2@example.com
  Hi Ravi, behind the house. And I'm covering for Pia: let's do Friday, November 20 at 10 AM CT, I'll ring you. Omar
interviews 1
event 1 retimed

=== a-colleague-sets-the-call-of-the-same-role
# Of the role that was put forward: the call is the same, and moves.
mail at=2026-11-12T09:00 subject="Blade Engineer at Woodgrove" id=b1
  Hi Ravi, I put you forward for Blade Engineer; the next step is a phone conversation with me. Pia
mail at=2026-11-12T10:00 subject="Re: Blade Engineer at Woodgrove" id=b3
  Hi Ravi, let's do Thursday, November 19 at 10 AM CT. I'll ring you. Pia
mail at=2026-11-12T12:00 from=omar subject="Blade Engineer"
  Hi Ravi, about the Blade Engineer role: let's do Friday, November 20 at 10 AM CT. I'll ring you. Omar
interviews 1

=== a-colleague-rings-about-their-part
# Beside the agreed call, which stays.
invite
mail at=2026-11-18T09:00 from=omar subject="Thursday"
  Hi Ravi, Omar here, covering for Pia this week: I'll ring you on Thursday at 4 PM CT about my part. Omar Haddad
interviews 2
interview 1 email pia.lund@woodgrove.example
interview 2 start 2026-11-19T16:00:00-06:00

=== a-colleague-rings-as-well
invite
mail at=2026-11-18T09:00 from=omar subject="Thursday"
  Hi Ravi, after your call with Pia I'll ring you as well, on Thursday at 4 PM CT. Omar Haddad
interviews 2

=== a-colleague-covers-and-rings
# Whether it is the same call is not told: one is kept, and the hour is in doubt.
invite
mail at=2026-11-18T09:00 from=omar subject="Thursday"
  Hi Ravi, Omar here, covering for Pia: I'll ring you on Thursday at 4 PM CT. Omar Haddad
interviews 1
warning 1 zone-mismatch

=== the-contact-also-rings
# Whose call it is says two hours of it.
invite
mail at=2026-11-18T09:00 subject="Thursday"
  Hi Ravi, I will also call you on Thursday at 4 PM CT. Pia
interviews 1
warning 1 zone-mismatch

=== two-people-on-two-days
# A coordinator confirms two calls: each has its own watch, and its caller by name.
mail at=2026-11-12T09:00 id=l1 subject="Interview confirmation"
  Hi Ravi,

  We're excited to confirm your upcoming phone interviews.

  Wednesday, November 18, 2026
  10:00 AM - 10:30 AM Central   Pia Lund, Talent Partner (she will call you)

  Friday, November 20, 2026
  3:00 PM - 3:45 PM Central   Omar Haddad, Head of Data (he will call you)

  If you have any questions, or need to reschedule, please let me know.

  Pia Lund
interviews 2
interview 1 start 2026-11-18T10:00:00-06:00
interview 2 start 2026-11-20T15:00:00-06:00
event 1 missed at 2026-11-18T10:10
event 2 missed at 2026-11-20T15:10

=== two-people-in-a-sentence
mail at=2026-11-12T09:00 id=l1 subject="Calls"
  Hi Ravi, Ana Costa rings you on Wednesday, November 18 at 10:00 AM Central, Omar Haddad on Friday, November 20 at 3 PM Central. Pia Lund
interviews 2
interview 1 start 2026-11-18T10:00:00-06:00
interview 2 start 2026-11-20T15:00:00-06:00

=== both-calls-by-one-person
mail at=2026-11-12T09:00 id=l1 subject="Calls"
  Hi Ravi, confirmed! I will ring you for both calls: Wednesday, November 18 at 10:00 AM Central (intro) and Friday, November 20 at 3 PM Central (salary). Pia Lund
interviews 2
interview 1 start 2026-11-18T10:00:00-06:00
interview 2 start 2026-11-20T15:00:00-06:00

=== a-second-try-is-no-second-call
mail at=2026-11-12T09:00 id=l1 subject="Calls"
  Hi Ravi, Ana Costa will call you on Wednesday, November 18 at 10:00 AM Central. Failing that, Omar Haddad will call you on Friday, November 20 at 3 PM Central. Pia Lund
exit 1
interviews 0

=== people-to-pick-from
mail at=2026-11-12T09:00 id=l1 subject="Calls"
  Hi Ravi,

  please pick one, and I will have them call you:

  - Wednesday, November 18 at 10:00 AM Central: Ana Costa
  - Friday, November 20 at 3 PM Central: Omar Haddad

  Pia Lund
exit 1
interviews 0

=== somebody-elses-hour-beside-a-call
mail at=2026-11-12T09:00 id=l1 subject="Calls"
  Hi Ravi, Ana Costa will call you on Wednesday, November 18 at 10:00 AM Central. Omar Haddad speaks at our meetup on Friday, November 20 at 3 PM Central. Pia Lund
exit 1
interviews 0

=== the-hiring-manager-wants-a-word-too
# Two people of one house, each with a call of their own, and only the first of them calls.
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central to go through the practical things. Pia
mail at=2026-11-12T11:00 from=omar subject="The job"
  Hi Ravi, Pia gave me your details. I'm the hiring manager and will call you the same day, Thursday, November 19, at 1:00 PM Central. Omar Haddad, +1 773 555 0133
call 2026-11-19T10:01 in +17735550118 900
interviews 2
no-warning 1 zone-mismatch
interview 1 phase held
interview 2 name "Omar Haddad"
letter 1 to omar.haddad@woodgrove.example
letter 1 at 2026-11-19T13:15

=== the-hiring-manager-calls-on-the-eve
# About the same role, and before the recruiter.
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central about the Data Engineer role. Pia
mail at=2026-11-12T11:00 from=omar subject="Data Engineer"
  Hi Ravi, I lead the team of the Data Engineer role. I'll give you a call on Wednesday, November 18 at 3 PM Central. Omar
interviews 2
letter 1 to omar.haddad@woodgrove.example
letter 2 to pia.lund@woodgrove.example
letter 2 at 2026-11-19T10:10

=== the-hiring-manager-asks-first
# What they had written without an hour went by the first call.
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central. Pia
mail at=2026-11-12T10:00 from=omar id=o1 subject="The job"
  Hi Ravi, Pia gave me your details. May I call you, too? Omar
own at=2026-11-12T10:30 to=omar id=r1 re=o1@woodgrove.example subject="Re: The job"
  Of course! Ravi
mail at=2026-11-12T11:00 from=omar id=o2 re=r1@example.com subject="Re: The job"
  Great. I'll call you Thursday, November 19 at 1:00 PM Central. Omar
interviews 2
letter 1 at 2026-11-19T10:10
letter 2 at 2026-11-19T13:10

=== the-hiring-managers-call-is-off
# "Tomorrow" is the day of both, and the call with the recruiter is not theirs to cancel.
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central. Pia
mail at=2026-11-12T11:00 from=omar subject="The job" id=o1
  Hi Ravi, Pia gave me your details. I'm the hiring manager and will call you at 1:00 PM Central on Thursday, November 19. Omar
mail at=2026-11-18T11:00 from=omar subject="Re: The job" re=o1@woodgrove.example
  Hi Ravi, I have to cancel our call tomorrow, sorry. Omar
interview 2 phase cancelled
never 1 cancelled
letter 1 at 2026-11-19T10:10

=== a-colleague-calls-instead
# One call: by whom it is now, or when.
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central. Pia
mail at=2026-11-12T11:00 from=omar subject="Your call"
  Hi Ravi, on behalf of Pia I'll call you Thursday, November 19 at 1:00 PM Central. Omar
interviews 1
no-letter before 2026-11-19T13:10

=== a-colleague-calls-in-her-place
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central. Pia
mail at=2026-11-12T11:00 from=omar subject="Your call"
  Hi Ravi, I'll call you in Pia's place, on Thursday, November 19 at 1:00 PM Central. Omar
interviews 1
no-letter before 2026-11-19T13:10

=== a-colleague-calls-as-she-is-ill
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central. Pia
mail at=2026-11-12T11:00 from=omar subject="Your call"
  Hi Ravi, Pia is ill, so I'll call you Thursday, November 19 at 1:00 PM Central. Omar
interviews 1
no-letter before 2026-11-19T13:10

=== a-colleague-takes-over
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central. Pia
mail at=2026-11-12T11:00 from=omar subject="Your call"
  Hi Ravi, I'm taking over from Pia. I'll call you Thursday, November 19 at 1:00 PM Central. Omar
event 1 due at 2026-11-19T13:00
letter 1 to omar.haddad@woodgrove.example

=== a-colleague-in-the-thread
mail at=2026-11-12T09:00 id=p1
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central. Pia
mail at=2026-11-12T11:00 from=omar subject="Re: Our call" re=p1@woodgrove.example
  Hi Ravi, I'll call you Thursday, November 19 at 1:00 PM Central. Omar
interviews 1
warning 1 zone-mismatch

=== a-coordinator-names-another-hour
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central. Pia
mail at=2026-11-12T11:00 from="Kim Roe <kim.roe@woodgrove.example>" subject="Your call"
  Hi Ravi, Pia Lund will call you Thursday, November 19 at 1:00 PM Central. Kim
interviews 1
warning 1 zone-mismatch

=== the-houses-mailbox-names-another-hour
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central. Pia
mail at=2026-11-12T11:00 from="Woodgrove Careers <careers@woodgrove.example>" subject="Your call"
  Hi Ravi, we will call you Thursday, November 19 at 1:00 PM Central. Woodgrove Careers
interviews 1
warning 1 zone-mismatch

=== a-colleague-calls-at-the-agreed-hour
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central. Pia
mail at=2026-11-12T11:00 from=omar subject="Your call"
  Hi Ravi, Pia gave me your details. I'm the hiring manager, and we will call you Thursday, November 19 at 10:00 AM Central. Omar
interviews 1
no-warning 1 zone-mismatch
