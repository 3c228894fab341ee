# What one mail says of more than one call: they are called off together, or belong to a pursuit that it ends.

=== both-calls-are-off
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I'm sorry, I have to cancel both calls this week. Pia
event 1 cancelled at 2026-11-17T09:00
event 2 cancelled at 2026-11-17T09:00
letters 0

=== two-calls-are-off
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I have to cancel our two calls, sorry. Pia
event 1 cancelled
event 2 cancelled

=== each-day-is-named
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I have to cancel our calls on Thursday and Friday, sorry. Pia
event 1 cancelled
event 2 cancelled

=== both-of-us-is-no-call
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I have to cancel our call on Friday, sorry. Both of us were looking forward to it. Pia
never 1 cancelled
event 2 cancelled

=== both-of-this-week
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
invite uid=wg-3 start=2026-11-24T11:00 summary="Woodgrove Bank: Ravi Menon, last round"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I have to cancel both calls this week. Pia
event 1 cancelled
event 2 cancelled
never 3 cancelled

=== a-no-ends-the-pursuit
invite summary="Data Engineer phone screen"
invite uid=wg-2 start=2026-11-20T11:00 summary="Data Engineer follow-up"
mail at=2026-11-17T09:00 subject="Your application"
  Hi Ravi, unfortunately we have decided not to move forward with your application for the Data Engineer role. Pia
event 1 closed
event 2 closed
letters 0

=== a-no-without-a-role
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 subject="Your application"
  Hi Ravi, thank you for your interest, but we have decided to move forward with other candidates. Pia
event 1 closed
event 2 closed
letters 0

=== a-no-to-the-other-role
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you on Wednesday, November 18 at 11 AM CT about the Data Engineer role. Pia
mail at=2026-11-12T09:30 subject="Platform"
  Hi Ravi, I'll call you on Friday, November 20 at 11 AM CT about the Platform Engineer role. Pia
mail at=2026-11-17T09:00 subject="Your application"
  Hi Ravi, unfortunately we have decided not to move forward with your application for the Data Engineer role. Pia
event 1 closed
never 2 closed
event 2 missed at 2026-11-20T11:10

=== on-hold-with-both
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 subject="The role"
  Hi Ravi, the role has been put on hold due to a hiring freeze. Pia
no-letter after 2026-11-17T09:01

=== both-are-to-be-moved
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I need to reschedule both calls, something came up. When would suit you next week? Pia
never 1 missed
never 2 missed
no-letter after 2026-11-17T09:01

=== withdrawn-with-both
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
own at=2026-11-17T09:00 subject="My application"
  Hi Pia, I have accepted another offer and would like to withdraw my application. Ravi
interview 1 phase withdrawn
interview 2 phase withdrawn
letters 0

=== a-platform-says-no
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 subject="Your application at Woodgrove Bank" from="Woodgrove Bank <no-reply@greenhouse.io>"
  Dear Ravi, thank you for your interest in Woodgrove Bank. Unfortunately, we have decided not to move forward with your application.
event 1 closed
event 2 closed

=== all-of-this-week
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
invite uid=wg-3 start=2026-11-24T11:00 summary="Woodgrove Bank: Ravi Menon, last round"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I have to cancel all our calls this week, sorry. Pia
event 1 cancelled
event 2 cancelled
never 3 cancelled

=== all-calls-are-off
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
invite uid=wg-3 start=2026-11-24T11:00 summary="Woodgrove Bank: Ravi Menon, last round"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I am so sorry, I have to cancel all our calls. Pia
event 1 cancelled
event 2 cancelled
event 3 cancelled

=== one-of-two-stands
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I have to cancel our call on Thursday, sorry. Friday's call stands. Pia
event 1 cancelled
never 2 cancelled
event 2 missed

=== both-of-hers
invite
invite from=omar uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, Omar"
invite uid=wg-3 start=2026-11-24T11:00 summary="Woodgrove Bank: Ravi Menon, last round"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I have to cancel both calls. Pia
event 1 cancelled
never 2 cancelled
event 3 cancelled

=== a-no-to-another-pursuit-of-the-house
# Another recruiter of the house, another role.
invite summary="Data Engineer phone screen"
invite from=omar uid=wg-2 start=2026-11-20T11:00 summary="Treasury Analyst phone screen"
mail at=2026-11-17T09:00 subject="Your application"
  Hi Ravi, unfortunately we have decided not to move forward with your application for the Data Engineer role. Pia
event 1 closed
never 2 closed
letter 1 at 2026-11-20T11:10
letter 1 status sent

=== a-no-and-the-other-call-stands
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, Treasury Analyst interview"
mail at=2026-11-17T09:00 subject="Your application"
  Hi Ravi, unfortunately the Data Engineer role has been filled, so we will not move forward with it. Our call about the Treasury Analyst role on Friday goes ahead as planned. Pia
never 2 closed

=== a-forged-no-ends-nothing
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 subject="Your application" auth=fail
  Hi Ravi, thank you for your interest, but we have decided to move forward with other candidates. Pia
never 1 closed
never 2 closed

=== one-hour-for-both
# Two calls at one hour would be missed, and written about, twice.
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I need to reschedule both calls. I'll call you on Monday, November 23 at 10 AM CT instead. Pia
interview 1 start 2026-11-23T10:00
event 2 cancelled at 2026-11-17T09:00
letter 1 interview 1
never 2 missed

=== both-are-off-and-one-hour-comes-instead
mail at=2026-11-09T09:00 id=p1 subject="Scrum Master"
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Scrum Master role. Pia
mail at=2026-11-09T09:05 id=p2 subject="Product Owner"
  Hi Ravi, and I'll call you Thursday, November 19 at 2 PM CT about the Product Owner role. Pia
mail at=2026-11-18T15:00 subject="Thursday"
  Hi Ravi, I have to cancel both our calls on Thursday, sorry. I'll call you Monday, November 23 at 10 AM CT instead. Pia
interview 1 start 2026-11-23T10:00
event 2 cancelled at 2026-11-18T15:00
no-letter before 2026-11-23T10:10
never 2 missed

=== one-of-two-gets-another-hour
mail at=2026-11-09T09:00 id=p1 subject="Scrum Master"
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Scrum Master role. Pia
mail at=2026-11-09T09:05 id=p2 subject="Product Owner"
  Hi Ravi, and I'll call you Thursday, November 19 at 2 PM CT about the Product Owner role. Pia
mail at=2026-11-18T15:00 subject="Re: Scrum Master" re=p1@woodgrove.example
  Hi Ravi, I have to cancel our call, sorry. I'll call you Monday, November 23 at 10 AM CT instead. Pia
interview 1 start 2026-11-23T10:00
never 2 cancelled
event 2 missed at 2026-11-19T14:10

=== both-of-three
# Which two nobody can know: none is called off in silence, and each asks.
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
invite uid=wg-3 start=2026-11-24T11:00 summary="Woodgrove Bank: Ravi Menon, last round"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I am so sorry, I have to cancel both calls. Pia
never 1 cancelled
never 2 cancelled
never 3 cancelled
question 1 Is this one meant?
question 2 Is this one meant?
question 3 Is this one meant?
never * sent

=== both-of-three-are-to-be-moved
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
invite uid=wg-3 start=2026-11-24T11:00 summary="Woodgrove Bank: Ravi Menon, last round"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I need to reschedule both calls, something came up. When would suit you next week? Pia
question 1 Is this one meant?
question 2 Is this one meant?
question 3 Is this one meant?

=== both-of-the-role-it-names
invite summary="Data Engineer phone screen"
invite uid=wg-2 start=2026-11-20T11:00 summary="Data Engineer follow-up"
invite uid=wg-3 start=2026-11-24T11:00 summary="Treasury Analyst phone screen"
mail at=2026-11-17T09:00 subject="Data Engineer"
  Hi Ravi, I am so sorry, I have to cancel both calls for the Data Engineer role. Pia
event 1 cancelled
event 2 cancelled
never 3 cancelled

=== both-that-lie-ahead
# The first has been missed already: the two that are left are meant.
invite
invite uid=wg-2 start=2026-11-23T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
invite uid=wg-3 start=2026-11-24T11:00 summary="Woodgrove Bank: Ravi Menon, last round"
mail at=2026-11-20T09:00 subject="Our calls"
  Hi Ravi, I am so sorry, I have to cancel both calls. Pia
event 2 cancelled at 2026-11-20T09:00
event 3 cancelled at 2026-11-20T09:00

=== both-of-three-by-the-candidate
# Who knows which tells it.
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
invite uid=wg-3 start=2026-11-24T11:00 summary="Woodgrove Bank: Ravi Menon, last round"
mail at=2026-11-17T09:00 subject="Our calls"
  Hi Ravi, I am so sorry, I have to cancel both calls. Pia
act 2026-11-17T10:00 cancelled interview=wg-2@woodgrove.example
act 2026-11-17T10:01 cancelled interview=wg-3@woodgrove.example
event 2 cancelled at 2026-11-17T10:00
event 3 cancelled at 2026-11-17T10:01
never 1 cancelled

=== a-colleague-calls-both-off
invite
invite uid=wg-2 start=2026-11-20T11:00 summary="Woodgrove Bank: Ravi Menon, follow-up"
mail at=2026-11-17T09:00 from=ana subject="Your calls with Pia"
  Hi Ravi, I'm afraid we have to cancel both calls with Pia. Ana
event 1 cancelled
event 2 cancelled

=== a-no-by-hand-ends-the-pursuit
invite summary="Data Engineer phone screen"
invite uid=wg-2 start=2026-11-20T11:00 summary="Data Engineer follow-up"
act 2026-11-17T09:00 rejected interview=wg-1@woodgrove.example
event 1 closed at 2026-11-17T09:00
event 2 closed at 2026-11-17T09:00
letters 0

=== a-no-by-hand-after-the-first-call
# That call took place; the next one of the same pursuit does not.
invite summary="Data Engineer phone screen"
invite uid=wg-2 start=2026-11-24T11:00 summary="Data Engineer follow-up"
act 2026-11-19T10:01 they-called interview=wg-1@woodgrove.example
act 2026-11-20T09:00 rejected interview=wg-1@woodgrove.example
interview 1 phase held
event 2 closed at 2026-11-20T09:00
letters 0

=== a-no-by-hand-to-the-other-role
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you on Wednesday, November 18 at 11 AM CT about the Data Engineer role. Pia
mail at=2026-11-12T09:30 subject="Platform"
  Hi Ravi, I'll call you on Friday, November 20 at 11 AM CT about the Platform Engineer role. Pia
act 2026-11-17T09:00 rejected interview=1
event 1 closed
never 2 closed
event 2 missed at 2026-11-20T11:10

=== a-no-by-hand-is-taken-back
# With all that it ended.
invite summary="Data Engineer phone screen"
invite uid=wg-2 start=2026-11-20T11:00 summary="Data Engineer follow-up"
act 2026-11-17T09:00 rejected interview=wg-1@woodgrove.example
act 2026-11-17T09:01 undo interview=wg-1@woodgrove.example
event 1 missed at 2026-11-19T10:10
event 2 missed at 2026-11-20T11:10

=== a-no-by-hand-is-taken-back-of-one
invite summary="Data Engineer phone screen"
invite uid=wg-2 start=2026-11-20T11:00 summary="Data Engineer follow-up"
act 2026-11-17T09:00 rejected interview=wg-1@woodgrove.example
act 2026-11-17T09:01 undo interview=wg-2@woodgrove.example
never 1 missed
event 2 missed at 2026-11-20T11:10

=== withdrawn-by-hand-with-both
invite summary="Data Engineer phone screen"
invite uid=wg-2 start=2026-11-20T11:00 summary="Data Engineer follow-up"
act 2026-11-17T09:00 withdrawn interview=wg-1@woodgrove.example
interview 1 phase withdrawn
interview 2 phase withdrawn
letters 0
