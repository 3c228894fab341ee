# One recruiter, several roles: whose call it is, and of which role a no is.

=== no-to-another-role-and-the-call-stands
mail at=2026-11-12T09:00 id=q1 subject="Product Owner"
  Hi Ravi, I'll call you on Thursday, November 19 at 10:00 AM Central about the Product Owner role. Pia Lund
mail at=2026-11-17T09:00 subject="Your application: Scrum Master (req 5512)"
  Hi Ravi, about the Scrum Master position: we went with another candidate there and will not pursue your application for it. Our call on Thursday about Product Owner stands of course. Pia
interviews 1
interview 1 standing in-the-running
letter 1 at 2026-11-19T10:10
letter 1 status sent

=== no-to-another-role-goes-ahead-as-planned
invite summary="Phone interview: Data Engineer"
mail at=2026-11-17T09:00 subject="Backend Engineer"
  Hi Ravi, unfortunately we have decided not to move forward with your application for the Backend Engineer role. Your interview for the Data Engineer role goes ahead as planned. Pia
interview 1 standing in-the-running
letter 1 at 2026-11-19T10:10
letter 1 status sent

=== no-to-another-role-speak-as-agreed
mail at=2026-11-12T09:00 id=q1 subject="Product Owner"
  Hi Ravi, I'll call you on Thursday, November 19 at 10:00 AM Central about the Product Owner role. Pia Lund
mail at=2026-11-17T09:00 subject="Scrum Master"
  Hi Ravi, the Scrum Master position has been filled, so your application there is closed, sorry. We speak on Thursday about the Product Owner as agreed! Pia
interview 1 standing in-the-running
letter 1 at 2026-11-19T10:10
letter 1 status sent

=== no-to-another-role-says-nothing-of-the-call
# Who says no more leaves it open.
mail at=2026-11-12T09:00 id=q1 subject="Product Owner"
  Hi Ravi, I'll call you on Thursday, November 19 at 10:00 AM Central about the Product Owner role. Pia Lund
mail at=2026-11-17T09:00 subject="Your application: Scrum Master (req 5512)"
  Hi Ravi, about the Scrum Master position: we went with another candidate there and will not pursue your application for it. Pia
interview 1 standing in-the-running
no-letter before 2026-11-19T10:10
letter 1 status held

=== no-to-another-role-and-the-call-is-in-doubt
mail at=2026-11-12T09:00 id=q1 subject="Product Owner"
  Hi Ravi, I'll call you on Thursday, November 19 at 10:00 AM Central about the Product Owner role. Pia Lund
mail at=2026-11-17T09:00 subject="Your application: Scrum Master (req 5512)"
  Hi Ravi, about the Scrum Master position: we went with another candidate there and will not pursue your application for it. Whether our call about the Product Owner stands I cannot say yet. Pia
letter 1 status held

=== no-to-this-role-and-the-call-stands
# A contradiction stays one.
mail at=2026-11-12T09:00 id=q1 subject="Product Owner"
  Hi Ravi, I'll call you on Thursday, November 19 at 10:00 AM Central about the Product Owner role. Pia Lund
mail at=2026-11-17T09:00 subject="Product Owner"
  Hi Ravi, about the Product Owner position: we went with another candidate and will not pursue your application. Our call on Thursday stands of course. Pia
no-letter before 2026-11-19T10:10
never * sent

=== two-promised-in-one-mail
mail at=2026-11-12T09:00 id=q1 subject="Two roles"
  Hi Ravi, two clients would like to hear about you. I will call you on Wednesday, November 18 at 11:00 AM Central about the Treasury role at Coho, and on Friday, November 20 at 11:00 AM Central about the FP&A role at Litware. Pia Lund
own at=2026-11-12T10:00 re=q1@woodgrove.example subject="Re: Two roles"
  Both fine, thanks Pia! Ravi
mail at=2026-11-17T15:00 re=q1@woodgrove.example subject="Re: Two roles"
  Hi Ravi, Coho have put theirs on ice, so cancel Wednesday. Friday at 11 for Litware still stands. Pia
interviews 2
interview 1 start 2026-11-18T11:00:00-06:00
interview 1 company Coho
interview 1 phase cancelled
interview 2 start 2026-11-20T11:00:00-06:00
interview 2 company Litware
no-letter before 2026-11-20T11:10
letter 1 at 2026-11-20T11:10
letter 1 says "FP&A"

=== two-promised-in-a-list
mail at=2026-11-12T09:00 id=q1 subject="Two roles"
  Hi Ravi, I will call you twice:

  - about the Treasury role at Coho on Wednesday, November 18 at 11:00 AM Central
  - about the FP&A role at Litware on Friday, November 20 at 2:00 PM Central

  Pia Lund
interviews 2
interview 1 company Coho
interview 2 company Litware
letter 1 at 2026-11-18T11:10
letter 3 at 2026-11-20T14:10

=== two-promised-and-the-first-is-moved
mail at=2026-11-12T09:00 id=q1 subject="Two roles"
  Hi Ravi, I will call you on Wednesday, November 18 at 11:00 AM Central about the Treasury role at Coho, and on Friday, November 20 at 11:00 AM Central about the FP&A role at Litware. Pia Lund
mail at=2026-11-17T15:00 re=q1@woodgrove.example subject="Re: Two roles"
  Hi Ravi, I have to move our call of Wednesday at 11 to Thursday, November 19 at 3 PM Central. Pia
never 2 rescheduled
never 2 cancelled
no-letter before 2026-11-19T15:10

=== a-choice-of-two-is-no-promise
mail at=2026-11-12T09:00 id=q1 subject="Two roles"
  Hi Ravi, I will call you on Wednesday, November 18 at 11:00 AM Central about the Treasury role at Coho, or on Friday, November 20 at 11:00 AM Central about the FP&A role at Litware, as you prefer. Pia Lund
exit 1
interviews 0

=== two-hours-of-one-role
mail at=2026-11-12T09:00 id=q1 subject="Treasury"
  Hi Ravi, I will call you on Wednesday, November 18 at 11:00 AM Central about the Treasury role, and on Friday, November 20 at 11:00 AM Central about the Treasury role again. Pia Lund
exit 1
interviews 0


=== two-numbers-and-a-no-to-one
# Only the house's own numbers tell the two roles apart.
mail at=2026-11-09T10:00 id=c1 subject="HR-5120 Crane driver"
  Hello Ravi, HR-5120 Crane driver: I will ring you on Tuesday, November 17 at 10:00 AM Central. Pia Lund
mail at=2026-11-09T11:00 id=f1 subject="HR-5144 Dock foreman"
  Hello Ravi, HR-5144 Dock foreman: I will ring you on Wednesday, November 18 at 10:00 AM Central. Pia Lund
mail at=2026-11-16T15:00 re=c1@woodgrove.example subject="Re: HR-5120 Crane driver"
  Hello Ravi, regarding HR-5120 Crane driver, the client has decided not to take your application further, so I will not be ringing about that one. Dock foreman goes ahead. Pia
interviews 2
event 1 closed at 2026-11-16T15:00
interview 1 standing out
never 2 closed
no-warning 1 weekday-mismatch
interview 2 standing in-the-running
no-letter for 2 before 2026-11-18T10:10
letter 1 at 2026-11-18T10:10
letter 1 interview 2

=== two-numbers-and-a-no-in-a-fresh-mail
mail at=2026-11-09T10:00 id=c1 subject="HR-5120 Crane driver"
  Hello Ravi, HR-5120 Crane driver: I will ring you on Tuesday, November 17 at 10:00 AM Central. Pia Lund
mail at=2026-11-09T11:00 id=f1 subject="HR-5144 Dock foreman"
  Hello Ravi, HR-5144 Dock foreman: I will ring you on Wednesday, November 18 at 10:00 AM Central. Pia Lund
mail at=2026-11-16T15:00 subject="HR-5144"
  Hello Ravi, the client has decided not to take your application for this one further, I am sorry. Pia
interviews 2
event 2 closed at 2026-11-16T15:00
never 1 closed
letter 1 at 2026-11-17T10:10
letter 1 interview 1

=== two-numbers-and-one-moves
mail at=2026-11-09T10:00 id=c1 subject="Estimator at Perth Roofing"
  Hi Ravi, about the Estimator job (ref TT-301): I'll ring you Tuesday, November 17 at 10:00 AM Central. Pia Lund
mail at=2026-11-09T11:00 id=f1 subject="Site manager at Angus Homes"
  Hi Ravi, and for the Site manager job (ref TT-302) I'd ring you Wednesday, November 18 at 3:00 PM Central. Pia Lund
mail at=2026-11-16T12:00 re=f1@woodgrove.example subject="Re: Site manager at Angus Homes"
  Ravi, the Site manager call (TT-302): can't do Wednesday, I'll ring you Thursday, November 19 at 3:00 PM Central instead. The other one stays as it is. Pia
interviews 2
interview 1 start 2026-11-17T10:00:00-06:00
interview 2 start 2026-11-19T15:00:00-06:00
letter 1 at 2026-11-17T10:10

=== one-number-and-another-hour
# The same opening in a mail of its own is the same call, and its hour in doubt.
mail at=2026-11-09T10:00 subject="HR-5120 Crane driver"
  Hello Ravi, HR-5120 Crane driver: I will ring you on Tuesday, November 17 at 10:00 AM Central. Pia Lund
mail at=2026-11-09T11:00 subject="HR-5120, our call"
  Hello Ravi, I will ring you on Wednesday, November 18 at 10:00 AM Central. Pia Lund
interviews 1
warning 1 weekday-mismatch

=== a-ticket-number-is-no-opening
mail at=2026-11-09T10:00 subject="HR-5120 Crane driver"
  Hello Ravi, HR-5120 Crane driver: I will ring you on Tuesday, November 17 at 10:00 AM Central. Pia Lund
mail at=2026-11-09T11:00 subject="[CASE-77120] our call"
  Hello Ravi, I will ring you on Wednesday, November 18 at 10:00 AM Central. Pia Lund
interviews 1
warning 1 weekday-mismatch

=== roles-in-small-letters
# "Site manager": a title of which only the first word is written large.
mail at=2026-11-09T10:00 id=c1 subject="Your call"
  Hi Ravi, about the Quantity surveyor job: I'll ring you Tuesday, November 17 at 10:00 AM Central. Pia Lund
mail at=2026-11-09T11:00 id=f1 subject="The other one"
  Hi Ravi, for the Site manager position I'll ring you Wednesday, November 18 at 3:00 PM Central. Pia Lund
interviews 2
interview 1 role "Quantity surveyor"
interview 2 role "Site manager"

=== a-room-is-no-opening
# Where they sit tells no two roles apart: the hour is in doubt.
mail at=2026-11-09T10:00 subject="Our call"
  Hello Ravi, I will ring you on Tuesday, November 17 at 10:00 AM Central; I shall sit in BV-2040. Pia Lund
mail at=2026-11-09T11:00 subject="Our call again"
  Hello Ravi, I will ring you on Wednesday, November 18 at 10:00 AM Central; I shall sit in BV-3101. Pia Lund
interviews 1
warning 1 weekday-mismatch

=== two-threads-and-the-second-is-off
# One recruiter, two clients: a job's name alone tells them apart.
mail at=2026-11-12T09:00 subject="Controller role at Vestvik"
  Hi Ravi, for the Controller role I'll call you Wednesday, November 18 at 10:00 AM Central. Pia
mail at=2026-11-12T09:20 subject="Accountant role at Sjohus" id=a2
  Hi Ravi, and about the Accountant role: I'll call you Thursday, November 19 at 10:00 AM Central. Pia
mail at=2026-11-17T15:00 re=a2@woodgrove.example subject="Re: Accountant role at Sjohus"
  Hi Ravi, the client has put the Accountant role on hold, so let's cancel Thursday's call. The other one stands. Pia
interviews 2
no-warning 1 weekday-mismatch
interview 2 phase cancelled
letter 1 at 2026-11-18T10:10
letter 1 status sent

=== two-threads-and-the-first-is-off
# "Tomorrow", in its thread.
mail at=2026-11-12T09:00 subject="Controller role at Vestvik" id=a1
  Hi Ravi, for the Controller role I'll call you Wednesday, November 18 at 10:00 AM Central. Pia
mail at=2026-11-12T09:20 subject="Accountant role at Sjohus" id=a2
  Hi Ravi, about the Accountant role I'll call you Thursday, November 19 at 10:00 AM Central. Pia
mail at=2026-11-17T15:00 re=a1@woodgrove.example subject="Re: Controller role at Vestvik"
  Hi Ravi, the client has put this on hold, so let's cancel tomorrow. Pia
interview 1 phase cancelled
never 2 cancelled
letter 1 at 2026-11-19T10:10

=== two-threads-on-one-day
mail at=2026-11-12T09:00 subject="Designer at Vestvik"
  Hi Ravi, for the Designer role I'll call you Wednesday, November 18 at 10:00 AM Central. Pia
mail at=2026-11-12T09:20 subject="Analyst at Sjohus" id=a2
  Hi Ravi, about the Analyst role I'll call you Wednesday, November 18 at 2:00 PM Central. Pia
mail at=2026-11-17T15:00 re=a2@woodgrove.example subject="Re: Analyst at Sjohus"
  Hi Ravi, I have to cancel our call, the client wants to wait. Pia
interview 2 phase cancelled
letter 1 at 2026-11-18T10:10

=== two-threads-whose-subjects-tell
mail at=2026-11-12T09:00 subject="Controller role at Vestvik"
  Hi Ravi, I'll call you Wednesday, November 18 at 10:00 AM Central. Pia
mail at=2026-11-12T09:20 subject="Accountant role at Vestvik" id=a2
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central. Pia
mail at=2026-11-17T15:00 re=a2@woodgrove.example subject="Re: Accountant role at Vestvik"
  Hi Ravi, I have to cancel Thursday, sorry. Pia
interviews 2
interview 2 phase cancelled
letter 1 at 2026-11-18T10:10

=== the-same-job-in-other-words
# Which hour holds is in doubt, and the candidate is warned.
mail at=2026-11-12T09:00 subject="Product Designer at Vestvik"
  Hi Ravi, about the Product Designer role I'll call you Wednesday, November 18 at 10:00 AM Central. Pia
mail at=2026-11-12T09:20 subject="Designer role"
  Hi Ravi, about the designer role: I'll call you Thursday, November 19 at 10:00 AM Central. Pia
interviews 1
warning 1 weekday-mismatch

=== a-fresh-subject-of-no-job
mail at=2026-11-12T09:00 subject="Controller role at Vestvik"
  Hi Ravi, I'll call you Wednesday, November 18 at 10:00 AM Central. Pia
mail at=2026-11-12T09:20 subject="Phone interview with Woodgrove"
  Hi Ravi, I'll call you Thursday, November 19 at 10:00 AM Central. Pia
interviews 1
warning 1 weekday-mismatch

=== no-reply-says-no-to-another-number
mail at=2026-11-12T09:00 subject="Req 4471 Frontend Developer - call"
  Hi Ravi, regarding requisition 4471 (Frontend Developer): I'll call you on Thursday, November 19 at 10:00 AM Central. Pia
mail at=2026-11-17T09:00 from=noreply subject="Your application: Req 3902 Marketing Intern" head="Auto-Submitted: auto-generated"
  Dear Ravi, thank you for your interest in the position Marketing Intern (Req 3902). Unfortunately we have decided not to move forward with your application for this position. Please do not reply to this message.
never 1 closed
interview 1 standing in-the-running
letter 1 at 2026-11-19T10:10
letter 1 to pia.lund@woodgrove.example

=== no-reply-says-no-to-this-number
mail at=2026-11-12T09:00 subject="Req 4471 Frontend Developer - call"
  Hi Ravi, regarding requisition 4471 (Frontend Developer): I'll call you on Thursday, November 19 at 10:00 AM Central. Pia
mail at=2026-11-17T09:00 from=noreply subject="Your application: Req 4471" head="Auto-Submitted: auto-generated"
  Dear Ravi, thank you for your interest in the position (Req 4471). Unfortunately we have decided not to move forward with your application for this position.
interview 1 standing out
never * sent

=== to-a-number
# "Your application to HR-5120" names the opening, and no house called HR.
mail at=2026-11-16T09:00 id=a1 subject="Your application to HR-5120"
  Hi Ravi, I will call you on Thursday at 10:00.

  Pia
mail at=2026-11-16T11:00 id=a2 subject="Your application to HR-5121"
  Hi Ravi, I will call you on Friday at 14:00.

  Pia
interviews 2
event 1 missed at 2026-11-19T10:10
event 2 missed at 2026-11-20T14:10

=== two-teams
# Subjects without a job tell two calls apart, too, where each is of a team or product.
mail at=2026-11-16T09:00 subject="Payments" id=a1
  Hi Ravi, I will call you on Thursday at 10:00.

  Pia
mail at=2026-11-16T11:00 subject="Interview: Core Platform" id=a2
  Hi Ravi, I will call you on Friday at 14:00.

  Pia
interviews 2
event 1 missed at 2026-11-19T10:10
event 2 missed at 2026-11-20T14:10

=== a-day-is-no-team
mail at=2026-11-16T09:00 subject="Payments" id=a1
  Hi Ravi, I will call you on Thursday at 10:00.

  Pia
mail at=2026-11-16T11:00 subject="Friday" id=a2
  Hi Ravi, I will call you on Friday at 14:00.

  Pia
interviews 1

=== nor-are-names
mail at=2026-11-16T09:00 subject="Payments" id=a1
  Hi Ravi, I will call you on Thursday at 10:00.

  Pia
mail at=2026-11-16T11:00 subject="Ravi Menon / Woodgrove" id=a2
  Hi Ravi, I will call you on Friday at 14:00.

  Pia
interviews 1

=== a-move-under-another-subject
mail at=2026-11-16T09:00 subject="Payments" id=a1
  Hi Ravi, I will call you on Thursday at 10:00.

  Pia
mail at=2026-11-16T11:00 subject="Core Platform" id=a2
  Hi Ravi, sorry, I have to move our Thursday call: I will call you on Friday at 14:00.

  Pia
interviews 1
event 1 missed at 2026-11-20T14:10
