# Mail of hiring systems: whose it is, and which of several openings it is about.

=== rejected-from-below-their-domain
# The house's own system, in a thread of its own: the requisition, the role and the name in two words.
mail at=2026-11-16T09:00 subject="Demand Planner (R-10442)" from="Laura Beck <laura.beck@contosofoods.example>"
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Demand Planner role (req R-10442). Laura
mail at=2026-11-19T13:00 subject="Your application: Demand Planner (R-10442)" from="Contoso Foods Careers <no-reply@careers.contosofoods.example>"
  Dear Ravi,

  Thank you for applying for the position of Demand Planner (R-10442) at Contoso Foods. We regret to inform you that we will not be moving forward with your application, as the position has now been filled.

  Contoso Foods Talent Acquisition
  Please do not reply to this email.
letter 1 at 2026-11-19T10:10
reason 1 filled
interview 1 phase closed
interview 1 standing out
never 1 nudge
no-letter-to no-reply@careers.contosofoods.example

=== rejected-by-the-platform-in-their-name
# The company stands only in the address that the platform has for it.
mail at=2026-11-16T09:00 subject="Our call" from="Laura Beck <laura.beck@contosofoods.example>"
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Demand Planner role. Laura
mail at=2026-11-19T13:00 subject="Update on your application" from="Careers <contosofoods@myworkday.com>"
  Hi Ravi, thank you for your interest in the Demand Planner position. Unfortunately we have decided to move forward with other candidates.
reason 1 filled
interview 1 phase closed
never 1 nudge

=== rejected-for-another-requisition
# Two openings of one name in one house: the number tells which, and this call stays.
mail at=2026-11-16T09:00 subject="Demand Planner (R-10442)" from="Laura Beck <laura.beck@contosofoods.example>"
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Demand Planner role (req R-10442). Laura
mail at=2026-11-18T13:00 subject="Your application: Demand Planner (R-10377)" from="Contoso Foods Careers <no-reply@careers.contosofoods.example>"
  Dear Ravi, thank you for applying for the position of Demand Planner (R-10377) at Contoso Foods. We regret to inform you that we will not be moving forward with your application.
never 1 closed
event 1 missed at 2026-11-19T10:10
letter 1 at 2026-11-19T10:10
interview 1 standing in-the-running

=== rejected-for-one-of-two-calls
# The earlier call was kept, and the no is about that one's opening: the call ahead stays.
mail at=2026-11-09T09:00 subject="Data Analyst, REQ 20311" from="Laura Beck <laura.beck@contosofoods.example>" id=first
  Hi Ravi, I'll call you Wednesday, November 11 at 10 AM CT about the Data Analyst role (REQ 20311). Laura
act 2026-11-11T10:30 spoke interview=1
mail at=2026-11-16T09:00 subject="Demand Planner, REQ 10442" from="Laura Beck <laura.beck@contosofoods.example>" id=second
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Demand Planner role (REQ 10442). Laura
mail at=2026-11-18T13:00 subject="Your application, REQ 20311" from="Contoso Foods Careers <no-reply@careers.contosofoods.example>"
  Dear Ravi, we regret to inform you that we will not be moving forward with your application, REQ 20311.
interview 1 standing out
never 2 closed
letter 2 at 2026-11-19T10:10
interview 2 standing in-the-running

=== receipt-is-no-answer
# The same system confirms that the application arrived: it says nothing of the call.
mail at=2026-11-16T09:00 subject="Demand Planner (R-10442)" from="Laura Beck <laura.beck@contosofoods.example>"
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Demand Planner role (req R-10442). Laura
mail at=2026-11-19T13:00 subject="We received your application: Demand Planner (R-10442)" from="Contoso Foods Careers <no-reply@careers.contosofoods.example>" head="Auto-Submitted: auto-generated"
  Dear Ravi, thank you for applying for the position of Demand Planner (R-10442) at Contoso Foods. We have received your application and will review it.
never 1 closed
letter 1 at 2026-11-19T10:10
letters 3

=== a-house-that-is-named-alike
# Another house's system, whose name only begins alike.
mail at=2026-11-16T09:00 subject="Our call" from="Laura Beck <laura.beck@contosofoods.example>"
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Demand Planner role. Laura
mail at=2026-11-18T13:00 subject="Your application" from="Contoso Foodservice Careers <no-reply@contosofoodservice.example>"
  Dear Ravi, we regret to inform you that Contoso Foodservice will not be moving forward with your application for the Demand Planner role.
never 1 closed
letter 1 at 2026-11-19T10:10
interview 1 standing in-the-running

=== a-forged-no-of-their-system
# The name and the number, and no server of theirs vouches for it.
mail at=2026-11-16T09:00 subject="Demand Planner (R-10442)" from="Laura Beck <laura.beck@contosofoods.example>"
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Demand Planner role (req R-10442). Laura
mail at=2026-11-18T13:00 auth=fail subject="Your application: Demand Planner (R-10442)" from="Contoso Foods Careers <no-reply@careers.contosofoods.example>"
  Dear Ravi, we regret to inform you that we will not be moving forward with your application for Demand Planner (R-10442).
never 1 closed
interview 1 standing in-the-running
