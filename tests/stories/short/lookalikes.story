# What only looks like an answer, an offer, a cancellation or a promise, and is none.

=== a-quick-reply-thanked-for
mail at=2026-11-16T10:00 subject="Interview"
  Hi Ravi, thanks for the quick reply, I will call you on Wednesday at 15:00.
interview 1 start 2026-11-18T15:00

=== confirms-itself
mail at=2026-11-16T10:00 subject="Interview"
  Hi Ravi, I confirm Wednesday at 15:00 works and I will call you then.
interview 1 start 2026-11-18T15:00

=== quick-line
mail at=2026-11-16T10:00 subject="Interview"
  Hi Ravi, just a quick line: I will call you on Wednesday at 15:00.
interview 1 start 2026-11-18T15:00

=== own-words-quoted-with-an-older-forward
mail at=2026-11-16T10:00 subject="Re: Fwd: Interview" re=q1@example.com
  Thanks a lot, Ravi!
  
  Pia
  
  On Mon, Nov 16, 2026 at 9:00 AM Ravi Menon <ravi.menon@example.com> wrote:
  > Hi Pia,
  >
  > I will call you on Thursday at 10:00.
  >
  > ---------- Forwarded message ---------
  > From: a@b.example
  > Hello
exit 1
interviews 0

=== own-words-below-fw
mail at=2026-11-16T10:00 subject="FW: Interview"
  Thanks a lot, Ravi!
  
  Pia
  
  From: Ravi Menon <ravi.menon@example.com>
  Sent: Monday, November 16, 2026 9:00 AM
  To: Pia Lund <pia.lund@woodgrove.example>
  Subject: Interview
  
  Hi Pia,
  I will give you a call on Thursday at 10:00.
  Ravi
exit 1
interviews 0

=== rejection-of-another-forwarded
invite
mail at=2026-11-18T10:00 subject="Fwd: Tom"
  Hi Ravi, see below, that is why I have been so busy.
  
  Pia
  
  ---------- Forwarded message ---------
  From: Omar Haddad <omar.haddad@woodgrove.example>
  Date: Mon, Nov 16, 2026 at 9:40 AM
  Subject: Tom
  To: Pia Lund <pia.lund@woodgrove.example>
  
  Hi Pia, sorry to say that we will not move forward with his application.
never 1 closed

=== a-human-answer-that-speaks-of-an-auto-reply
invite
mail at=2026-11-19T10:05 subject="Interview"
  Hi Ravi, sorry, I just saw your auto reply. I am out of the office until Monday 30 November and will call you on Tuesday 1 December at 15:00.
never 1 sent

=== earlier-mail-was-sent-automatically
invite
mail at=2026-11-19T10:05 subject="Interview"
  Hi Ravi, sorry, the invite email was generated automatically. I am out of the office until Monday. Let's talk on Tuesday at 15:00!
never 1 sent

=== delete-the-cancelled-meeting
invite
mail at=2026-11-18T10:00 subject="Re: Interview"
  Hi Ravi, please delete the cancelled meeting from your calendar.
event 1 cancelled at 2026-11-18T10:00

=== not-happening-called-off
invite
mail at=2026-11-18T10:00 subject="Re: Interview"
  Hi Ravi, your interview on Thursday is not happening: it was called off.
event 1 cancelled at 2026-11-18T10:00
never 1 sent

=== ok-let-me-check
mail at=2026-11-16T10:00 subject="Interview" id=o1
  Hi Ravi, could I call you on Wednesday at 15:00?
mail from=me at=2026-11-16T11:00 to=pia subject="Re: Interview" re=o1@woodgrove.example auth=absent
  Ok, let me check my diary.
exit 1
interviews 0

=== sure-but-later
mail at=2026-11-16T10:00 subject="Interview" id=o1
  Hi Ravi, could I call you on Wednesday at 15:00?
mail from=me at=2026-11-16T11:00 to=pia subject="Re: Interview" re=o1@woodgrove.example auth=absent
  Sure, but later please.
exit 1
interviews 0

=== ok-if
mail at=2026-11-16T10:00 subject="Interview" id=o1
  Hi Ravi, could I call you on Wednesday at 15:00?
mail from=me at=2026-11-16T11:00 to=pia subject="Re: Interview" re=o1@woodgrove.example auth=absent
  Ok, will get back to you.
exit 1
interviews 0

=== free-on-friday-after-all
invite
mail from=me at=2026-11-17T08:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I am sorry, I must cancel our call on Thursday.
mail from=me at=2026-11-17T09:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I am free next month after all, if you still look for people then.
never 1 missed

=== the-other-offer-moved
invite
mail from=me at=2026-11-17T08:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I am sorry, I must cancel our call on Thursday.
mail from=me at=2026-11-17T09:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, thanks for your kind words. The other offer has moved forward and I start on Monday.
never 1 missed

=== still-on-my-mind
invite
mail from=me at=2026-11-17T08:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I am sorry, I must cancel our call on Thursday.
mail from=me at=2026-11-17T09:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, thank you. It's still on my mind how kind you were.
never 1 missed

=== friday-instead-after-all
invite
mail from=me at=2026-11-17T08:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I am sorry, I must cancel our call on Thursday.
mail from=me at=2026-11-17T09:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I am free on Friday after all. Could we speak at 11:00 then?
never 1 missed at 2026-11-19T10:10

=== own-forward-to-a-friend
mail at=2026-11-16T10:00 subject="Interview" id=o1
  Hi Ravi, I will call you on Wednesday at 15:00.
mail from=me at=2026-11-16T11:00 to=ana subject="Fwd: Interview" re=o1@woodgrove.example auth=absent
  See below!
  
  ---------- Forwarded message ---------
  From: Pia Lund <pia.lund@woodgrove.example>
  Date: Mon, Nov 16, 2026 at 10:00 AM
  Subject: Interview
  To: Ravi Menon <ravi.menon@example.com>
  
  Hi Ravi, unfortunately we cannot proceed. I have to cancel our call on Wednesday at 15:00.
interview 1 start 2026-11-18T15:00
interview 1 phase silent

=== ooo-answer-before-the-miss
invite
mail at=2026-11-19T09:50 subject="Interview"
  Hi Ravi, the reminder email was sent automatically. I am out of the office until Monday and cannot call today, sorry. I will ring you on Tuesday 24 November at 10:00.
never 1 sent at 2026-11-19T10:10

=== their-ok-only
mail from=me at=2026-11-16T09:00 to=pia subject="Interview" auth=absent id=c1
  Dear Pia, could you call me on Wednesday at 15:00?
mail at=2026-11-16T10:00 subject="Re: Interview" re=c1@example.com
  Ok, let me ask Omar.
exit 1
interviews 0

=== i-am-not-well-but-it-was-not-me
invite
mail at=2026-11-18T10:00 subject="Interview"
  Hi Ravi, sorry, it was not possible to get the manager's okay, so your interview was called off.
event 1 cancelled at 2026-11-18T10:00
never 1 sent

=== cover-her
mail at=2026-11-16T10:00 subject="Interview"
  Hi Ravi, I will call them first and then ring you on Wednesday at 15:00.
interview 1 start 2026-11-18T15:00

=== the-parcel
invite
mail at=2026-11-18T10:00 subject="Re: Interview"
  Hi Ravi, the courier says tomorrow is impossible for your laptop, it has to be Friday at 9:00.
never 1 retimed

=== forwarded-tomorrow
# Nobody knows of which day.
mail at=2026-11-17T08:00 subject="Fwd: Ravi"
  Hi Ravi, see below.
  
  Pia
  
  ---------- Forwarded message ---------
  From: Omar Haddad <omar.haddad@northwind.example>
  Subject: Re: Ravi
  To: Pia Lund <pia.lund@woodgrove.example>
  
  Hi Pia, please tell Ravi I will ring him tomorrow at 10:00.
exit 1
interviews 0

=== forwarded-story-of-another-candidate
mail at=2026-11-16T10:00 subject="Fwd: Tom"
  Hi Ravi, nice words about you at the end!
  
  Pia
  
  ---------- Forwarded message ---------
  From: Omar Haddad <omar.haddad@northwind.example>
  Date: Mon, Nov 16, 2026 at 9:40 AM
  Subject: Tom
  To: Pia Lund <pia.lund@woodgrove.example>
  
  Hi Pia, I will ring Tom on Thursday at 10:00. Tell him I will ring him then. Ravi is great, too.
exit 1
interviews 0

=== own-forward-in-the-thread
invite
mail from=me at=2026-11-17T11:00 to=ana subject="Fwd: Interview" auth=absent
  FYI, that is what Tom got!
  
  ---------- Forwarded message ---------
  From: Pia Lund <pia.lund@woodgrove.example>
  Date: Mon, Nov 16, 2026 at 10:00 AM
  Subject: Interview
  To: Tom
  
  Hi Tom, I am sorry, I have to cancel our call.
interview 1 start 2026-11-19T10:00
never 1 cancelled

=== ooo-human-after-miss-forward
invite
mail at=2026-11-19T10:03 subject="Re: Interview"
  Hi Ravi, this message was sent automatically by my phone since I am driving: out of the office until Monday, I will call you then at 10:00.
never 1 sent

=== a-copied-colleague-is-away
# Not whom the call was agreed with: the letter goes to them.
invite
mail at=2026-11-18T09:00 from=omar subject="Automatic reply: Our call" head="Auto-Submitted: auto-replied"
  I am on leave and back in June 2027. Please contact team@woodgrove.example.
never * advice at 2026-11-18T09:00
letter 1 to pia.lund@woodgrove.example
letter 1 at 2026-11-19T10:10

=== cancels-and-will-write-tomorrow
# Tomorrow is when they write, and no day for the call.
invite
mail at=2026-11-19T10:03
  Hi Ravi, I need to cancel our call today, my daughter's school just called. I'll write tomorrow to reschedule. Pia
never * draft before 2026-11-20T10:00
never * sent before 2026-11-20T10:00

=== it-does
# The whole answer to "would Thursday at 10:00 work? I'd phone you".
mail at=2026-11-16T10:00 subject="A call"
  Hi Ravi, does Thursday at 10:00 work for a call? I'd phone you. Pia
own at=2026-11-16T11:00 re=m1@woodgrove.example subject="Re: A call"
  It does. Thanks, Pia!
interview 1 start 2026-11-19T10:00
