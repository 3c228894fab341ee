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
letter 1 at 2026-11-19T10:10
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

=== moved-by-the-booking-page
# The page that sent the invite sends its changes, in the organizer's name.
invite at=2026-12-01T09:00 start=2026-12-08T11:00 uid=c1@calendly.com from="Calendly <notifications@calendly.com>" organizer=pia
invite at=2026-12-03T16:00 start=2026-12-10T14:30 uid=c1@calendly.com seq=1 from="Calendly <notifications@calendly.com>" organizer=pia
interviews 1
interview 1 start 2026-12-10T14:30

=== made-anew-by-the-booking-page
invite at=2026-12-01T09:00 start=2026-12-08T11:00 uid=c1@calendly.com from="Calendly <notifications@calendly.com>" organizer=pia
invite at=2026-12-03T16:00 start=2026-12-08T11:00 uid=c1@calendly.com seq=1 method=CANCEL from="Calendly <notifications@calendly.com>" organizer=pia
invite at=2026-12-03T16:00 start=2026-12-10T14:30 uid=c2@calendly.com from="Calendly <notifications@calendly.com>" organizer=pia
never * missed before 2026-12-10T14:40
event * missed at 2026-12-10T14:40

=== cancelled-by-the-booking-page
invite at=2026-12-01T09:00 start=2026-12-08T11:00 uid=c1@calendly.com from="Calendly <notifications@calendly.com>" organizer=pia
invite at=2026-12-03T16:00 start=2026-12-08T11:00 uid=c1@calendly.com seq=1 method=CANCEL from="Calendly <notifications@calendly.com>" organizer=pia
never * missed

=== moved-in-the-words-of-a-booking-page
# Updated and former hour, each with its label, and no invite.
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am. Pia Lund, Woodgrove
mail at=2026-12-03T16:00 from="Calendly <notifications@calendly.com>" subject="Rescheduled: Phone Screen with Pia Lund"
  Hi Ravi Menon,

  The event below has been rescheduled by Pia Lund.

  Event Type: Phone Screen
  Updated Event Date/Time: 2:30pm - Thursday, December 10, 2026 (Central Time - US & Canada)
  Former Event Date/Time: 11:00am - Tuesday, December 8, 2026 (Central Time - US & Canada)
  Location: Pia Lund will call you at +1 312-555-0142
never * missed before 2026-12-10T14:40
event * missed at 2026-12-10T14:40

=== a-forged-booking-page
# The same page's address, and the server says that it is not.
invite at=2026-12-01T09:00 start=2026-12-08T11:00 uid=c1@calendly.com from="Calendly <notifications@calendly.com>" organizer=pia
invite at=2026-12-03T16:00 auth=fail start=2026-12-10T14:30 uid=c1@calendly.com seq=1 from="Calendly <notifications@calendly.com>" organizer=pia
event 1 missed at 2026-12-08T11:10

=== a-booking-page-in-a-strangers-name
# The right UID and page, but another organizer.
invite at=2026-12-01T09:00 start=2026-12-08T11:00 uid=c1@calendly.com from="Calendly <notifications@calendly.com>" organizer=pia
invite at=2026-12-03T16:00 start=2026-12-08T11:00 uid=c1@calendly.com seq=1 method=CANCEL from="Calendly <notifications@calendly.com>" organizer="X <x@evil.example>"
event 1 missed at 2026-12-08T11:10

=== a-booking-page-that-had-sent-nothing
# Her own invite is not a booking page's to cancel.
invite at=2026-12-01T09:00 start=2026-12-08T11:00 uid=c1 from=pia organizer=pia
invite at=2026-12-03T16:00 start=2026-12-08T11:00 uid=c1 seq=1 method=CANCEL from="Calendly <notifications@calendly.com>" organizer=pia
event 1 missed at 2026-12-08T11:10

=== a-label-of-an-agenda
# "Former" of a label that is no time's: the hour stands.
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am.

  With you on the line: our former lead
  Time: Tuesday, December 8 at 11am

  Pia Lund, Woodgrove
interviews 1
event 1 missed at 2026-12-08T11:10

=== who-works-at-a-platform-is-a-person
# A booking page's company hires, too: a colleague's word is the house's, not a platform's of everybody.
mail at=2026-11-16T09:00 from="Jane Doe <jane.doe@hubspot.com>"
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Data Engineer role at HubSpot. Jane
mail at=2026-11-19T09:30 from="Lee Park <lee.park@hubspot.com>" subject="Today"
  Hi Ravi, Jane is off sick today and cannot call you. She will be in touch when she is back. Lee
event 1 cancelled at 2026-11-19T09:30
reason 1 away

=== a-platforms-recruiter-says-no-for-themselves
# Their no is of the house they work at, whatever other company it names.
invite
mail at=2026-11-16T09:00 from="Jane Doe <jane.doe@greenhouse.io>" subject="Your application at Greenhouse"
  Hi Ravi, unfortunately we have decided not to move forward with your application. I hear that you talk with Woodgrove Bank, good luck there! Jane
mail at=2026-11-16T09:10 from="Jane Doe <jdoe@hubspot.com>" subject="Your application at HubSpot"
  Hi Ravi, unfortunately we have decided not to move forward with your application. I hear that you talk with Woodgrove Bank, good luck there! Jane
mail at=2026-11-16T09:20 from="Jane Doe <jane@calendly.com>" subject="Your application at Calendly"
  Hi Ravi, unfortunately we have decided not to move forward with your application. I hear that you talk with Woodgrove Bank, good luck there! Jane
never 1 closed

=== a-platform-says-no-for-its-customer
invite
mail at=2026-11-16T09:00 from="Woodgrove Hiring Team <woodgrove@smartrecruiters.com>" subject="Your application"
  Dear Ravi, unfortunately Woodgrove Bank has decided not to move forward with your application.
event 1 closed at 2026-11-16T09:00

=== a-platforms-recruiter-and-its-booking-page
# What the page has sent for another house is not about the call with who works there.
invite from="HubSpot Meetings <meetings@hubspot.com>" attendee=pia organizer="Pia Lund <pia.lund@woodgrove.example>"
mail at=2026-11-16T09:00 from="Jane Doe <jane.doe@hubspot.com>"
  Hi Ravi, I'll call you Friday, November 20 at 10 AM CT about the Data Engineer role at HubSpot. Jane
mail at=2026-11-18T09:00 from="Lee Park <lee.park@hubspot.com>" subject="Our call"
  Hi Ravi, I'm sorry, we have to cancel the call. Lee
event 2 cancelled at 2026-11-18T09:00
never 1 cancelled

=== moved-by-the-maker-of-the-event
# A system that nobody knows sent the invite and named the meeting: its changes are the organizer's, too.
invite at=2026-12-01T09:00 start=2026-12-08T11:00 from="Slotwell <notify@woodgrove.example>" organizer="Kelly Armitage <kelly.armitage@catskill.example>"
invite at=2026-12-03T16:00 start=2026-12-10T14:30 seq=1 from="Slotwell <notify@woodgrove.example>" organizer="Kelly Armitage <kelly.armitage@catskill.example>"
interviews 1
interview 1 start 2026-12-10T14:30
interview 1 email kelly.armitage@catskill.example
letter 1 at 2026-12-10T14:40
letter 1 to kelly.armitage@catskill.example

=== cancelled-by-the-maker-of-the-event
invite at=2026-12-01T09:00 start=2026-12-08T11:00 from="Slotwell <notify@woodgrove.example>" organizer="Kelly Armitage <kelly.armitage@catskill.example>"
invite at=2026-12-03T16:00 start=2026-12-08T11:00 seq=1 method=CANCEL from="Slotwell <notify@woodgrove.example>" organizer="Kelly Armitage <kelly.armitage@catskill.example>"
never * missed

=== moved-in-the-makers-name
# The address alone, and the server says that it is not theirs.
invite at=2026-12-01T09:00 start=2026-12-08T11:00 from="Slotwell <notify@woodgrove.example>" organizer="Kelly Armitage <kelly.armitage@catskill.example>"
invite at=2026-12-03T16:00 auth=fail start=2026-12-10T14:30 seq=1 from="Slotwell <notify@woodgrove.example>" organizer="Kelly Armitage <kelly.armitage@catskill.example>"
event 1 missed at 2026-12-08T11:10

=== moved-by-another-box-of-the-maker
invite at=2026-12-01T09:00 start=2026-12-08T11:00 from="Slotwell <notify@woodgrove.example>" organizer="Kelly Armitage <kelly.armitage@catskill.example>"
invite at=2026-12-03T16:00 start=2026-12-10T14:30 seq=1 from="Slotwell <other@woodgrove.example>" organizer="Kelly Armitage <kelly.armitage@catskill.example>"
event 1 missed at 2026-12-08T11:10

=== moved-by-a-forwarder
# Whoever passed on an invite that another house had made has no say in it.
invite at=2026-12-01T09:00 start=2026-12-08T11:00 from="Lee Park <lee@forwarder.example>" organizer="Kelly Armitage <kelly.armitage@catskill.example>"
invite at=2026-12-03T16:00 start=2026-12-10T14:30 seq=1 from="Lee Park <lee@forwarder.example>" organizer="Kelly Armitage <kelly.armitage@catskill.example>"
event 1 missed at 2026-12-08T11:10
