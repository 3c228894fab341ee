# Ordinary threads: offers, answers in few words, friends, and who else bears the recruiter's name.

=== move-asked-not-answered
# They ask to push it; the candidate has not answered. Nobody may be chased at the old hour.
mail at=2026-11-12T09:00 id=q1 subject="Call Thursday"
  Hi Ravi, I will call you on Thursday, November 19 at 10:00 AM Central. Regards, Pia Lund
mail at=2026-11-18T16:00 subject="RE: Call Thursday"
  Ravi, my apologies, something has come up tomorrow morning. Can we push it to 3:30 PM? Pia
no-letter before 2026-11-19T15:40
never * missed before 2026-11-19T15:40

=== own-takes-the-latter
mail at=2026-11-16T09:00 id=q1 subject="Phone screen"
  Hi Ravi, would Thursday 10am or Friday 2pm (Central) suit for a call? Pia
own at=2026-11-16T11:00 re=q1@woodgrove.example subject="Re: Phone screen"
  Hi Pia, the latter works best for me, thank you. Ravi
interviews 1
interview 1 start 2026-11-20T14:00:00-06:00

=== own-proposes-they-accept-by-ordinal
own at=2026-11-16T09:00 id=o1 subject="Phone screen"
  Hi Pia, thanks for your message. I could do

  - Thursday at 10am
  - Friday at 2pm
  - Monday at 9am

  (all Central). You can reach me at 312-555-0142. Ravi
mail at=2026-11-16T11:00 re=o1@example.com subject="Re: Phone screen"
  Hi Ravi, let's go with your second option. I'll give you a call. Pia
interviews 1
interview 1 start 2026-11-20T14:00:00-06:00

=== two-addresses-of-candidate
profile email="ravi.menon@example.com; ravi@menon.example"
mail at=2026-11-12T09:00 to="ravi@menon.example" id=q1 subject="Call"
  Hi Ravi, does Thursday, November 19 at 10:00 AM Central work for a call? Pia Lund
mail at=2026-11-12T10:00 from="Ravi Menon <ravi@menon.example>" to=pia auth=absent re=q1@woodgrove.example subject="Re: Call"
  Yes, that works. Thank you! Ravi
interviews 1
interview 1 start 2026-11-19T10:00:00-06:00
letter 1 at 2026-11-19T10:10

=== offer-not-taken
mail at=2026-11-16T09:00 id=q1 subject="Phone screen"
  Hi Ravi, would Thursday 10am or Friday 2pm (Central) suit for a call? Pia
own at=2026-11-16T11:00 re=q1@woodgrove.example subject="Re: Phone screen"
  Hi Pia, unfortunately neither works for me, I am travelling. Could we do Monday instead? Ravi
exit 1
interviews 0
never * missed

=== second-address
invite
own at=2026-11-19T10:20 to="pia <pia.lund@woodgrove.example>" subject="Our call"
  Hi Pia, is another time better? Ravi
mail at=2026-11-19T11:00 from="Pia Lund <pia.lund82@gmail.example>" auth=pass subject="Re: Our call"
  Hi Ravi, Pia here from my private mail, our system is down. So sorry about this morning! Could we speak tomorrow at 10? Pia
no-letter after 2026-11-19T10:21 before 2026-11-20T10:10
never 1 closed
event 1 note "not a known address" at 2026-11-19T11:00

=== unauthenticated-lookalike-offers
invite
mail at=2026-11-19T10:30 from="Pia Lund <pia.lund@woodgrove-careers.example>" subject="Re: Our call"
  Hi Ravi, sorry! Please call me on +44 906 555 0000 or send me your bank details to reschedule. I will call you tomorrow at 3am. Pia
interviews 1
never 1 rescheduled
event 1 note "not a known address" at 2026-11-19T10:30
no-letter-to pia.lund@woodgrove-careers.example

=== friend-lunch
# No call of a recruiter's.
mail at=2026-11-16T09:00 id=q1 from="Sam Fox <sam@friends.example>" subject="lunch"
  Hey Ravi, lunch Thursday at noon?
own at=2026-11-16T09:30 to="Sam Fox <sam@friends.example>" re=q1@friends.example subject="Re: lunch"
  Thursday at noon works!
exit 1
interviews 0

=== webinar
mail at=2026-11-16T09:00 from="CareerBoost <hello@careerboost.example>" subject="You're registered: Ace the phone screen" head="List-Unsubscribe: <mailto:u@careerboost.example>"
  Hi Ravi, you're confirmed for our live webinar "Ace the phone screen" on Thursday, November 19 at 10:00 AM CT. Join here: https://careerboost.example/join
exit 1
interviews 0

=== stranger-in-the-thread
# Whoever it is, one mail gives the candidate time to say so, and stops nothing for good.
invite
mail at=2026-11-20T09:00 from="Karl Kopp <karl.kopp@freemail.example>" auth=none re=m1@woodgrove.example
  Hi, thanks for the message. Best, Karl
letter 1 at 2026-11-19T10:10
letter 2 at 2026-11-24T09:00
letters 3
interview 1 phase silent

=== stranger-in-the-thread-every-day
invite
mail at=2026-11-20T09:00 from="Karl Kopp <karl.kopp@freemail.example>" auth=none re=m1@woodgrove.example
  Hi, thanks for the message. Best, Karl
mail at=2026-11-21T09:00 from="Karl Kopp <karl.kopp@freemail.example>" auth=none re=m1@woodgrove.example
  Hi, please wait. Best, Karl
mail at=2026-11-23T09:00 from="Karl Kopp <karl.kopp@freemail.example>" auth=none re=m1@woodgrove.example
  Hi, please wait some more. Best, Karl
letter 2 at 2026-11-24T09:00
letters 3

=== stranger-in-the-thread-before-the-letter
# The first letter waits for the candidate's word, at most until the next morning.
invite
  Pia will call from +1 773 555 0118.
mail at=2026-11-19T10:12 from="Karl Kopp <karl.kopp@freemail.example>" auth=none re=m1@woodgrove.example
  Hi, Pia asked me to write. She is in a meeting. Best, Karl
letter 1 at 2026-11-20T09:00
letter 1 to pia.lund@woodgrove.example

=== a-colleague-answers-what-was-never-seen
# The candidate has written by another program; the subject tells what it was about.
mail at=2026-11-16T09:00 subject="Your call on Thursday"
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
mail at=2026-11-19T14:00 from=omar subject="Re: Your call on Thursday" re=unseen
  Hi Ravi, thanks for writing, I have passed this on to the team. Omar
event 1 reply at 2026-11-19T14:00
letters 1

=== a-colleague-confirms-what-was-never-seen
mail at=2026-11-16T09:00 subject="Your call on Thursday"
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
mail at=2026-11-19T14:00 from=omar subject="Re: Your call on Thursday" re=unseen
  Hi Ravi, Friday, November 20 at 2 PM CT is confirmed, I will call you then. Omar
interview 2 start 2026-11-20T14:00
event 1 rescheduled at 2026-11-19T14:00
