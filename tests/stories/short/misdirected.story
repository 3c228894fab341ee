# What calls nothing off and closes nothing: who knows of no call, and a no that is another candidate's.

=== they-know-of-no-call
invite
mail at=2026-11-19T10:20
  Hi Ravi, I don't have a call with you in my diary today? Pia
never 1 cancelled
interview 1 phase missed
event 1 advice "they do not know of the call: answer now"
reason 1 schedule

=== they-know-of-no-call-before-it
invite
mail at=2026-11-19T09:30
  Hi Ravi, I can't find our interview in my calendar. Pia
never 1 cancelled
event 1 advice "they do not know of the call: answer now"
letter 1 at 2026-11-19T10:10

=== a-no-to-another-candidate
invite
mail at=2026-11-19T10:20
  Hi Maya, thank you for your interest. We have decided not to move forward with your application. Pia
never 1 closed
event 1 advice "it may be a no"

=== a-no-to-nobody-by-name
invite
mail at=2026-11-19T10:20
  Dear Candidate, thank you for your interest. We have decided not to move forward with your application. Pia
event 1 closed

=== ring-my-cell
invite
mail at=2026-11-19T10:12
  Hi Ravi, please call me on my cell, 773-555-0118. Pia
event 1 advice "call: they wait for your call"
interview 1 step call

=== free-now-try-again
invite
mail at=2026-11-19T09:00
  Hi Ravi, my number is 773-555-0118. Pia
mail at=2026-11-19T10:20
  Hi Ravi, sorry about that. Free now until 11, try me again. Pia
event 1 advice "they wait for your call: ring +1 773-555-0118 now"
interview 1 step call
