# Who rang, when, from where, and who can be reached.

=== late-in-the-letters-grace
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T10:12 in +17735550118 1800
interview 1 phase held
event 1 missed at 2026-11-19T10:10
letters-out 0

=== they-ring-in-the-second-of-the-letter
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T10:15:00 in +17735550118 1500
interview 1 phase held
letters-out 0

=== they-ring-a-second-after-the-letter
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T10:15:01 in +17735550118 1500
letter 1 at 2026-11-19T10:15
letters 1
interview 1 phase held

=== colleague-calls-from-the-same-block
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T10:03 in +17735550119 1800
interview 1 phase held
letters-out 0

=== withheld-long-call
# Half an hour with a withheld number at the very minute: the interview.
invite
call 2026-11-19T10:00:20 in - 1800
interview 1 phase held
letters-out 0
never 1 missed

=== extension-of-the-switchboard
invite
  Pia will call from +1 773 555 0100 ext. 118.
call 2026-11-19T10:02 in +17735550100 1500
interview 1 phase held
letters-out 0

=== their-mailbox-answers
# Twenty seconds are a voicemail left, not a conversation.
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T10:11 out +17735550118 20
never 1 held
letter 1 between 2026-11-19T10:11 2026-11-19T10:15
letters 3

=== two-candidates-calls-at-one-hour
# Two companies at ten: the call of the one is not the other's.
invite uid=a
  Pia will call from +1 773 555 0118.
invite uid=b from=dana summary="Northwind: Ravi Menon, phone interview"
  Dana will call from +1 646 555 0190.
call 2026-11-19T10:01 in +16465550190 1700
warning 2 conflict
interview 2 phase held
letters-out 0 for 2
event 1 missed at 2026-11-19T10:10
no-letter for 1 before 2026-11-19T10:15

=== two-at-one-hour-unknown-number
# A long call of an unknown number: it was one of the two, and only the candidate knows which.
invite uid=a
invite uid=b from=dana summary="Northwind: Ravi Menon, phone interview"
call 2026-11-19T10:01 in +13125550777 1700
never * held
event 1 held-back "only you can answer" at 2026-11-19T10:10
event 2 held-back "only you can answer" at 2026-11-19T10:10

=== busy-with-the-first-when-the-second-rings
invite uid=a
  Pia will call from +1 773 555 0118.
invite uid=b from=dana summary="Northwind: Ravi Menon, phone interview" start=2026-11-19T10:30
  Dana will call from +1 646 555 0190.
call 2026-11-19T10:05 in +17735550118 2400
call 2026-11-19T10:30 missed +16465550190 0
interview 1 phase held
reason 2 phone
event 2 advice "call:" "back"

=== no-reply-organiser
# Nobody reads it: the advice names who can be reached, or says that nobody can.
invite from=noreply
letter 1 status held
event 1 missed at 2026-11-19T10:10
never 1 advice "email:" "so write: the letter offers"
event 1 advice "email:" "find out who is in charge" at 2026-11-19T10:10
event 1 held-back

=== no-reply-organiser-with-a-name-in-the-text
invite from=noreply
  Your interviewer: Pia Lund, pia.lund@woodgrove.example, +1 773 555 0118.
event 1 missed at 2026-11-19T10:10
event 1 advice "call:|email:" "Pia Lund|pia.lund@woodgrove.example|773" at 2026-11-19T10:10

=== a-word-in-the-morning
# Three minutes about the papers are not the interview: the candidate is told at once, and the letter leaves.
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 4:00 PM Central. Pia, +1 773 555 0118
call 2026-11-19T09:20 in +17735550118 170
event 1 advice "prepare: Pia Lund called" "note it" at 2026-11-19T09:20
event 1 missed at 2026-11-19T16:10
letter 1 at 2026-11-19T16:15
letter 1 status sent

=== a-word-in-the-morning-and-then-the-call
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 4:00 PM Central. Pia, +1 773 555 0118
call 2026-11-19T09:20 in +17735550118 50
call 2026-11-19T16:02 in +17735550118 1700
never 1 missed
interview 1 phase held

=== a-word-in-the-morning-was-the-call
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 4:00 PM Central. Pia, +1 773 555 0118
call 2026-11-19T09:20 in +17735550118 170
act 2026-11-19T09:30 spoke
interview 1 phase held

=== the-whole-call-in-the-morning
# Only the candidate knows whether that was it.
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 4:00 PM Central. Pia, +1 773 555 0118
call 2026-11-19T09:20 in +17735550118 1700
letter 1 status held

=== most-of-a-short-call-in-the-morning
invite start=2026-11-19T16:00 min=15
  Pia will call from +1 773 555 0118.
call 2026-11-19T09:20 in +17735550118 400
letter 1 status held

=== a-word-half-an-hour-before
# So near to it that it may have been about the call itself.
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 4:00 PM Central. Pia, +1 773 555 0118
call 2026-11-19T15:30 in +17735550118 170
letter 1 status held
