# What their words mean: whose promise it is, what is only offered, what is denied or taken back.

=== the-client-will-call-says-the-agency
mail at=2026-11-16T10:00 subject="Fwd: Ravi"
  Hi Ravi, see below.
  
  Pia
  
  ---------- Forwarded message ---------
  From: Omar Haddad <omar.haddad@northwind.example>
  Date: Mon, Nov 16, 2026 at 9:40 AM
  Subject: Re: Ravi
  To: Pia Lund <pia.lund@woodgrove.example>
  
  Hi Pia, please tell Ravi I will ring him on Thursday at 10:00.
  
  Omar
interview 1 start 2026-11-19T10:00
never 1 warning "candidate-dials"

=== they-will-call-her-says-the-agency
profile name="Femi Ade"
mail at=2026-11-16T10:00 subject="FW: Femi"
  Hi Femi, good news, see below.
  
  -----Original Message-----
  From: Omar Haddad <omar.haddad@northwind.example>
  Sent: Monday, November 16, 2026 9:40 AM
  To: Pia Lund <pia.lund@woodgrove.example>
  Subject: Re: Femi
  
  Great profile. I'll give her a call on Thursday at 10:00.
  
  On Thu, Nov 12, 2026 at 4:10 PM Pia Lund <pia.lund@woodgrove.example> wrote:
  > Can you call her on Friday at 9?
interview 1 start 2026-11-19T10:00

=== told-in-the-agency's-own-words
mail at=2026-11-16T10:00 subject="Northwind"
  Hi Ravi, Omar of Northwind asks me to tell you he will ring you on Thursday at 10:00.
interview 1 start 2026-11-19T10:00
never 1 warning "candidate-dials"

=== passed-on-word-for-word
mail at=2026-11-16T10:00 subject="Northwind"
  Hi Ravi, this is what Omar of Northwind wrote: "Tell Ravi I will ring him Thursday at 10:00."
interview 1 start 2026-11-19T10:00
never 1 warning "candidate-dials"

=== they-will-call-somebody-else
mail at=2026-11-16T10:00 subject="Northwind"
  Hi Ravi, the hiring manager has your work samples. I will ring him on Thursday at 10:00 and write to you after that.
exit 1
interviews 0

=== a-forward-that-promises-nothing
mail at=2026-11-16T10:00 subject="Fwd: the panel"
  Hi Ravi, see below, just so that you know who they are.
  
  ---------- Forwarded message ---------
  From: Omar Haddad <omar.haddad@northwind.example>
  Date: Mon, Nov 16, 2026 at 9:40 AM
  Subject: the panel
  To: Pia Lund <pia.lund@woodgrove.example>
  
  Ana and Lee it is. We meet the other candidates on Wednesday at 9:00.
exit 1
interviews 0

=== the-automatic-cancellation-is-to-be-ignored
invite
mail at=2026-11-18T10:00 subject="Re: Interview"
  Hi Ravi, please ignore the automatic cancellation, our call has not been called off.
never 1 cancelled
event 1 missed at 2026-11-19T10:10

=== cancelled-by-the-calendar-and-on-again
invite
invite method=CANCEL seq=1 at=2026-11-18T09:00
mail at=2026-11-18T10:00 subject="Re: Interview"
  Hi Ravi, our call isn't cancelled, the calendar did that by itself.
event 1 note "Taken back" at 2026-11-18T10:00
event 1 missed at 2026-11-19T10:10

=== ignore-the-invite-it-is-cancelled
invite
mail at=2026-11-18T10:00 subject="Re: Interview"
  Hi Ravi, please ignore the invite, our call has been cancelled.
event 1 cancelled at 2026-11-18T10:00

=== impossible-and-has-to-be
invite start=2026-11-19T14:00
mail at=2026-11-18T10:00 subject="Re: Interview"
  Hi Ravi, 14:00 is impossible, it has to be 16:00.
event 1 retimed at 2026-11-18T10:00
event 1 missed at 2026-11-19T16:10

=== cannot-and-will-need-to-be
invite
mail at=2026-11-18T10:00 subject="Re: Interview"
  Thursday at 10 won't work, I'm afraid. It'll have to be Friday at 9:00.
interview 1 start 2026-11-20T09:00

=== waits-for-an-ok
mail at=2026-11-16T10:00 subject="Interview"
  Hi Ravi, please confirm with OK if Wednesday at 15:00 is fine and I'll ring you.
exit 1
interviews 0
event 0 note "offers to call you on Wed, Nov 18, 3:00 PM"

=== waits-for-an-ok-and-gets-it
mail at=2026-11-16T10:00 subject="Interview" id=o1
  Hi Ravi, send me a thumbs up and I will ring you on Wednesday at 15:00.
mail from=me at=2026-11-16T11:00 to=pia subject="Re: Interview" re=o1@woodgrove.example auth=absent
  OK!
interview 1 start 2026-11-18T15:00

=== calls-and-only-asks-to-be-told-of-trouble
mail at=2026-11-16T10:00 subject="Interview"
  Hi Ravi, I'll ring you on Wednesday at 15:00. Let me know if that is a problem.
interview 1 start 2026-11-18T15:00

=== calls-once-the-number-is-there
mail at=2026-11-16T10:00 subject="Interview"
  Hi Ravi, tell me your number in one line and I'll ring you on Wednesday at 15:00.
interview 1 start 2026-11-18T15:00

=== calls-it-off-and-takes-it-back
invite
mail from=me at=2026-11-17T08:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I am sorry, I must cancel our call on Thursday.
event 1 cancelled "you call it off" at 2026-11-17T08:10
mail from=me at=2026-11-17T09:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, please forget my last mail, I can make it after all.
event 1 watching "on again" at 2026-11-17T09:10
event 1 missed at 2026-11-19T10:10

=== their-cancellation-is-not-the-candidate's-to-take-back
invite
mail at=2026-11-17T08:10 subject="Re: Interview"
  I am sorry, I have to cancel our call on Thursday.
mail from=me at=2026-11-17T09:10 to=pia subject="Re: Interview" auth=absent
  What a pity, I could make it after all.
never 1 missed
interview 1 phase cancelled

=== calls-it-off-for-another-job
invite
mail from=me at=2026-11-17T08:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I am sorry, I must cancel our call on Thursday.
mail from=me at=2026-11-17T09:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, sorry again for that. The other company has moved faster than I thought, and I said yes to them.
letters 0

=== calls-it-off-and-withdraws
invite
mail from=me at=2026-11-17T08:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I am sorry, I must cancel our call on Thursday.
mail from=me at=2026-11-17T09:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, please disregard my earlier message: I am withdrawing my application altogether.
letters 0

=== calls-it-off-and-asks-for-another-day
invite
mail from=me at=2026-11-17T08:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I am sorry, I must cancel our call on Thursday.
mail from=me at=2026-11-17T09:10 to=pia subject="Re: Interview" auth=absent
  I am free on Friday after all. Could we speak at 11:00 then?
letters 0

=== calls-it-off-with-thanks
invite
mail from=me at=2026-11-17T08:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I am sorry, I must cancel our call on Thursday.
mail from=me at=2026-11-17T09:10 to=pia subject="Re: Interview" auth=absent
  It's still on my mind how kind you were.
letters 0

=== calls-it-off-and-so-do-they
invite
mail from=me at=2026-11-17T08:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I am sorry, I must cancel our call on Thursday.
mail at=2026-11-17T08:40 subject="Re: Interview"
  Dear Ravi, I have cancelled the call on Thursday. All the best. Pia
mail from=me at=2026-11-17T09:10 to=pia subject="Re: Interview" auth=absent
  What a pity, I could make it after all.
letters 0

=== calls-it-off-and-so-does-their-calendar
invite
mail from=me at=2026-11-17T08:10 to=pia subject="Re: Interview" auth=absent
  Dear Pia, I am sorry, I must cancel our call on Thursday.
invite method=CANCEL seq=1 at=2026-11-17T08:40
mail from=me at=2026-11-17T09:10 to=pia subject="Re: Interview" auth=absent
  What a pity, I could make it after all.
letters 0

=== forwards-to-a-friend-what-they-wrote
# The words below are not the candidate's.
invite
mail at=2026-11-17T08:10 subject="Re: Interview" id=q1
  Hi Ravi, looking forward to it. Pia
mail from=me at=2026-11-17T09:10 to="Tom <tom@friend.example>" subject="Fwd: Interview" re=q1@woodgrove.example auth=absent
  Hi Tom, see below. What do you think?

  ---------- Forwarded message ---------
  From: Pia Lund <pia.lund@woodgrove.example>
  Date: Mon, 16 Nov 2026 at 10:00
  Subject: Interview
  To: Ravi Menon <ravi.menon@example.com>

  Hi Ravi, I am sorry, I must cancel our call on Thursday.
letter 1 at 2026-11-19T10:10

=== in-the-night-from-one-day-to-the-next
mail at=2026-11-13T10:00 subject="Interview"
  Hi Ravi, I will call you in the night from Tuesday to Wednesday at 00:30.
interview 1 start 2026-11-18T00:30
