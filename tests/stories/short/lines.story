# Whose number it is, and whose address is gone.

=== another-call-over-the-agreed-time
# The number stands in the block of the recruiter's and of the candidate's own: nobody's switchboard.
mail at=2026-11-16T09:00
  Hi Ravi, I'll ring you Thursday, November 19 at 10 AM CT.

  Pia Lund
  Woodgrove Bank
  (312) 555-0183
call 2026-11-19T09:54 in +13125550177 1500
never 1 held
event 1 missed at 2026-11-19T10:10
reason 1 phone
evidence 1 on-other-call

=== another-extension-of-theirs
# The same, and the candidate's number is elsewhere: it is their switchboard.
profile phone=+16465550133
mail at=2026-11-16T09:00
  Hi Ravi, I'll ring you Thursday, November 19 at 10 AM CT.

  Pia Lund
  Woodgrove Bank
  (312) 555-0183
call 2026-11-19T09:54 in +13125550177 1500
event 1 held
letters-out 0

=== a-call-that-ended-before
# Over at five to ten: the line was free.
mail at=2026-11-16T09:00
  Hi Ravi, I'll ring you Thursday, November 19 at 10 AM CT.

  Pia Lund
  Woodgrove Bank
  (312) 555-0183
call 2026-11-19T09:40 in +13125550177 600
never 1 held
event 1 missed at 2026-11-19T10:10
reason 1 busy

=== own-word-comes-back
# The candidate's own mail of that morning: the recruiter's address exists no more.
mail at=2026-11-16T09:00 id=agreed
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
own at=2026-11-19T07:30 re=agreed subject="Re: Our call" id=mine
  Good morning Pia, looking forward to it. Ravi
mail at=2026-11-19T07:30:20 from="Mail Delivery System <mailer-daemon@mx.example.net>" subject="Undelivered Mail Returned to Sender" auth=absent
  <pia.lund@woodgrove.example>: host mail.woodgrove.example said: 550 5.1.1 <pia.lund@woodgrove.example>: Recipient address rejected: User unknown
event 1 note "came back" at 2026-11-19T07:30:20
reason 1 manager
letter 1 status held
letters 1

=== a-bounce-of-nothing-that-was-sent
# Nothing was written to come back.
mail at=2026-11-16T09:00 id=agreed
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
mail at=2026-11-19T07:30:20 from="Mail Delivery System <mailer-daemon@mx.example.net>" subject="Undelivered Mail Returned to Sender" auth=absent
  <pia.lund@woodgrove.example>: host mail.woodgrove.example said: 550 5.1.1 <pia.lund@woodgrove.example>: Recipient address rejected: User unknown
letter 1 at 2026-11-19T10:10
reason 1 busy

=== a-full-mailbox
# That mail alone did not arrive.
mail at=2026-11-16T09:00 id=agreed
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
own at=2026-11-19T07:30 re=agreed subject="Re: Our call" id=mine
  Good morning Pia, looking forward to it. Ravi
mail at=2026-11-19T07:30:20 from="Mail Delivery System <mailer-daemon@mx.example.net>" subject="Undelivered Mail Returned to Sender" auth=absent
  <pia.lund@woodgrove.example>: host mail.woodgrove.example said: 552 5.2.2 mailbox is full
letter 1 at 2026-11-19T10:10
reason 1 busy

=== the-address-is-in-use-after-all
# They write from it afterwards: it was their server's mistake, and the letters go there.
mail at=2026-11-16T09:00 id=agreed
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
own at=2026-11-18T07:30 re=agreed subject="Re: Our call" id=mine
  Good morning Pia, looking forward to it. Ravi
mail at=2026-11-18T07:30:20 from="Mail Delivery System <mailer-daemon@mx.example.net>" subject="Undelivered Mail Returned to Sender" auth=absent
  <pia.lund@woodgrove.example>: host mail.woodgrove.example said: 550 5.1.1 <pia.lund@woodgrove.example>: Recipient address rejected: User unknown
mail at=2026-11-18T16:00 re=agreed
  Hi Ravi, our mail was down this morning. Speak tomorrow at 10. Pia
letter 1 at 2026-11-19T10:10
letter 1 to pia.lund@woodgrove.example
reason 1 busy
