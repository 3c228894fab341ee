# What the phone saw.

=== missed-from-a-withheld-number
invite
call 2026-11-19T10:01 missed - 0
reason 1 phone
letter 1 lacks "did not call|have not heard|no call"

=== missed-from-the-switchboard
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T10:02 missed +17735550100 0
reason 1 phone
event 1 advice "call:" at 2026-11-19T10:10

=== missed-just-before-the-start
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T09:57 missed +17735550118 0
reason 1 phone
event 1 advice "call:" "call Pia Lund back"

=== two-hours-early
# She is in Chicago and rang at ten there: eight in Los Angeles.
profile zone=America/Los_Angeles
invite start=2026-11-19T10:00 zone=America/Los_Angeles
  Pia will call from +1 773 555 0118.
mail at=2026-11-17T09:00 subject="Your application"
  Hi Ravi, looking forward to it. Pia Lund, Woodgrove Bank, Chicago
call 2026-11-19T08:00 missed +17735550118 0
reason 1 schedule
event 1 advice "call:" "back" at 2026-11-19T08:00

=== a-day-late
invite
  Pia will call from +1 773 555 0118.
call 2026-11-20T10:00 missed +17735550118 0
letter 1 at 2026-11-19T10:15
event 1 advice "call:" "back" after 2026-11-20T09:59 before 2026-11-20T10:30
reason 1 schedule
no-letter after 2026-11-20T10:00 before 2026-11-24T10:00

=== an-hour-late-after-the-change-of-clocks
profile zone=Europe/Berlin country=DE phone=+493023125014
invite at=2026-10-20T09:00 start=2026-10-26T10:00-04:00 zone=America/New_York
  Pia will call from +1 212 555 0118.
call 2026-10-26T16:00 missed +12125550118 0
their-zone 1 America/New_York
reason 1 schedule
letter 1 at 2026-10-26T15:15

=== voicemail-of-theirs
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T10:03 voicemail +17735550118 22
reason 1 phone
event 1 advice "call:" "back"
evidence 1 voicemail-from-them

=== pressed-away
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T10:00:30 rejected +17735550118 0
reason 1 phone
evidence 1 rejected-call
event 1 advice "call:" "back"

=== cut-off-after-three-seconds
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T10:00:20 in +17735550118 3
never 1 held
reason 1 phone
event 1 advice "call:"

=== cut-off-and-called-again
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T10:00:20 in +17735550118 3
call 2026-11-19T10:02 in +17735550118 1400
interview 1 phase held
never 1 missed
letters-out 0

=== they-tried-a-wrong-number
# The candidate's number ends in 0142.
invite
mail at=2026-11-19T10:20
  Hi Ravi,

  I tried to call you three times on +1 312 555 0124 but cannot reach you.

  Pia
reason 1 phone
event 1 advice after 2026-11-19T10:19 before 2026-11-19T10:21

=== number-of-an-invite-lacks-a-digit
invite
  Pia will call you on +1 312 555 014.
warning 1 number-mismatch

=== early-from-an-unknown-number
invite
call 2026-11-19T09:58 in +17735550177 1500
letters-out 0

=== ten-minutes-early-from-an-unknown-number
# It may have been anybody: the candidate is asked.
invite
call 2026-11-19T09:50 in +17735550177 300
never 1 held
event 1 held-back "only you can answer" at 2026-11-19T10:10

=== short-wrong-number-in-the-grace
# A minute with somebody else is not the interview.
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T10:03 in +13125550190 40
event 1 missed at 2026-11-19T10:10
letter 1 between 2026-11-19T10:10 2026-11-19T10:15

=== own-call-back-is-answered
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T10:01 missed +17735550118 0
call 2026-11-19T10:03 out +17735550118 1500
interview 1 phase held
letters-out 0

=== own-call-rings-out
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T10:11 out +17735550118 0
never 1 held
letter 1 between 2026-11-19T10:11 2026-11-19T10:15
letters 3

=== one-ring-from-a-premium-number
# Who rings it back pays for it.
invite
call 2026-11-19T10:02 missed +19005550177 0
event 1 advice "wait:" "cannot vouch for" at 2026-11-19T10:02

=== blocked-by-screening
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T10:00:10 missed +17735550118 0
call 2026-11-19T10:04 missed +17735550118 0
call 2026-11-19T10:07 missed +17735550118 0
reason 1 phone 0.7
event 1 advice "call:" "back"

=== short-call-of-another
invite
call 2026-11-19T10:01 in +13125550999 14
reason 1 busy
no-evidence 1 on-other-call
no-evidence 1 on-other-call-partly

=== own-call-runs-over
# A colleague's call from 9:40 to 10:04: some of the wait.
invite
call 2026-11-19T09:40 out +13125550999 1440
evidence 1 on-other-call-partly
reason 1 busy

=== voicemail-by-mail
# A voicemail box tells by mail what no call log does.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Data Engineer role. Pia Lund, +1 312 555 0177
mail at=2026-11-19T10:04 from="Google Voice <voice-noreply@google.com>" subject="New voicemail from (312) 555-0177 at 10:03 AM"
  Hi Ravi, this is Pia, sorry I missed you. Give me a ring when you can.

  To respond to this voicemail, call (312) 555-0177 or visit voice.google.com.
event 1 advice at 2026-11-19T10:03 call: call back now
reason 1 phone

=== voicemail-by-mail-of-the-exchange
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Data Engineer role. Pia Lund, +1 312 555 0177
mail at=2026-11-19T10:04 from="Asterisk PBX <asterisk@pbx.example>" subject="[PBX]: New message 1 in mailbox 142"
  Dear Ravi:

  Just wanted to let you know you were just left a 0:23 long message (number 1) in mailbox 142 from "PIA LUND" <3125550177>, on Thursday, November 19, 2026 at 10:02:41 AM so you might want to check it when you get a chance.
reason 1 phone

=== voicemail-by-mail-of-a-stranger
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Data Engineer role. Pia Lund, +1 312 555 0177
mail at=2026-11-19T10:04 from="Voice Service <voicemail@evil.example>" subject="New voice message from +1 212 555 0199"
  You have a new voice message. Duration: 0:41. Listen: https://evil.example/listen
letter 1 at 2026-11-19T10:15

=== a-person-speaks-of-voicemail
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Data Engineer role. Pia Lund, +1 312 555 0177
mail at=2026-11-19T10:04 subject="Voicemail from 312 555 0177"
  I just left you a voicemail from 312 555 0177. Pia
reason 1 phone

=== a-missed-call-by-mail
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Data Engineer role. Pia Lund, +1 312 555 0177
mail at=2026-11-19T10:04 from="Missed call <no-reply@voip.example>" subject="Missed call from 13125550177"
  You missed a call from 13125550177 at 10:02 AM.
reason 1 phone

=== voicemails-by-mail-stop-no-nudge
# Anybody can write such mail, and with her number, too.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Data Engineer role. Pia Lund, +1 312 555 0177
mail at=2026-11-20T10:04 from="Voice Service <voicemail@evil.example>" subject="New voicemail from (312) 555-0177"
  You have a new voice message.
mail at=2026-11-23T09:04 from="Voice Service <voicemail@evil.example>" subject="New voicemail from (312) 555-0177"
  You have a new voice message.
letter 2 at 2026-11-23T10:15

=== a-voicemail-of-yesterday
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Data Engineer role. Pia Lund, +1 312 555 0177
mail at=2026-11-18T15:04 from="Google Voice <voice-noreply@google.com>" subject="New voicemail from (312) 555-0177"
  Hi Ravi, looking forward to tomorrow.
event 1 missed at 2026-11-19T10:10

=== asks-for-the-number-and-states-the-hour
# What is asked is the number; the hour is not.
profile zone=Europe/London country=GB phone=+447700900682
mail at=2026-11-12T09:00 subject="Affineur"
  Hi Ravi, I'll ring you on Thursday 19 November at 15:00. Pia
mail at=2026-11-19T15:18 subject="Re: Affineur" re=m1@woodgrove.example
  Hi Ravi, I've tried your number three times since three o'clock and it goes straight to voicemail each time. Is 07700 900862 right? I will call you again tomorrow, Friday 20 November, at 15:00.

  Pia
event 1 rescheduled at 2026-11-19T15:18
interview 2 start 2026-11-20T15:00:00+00:00
reason 1 phone

=== asks-whether-the-hour-is-right
profile zone=Europe/London country=GB phone=+447700900682
mail at=2026-11-12T09:00 subject="Affineur"
  Hi Ravi, I'll ring you on Thursday 19 November at 15:00. Pia
mail at=2026-11-19T15:18 subject="Re: Affineur" re=m1@woodgrove.example
  Hi Ravi, sorry about today. I will call you again. Is tomorrow, Friday 20 November, at 15:00 right, and on 07700 900682?

  Pia
never 1 rescheduled
event 1 advice "pick: " at 2026-11-19T15:18

=== the-invite-lacks-digits
# Too short to exist; nobody could call it.
invite
  Pia will call Ravi on +1 312 555.
event 1 warning "number-invalid" at 2026-11-12T09:00

=== the-mail-lacks-digits
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT on +1 312 55 01. Pia
event 1 warning "number-invalid" at 2026-11-12T09:00

=== a-count-is-no-number
invite
  Pia will call Ravi. We have +1 000 000 users and +20 000 partners to ring.
no-warning 1 number-invalid

=== the-invites-own-words-lack-digits
# The mail says nothing of it.
file mail/x.eml
  From: Pia Lund <pia.lund@woodgrove.example>
  To: Ravi Menon <ravi.menon@example.com>
  Subject: Data Engineer
  Date: Thu, 12 Nov 2026 09:00:00 -0600
  Message-ID: <d1@woodgrove.example>
  Authentication-Results: mx.example.net; dmarc=pass header.from=woodgrove.example
  MIME-Version: 1.0
  Content-Type: multipart/alternative; boundary=b0

  --b0
  Content-Type: text/plain; charset=UTF-8

  Hi Ravi, invite attached, I'll ring you on the number in it. Pia
  --b0
  Content-Type: text/calendar; charset=UTF-8; method=REQUEST

  BEGIN:VCALENDAR
  PRODID:-//Example//EN
  VERSION:2.0
  METHOD:REQUEST
  BEGIN:VEVENT
  DTSTART:20261119T160000Z
  DTEND:20261119T163000Z
  DTSTAMP:20261112T150000Z
  ORGANIZER;CN=Pia Lund:mailto:pia.lund@woodgrove.example
  ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ravi.menon@example.com
  UID:d1@woodgrove.example
  SUMMARY:Call with Ravi Menon
  DESCRIPTION:Pia will call Ravi on +1 312 555.
  END:VEVENT
  END:VCALENDAR
  --b0--
event 1 warning "number-invalid" at 2026-11-12T09:00

=== mistyped-in-words-that-nobody-reads
# No word tells whose it is, but that two digits of the candidate's are swapped.
mail at=2026-11-12T09:00
  Ciao Ravi, confermo: ti chiamo io, Thursday, November 19 at 10:00 AM Central, on +1 312 555 0124. Pia
warning 1 number-mismatch
reason 1 phone
letter 1 at 2026-11-19T10:10
letter 1 says "0142"
letter 1 lacks "0124"

=== mistyped-and-bare-in-an-invite
invite
  Telefoninterview, +1 312 555 0124
warning 1 number-mismatch
reason 1 phone

=== mistyped-by-one-digit
mail at=2026-11-12T09:00
  Hi Ravi, Thursday, November 19 at 10:00 AM Central, on +1 312 555 0143 as agreed: I'll call you. Pia
warning 1 number-mismatch
reason 1 phone

=== mistyped-and-a-digit-short
invite
  Pia ruft an: +1 312 555 042
warning 1 number-mismatch
reason 1 phone

=== mistyped-without-its-country-code
invite
  Telefoninterview (312) 555-0124
warning 1 number-mismatch

=== like-the-candidates-and-theirs
# They say that it is theirs.
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central. If anything comes up, call me on +1 312 555 0124. Pia
no-warning 1 number-mismatch
interview 1 phone +13125550124

=== like-the-candidates-in-a-signature
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central.

  Pia Lund
  Woodgrove Bank
  +1 312 555 0124
no-warning 1 number-mismatch
interview 1 phone +13125550124

=== like-the-candidates-and-to-call-from
invite
  Pia will call from +1 312 555 0124.
no-warning 1 number-mismatch
interview 1 phone +13125550124

=== like-the-candidates-beside-it
# Whoever has the right one writes the other one for its own sake.
mail at=2026-11-12T09:00
  Hi Ravi, I'll call you on +1 312 555 0142 Thursday, November 19 at 10:00 AM Central. Desk: +1 312 555 0124. Pia
no-warning 1 number-mismatch
interview 1 phone +13125550124

=== another-number-in-an-invite
invite
  Telefoninterview, +1 773 555 0118
no-warning 1 number-mismatch
interview 1 phone +17735550118

=== only-the-description-tells-whose-it-is
file mail/99.eml
  From: Pia Lund <pia.lund@woodgrove.example>
  To: Ravi Menon <ravi.menon@example.com>
  Subject: Telefonata
  Date: Thu, 12 Nov 2026 09:00:00 -0600
  Message-ID: <m1@woodgrove.example>
  MIME-Version: 1.0
  Content-Type: multipart/alternative; boundary=b0

  --b0
  Content-Type: text/plain; charset=UTF-8

  Ciao Ravi, confermo: ti chiamo io, Thursday 19 November at 10:00 AM, on +1 773 555 0118.

  Pia
  --b0
  Content-Type: text/calendar; charset=UTF-8; method=REQUEST

  BEGIN:VCALENDAR
  PRODID:-//Example//EN
  VERSION:2.0
  METHOD:REQUEST
  BEGIN:VEVENT
  DTSTART;TZID=America/Chicago:20261119T100000
  DTEND;TZID=America/Chicago:20261119T103000
  DTSTAMP:20261112T150000Z
  ORGANIZER;CN=Pia Lund:mailto:pia.lund@woodgrove.example
  ATTENDEE:mailto:ravi.menon@example.com
  UID:x1@woodgrove.example
  SUMMARY:Call Ravi Menon
  DESCRIPTION:Pia Lund will call Ravi on +1 773 555 0118
  END:VEVENT
  END:VCALENDAR

  --b0--
interviews 1
warning 1 number-mismatch
reason 1 phone

=== called-from-there-behind-the-hour
# "Call you on Thursday" says nothing of the number.
mail at=2026-11-12T09:00
  Dear Ravi, I will call you on Thursday, November 19 at 10:00 AM Central from +1 773 555 0118. Pia
call 2026-11-19T09:54 in +17735550118 1900
no-warning 1 number-mismatch
interview 1 phone +17735550118
interview 1 phase held

=== called-on-one-and-from-another
mail at=2026-11-12T09:00
  Dear Ravi, on Thursday, November 19 at 10:00 AM Central I will call you on +1 312 555 0142, from: +1 773 555 0118. Pia
no-warning 1 number-mismatch
interview 1 phone +17735550118

=== called-on-a-wrong-number-from-a-desk
mail at=2026-11-12T09:00
  Dear Ravi, I will call you on +1 773 555 0118 on Thursday, November 19 at 10:00 AM Central from my desk. Pia
warning 1 number-mismatch

=== nearly-the-candidates-below-a-closing
# One digit from the candidate's own, and the recruiter's all the same: it stands in their signature.
mail at=2026-11-16T09:00 subject="Phone interview with Woodgrove"
  Hi Ravi, I will call you on Thursday at 10:00.

  Cheers, Pia
  Woodgrove Bank, 1 Main St
  Tel 312 555 0143
event 1 advice "call: " "0143" at 2026-11-19T10:10

=== nearly-the-candidates-to-ring
mail at=2026-11-16T09:00 subject="Phone interview with Woodgrove"
  Hi Ravi, I will call you on Thursday at 10:00. If I'm late, ring 3125550143.
event 1 advice "call: " "0143" at 2026-11-19T10:10

=== nearly-the-candidates-they-are-on-it
mail at=2026-11-16T09:00 subject="Phone interview with Woodgrove"
  Hi Ravi, I will call you on Thursday at 10:00. I'm on 312-555-0143.
event 1 advice "call: " "0143" at 2026-11-19T10:10

=== behind-a-clock
mail at=2026-11-16T09:00 subject="Phone interview with Woodgrove"
  Hi Ravi, I will call you on Thursday at 10:00 (312-555-0143).
event 1 warning "number-mismatch"

=== number-with-its-extension
# Who rings the switchboard must say whom they want.
invite
  Pia will call from +1 773 555 0118, ext. 22.
event 1 advice "call:" "+1 773-555-0118 ext. 22" at 2026-11-19T10:10
call 2026-11-19T10:12 missed +17735550118 0
event 1 advice "call:" "back now" "+1 773-555-0118 ext. 22"
