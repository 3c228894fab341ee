# What is easily taken for something else: two calls waited for at once, words that deny themselves, a number that
# is asked for.

=== withheld-number-at-the-next-calls-minute
# Pia did not call at ten; the withheld call at eleven is Omar's, whose hour it is.
invite
invite at=2026-11-12T10:00 from=omar uid=wg-2 start=2026-11-19T11:00 summary="Woodgrove Bank: Ravi Menon, credit risk role"
mail at=2026-11-19T10:20
  Hi Ravi, so sorry, I'm stuck in meetings today. Pia
call 2026-11-19T11:00 in - 1800
interview 2 phase held
interview 1 phase missed
no-letter-to omar.haddad@woodgrove.example

=== ill-and-yet-the-call-stands
invite
mail at=2026-11-18T16:00
  Hi Ravi, I have lost my voice with a cold but our call tomorrow stands. Pia
never 1 cancelled
letter 1 at 2026-11-19T10:10

=== called-off-in-the-grace
# Three minutes after the hour it is called off, not missed.
invite
mail at=2026-11-19T10:03
  Hi Ravi, I have to cancel our call today, my daughter's school just rang. I'll write tomorrow to find a new time. Pia
event 1 cancelled at 2026-11-19T10:03
letters-out 0
reason 1 away

=== they-rang-another-number
invite
mail at=2026-11-19T10:20
  Hi Ravi, I tried you at 312-555-0124 a few times and it went to somebody else's voicemail. Is that right? Pia
reason 1 phone
event 1 advice "answer at once that it is +1 312-555-0142"
letter 2 status draft
letter 2 says "by my phone again"

=== they-ask-for-the-number-when-the-call-is-due
invite
mail at=2026-11-19T10:03
  Hi Ravi, what is the best number to reach you? I have none. Pia
reason 1 phone
event 1 advice "answer at once"
letters 1
letter 1 status draft
letter 1 says "best number to reach me"
letter 1 lacks "We didn't get to speak"

=== they-ask-for-the-number-days-before
invite
mail at=2026-11-16T10:03
  Hi Ravi, what is the best number to reach you on Thursday? Pia
no-evidence 1 number-asked
letter 1 at 2026-11-19T10:10

=== sorry-and-another-time-at-the-letters-minute
mail at=2026-11-16T09:00
  Hi Ravi, I will call you Thursday 19 November at 10am Central from 773-555-0118. Pia
mail at=2026-11-19T10:15
  Hi Ravi, sorry! Tied up. Can we do 4pm today? Pia
never 1 sent
reason 1 busy 0.8

=== their-clock-by-what-they-offered
# The yes names the candidate's clock; hers is still the one that the offer was made on.
profile zone=Europe/London country=GB phone=+442079460142
mail at=2026-10-05T06:30 from="Asha Iyer <asha.iyer@vaigai.example>" date="Mon, 05 Oct 2026 11:00:00 +0530" id=a1
  Hi Ravi, can we speak on Wednesday 7 October at 3:30 PM IST (11:00 your time)? I'll call you. Asha
  Vaigai Tech, Bengaluru
own at=2026-10-05T08:15 to="Asha Iyer <asha.iyer@vaigai.example>" re=a1@vaigai.example
  Hi Asha, yes, 11:00 UK time on Wednesday is fine. Ravi
their-zone 1 Asia/Kolkata
letter 1 at 2026-10-07T11:10

=== their-clock-beside-mine
# A server wrote the Date in UTC; of two clocks "your time" is the courtesy.
mail at=2026-11-16T09:00 from="Mia Chan <mia.chan@harbour.example>" date="Mon, 16 Nov 2026 15:00:00 +0000"
  Hi Ravi, I'll call you Thursday 19 November at 4pm your time (9am Friday Sydney). Mia
their-zone 1 Australia/Sydney
letter 1 at 2026-11-19T16:10

=== from-another-address-and-the-candidate-says-yes
mail at=2026-11-16T09:00
  Hi Ravi, I will call you on Thursday 19 November at 10am Central. Pia
own at=2026-11-16T09:20 re=m1@woodgrove.example id=o1
  Great. Ravi
mail at=2026-11-19T11:00 from="Pia Lund <pialund81@post.example.org>" re=o1@example.com subject="Re: Our call"
  Hi Ravi, Pia here from my own account, our mail is down. May I call you tomorrow at 9am Central? Pia
own at=2026-11-19T11:10 to="Pia Lund <pialund81@post.example.org>" re=m3@post.example.org head="References: <o1@example.com> <m3@post.example.org>"
  Yes, tomorrow at 9 is fine. Ravi
event 1 rescheduled at 2026-11-19T11:10
event 2 due at 2026-11-20T09:00
no-letter-to pialund81@post.example.org

=== from-another-address-and-the-candidate-doubts-it
mail at=2026-11-16T09:00
  Hi Ravi, I will call you on Thursday 19 November at 10am Central. Pia
own at=2026-11-16T09:20 re=m1@woodgrove.example id=o1
  Great. Ravi
mail at=2026-11-19T11:00 from="Pia Lund <pialund81@post.example.org>" re=o1@example.com subject="Re: Our call"
  Hi Ravi, Pia here from my own account, our mail is down. May I call you tomorrow at 9am Central? Pia
own at=2026-11-19T11:10 to="Pia Lund <pialund81@post.example.org>" re=m3@post.example.org head="References: <o1@example.com> <m3@post.example.org>"
  Who is this? I will only speak with Pia at the bank. Ravi
never 1 rescheduled

=== held-up-and-will-write-tonight
invite
mail at=2026-11-19T10:08
  Ravi, I'm so sorry, our exec meeting ran way over and I'm still in it. I'll email you tonight to find another time. Pia
never * missed
never * sent before 2026-11-23T00:00
reason 1 busy

=== held-up-and-cannot-get-out
invite
mail at=2026-11-19T10:06
  Hi Ravi, so sorry, I got pulled into something urgent and I can't step away. I have not forgotten you. Pia
never * sent
event 1 advice "would like another time"
reason 1 busy

=== calling-you-on-a-number-too-short
mail at=2026-11-16T09:00
  Hi Ravi, confirmed for Thursday 19 November, 10am Central. I will be calling you on 312-555-014. Pia
warning 1 number-invalid
reason 1 phone

=== they-ring-at-the-mails-hour
# The invite, made in Denver, is an hour later than the words; they ring as they wrote, and that is the call.
mail at=2026-11-12T08:50
  Hi Ravi, I will call you Thursday 19 November at 10am Central from 773-555-0118; invite to follow. Pia
invite at=2026-11-12T09:00 start=2026-11-19T10:00-07:00 zone=America/Denver
call 2026-11-19T10:01 in +17735550118 1500
warning 1 zone-mismatch
interview 1 phase held
letters-out 0

=== an-unknown-number-at-the-mails-hour
# The same by a number that nobody knows: only the candidate can say whether that was the call.
mail at=2026-11-12T08:50
  Hi Ravi, I will call you Thursday 19 November at 10am Central; invite to follow. Pia
invite at=2026-11-12T09:00 start=2026-11-19T10:00-07:00 zone=America/Denver
call 2026-11-19T10:01 in +17735550118 1500
never 1 sent
question 1 "you spoke for 25 minutes"

=== a-stranger-puts-it-back-on
# What they called off is off, though a look-alike invites to it by its own UID.
invite
invite at=2026-11-17T12:00 method=CANCEL seq=1
invite at=2026-11-18T12:00 from="Pia Lund <pia.lund@w00dgrove.example>" organizer=pia seq=2
interviews 1
event 1 note "who did not set it up"
letters-out 0

=== the-systems-no-is-taken-back
invite
mail at=2026-11-19T10:30 from=noreply subject="Your application to Woodgrove Bank"
  Dear Ravi, thank you for your interest. We have decided to move forward with other candidates.
mail at=2026-11-19T11:40
  Hi Ravi, please ignore the automatic email from our system. Can I call you tomorrow at 10am Central? Pia
event 1 closed
interview 1 standing in-the-running
event 2 due at 2026-11-20T10:00

=== a-reorganisation-is-the-reason
invite
mail at=2026-11-19T14:00
  Hi Ravi, apologies. We had a reorganisation announced this morning and everything went sideways. I still would like to talk: Friday 27 November, 2pm Central. Pia
reason 1 manager

=== why-stands-below
invite
mail at=2026-11-19T13:00 subject="Fwd: hiring freeze"
  Hi Ravi, apologies, this is why I went quiet this morning - see below. I'll keep you posted.

  Pia

  ---------- Forwarded message ---------
  From: Ana Costa <ana.costa@woodgrove.example>
  Date: Thu, Nov 19, 2026 at 9:55 AM
  Subject: hiring freeze
  To: Pia Lund <pia.lund@woodgrove.example>

  Pia, we have a hiring freeze effective immediately. All open roles are on hold. Please pause your interviews.
  Ana
reason 1 manager
interview 1 standing in-the-running

=== sick-with-worry
invite
mail at=2026-11-19T10:25
  Ravi, so sorry, the client meeting before ours would not end and I was sick with worry about missing you. Can I ring you at 3pm today? Pia
reason 1 busy

=== an-unknown-number-rang
invite
call 2026-11-19T10:03 voicemail +17735550118 31
event 1 advice "call back if the number shows"
letter 1 at 2026-11-19T10:10

=== they-did-call-at-ten
# The agreed ten, which is over, takes no ten of the letter's; and they ask to be rung.
invite
mail at=2026-11-19T10:20
  Hey Ravi, I did call at 10 but got your voicemail. Give me a ring back when you can, 773-555-0118. Pia
never 1 rescheduled
event 1 advice "ring +1 773-555-0118 now"
reason 1 phone

=== somebody-else-answered
invite
mail at=2026-11-19T10:20
  Ravi, I called the number on your resume and a lady answered who said she doesn't know you? Pia
event 1 advice "answer at once that it is +1 312-555-0142"
reason 1 phone

=== will-write-when-she-can
# Nobody at a hospital is offered times; silence is counted anew.
invite
mail at=2026-11-19T10:20
  I'm so sorry, I'm at the ER with my daughter. I'll get back to you as soon as I can. Pia
letter 2 step nudge
no-letter after 2026-11-19T10:11 before 2026-11-24T09:00
reason 1 away

=== calling-now
invite
mail at=2026-11-19T10:20
  Calling now
call 2026-11-19T10:22 in - 900
event 1 advice "expect the call about 10:25 AM"
letters 1
interview 1 phase held

=== they-waited-on-the-bridge
invite
mail at=2026-11-19T10:20
  Hi Ravi, sorry to hear we missed each other. I dialed in to the bridge at 10 and waited for 15 minutes. Did you get the details? Pia
reason 1 schedule
