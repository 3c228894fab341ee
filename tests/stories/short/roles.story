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

