# The six reasons, as people write of them.

=== pulled-into-an-incident
invite
mail at=2026-11-19T11:30
  Hi Ravi,

  I am so sorry, we had a production outage at ten and everybody was pulled in. Would tomorrow at 11 work instead?

  Pia
letter 1 at 2026-11-19T10:10
event 1 reply at 2026-11-19T11:30
reason 1 busy
event 1 advice "pick:" at 2026-11-19T11:30
never 1 nudge before 2026-11-20T11:00
interview 1 standing in-the-running

=== vague-delay-before-the-start
# No minute is named: give them more than the ten, but not the whole day.
invite
mail at=2026-11-19T09:57
  Hi Ravi, my 9:30 is running over, I will call you as soon as I am out. Pia
no-letter before 2026-11-19T10:20
reason 1 busy
interview 1 standing in-the-running

=== colleague-says-ill
invite
mail at=2026-11-19T10:40 from=omar subject="Pia / our call"
  Hi Ravi,

  Pia is off sick today, so she could not call you. She will be back on Monday and will get in touch then.

  Omar Haddad
  Woodgrove Bank
reason 1 away
no-letter after 2026-11-19T10:41 before 2026-11-24T09:00

=== away-only-afterwards
# Away from the day after the call: no reason for the silence, but no time of those days may be offered.
invite
mail at=2026-11-18T17:00 subject="Automatic reply: Question" head="Auto-Submitted: auto-replied"
  Thank you for your message. I will be out of the office from 20 November to 27 November, returning on 30 November.
letter 1 at 2026-11-19T10:10
letter 1 slots-from 2026-11-30T00:00
reason 1 busy

=== jury-duty
invite
mail at=2026-11-19T17:30
  Hi Ravi,

  my apologies, I was called for jury duty and had no phone all day. Can you do Monday at 10:00?

  Pia
reason 1 away
event 1 advice "pick:" at 2026-11-19T17:30

=== candidate-should-have-joined
invite
mail at=2026-11-19T10:06
  Hi Ravi, I am waiting on the line, you were to dial in: +1 773 555 0100. Are you joining? Pia
reason 1 schedule
event 1 reply at 2026-11-19T10:06
no-letter before 2026-11-19T12:00
event 1 advice "call:" at 2026-11-19T10:06

=== says-that-it-rang-out
invite
mail at=2026-11-19T10:12
  Hi Ravi, I just tried you twice but it went straight to voicemail. Please give me a ring on +1 773 555 0118 when you can. Pia
  
reason 1 phone
event 1 advice "call:" "773" at 2026-11-19T10:12
never 1 nudge before 2026-11-20T10:00

=== internal-candidate
invite
mail at=2026-11-20T16:00
  Hi Ravi,

  I owe you an apology and an update: the team has gone with an internal candidate, so we are closing the search. I would like to keep you in mind for future openings.

  Pia
reason 1 filled
event 1 closed at 2026-11-20T16:00
interview 1 standing out
no-letter after 2026-11-20T16:01

=== system-says-no
invite
mail at=2026-11-19T12:00 from=noreply subject="Update on your application at Woodgrove Bank"
  Dear Ravi,

  thank you for the time you have taken. Unfortunately, the position has been filled and we will not be moving forward with your application.

  Woodgrove Bank Careers
reason 1 filled
interview 1 standing out
never 1 nudge

=== still-choosing
# "Many strong candidates" is no rejection.
invite
mail at=2026-11-19T15:00
  Hi Ravi, sorry that we did not speak. We have many strong candidates this time and are still scheduling the first round. I will send you a new time by Tuesday. Pia
never 1 closed
interview 1 standing in-the-running
no-letter after 2026-11-19T15:01 before 2026-11-25T00:00

=== reorganisation
invite
mail at=2026-11-19T14:00
  Hi Ravi,

  there was a reorganization announced this morning and our hiring plans are being reviewed. I hope to know more in two weeks and will update you then.

  Pia
reason 1 manager
interview 1 standing in-the-running
never 1 closed
no-letter after 2026-11-19T14:01 before 2026-12-03T14:00

=== manager-has-left
invite
mail at=2026-11-19T14:00
  Hi Ravi, apologies for the silence. Ana, the hiring manager, has left the company, so we need to regroup before we continue. I will be in touch. Pia
reason 1 manager
never 1 closed
interview 1 standing in-the-running

=== delivery-is-delayed
# A server that tries again says nothing of the recruiter.
invite
mail at=2026-11-19T11:10 from="Mail Delivery System <mailer-daemon@example.net>" subject="Delayed Mail (still being retried)" head="Auto-Submitted: auto-replied"
  Your message could not yet be delivered to <pia.lund@woodgrove.example>. It will be retried for 5 days. 4.4.1 Connection timed out.
reason 1 busy
interview 1 email pia.lund@woodgrove.example
letters 3

=== mailbox-full
invite
mail at=2026-11-19T10:11 from="Mail Delivery System <mailer-daemon@woodgrove.example>" subject="Undelivered Mail Returned to Sender" head="Auto-Submitted: auto-replied"
  <pia.lund@woodgrove.example>: 552 5.2.2 Mailbox full
never 1 closed
interview 1 standing in-the-running
event 1 advice "did not arrive: their mailbox is full" at 2026-11-19T10:11
no-evidence 1 bounce
letters 3

=== thrice-withheld
invite
call 2026-11-19T10:00 missed - 0
call 2026-11-19T10:02 missed - 0
call 2026-11-19T10:05 missed - 0
reason 1 phone
never 1 advice "call:"
letter 1 at 2026-11-19T10:10

=== no-for-another-role-in-brackets
# The no is about a role that the invite's title does not name.
invite summary="Woodgrove Bank: Ravi Menon, phone interview (Data Engineer)"
mail at=2026-11-18T10:25 subject="Your application for Branch Teller" from=noreply
  Dear Ravi, thank you for applying for the position of Branch Teller (ref 2231). After careful consideration we have decided not to move forward with your application.
event 1 due
never 1 closed

=== no-for-another-role-and-the-call-stays
# Their own words: the other job is gone, this call stays.
invite summary="Phone interview: Data Engineer"
mail at=2026-11-18T10:25 subject="Marketing Analyst"
  Hi Ravi, about the Marketing Analyst opening: they have gone with somebody else there, I'm afraid. Our call on Thursday stays as it is. Pia
event 1 due
never 1 closed

=== no-for-another-role-by-the-recruiter
# The role of this call stands in the title only; the mail must not become its role.
invite summary="Phone interview: Data Engineer"
mail at=2026-11-18T10:25 subject="Marketing Analyst"
  Hi Ravi, we have gone with somebody else for the Marketing Analyst role, I'm afraid. Pia
event 1 due
interview 1 standing in-the-running
letters-out 1
never 1 closed

=== no-without-a-role-and-the-call-stays
# Which position is not said; that the call stays is.
invite summary="Woodgrove Bank: Ravi Menon, phone interview"
mail at=2026-11-18T10:25 subject="the other thing" 
  Hi Ravi, the other position you asked me about has been filled, I'm afraid. Our call on Thursday stays as it is. Pia
event 1 due
never 1 closed
