# What the candidate writes themselves.

=== ill-and-calls-it-off
invite
mail from=me at=2026-11-19T08:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I am sorry, I have a fever and must cancel our call today at 10:00. I will write to you when I am better.
event 1 cancelled "you call it off" at 2026-11-19T08:10
never 1 missed
letters 0
interview 1 phase cancelled

=== calls-it-off-and-asks
invite
mail from=me at=2026-11-19T08:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I have to cancel our call today. Could we find another time next week?
never 1 cancelled
event 1 note "called it off or asked" at 2026-11-19T08:10

=== calls-it-off-and-they-offer-another
invite
mail from=me at=2026-11-19T08:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I am sorry, I am ill and need to cancel our call today.
mail at=2026-11-19T09:00 subject="Re: Interview"
  Get well soon! I will call you on Monday, November 23 at 11:00 instead.
interview 2 start 2026-11-23T11:00

=== a-new-time-and-an-apology
invite
mail at=2026-11-19T13:00 subject="Re: Interview"
  Sorry for today. New time: Tuesday 24 November 12:00.
event 1 rescheduled at 2026-11-19T13:00
interview 2 start 2026-11-24T12:00
mail at=2026-11-23T17:10 subject="Re: Interview"
  I am sorry, I need to cancel our call on Tuesday. I hope to write to you next month.
interview 2 phase cancelled
never 2 missed

=== dialled-and-has-not-said-more
mail at=2026-11-16T10:00 subject="Our call"
  Please call me on Thursday, November 19 at 10:00 am on 312-555-0177.
act 2026-11-19T09:59 called
letter 1 status draft
letter 1 at 2026-11-19T10:15
act 2026-11-19T10:33 spoke
interview 1 phase held

=== dialled-and-nobody-answered
mail at=2026-11-16T10:00 subject="Our call"
  Please call me on Thursday, November 19 at 10:00 am on 312-555-0177.
act 2026-11-19T10:01 called
act 2026-11-19T10:04 no-answer
letter 1 status sent
letter 1 between 2026-11-19T10:09 2026-11-19T10:16

=== an-adviser-of-the-bank
mail at=2026-11-16T10:00 from=noreply@albion.example subject="Your mortgage appointment"
  Your telephone mortgage appointment with our adviser Dean Foley is confirmed for Thursday, November 19 at 10:00. Dean
  will call you on the number we hold for you.
exit 1
interviews 0

=== a-teacher-about-homework
mail at=2026-11-16T10:00 from=gale@school.example subject="Parent-teacher phone call"
  I will call you on Thursday, November 19 at 15:00 to talk about Leo's maths homework. Mrs. Gale, class 4b
exit 1
interviews 0

=== would-rather-keep-the-hour
invite
mail at=2026-11-18T16:00 subject="Re: Interview"
  Would 4pm work better for you tomorrow?
mail from=me at=2026-11-18T16:20 to=pia subject="Re: Interview" auth=absent
  Hi Pia, I'd rather keep 10am if that's all right, I have a train at 4.
mail at=2026-11-18T16:25 subject="Re: Interview"
  No problem, let's stay with 10am tomorrow.
never 1 retimed
event 1 missed at 2026-11-19T10:10

=== takes-the-hour-instead
invite
mail at=2026-11-18T09:00 subject="Re: Interview"
  Would 4pm work better for you tomorrow?
mail from=me at=2026-11-18T09:20 to=pia subject="Re: Interview" auth=absent
  Hi Pia, sure, let's move it from 10am to 4pm tomorrow.
event 1 retimed at 2026-11-18T09:20

=== the-offered-hour-is-fine
invite
mail at=2026-11-18T09:00 subject="Re: Interview"
  Would 4pm work better for you tomorrow?
mail from=me at=2026-11-18T09:20 to=pia subject="Re: Interview" auth=absent
  Hi Pia, instead of 10am, 4pm is fine.
event 1 retimed at 2026-11-18T09:20
