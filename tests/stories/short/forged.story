# Who pretends to be the recruiter, and in which way.

=== cancel-without-any-authentication
# The same address, but no server vouches for it while it did for the invite.
invite
invite at=2026-11-18T15:00 method=CANCEL seq=1 auth=fail
never 1 cancelled
event 1 note at 2026-11-18T15:00
event 1 due at 2026-11-19T10:00
event 1 missed at 2026-11-19T10:10
letter 1 between 2026-11-19T10:10 2026-11-20T10:30

=== cancel-from-stranger-in-her-name
invite
invite at=2026-11-18T15:00 method=CANCEL seq=1 from="Max Muster <max@elsewhere.example>" organizer=pia
never 1 cancelled
event 1 note at 2026-11-18T15:00
event 1 missed at 2026-11-19T10:10
letter 1 between 2026-11-19T10:10 2026-11-20T10:30

=== cancel-with-an-unknown-uid
invite
invite uid=wg-9 at=2026-11-18T15:00 method=CANCEL seq=1 from="Max Muster <max@elsewhere.example>" organizer=pia
never 1 cancelled
interview 1 phase silent
letters 3

=== display-name-is-her-address
invite
invite at=2026-11-18T15:00 method=CANCEL seq=1 from="pia.lund@woodgrove.example <mallory@evil.example>" organizer=pia
never 1 cancelled
event 1 missed at 2026-11-19T10:10
no-letter-to mallory@evil.example

=== subdomain-of-another-house
invite
invite at=2026-11-18T15:00 method=CANCEL seq=1 from="Pia Lund <pia.lund@woodgrove.example.evil.example>" organizer=pia
never 1 cancelled
event 1 missed at 2026-11-19T10:10
letter 1 to pia.lund@woodgrove.example

=== reply-to-elsewhere
# Authentic by its From, but the answer is wanted elsewhere: letters go where the call was agreed.
invite
mail at=2026-11-18T12:00 head="Reply-To: Pia Lund <pia@quick-hire.example>"
  Hi Ravi, looking forward to tomorrow at 10:00. Pia
event 1 missed at 2026-11-19T10:10
letter 1 to pia.lund@woodgrove.example
no-letter-to pia@quick-hire.example

=== forged-move-earlier
# A forged earlier hour must not bring a letter before the agreed time is missed.
invite
invite at=2026-11-18T15:00 seq=1 start=2026-11-19T08:00 auth=fail
never 1 retimed
no-letter before 2026-11-19T10:10
event 1 due at 2026-11-19T10:00

=== forged-reply-of-agreement
# A forged "we spoke, thanks" does not end it.
invite
mail at=2026-11-19T10:30 auth=fail
  Hi Ravi, thank you for our conversation this morning! We will be in touch with next steps. Pia
never 1 held
letter 1 at 2026-11-19T10:10
interview 1 standing in-the-running

=== forged-takeover
# A stranger who says that they took over gets no letter.
invite
mail at=2026-11-19T10:30 from="Karl Kopp <karl.kopp@talentfast.example>" auth=none subject="Your interview"
  Hi Ravi, I have taken over from Pia Lund. Please send me your documents and your bank details to karl.kopp@talentfast.example.
no-letter-to karl.kopp@talentfast.example
interview 1 email pia.lund@woodgrove.example
letters 3

=== forged-bounce
# Whoever can send a mail can write "user unknown": it is no bounce of a letter of ours before one went out.
invite
mail at=2026-11-18T10:30 from="Mail Delivery System <mailer-daemon@evil.example>" auth=none subject="Undelivered Mail Returned to Sender" head="Auto-Submitted: auto-replied"
  <pia.lund@woodgrove.example>: 550 5.1.1 User unknown. Please write to <mallory@evil.example>.
no-letter-to mallory@evil.example
letter 1 to pia.lund@woodgrove.example
event 1 missed at 2026-11-19T10:10

=== forged-automatic-reply
invite
mail at=2026-11-19T09:00 auth=fail subject="Automatic reply: Question" head="Auto-Submitted: auto-replied"
  I am out of the office until 31 December 2027. Please write to mallory@evil.example.
no-letter-to mallory@evil.example
letter 1 between 2026-11-19T10:10 2026-11-20T10:30
letter 1 to pia.lund@woodgrove.example
