# What they or the candidate write after a call that no log tells of: it took place, or it did not.

=== great-speaking-with-you-just-now
invite
mail at=2026-11-19T10:45 subject="Re: Interview"
  Ravi, it was great speaking with you just now. As discussed, the team will look at your portfolio and you'll hear from us next week.
interview 1 phase held
event 1 held "you have spoken" at 2026-11-19T10:45

=== the-candidate-thanks-for-the-call
invite
mail from=me at=2026-11-19T10:08 to=pia subject="Re: Interview" auth=absent
  Dear Pia, thank you for the conversation this morning. I enjoyed hearing about the team.
interview 1 phase held
never 1 missed
letters 0

=== as-said-on-the-phone
invite
mail at=2026-11-19T12:30 subject="Re: Interview"
  As discussed on the phone, here is the salary range in writing. Pia
interview 1 phase held

=== thanks-of-the-day-before
invite
mail at=2026-11-18T12:30 subject="Re: Interview"
  Thank you for the chat today, Ravi. Talk to you tomorrow.
event 1 missed at 2026-11-19T10:10

=== sorry-it-was-not-possible-today
invite
mail at=2026-11-19T12:30 subject="Re: Interview"
  Thank you for waiting for my call today, I am sorry that I did not manage it.
interview 1 phase missed
never 1 held

=== was-looking-forward
invite
mail from=me at=2026-11-19T10:12 to=pia subject="Re: Interview" auth=absent
  Dear Pia, thank you for setting up the call today. I was at my phone at ten and hope all is well.
never 1 held

=== good-to-talk-some-time
invite
mail at=2026-11-19T12:30 subject="Re: Interview"
  It would be great speaking with you today. Are you at your desk?
never 1 held

=== the-log-shows-no-call
# Theirs is another one's call, or on another line: with a log that shows none, nothing is taken for held.
invite
call 2026-11-19T08:00 in +13125550199 60
call 2026-11-19T11:00 in +13125550199 60
mail at=2026-11-19T11:30 subject="Re: Interview"
  Hi Ravi, thank you for speaking with me this morning. I will come back to you next week. Pia
never 1 held

=== spoke-earlier-this-week
invite
mail at=2026-11-19T10:05 subject="Re: Interview"
  Hi Ravi, great speaking with you earlier this week. Your CV is with the team. Pia
never 1 held

=== spoke-with-a-colleague
invite
mail from="Omar Haddad <omar.haddad@woodgrove.example>" at=2026-11-19T10:20 subject="Our chat"
  Hi Ravi, thanks for the chat this morning. Omar
never 1 held

=== a-survey-of-the-house
invite
mail from="Woodgrove Careers <careers@woodgrove.example>" at=2026-11-19T11:00 subject="How was your interview today?"
  Hi Ravi, thank you for taking the time for your interview with us today. Please rate your experience: https://survey.example/x
never 1 held

=== thanks-a-colleague
invite
mail from=me at=2026-11-19T10:30 to="Omar Haddad <omar.haddad@woodgrove.example>" subject="Thanks" auth=absent
  Hi Omar, thank you for the talk this morning. Ravi
never 1 held
