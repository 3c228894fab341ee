# Whoever arranges the call is not always who makes it.

=== a-coordinator-says-who-calls
mail at=2026-11-12T09:00 from="Kim Roe <kim.roe@woodgrove.example>" subject="Phone interview with Woodgrove Bank" id=k1
  Hi Ravi,

  Priya Shah, our Head of Data, will call you on Thursday, November 19 at 10:00 AM CT at +1 312 555 0142.

  Best,
  Kim Roe
  Recruiting Coordinator
event 1 advice "wait: " at 2026-11-19T10:00
event 1 due "Priya" at 2026-11-19T10:00
event 1 missed "Priya" at 2026-11-19T10:10
letter 1 to kim.roe@woodgrove.example
letter 1 says "Priya"

=== with-the-number-of-who-calls
mail at=2026-11-12T09:00 from="Kim Roe <kim.roe@woodgrove.example>" subject="Phone interview with Woodgrove Bank" id=k1
  Hi Ravi,

  your interview is confirmed: Priya Shah will call you on Thursday, November 19 at 10:00 AM CT. If anything goes wrong, Priya's number is +1 773 555 0166.

  Best,
  Kim Roe
  Recruiting Coordinator
  +1 773 555 0100
event 1 advice "call: " "Priya" "0166" at 2026-11-19T10:10
reason 1 busy

=== who-calls-rings-from-there
mail at=2026-11-12T09:00 from="Kim Roe <kim.roe@woodgrove.example>" subject="Phone interview with Woodgrove Bank" id=k1
  Hi Ravi,

  Priya Shah will call you on Thursday, November 19 at 10:00 AM CT from +1 773 555 0166.

  Kim Roe
call 2026-11-19T10:04 in +17735550166 1500
never 1 missed
interview 1 phase held

=== who-calls-apologizes
mail at=2026-11-12T09:00 from="Kim Roe <kim.roe@woodgrove.example>" subject="Phone interview with Woodgrove Bank" id=k1
  Hi Ravi,

  Priya Shah will call you on Thursday, November 19 at 10:00 AM CT.

  Kim Roe
mail at=2026-11-19T10:06 from="Priya Shah <priya.shah@woodgrove.example>" subject="Running late"
  Hi Ravi, this is Priya. So sorry, running 15 minutes late, will ring you at 10:15.
reason 1 busy
no-letter before 2026-11-19T10:25

=== an-invite-names-who-calls
invite from="Kim Roe <kim.roe@woodgrove.example>"
  Priya Shah (VP Data) will call you at +1 312 555 0142.
event 1 due "Priya" at 2026-11-19T10:00
letter 1 to kim.roe@woodgrove.example
letter 1 says "Priya"

=== who-calls-writes-before
# The hiring manager writes herself before the call: the letter goes to her.
mail at=2026-11-12T09:00 from="Kim Roe <kim.roe@woodgrove.example>" subject="Phone interview with Woodgrove Bank" id=k1
  Hi Ravi,

  Priya Shah will call you on Thursday, November 19 at 10:00 AM CT.

  Kim Roe
mail at=2026-11-18T09:00 from="Priya Shah <priya.shah@woodgrove.example>" subject="Our call tomorrow"
  Hi Ravi, looking forward to speaking with you tomorrow at 10. I'll call from +1 773 555 0166.

  Priya Shah
interviews 1
event 1 advice "call: " "0166" at 2026-11-19T10:10
event 1 missed at 2026-11-19T10:10

=== an-interview-with-somebody
mail at=2026-11-12T09:00 from="Kim Roe <kim.roe@woodgrove.example>" subject="Phone interview with Woodgrove Bank"
  Hi Ravi,

  your phone interview with Priya Shah is confirmed for Thursday, November 19 at 10:00 AM CT. She will call you.

  Kim Roe
event 1 missed "Priya Shah has not called" at 2026-11-19T10:10
letter 1 to kim.roe@woodgrove.example
letter 1 says "our call with Priya Shah"

=== by-the-first-name
mail at=2026-11-12T09:00 from="Kim Roe <kim.roe@woodgrove.example>" subject="Phone interview with Woodgrove Bank"
  Hi Ravi, Priya will call you on Thursday, November 19 at 10:00 AM CT.

  Kim Roe
event 1 missed "Priya has not called" at 2026-11-19T10:10

=== the-team-is-nobody
mail at=2026-11-12T09:00 from="Kim Roe <kim.roe@woodgrove.example>" subject="Phone interview with Woodgrove Bank"
  Hi Ravi, our Talent Team at Woodgrove Bank will call you on Thursday, November 19 at 10:00 AM CT.

  Kim Roe
event 1 missed "Kim Roe has not called" at 2026-11-19T10:10

=== whoever-writes-calls
mail at=2026-11-12T09:00 from="Kim Roe <kim.roe@woodgrove.example>" subject="Phone interview with Woodgrove Bank"
  Hi Ravi, Priya Shah asked me to screen you first. I will call you on Thursday, November 19 at 10:00 AM CT.

  Kim Roe
event 1 missed "Kim Roe has not called" at 2026-11-19T10:10

=== another-one-calls-instead
# The number is the colleague's, and so is the name beside it.
invite
mail at=2026-11-18T09:30
  Hi Ravi, I will be at a conference tomorrow; my colleague Omar Haddad will call you at 10:00, from +1 312 555 0177.

  Pia
event 1 advice "ring Omar Haddad on +1 312-555-0177" at 2026-11-19T10:10

=== their-number-does-not-work
# They cannot reach the candidate, and are at the phone: ring them now.
invite
  Pia will call you on +1 312 555 0142 from +1 773 555 0118.
mail at=2026-11-19T10:07
  Hi Ravi, I tried your number three times but it says the number is not in service. Can you send me the right one? Pia
event 1 advice "call: they could not reach you: ring +1 773-555-0118 now." at 2026-11-19T10:07
reason 1 phone

=== taken-over-then-successor
# Who has taken over names the next one, whose call it is from then on.
invite
mail at=2026-11-17T09:00 from=omar subject="Your call"
  Hi Ravi, I have taken over from Pia, who has left the team. Your call on Thursday stands. Omar Haddad
mail at=2026-11-18T09:00 from=omar subject="Your call"
  Hi Ravi, I am moving to another team, so Ana Costa (ana.costa@woodgrove.example) is taking over from me and will look after your application. Omar
no-letter-to omar.haddad@woodgrove.example
letter 1 to ana.costa@woodgrove.example
letter 1 lacks "Omar"

=== taken-over-then-successor-no-address
invite
mail at=2026-11-17T09:00 from=omar subject="Your call"
  Hi Ravi, I have taken over from Pia, who has left the team. Your call on Thursday stands. Omar Haddad
mail at=2026-11-18T09:00 from=ana subject="Your call"
  Hi Ravi, I have taken over from Omar, who is on leave now. Talk on Thursday. Ana Costa
letter 1 to ana.costa@woodgrove.example

=== original-comes-back
invite
mail at=2026-11-17T09:00 from=omar subject="Your call"
  Hi Ravi, I have taken over from Pia while she is out. Your call on Thursday stands. Omar Haddad
mail at=2026-11-18T09:00 subject="Your call"
  Hi Ravi, I am back and will be your contact again from now on. I will call you on Thursday as planned. Pia
letter 1 to pia.lund@woodgrove.example
letter 1 lacks "Omar"

=== deputy-after-the-miss
invite
mail at=2026-11-19T10:30 from=omar subject="Your call"
  Hi Ravi, I have taken over from Pia, who has left the team. Please write to me from now on. Omar Haddad
mail at=2026-11-19T15:00 from=omar subject="Your call"
  Hi Ravi, please contact Ana Costa at ana.costa@woodgrove.example from now on, she takes over your process from me. She will call you on Friday at 2 PM CT. Omar
event 2 watching "Ana Costa"
letter 3 to ana.costa@woodgrove.example

=== named-before-the-miss
invite
mail at=2026-11-17T09:00 subject="Your call"
  Hi Ravi, I am leaving Woodgrove. Omar Haddad (omar.haddad@woodgrove.example) is taking over from me. Your call on Thursday stands. Pia
mail at=2026-11-18T09:00 from=omar subject="Your call"
  Hi Ravi, I am off from tomorrow; Ana Costa (ana.costa@woodgrove.example) takes over from me. Your call stands. Omar
letter 1 to ana.costa@woodgrove.example
letter 1 lacks "Pia"

=== plain-back
# By words alone: her address was known of her first mail only.
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
mail at=2026-11-17T09:00 from=omar subject="Your call"
  Hi Ravi, I have taken over from Pia while she is out. Your call on Thursday stands. Omar Haddad
mail at=2026-11-18T09:00 subject="Your call"
  Hi Ravi, I am back in the office and will call you on Thursday as planned. Pia
letter 1 to pia.lund@woodgrove.example

=== back-later
# She is not back yet, and gives the call to nobody else.
invite
mail at=2026-11-17T09:00 from=omar subject="Your call"
  Hi Ravi, I have taken over from Pia while she is out. Your call on Thursday stands. Omar Haddad
mail at=2026-11-18T09:00 subject="Your call"
  Hi Ravi, Omar will speak with you on Thursday. I'll be back on Monday. Pia
letter 1 to omar.haddad@woodgrove.example

=== successor-writes-of-another-thing
# A colleague takes nothing over by writing.
invite
mail at=2026-11-17T09:00 from=omar subject="Your call"
  Hi Ravi, I have taken over from Pia, who has left the team. Your call on Thursday stands. Omar Haddad
mail at=2026-11-18T09:00 from=ana subject="Your call"
  Hi Ravi, please send me your CV in Word before the call with Omar. Ana Costa
letter 1 to omar.haddad@woodgrove.example

=== after-miss-chain
invite
mail at=2026-11-17T09:00 from=omar subject="Your call"
  Hi Ravi, I have taken over from Pia, who has left the team. Your call on Thursday stands. Omar Haddad
mail at=2026-11-19T10:30 from=omar subject="Your call"
  Hi Ravi, Ana Costa (ana.costa@woodgrove.example) is taking over from me; she will look after your application from now on. Omar
letter 1 to omar.haddad@woodgrove.example
letter 2 to ana.costa@woodgrove.example
letter 2 status draft

=== the-first-successor
# The call was agreed with Pia, and the letter says so.
invite
mail at=2026-11-17T09:00 subject="Your call"
  Hi Ravi, I am leaving Woodgrove. Omar Haddad (omar.haddad@woodgrove.example) is taking over from me. Your call on Thursday stands. Pia
letter 1 to omar.haddad@woodgrove.example
letter 1 says "Pia Lund"

=== the-first-successor-told-twice
# Who names the same one again hands nothing over anew.
invite
mail at=2026-11-17T09:00 subject="Your call"
  Hi Ravi, I am leaving Woodgrove. Omar Haddad (omar.haddad@woodgrove.example) is taking over from me. Your call on Thursday stands. Pia
mail at=2026-11-18T09:00 subject="Your call"
  Hi Ravi, as I said, Omar Haddad (omar.haddad@woodgrove.example) is taking over from me. Pia
letter 1 to omar.haddad@woodgrove.example
letter 1 says "Pia Lund"

=== a-colleague-is-back
# From leave, and had nothing to do with the call before.
invite
mail at=2026-11-17T09:00 from=omar subject="Your call"
  Hi Ravi, I'm back in the office today and have seen your CV. Good luck for Thursday's call with Pia! Omar Haddad
letter 1 to pia.lund@woodgrove.example
