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
