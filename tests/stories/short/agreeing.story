# How a call comes to be agreed: one side offers, the other takes; a window instead of an hour.

=== she-offers-he-takes-one
mail at=2026-11-16T09:00 subject="Analyst role"
  Hi Ravi, I'd love to chat about our analyst role. Would Wednesday at 2pm or Thursday at 10am work for a 30 minute call? What number is best?

  Pia
own at=2026-11-16T11:00 re=m1@woodgrove.example subject="Re: Analyst role"
  Hi Pia, Thursday at 10am is great. You can reach me at 773-555-0142.

  Ravi
interviews 1
event 1 watching at 2026-11-16T11:00
event 1 missed at 2026-11-19T10:10
letter 1 at 2026-11-19T10:10

=== he-takes-the-only-one
mail at=2026-11-16T09:00 subject="Analyst role"
  Hi Ravi, would Thursday at 10am suit you for a call?

  Pia
own at=2026-11-16T11:00 re=m1@woodgrove.example subject="Re: Analyst role"
  Hi Pia, that works for me, thank you!

  Ravi
interviews 1
event 1 due at 2026-11-19T10:00

=== he-takes-the-day-of-the-only-one
mail at=2026-11-16T09:00 subject="Analyst role"
  Hi Ravi, could you do Wednesday at 2pm or Thursday at 10am?

  Pia
own at=2026-11-16T11:00 re=m1@woodgrove.example subject="Re: Analyst role"
  Hi Pia, Thursday works for me.

  Ravi
interview 1 start 2026-11-19T10:00:00-06:00

=== he-names-an-hour-that-was-not-offered
mail at=2026-11-16T09:00 subject="Analyst role"
  Hi Ravi, would Wednesday at 2pm or Thursday at 10am work for a call?

  Pia
own at=2026-11-16T11:00 re=m1@woodgrove.example subject="Re: Analyst role"
  Hi Pia, could we make it Friday at 3pm instead?

  Ravi
interviews 0
exit 1

=== he-could-mean-either
mail at=2026-11-16T09:00 subject="Analyst role"
  Hi Ravi, would Wednesday at 2pm or Thursday at 10am work for a call?

  Pia
own at=2026-11-16T11:00 re=m1@woodgrove.example subject="Re: Analyst role"
  Hi Pia, both work for me!

  Ravi
interviews 0
exit 1

=== he-declines
mail at=2026-11-16T09:00 subject="Analyst role"
  Hi Ravi, would Thursday at 10am work for a call?

  Pia
own at=2026-11-16T11:00 re=m1@woodgrove.example subject="Re: Analyst role"
  Hi Pia, unfortunately I can't make Thursday at 10am. Sorry!

  Ravi
interviews 0
exit 1

=== he-offers-she-takes-it
own at=2026-11-16T09:00 subject="Analyst role" id=own-1
  Hi Pia, I am free for a call on Thursday at 10am. Would that work?

  Ravi
mail at=2026-11-16T11:00 re=own-1@example.com subject="Re: Analyst role"
  Hi Ravi, perfect, talk to you then!

  Pia
interviews 1
event 1 watching at 2026-11-16T11:00
event 1 due at 2026-11-19T10:00

=== then-she-confirms
# One call, however often it is said.
mail at=2026-11-16T09:00 subject="Analyst role"
  Hi Ravi, would Wednesday at 2pm or Thursday at 10am work for a call?

  Pia
own at=2026-11-16T11:00 re=m1@woodgrove.example subject="Re: Analyst role"
  Hi Pia, Thursday at 10am works.

  Ravi
mail at=2026-11-16T11:30 subject="Re: Analyst role"
  Great, I will call you on Thursday at 10am.

  Pia
interviews 1
never 1 missed before 2026-11-19T10:10

=== between-two-and-three
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you on Thursday 19 November between 2 and 3pm.

  Pia
event 1 due at 2026-11-19T14:00
never 1 missed before 2026-11-19T15:10
event 1 missed at 2026-11-19T15:10
no-letter before 2026-11-19T15:10
letter 1 at 2026-11-19T15:10

=== called-late-in-the-window
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you on Thursday 19 November between 2 and 3pm.

  Pia
act 2026-11-19T14:55 they-called
event 1 held at 2026-11-19T14:55
letters-out 0

=== some-time-in-the-afternoon
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you sometime Thursday afternoon.

  Pia
event 1 due at 2026-11-19T12:00
no-letter before 2026-11-19T17:10
event 1 missed at 2026-11-19T17:10

=== after-three
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you on Thursday after 3pm.

  Pia
event 1 due at 2026-11-19T15:00
no-letter before 2026-11-19T17:10

=== late-in-a-window
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you on Thursday 19 November between 2 and 3pm.

  Pia
mail at=2026-11-19T14:58 re=m1@woodgrove.example
  Running 15 minutes late, sorry!

  Pia
no-letter before 2026-11-19T15:20

=== moved-into-a-window
invite
mail at=2026-11-18T09:00 re=inv@woodgrove.example
  Hi Ravi, I have to move our call. I will call you on Friday between 2 and 3pm instead.

  Pia
event 1 retimed "Now Fri, Nov 20, 2:00 PM to 3:00 PM instead of" at 2026-11-18T09:00
event 1 missed at 2026-11-20T15:10

=== an-hour-range-of-an-invite-is-no-window
invite start=2026-11-19T14:00
mail at=2026-11-18T09:00 re=inv@woodgrove.example
  Hi Ravi, looking forward to our call tomorrow, 2:00 - 2:30pm.

  Pia
event 1 missed at 2026-11-19T14:10

=== same-time-another-day
invite
mail at=2026-11-18T09:00 re=inv@woodgrove.example
  Hi Ravi, something has come up for tomorrow. Would Friday at the same time work?

  Pia
own at=2026-11-18T09:30 re=m2@woodgrove.example
  Hi Pia, Friday at 10 works.

  Ravi
event 1 retimed at 2026-11-18T09:30
event 1 due at 2026-11-20T10:00

=== same-time-next-week
invite
mail at=2026-11-18T09:00 re=inv@woodgrove.example
  Hi Ravi, I have to move our call. I will call you same time next week.

  Pia
event 1 due at 2026-11-26T10:00

=== newsletter-about-calls
mail at=2026-11-16T09:00 from="JobBoard <news@jobs.example>" subject="Your interview is tomorrow? 5 tips" head="List-Unsubscribe: <mailto:u@jobs.example>"
  5 tips for your interview: call recruiters Thursday at 2pm.
interviews 0
exit 1

=== own-wish-then-their-time
invite
own at=2026-11-18T09:00 re=m1@woodgrove.example
  Hi Pia,

  I am afraid I cannot make it tomorrow. Could we find another time next week?

  Ravi
mail at=2026-11-18T11:00 re=m2@example.com
  Hi Ravi,

  no problem. Tuesday 24 November at 10:00, I will call you.

  Pia
event * missed at 2026-11-24T10:10
never * missed before 2026-11-24T10:00

=== hour-without-day-in-a-thread
mail at=2026-11-16T09:00 subject="Call" id=q1
  Hi Ravi, would Thursday at noon work for a quick call? I'd ring you. Pia
own at=2026-11-16T10:00 subject="Re: Call" re=q1@woodgrove.example id=o1
  Noon is hard, but 1pm works.
mail at=2026-11-16T11:00 subject="Re: Call" re=o1@example.com
  1pm it is!
event 1 missed at 2026-11-19T13:10

=== a-day-is-better
mail at=2026-11-16T09:00 subject="Call" id=q1
  Hi Ravi, could you do Wednesday at 3pm or Thursday at 11am? I will call your cell. Pia
own at=2026-11-16T10:00 subject="Re: Call" re=q1@woodgrove.example
  Thursday is better, talk then.
interviews 1

=== a-day-please
mail at=2026-11-16T09:00 subject="Call" id=q1
  Hi Ravi, could you do Wednesday at 3pm or Thursday at 11am? I will call your cell. Pia
own at=2026-11-16T10:00 subject="Re: Call" re=q1@woodgrove.example
  Thursday please!
interviews 1

=== a-day-preferred
mail at=2026-11-16T09:00 subject="Call" id=q1
  Hi Ravi, could you do Wednesday at 3pm or Thursday at 11am? I will call your cell. Pia
own at=2026-11-16T10:00 subject="Re: Call" re=q1@woodgrove.example
  I'd prefer Thursday.
interviews 1

=== a-day-happily
mail at=2026-11-16T09:00 subject="Call" id=q1
  Hi Ravi, could you do Wednesday at 3pm or Thursday at 11am? I will call your cell. Pia
own at=2026-11-16T10:00 subject="Re: Call" re=q1@woodgrove.example
  Happy with Thursday.
interviews 1

=== a-day-is-hard
mail at=2026-11-16T09:00 subject="Call" id=q1
  Hi Ravi, could you do Wednesday at 3pm or Thursday at 11am? I will call your cell. Pia
own at=2026-11-16T10:00 subject="Re: Call" re=q1@woodgrove.example
  Thursday is hard for me.
own at=2026-11-16T10:05 subject="Re: Call" re=q1@woodgrove.example
  Wednesday at 3pm works.
interviews 1
event 1 missed at 2026-11-18T15:10

=== the-weekday-one
# "The Wednesday one" is one of their hours, not one o'clock.
invite
mail at=2026-11-19T10:30 id=o
  Hi Ravi, so sorry, I was held up. I can do any of these next week:

  - Tuesday, November 24 at 10:00 AM
  - Wednesday, November 25 at 2:30 PM

  Which one do you like? I'll call you. Pia
own at=2026-11-19T10:50 re=o@woodgrove.example
  Hi Pia, the Wednesday one, please. Looking forward to it! Ravi
interview 2 start 2026-11-25T14:30
never 2 missed before 2026-11-25T14:40

=== wednesday-at-one
# And here it is one o'clock.
invite
mail at=2026-11-19T10:30 id=o
  Hi Ravi, so sorry, I was held up. Could we talk on Wednesday at one instead? I'll call you. Pia
own at=2026-11-19T10:50 re=o@woodgrove.example
  Hi Pia, Wednesday at one works well. Ravi
interview 2 start 2026-11-25T13:00

=== another-hour-of-the-same-day
# The candidate names their hour only to say what is in its way.
invite
mail at=2026-11-19T10:30 id=o
  Hi Ravi, so sorry, I was in with the auditors and lost track. Could I ring you Tuesday at 9? Pia
own at=2026-11-19T10:50 re=o@woodgrove.example id=c
  Hi Pia, Tuesday at 9 is the school run, I'm afraid. Would 11:15 the same day be possible? Ravi
mail at=2026-11-19T11:10 re=c@example.com
  That's grand, 11:15 on Tuesday so. Pia
interviews 2
interview 2 start 2026-11-24T11:15
never 2 missed before 2026-11-24T11:25

=== their-hour-and-a-spare-one
# Who takes their hour and names another in case still takes it.
invite
mail at=2026-11-19T10:30 id=o
  Hi Ravi, so sorry, I was in with the auditors and lost track. Could I ring you Tuesday at 9? Pia
own at=2026-11-19T10:50 re=o@woodgrove.example
  Hi Pia, Tuesday at 9 works for me. Should anything come up, Wednesday at 10 is fine, too. Ravi
interview 2 start 2026-11-24T09:00

=== any-time-after-three
# Their free hours, and the question which of them: the candidate's turn, nothing is agreed or missed.
invite
mail at=2026-11-19T10:06
  Ravi, my apologies, the previous interview went long. Any time after 3 tomorrow works for me, just tell me when and I'll call. Pia
interviews 1
event 1 advice pick
no-letter before 2026-11-20T17:10
never 1 nudge

=== calls-any-time-after-three
# Here the call itself comes some time after three.
invite
mail at=2026-11-19T10:12
  Ravi, my apologies, the previous interview went long. I'll call you any time after 3 tomorrow. Pia
interviews 2
interview 2 start 2026-11-20T15:00

=== the-role-was-accepted
invite
mail at=2026-11-19T11:05
  Dear Ravi,

  I owe you an apology for this morning. We had an acceptance for this role overnight, and I should have told you before our call. The position is therefore no longer available.

  Pia
interview 1 phase closed
reason 1 filled
never 1 nudge

=== another-role-was-accepted
invite
mail at=2026-11-19T11:05
  Dear Ravi,

  I owe you an apology for this morning, I was getting an offer signed for another team and lost track of the time. I still want to talk about this role.

  Pia
never 1 closed
interview 1 standing in-the-running

=== the-invite-is-a-week-later
# The calendar's page was turned once too often: one call, told before, and nobody is chased on the day that words named.
mail at=2026-11-09T09:00 id=p1
  Hi Ravi, I'll call you Thursday, November 12 at 10 AM CT. Pia
invite at=2026-11-09T12:00 re=p1@woodgrove.example start=2026-11-19T10:00
  Invite as promised. Pia
interviews 1
interview 1 start 2026-11-19T10:00
warning 1 weekday-mismatch
no-letter before 2026-11-19T10:10

=== the-invite-is-a-week-later-over-the-clock-change
mail at=2026-10-26T09:00 id=p1
  Hi Ravi, I'll call you Thursday, October 29 at 10 AM CT. Pia
invite at=2026-10-26T12:00 re=p1@woodgrove.example start=2026-11-05T10:00
  Invite as promised. Pia
interviews 1
interview 1 start 2026-11-05T10:00
no-letter before 2026-11-05T10:10

=== an-invite-to-the-next-round-a-week-later
# Both are named.
mail at=2026-11-09T09:00 id=p1
  Hi Ravi, I'll call you Thursday, November 12 at 10 AM CT. Pia
invite at=2026-11-09T12:00 re=p1@woodgrove.example start=2026-11-19T10:00
  Speak on Thursday, November 12 at 10 AM CT. Here is the invite to the second round already. Pia
interviews 2
interview 1 start 2026-11-12T10:00

=== an-invite-of-its-own-a-week-later
mail at=2026-11-09T09:00 id=p1
  Hi Ravi, I'll call you Thursday, November 12 at 10 AM CT. Pia
invite at=2026-11-11T12:00 start=2026-11-19T10:00
interviews 2

=== thanks-for-your-time
# Words of thanks that a no might hold, too.
mail at=2026-11-12T09:00 id=p1 subject="Data Engineer"
  Hi Ravi, I will call you on Thursday, November 19 at 10:00 AM Central. Pia Lund
own at=2026-11-12T10:00 re=p1@woodgrove.example subject="Re: Data Engineer"
  Dear Pia, thank you for your time.

  Ravi
never 1 note "called it off"
letter 1 at 2026-11-19T10:10

=== not-a-bother
mail at=2026-11-12T09:00 id=p1 subject="Data Engineer"
  Hi Ravi, I will call you on Thursday, November 19 at 10:00 AM Central. Pia Lund
own at=2026-11-12T10:00 re=p1@woodgrove.example subject="Re: Data Engineer"
  Not a bother, talk then.

  Ravi
never 1 note "called it off"
letter 1 at 2026-11-19T10:10

=== thanks-and-a-faint-no
mail at=2026-11-12T09:00 id=p1 subject="Data Engineer"
  Hi Ravi, I will call you on Thursday, November 19 at 10:00 AM Central. Pia Lund
own at=2026-11-12T10:00 re=p1@woodgrove.example subject="Re: Data Engineer"
  Thank you, but I have to decline.

  Ravi
event 1 note "called it off"
letters-out 0

=== thanks-and-unable
mail at=2026-11-12T09:00 id=p1 subject="Data Engineer"
  Hi Ravi, I will call you on Thursday, November 19 at 10:00 AM Central. Pia Lund
own at=2026-11-12T10:00 re=p1@woodgrove.example subject="Re: Data Engineer"
  Thank you, unfortunately I won't be able to make it.

  Ravi
event 1 note "called it off"
letters-out 0

=== yes-by-the-weekday
# Eight days ahead: "Wednesday" is the one that they have named.
mail at=2026-11-10T09:00 id=p1 subject="GIS analyst"
  Hello Ravi,

  Shall we say Wednesday, November 18, 9 am your time? I'll ring you.

  Pia
own at=2026-11-10T10:00 re=p1@woodgrove.example subject="Re: GIS analyst"
  Hello Pia, yes, 9 am Central on Wednesday. Thanks!

  Ravi
interviews 1
interview 1 start 2026-11-18T09:00:00-06:00
no-letter before 2026-11-18T09:10
letter 1 at 2026-11-18T09:10

=== works-by-the-weekday
mail at=2026-11-10T09:00 id=p1 subject="GIS analyst"
  Hello Ravi,

  could I ring you on Wednesday, November 18 at 9 am CT, or on Thursday, November 19 at 2 pm CT?

  Pia
own at=2026-11-10T10:00 re=p1@woodgrove.example subject="Re: GIS analyst"
  Hello Pia, Wednesday at 9 am works for me.

  Ravi
interviews 1
interview 1 start 2026-11-18T09:00:00-06:00

=== the-weekday-that-is-offered-is-meant
# Both Wednesdays were named: the nearer one is.
mail at=2026-11-10T09:00 id=p1 subject="GIS analyst"
  Hello Ravi,

  could I ring you on Wednesday, November 11 at 9 am CT, or on Wednesday, November 18 at 9 am CT?

  Pia
own at=2026-11-10T10:00 re=p1@woodgrove.example subject="Re: GIS analyst"
  Hello Pia, Wednesday at 9 am works for me.

  Ravi
interviews 1
interview 1 start 2026-11-11T09:00:00-06:00

=== they-take-an-offer-by-the-weekday
# Ours, sent on a Monday for the week after.
mail at=2026-11-09T09:00 id=p1 subject="GIS analyst"
  Hello Ravi, when could I ring you about the GIS analyst role? Pia
own at=2026-11-09T10:00 id=o1 re=p1@woodgrove.example subject="Re: GIS analyst"
  Hello Pia, Tuesday, November 17 at 10 am or Wednesday, November 18 at 9 am Central would suit me.

  Ravi
mail at=2026-11-09T11:00 re=o1@example.com subject="Re: GIS analyst"
  Wednesday at 9 works, I will ring you then. Pia
interviews 1
interview 1 start 2026-11-18T09:00:00-06:00

=== they-move-to-an-offered-weekday
mail at=2026-11-02T09:00 id=p1 subject="GIS analyst"
  Hello Ravi, I will ring you on Monday, November 9 at 10 am CT. Pia
mail at=2026-11-06T09:00 id=p2 subject="Re: GIS analyst"
  Hello Ravi, could we do Wednesday, November 18 at 9 am CT or Thursday, November 19 at 2 pm CT instead? Pia
own at=2026-11-06T10:00 re=p2@woodgrove.example subject="Re: GIS analyst"
  Sure, Wednesday at 9 am is fine. Ravi
event 1 retimed at 2026-11-06T10:00
interview 1 start 2026-11-18T09:00:00-06:00

=== four-it-is
# Of the hours that the candidate named last; the letter had offered another four o'clock.
invite
own at=2026-11-19T11:00 id=o0 re=m1@woodgrove.example subject="Re: Our call"
  Hi Pia, sorry we missed each other. I could do Friday November 20 at 2 PM, 3 PM or 4 PM. Ravi
mail at=2026-11-19T12:00 subject="Re: Our call" re=o0@example.com
  4 it is. Pia
event 2 watching "Fri, Nov 20, 4:00 PM"

=== four-pm-please
invite
own at=2026-11-19T11:00 id=o0 re=m1@woodgrove.example subject="Re: Our call"
  Hi Pia, sorry we missed each other. I could do Friday November 20 at 2 PM, 3 PM or 4 PM. Ravi
mail at=2026-11-19T12:00 subject="Re: Our call" re=o0@example.com
  4 PM please. Pia
event 2 watching "Fri, Nov 20, 4:00 PM"

=== first-of-own-hours-works
invite
own at=2026-11-19T11:00 id=o0 re=m1@woodgrove.example subject="Re: Our call"
  Hi Pia, sorry we missed each other. I could do Friday November 20 at 2 PM, 3 PM or 4 PM. Ravi
mail at=2026-11-19T12:00 subject="Re: Our call" re=o0@example.com
  The first one works. Pia
event 2 watching "Fri, Nov 20, 2:00 PM"

=== theirs-last-works
mail at=2026-11-16T09:00 subject="A call" id=a1
  Hi Ravi, could you do Friday, November 20 at 2 PM, 3 PM or 4 PM CT? I'd ring you. Pia
own at=2026-11-16T10:00 subject="Re: A call" re=a1@woodgrove.example
  Hi Pia, the last one suits me best, thanks. Ravi
event 1 watching "4:00 PM"

=== offer-missed-first
invite
mail at=2026-11-19T12:00 subject="Re: Our call" re=m1@woodgrove.example id=p1
  Hi Ravi, so sorry. Could you do Friday, November 20 at 2 PM, 3 PM or 4 PM? Pia
own at=2026-11-19T12:30 subject="Re: Our call" re=p1@woodgrove.example
  The first one works for me. Ravi
event 2 watching "Fri, Nov 20, 2:00 PM"

=== four-please
# No hour by itself; of those that were offered it takes one, as it was said there.
profile zone=America/New_York
mail at=2026-11-16T09:00 subject="A call" id=a1
  Hi Ravi, could you do Friday, November 20 at 2 PM, 3 PM or 4 PM CT? I'd ring you. Pia
own at=2026-11-16T10:00 subject="Re: A call" re=a1@woodgrove.example
  Hi Pia, 4 please. Ravi
event 1 watching "5:00 PM"

=== four-please-of-two
# On which day is not told.
mail at=2026-11-16T09:00 subject="A call" id=a1
  Hi Ravi, could you do Thursday, November 19 at 4 PM CT or Friday, November 20 at 4 PM CT? I'd ring you. Pia
own at=2026-11-16T10:00 subject="Re: A call" re=a1@woodgrove.example
  4 please. Ravi
exit 1
interviews 0

=== four-please-of-things
mail at=2026-11-16T09:00 subject="A call" id=a1
  Hi Ravi, could you do Friday, November 20 at 2 PM or 3 PM CT? I'd ring you. How many slides may we send? Pia
own at=2026-11-16T10:00 subject="Re: A call" re=a1@woodgrove.example
  4 please. Ravi
exit 1
interviews 0

=== they-say-four-please
own at=2026-11-16T09:00 id=o1 subject="Our phone interview"
  Hi Pia, for the call about the role I could do Friday, November 20 at 2 PM, 3 PM or 4 PM. Ravi
mail at=2026-11-16T10:00 subject="Re: Our phone interview" re=o1@example.com
  4 please. Pia
event 1 watching "4:00 PM"

=== asks-and-goes-by-it
# Whoever asks, and says that they call then, calls then.
invite
mail at=2026-11-19T10:11
  Ravi, really sorry, I was dragged into something. Can we make it 4pm today? I'll call you then. Pia
interviews 2
interview 2 start 2026-11-19T16:00:00-06:00
event 2 missed at 2026-11-19T16:10

=== asks-and-goes-by-it-unless-told-otherwise
mail at=2026-11-16T09:00 subject="Call"
  Hi Ravi, is 3 PM on Thursday, November 19 all right for a call? If I don't hear from you, I'll ring you at 3. Pia
interviews 1
interview 1 start 2026-11-19T15:00:00-06:00

=== asks-and-waits-for-a-yes
invite
mail at=2026-11-19T10:11
  Ravi, really sorry, I was dragged into something. Can we make it 4pm today? If so, I'll call you then. Pia
interviews 1

=== asks-and-leaves-two
invite
mail at=2026-11-19T10:11
  Ravi, really sorry, I was dragged into something. Can we make it 4pm or 5pm today? I'll call you then. Pia
interviews 1

=== a-meeting-at-a-school
# Nobody calls, and it is about no work: a letter would go to strangers.
mail at=2026-11-12T09:00 from=office@castleroad.example subject="Parent-teacher meeting"
  Dear Mr Menon,

  Your meeting with Asha's teacher, Mr Keogh, is on Thursday, November 19 at 3:20 PM in Room 6. Please be on time.

  School Office
exit 1
interviews 0

=== an-appointment-at-a-bank
mail at=2026-11-12T09:00 from=branch@bank.example subject="Your appointment is confirmed"
  Dear customer, your appointment about your savings account is confirmed: Thursday, November 19, 11:00 AM, counter 4.
exit 1
interviews 0

=== the-hour-of-other-candidates
mail at=2026-11-12T09:00 subject="Update"
  Hi Ravi, a short update: I am calling the last of the other candidates on Thursday at 2 PM, and after that we will decide. You will hear from me by e-mail. Pia
exit 1
interviews 0

=== the-hour-of-the-references
mail at=2026-11-12T09:00 subject="Update"
  Hi Ravi, I will call your references on Thursday at 2 PM. Pia
exit 1
interviews 0

=== the-references-are-what-the-call-is-about
mail at=2026-11-12T09:00 subject="Update"
  Hi Ravi, I will call you about your references on Thursday, November 19 at 2 PM Central. Pia
interviews 1
interview 1 start 2026-11-19T14:00:00-06:00

=== the-call-is-after-other-candidates
# Whom nobody calls then: the hour is the reader's.
mail at=2026-11-12T09:00 subject="Your phone interview"
  Hi Ravi, your call comes after the other candidates on Thursday, November 19 at 2 PM Central. I will ring you. Pia
interviews 1
interview 1 start 2026-11-19T14:00:00-06:00

=== a-meeting-with-their-team
# No word of a call, a job or who rings: it is theirs all the same.
mail at=2026-11-12T09:00 subject="Meeting Thursday"
  This confirms your meeting with our engineering team on Thursday, November 19 at 2 PM Central. Pia
interviews 1
interview 1 start 2026-11-19T14:00:00-06:00

=== an-hour-it-is
mail at=2026-11-16T09:00 subject="Thursday"
  Great, Thursday at 2pm it is. Pia
interviews 1
interview 1 start 2026-11-19T14:00:00-06:00

=== a-check-up-at-the-dentist
mail at=2026-11-12T09:00 from=reception@hillside.example subject="Your appointment"
  Your dental check-up is confirmed: Thursday, November 19 at 2 PM with Dr. Patel.
exit 1
interviews 0
