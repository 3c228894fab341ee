# What comes after a call was called off or closed: a promised new time, offers, and that it was a mistake.

=== new-times-are-promised-by-a-day
invite
mail at=2026-11-18T12:00
  Hi Ravi,

  I'm sorry, I have to cancel tomorrow's call. I'll send you new times by Friday.

  Pia
never 1 missed
event 1 cancelled at 2026-11-18T12:00
no-letter before 2026-11-20T17:00
# The promise is open: on the next working day the candidate is told, or a nudge goes out.
event 1 advice after 2026-11-20T17:00
letters-out 0

=== new-times-are-promised-and-come
invite
mail at=2026-11-18T12:00
  Hi Ravi, I'm sorry, I have to cancel tomorrow's call. I'll send you new times by Friday. Pia
mail at=2026-11-20T11:00
  Hi Ravi, how about Monday, November 23 at 10:00 or Tuesday, November 24 at 15:00? Pia
own at=2026-11-20T12:00
  Hi Pia, Monday at 10 is perfect. Ravi
event * due at 2026-11-23T10:00
event * missed at 2026-11-23T10:10
no-letter before 2026-11-23T10:10

=== the-cancelled-invite-promises-another
invite
invite at=2026-11-18T12:00 method=CANCEL seq=1
  Hi Ravi, I'm sorry, something has come up. I will send you a new invite tomorrow. Pia
never 1 missed
event 1 cancelled at 2026-11-18T12:00
no-letter before 2026-11-19T17:00
event 1 advice after 2026-11-19T17:00

=== another-invite-comes-as-promised
invite
invite at=2026-11-18T12:00 method=CANCEL seq=1
  Hi Ravi, I'm sorry, something has come up. I will send you a new invite tomorrow. Pia
invite uid=wg-2 at=2026-11-19T15:00 start=2026-11-24T10:00
event * due at 2026-11-24T10:00
event * missed at 2026-11-24T10:10
no-letter before 2026-11-24T10:10

=== in-touch-to-reschedule
invite
mail at=2026-11-18T12:00
  Hi Ravi, I'm sorry, I have to cancel tomorrow's call. We'll be in touch to reschedule. Pia
never 1 missed
event 1 cancelled at 2026-11-18T12:00
# An open end is not the end: after some working days the candidate is reminded.
event 1 advice after 2026-11-19T12:00
no-letter before 2026-11-20T12:00

=== cancelled-by-mistake
invite
mail at=2026-11-17T12:00
  Hi Ravi, the call on Thursday is cancelled, we filled it by somebody else. Pia
mail at=2026-11-17T12:20
  Hi Ravi, please ignore my last mail, it was meant for somebody else. Our call on Thursday at 10:00 stands. Pia
event * due at 2026-11-19T10:00
event * missed at 2026-11-19T10:10

=== please-ignore-that
invite
mail at=2026-11-17T12:00
  Hi Ravi, I have to cancel our call on Thursday, sorry. Pia
mail at=2026-11-17T12:20
  Please ignore that, it was meant for somebody else. Sorry for the confusion! Pia
event * due at 2026-11-19T10:00

=== taken-back-by-a-forger
invite
mail at=2026-11-17T12:00
  Hi Ravi, I have to cancel our call on Thursday, sorry. Pia
mail at=2026-11-17T12:20 auth=fail
  Please ignore that, it was meant for somebody else. Our call on Thursday at 10:00 stands. Pia
never * due
letters-out 0

=== a-no-by-mistake
invite
mail at=2026-11-17T12:00
  Dear Ravi, we regret to inform you that we have decided to move forward with other candidates. Pia
mail at=2026-11-17T12:20
  Hi Ravi, so sorry, please disregard my previous e-mail, it was sent to you by mistake. We're still on for Thursday at 10:00! Pia
event * due at 2026-11-19T10:00
event 1 closed at 2026-11-17T12:00

=== cancelled-in-words-and-by-invite
# The calendar's word comes after the mail that promises, and takes nothing from it.
invite
mail at=2026-11-18T12:00
  Hi Ravi, I'm sorry, I have to cancel tomorrow's call. I'll send you new times by Friday. Pia
invite at=2026-11-18T12:01 method=CANCEL seq=1
event 1 cancelled at 2026-11-18T12:00
never 1 cancelled after 2026-11-18T12:00
event 1 advice "promised a new time" at 2026-11-23T09:00
letters-out 0

=== cancelled-by-invite-and-then-in-words
invite
invite at=2026-11-18T12:00 method=CANCEL seq=1
mail at=2026-11-18T12:05
  Hi Ravi, I'm sorry about the cancellation. I'll send you new times by Friday. Pia
event 1 cancelled at 2026-11-18T12:00
event 1 advice "promised a new time" at 2026-11-23T09:00
letters-out 0

=== times-after-a-cancel-without-promise
invite
mail at=2026-11-18T12:00
  Hi Ravi, I have to cancel tomorrow's call, sorry. Pia
mail at=2026-11-20T11:00
  Hi Ravi, how about Monday, November 23 at 10:00 or Tuesday, November 24 at 15:00? Pia
event 1 advice "pick: " at 2026-11-20T11:00
no-letter before 2026-11-24T15:00

=== the-same-hour-after-all
# The call was cancelled, a new time promised, and a new invite is for the old hour.
invite
mail at=2026-11-17T12:00
  Hi Ravi, I have to cancel Thursday's call, sorry. I will send a new invite tomorrow. Pia
invite uid=wg-2 at=2026-11-18T10:00
event * due at 2026-11-19T10:00
event * missed at 2026-11-19T10:10
never 1 advice "promised a new time"

=== the-candidate-says-that-it-is-settled
invite
mail at=2026-11-18T12:00
  Hi Ravi, I'm sorry, I have to cancel tomorrow's call. I'll send you new times by Friday. Pia
act 2026-11-19T09:00 rescheduled 2026-11-25T14:00
event 1 rescheduled at 2026-11-19T09:00
event 2 due at 2026-11-25T14:00
never 1 advice "promised a new time"

=== ignore-the-invite
# What is to be ignored is the invite, and not the cancellation.
invite
mail at=2026-11-17T12:00
  Hi Ravi, I have to cancel our call on Thursday, sorry. Pia
mail at=2026-11-17T12:20
  Please ignore the calendar invite that you still have, it was sent by mistake. Pia
never * due
letters-out 0

=== a-colleague-does-not-take-it-back
invite
mail at=2026-11-17T12:00
  Hi Ravi, I have to cancel our call on Thursday, sorry. Pia
mail at=2026-11-17T12:20 from=omar
  Please ignore that mail, it was meant for somebody else. Omar
never * due
letters-out 0

=== a-no-by-mistake-after-the-miss
invite
mail at=2026-11-19T10:30
  Dear Ravi, we regret to inform you that we have decided to move forward with other candidates. Pia
mail at=2026-11-19T10:45
  Hi Ravi, so sorry, please disregard my previous e-mail, it was sent to you by mistake. Pia
event 1 closed at 2026-11-19T10:30
interview 1 standing in-the-running
event 1 advice "taken it back" at 2026-11-19T10:45
no-letter after 2026-11-19T10:45

=== back-on-another-day
# Who is back then takes nothing back.
invite
mail at=2026-11-17T12:00
  Hi Ravi, I have to cancel our call on Thursday, sorry. Pia
mail at=2026-11-17T15:20
  Hi Ravi, I am still travelling, and back on the 24th. I will get in touch then. Pia
never * due

=== cancelled-once-more
invite
mail at=2026-11-17T12:00
  Hi Ravi, I have to cancel our call on Thursday, sorry. Pia
mail at=2026-11-17T15:20
  Hi Ravi, please ignore my last mail, it had the wrong job in it. The call on Thursday is cancelled. Pia
never * due
letters-out 0

=== taken-back-from-who-has-withdrawn
# Nobody who has withdrawn is made to chase a call.
invite
mail at=2026-11-17T12:00
  Hi Ravi, I have to cancel our call on Thursday, sorry. Pia
act 2026-11-17T13:00 withdrawn interview=wg-1@woodgrove.example
mail at=2026-11-17T15:20
  Please ignore that, it was meant for somebody else. Sorry for the confusion! Pia
never * due
interview 1 standing withdrawn
letters-out 0

=== the-old-invite-once-more
# The invite that was called off comes again, as it was: it is no new one.
invite
mail at=2026-11-17T12:00
  Hi Ravi, I have to cancel Thursday's call, sorry. I will send a new invite tomorrow. Pia
file mail/again.eml
  From: Pia Lund <pia.lund@woodgrove.example>
  To: Ravi Menon <ravi.menon@example.com>
  Subject: Invitation: Woodgrove Bank: Ravi Menon, phone interview
  Date: Tue, 17 Nov 2026 12:30:00 -0600
  Message-ID: <again@woodgrove.example>
  Authentication-Results: mx.example.com; dmarc=pass header.from=woodgrove.example
  MIME-Version: 1.0
  Content-Type: text/calendar; method=REQUEST; charset=utf-8

  BEGIN:VCALENDAR
  VERSION:2.0
  PRODID:-//example//EN
  METHOD:REQUEST
  BEGIN:VEVENT
  DTSTAMP:20261112T150000Z
  ORGANIZER;CN=Pia Lund:mailto:pia.lund@woodgrove.example
  ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ravi.menon@example.com
  UID:wg-1@woodgrove.example
  SEQUENCE:0
  STATUS:CONFIRMED
  DTSTART:20261119T160000Z
  DTEND:20261119T163000Z
  SUMMARY:Woodgrove Bank: Ravi Menon\, phone interview
  END:VEVENT
  END:VCALENDAR
never * due
letters-out 0

=== spoken-after-all
# What is asked once the offered times are over can be answered, though the call is off.
invite
mail at=2026-11-17T12:00
  Hi Ravi, I have to cancel our call on Thursday, sorry. Pia
mail at=2026-11-18T11:00
  Hi Ravi, how about Monday, November 23 at 10:00 or Tuesday, November 24 at 15:00? Pia
act 2026-11-25T09:00 spoke interview=wg-1@woodgrove.example
event 1 held at 2026-11-25T09:00
interview 1 phase held

=== agreed-after-all
invite
mail at=2026-11-17T12:00
  Hi Ravi, I have to cancel our call on Thursday, sorry. Pia
mail at=2026-11-18T11:00
  Hi Ravi, how about Monday, November 23 at 10:00 or Tuesday, November 24 at 15:00? Pia
act 2026-11-25T09:00 rescheduled 2026-11-26T10:00 interview=wg-1@woodgrove.example
event 1 rescheduled at 2026-11-25T09:00
interview 2 start 2026-11-26T10:00:00-06:00

=== promise-on-a-day
invite
mail at=2026-11-17T12:00
  Hi Ravi, I have to cancel our call on Thursday, sorry. Pia
mail at=2026-11-18T11:00
  Hi Ravi, I will get back to you with new times on Friday. Pia
event 1 advice "promised a new time" at 2026-11-23T09:00

=== called-off-and-the-role-filled
invite
mail at=2026-11-18T12:00
  Hi Ravi, I'm cancelling tomorrow's call as the role has been filled. Thanks for your interest. Pia
never 1 missed
event 1 closed at 2026-11-18T12:00
interview 1 standing out
reason 1 filled

=== called-off-as-an-offer-was-accepted
# Whose offer is not said: it is called off, and whether it is a no is asked.
invite
mail at=2026-11-18T12:00
  Hi Ravi, unfortunately we need to cancel tomorrow's call: an offer was accepted this morning. Pia
never 1 missed
event 1 cancelled at 2026-11-18T12:00
event 1 advice "may be a no"
interview 1 standing in-the-running
letters-out 0

=== invite-removed-as-somebody-accepted
invite
mail at=2026-11-18T12:00
  Hi Ravi, our first choice accepted yesterday, so I will remove the invite for tomorrow. Pia
never 1 missed
event 1 closed at 2026-11-18T12:00
reason 1 filled
