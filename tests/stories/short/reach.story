# How the contact is reached, when the candidate learns it later.

=== an-address-for-a-letter-that-had-none
profile autopilot=true
mail at=2026-11-17T09:00 from="Woodgrove Bank Recruiting <no-reply@us.greenhouse-mail.io>" subject="Your interview with Woodgrove Bank"
  Your phone interview with Woodgrove Bank is confirmed for Thursday, November 19, 2026 at 10:00 AM CST.
  Somebody of our team will call you.
act 2026-11-19T10:40 contact pia.lund@woodgrove.example
letter 1 between 2026-11-19T10:40 2026-11-19T10:42

=== a-number-before-the-call
profile autopilot=true
invite
act 2026-11-19T09:00 contact (773) 555-0118
event 1 advice at 2026-11-19T10:10
no-letter before 2026-11-19T10:15

=== a-corrected-address
profile autopilot=true
invite
act 2026-11-19T09:00 contact pia@woodgrove.example
letter 1 between 2026-11-19T10:10 2026-11-19T10:15

=== a-number-while-it-is-asked-whether-it-is-off
# What the letter waits for is the candidate's word on their mail, and no number.
profile autopilot=true
invite
mail at=2026-11-18T12:00
  Hi Ravi, about the Data Steward role: unfortunately we went with somebody else. The Analyst call stays as it is? I am not sure, will check. Pia
act 2026-11-19T10:40 contact +1 773 555 0118
never 1 sent

=== an-address-while-it-is-asked-whether-it-is-off
profile autopilot=true
invite
mail at=2026-11-18T12:00
  Hi Ravi, about the Data Steward role: unfortunately we went with somebody else. The Analyst call stays as it is? I am not sure, will check. Pia
act 2026-11-19T10:40 contact pia@woodgrove.example
never 1 sent

=== another-number-has-no-extension-of-the-former
profile autopilot=true
invite
  Pia will call from +1 773 555 0100 ext. 118.
act 2026-11-19T09:00 contact +1 773 555 0155
event 1 advice at 2026-11-19T10:10

=== a-number-and-an-extension-once-it-was-missed
# What to do is told anew: ring them.
profile autopilot=false
invite
act 2026-11-19T10:12 contact +1 773 555 0118 ext. 204
event 1 advice at 2026-11-19T10:12

=== an-address-for-a-draft-that-had-none
profile autopilot=false
mail at=2026-11-17T09:00 from="Woodgrove Bank Recruiting <no-reply@us.greenhouse-mail.io>" subject="Your interview with Woodgrove Bank"
  Your phone interview with Woodgrove Bank is confirmed for Thursday, November 19, 2026 at 10:00 AM CST.
  Somebody of our team will call you.
act 2026-11-19T10:40 contact pia.lund@woodgrove.example
event 1 advice at 2026-11-19T10:40
