# Words of theirs, and the candidate's, that another reading would take for something else.

=== an-hour-with-a-dash
invite
mail at=2026-11-18T16:00 subject="Re: Interview"
  Hi Ravi, please note the new time:
  
  11/20/2026, 14:00 – 14:30
never 1 missed at 2026-11-19T10:10

=== a-card-is-no-header
mail at=2026-11-12T09:00 subject="Our call"
  I will call you on Thursday, November 19 at 10:00.
  
  Best,
  Pia Lund
  Email: pia.lund@woodgrove.example
  Tel: +1 312 555 0199
  Skype: pia.lund
  Web: woodgrove.example
interview 1 phone +13125550199

=== test-results
mail at=2026-11-12T09:00 subject="Our call"
  I will call you on Thursday, November 19 at 10:00 to go through your test results. Pia
interviews 1

=== a-delivery-manager
mail at=2026-11-12T09:00 subject="Our call"
  our delivery manager will call you between 10:00 and 10:30 on Thursday, November 19. Pia
interviews 1

=== a-round-table
mail at=2026-11-12T09:00 subject="Our call"
  your round table call is confirmed: I will ring you on Thursday, November 19 at 10:00. Pia
interviews 1

=== another-appointment-is-cancelled
invite
mail from=me at=2026-11-18T09:20 to=pia subject="Re: Interview" auth=absent
  all good: I cancelled my dentist's appointment for our call.
never 1 cancelled

=== another-call-is-cancelled
invite
mail from=me at=2026-11-18T09:20 to=pia subject="Re: Interview" auth=absent
  I have cancelled my other call, so that ours has all the time it needs.
never 1 cancelled

=== thanks-and-an-hour
mail at=2026-11-18T09:00 subject="Our call"
  Hi Ravi,
  
  Thanks, Pia - will call 10am Thu
interviews 1

=== thanks-and-who-speaks
mail at=2026-11-18T09:00 subject="Our call"
  Hi Ravi,
  Thanks!
  Pia from Woodgrove here.
  I will call you on Thursday, November 19 at 10:00 on the number in your CV, so do keep the line free.
interviews 1

=== an-update-below-the-name
invite
mail at=2026-11-18T09:00 subject="Re: Interview"
  Hello Ravi.
  
  Best,
  Pia
  
  Update: call moved, now on Friday, November 20 at 14:00 instead of Thursday at 10:00, same number as before.
never 1 missed at 2026-11-19T10:10

=== a-subject-of-the-call
invite summary=Payments
mail at=2026-11-18T09:00 subject="Telephone Appointment"
  I will call you on Friday at 14:00.
interviews 1

=== finished-with-a-meeting
mail at=2026-11-18T09:00 subject="Our call"
  as soon as I have finished with my meeting, on Thursday, November 19 at 10:00, I will call you. Pia
interviews 1

=== a-day-alone
mail at=2026-11-18T09:00 subject="Our call"
  I will call you.
  
  Thursday
  
  November 19, 10am, from 312-555-0199
  
  Pia
interviews 1
