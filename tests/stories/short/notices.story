# Notices of hiring systems, booking pages and calendars: what they set, set anew and call off, each in a thread of its own.

=== greenhouse-own-thread
mail at=2026-12-01T09:00 subject="Your interview with Woodgrove Bank" from="Woodgrove Bank Recruiting <no-reply@us.greenhouse-mail.io>"
  Hi Ravi,

  Your interview for the Data Engineer position at Woodgrove Bank has been scheduled. Details are below:

  Phone Screen
  Tuesday, December 8, 2026
  11:00am - 11:30am CST
  Interviewer: Pia Lund
  Pia will call you at (312) 555-0142.

  Thank you,
  Woodgrove Bank Recruiting Team
mail at=2026-12-03T16:00 subject="Your interview has been rescheduled" from="Woodgrove Bank Recruiting <no-reply@us.greenhouse-mail.io>"
  Hi Ravi,

  Your interview for the Data Engineer position at Woodgrove Bank has been rescheduled. Please see the updated details below:

  Phone Screen
  Thursday, December 10, 2026
  2:30pm - 3:00pm CST
  Interviewer: Pia Lund
  Pia will call you at (312) 555-0142.

  Thank you,
  Woodgrove Bank Recruiting Team
interviews 1
never * missed before 2026-12-10T14:40
event * missed at 2026-12-10T14:40

=== greenhouse-updated-recruiters-call
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00 subject="Interview updated: Phone Screen with Woodgrove" from="Woodgrove <no-reply@us.greenhouse-mail.io>"
  Hi Ravi,

  Your interview with Woodgrove has been updated.

  Phone Screen with Pia Lund
  Date: Thursday, December 10, 2026
  Time: 2:30 PM - 3:00 PM CST (America/Chicago)

  If you have any questions, please reply to this email.
interviews 1
never * missed before 2026-12-10T14:40
event * missed at 2026-12-10T14:40

=== greenhouse-cancelled
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00 subject="Interview canceled: Data Engineer at Woodgrove" from="Woodgrove <no-reply@us.greenhouse-mail.io>"
  Hi Ravi,

  Your Phone Screen for the Data Engineer position at Woodgrove, scheduled for Tuesday, December 8, 2026 at 11:00am CST, has been canceled.

  Thank you,
  The Woodgrove Recruiting Team
never * missed
interview 1 phase cancelled

=== calcom
mail at=2026-12-01T09:00 from="Pia Lund <no-reply@cal.com>" subject="Confirmed: 30min between Pia Lund and Ravi Menon @ Tue Dec 8, 2026"
  Your event has been scheduled
  We emailed you and the other attendees a calendar invitation with all the details.

  What
  Phone Screen between Pia Lund and Ravi Menon

  When
  Tuesday, December 8, 2026 | 11:00 AM - 11:30 AM (America/Chicago)

  Who
  Pia Lund - Organizer
  pia.lund@woodgrove.example
  Ravi Menon - Guest
  ravi.menon@example.com

  Where
  Organizer will call: +1 312-555-0142

  Need to make a change? Reschedule or Cancel
mail at=2026-12-03T16:00 from="Pia Lund <no-reply@cal.com>" subject="Rescheduled: Phone Screen between Pia Lund and Ravi Menon @ Thu Dec 10, 2026"
  Your event has been rescheduled
  We emailed you and the other attendees a calendar invitation with all the details.

  Reason for reschedule
  Conflict with another meeting

  What
  Phone Screen between Pia Lund and Ravi Menon

  When
  ~~Tuesday, December 8, 2026 | 11:00 AM - 11:30 AM (America/Chicago)~~
  Thursday, December 10, 2026 | 2:30 PM - 3:00 PM (America/Chicago)

  Who
  Pia Lund - Organizer
  pia.lund@woodgrove.example
  Ravi Menon - Guest
  ravi.menon@example.com

  Where
  Organizer will call: +1 312-555-0142

  Need to make a change? Reschedule or Cancel
interviews 1
never * missed before 2026-12-10T14:40
event * missed at 2026-12-10T14:40

=== calcom-cancelled
mail at=2026-12-01T09:00 from="Pia Lund <no-reply@cal.com>" subject="Confirmed: 30min between Pia Lund and Ravi Menon @ Tue Dec 8, 2026"
  Your event has been scheduled
  We emailed you and the other attendees a calendar invitation with all the details.

  What
  Phone Screen between Pia Lund and Ravi Menon

  When
  Tuesday, December 8, 2026 | 11:00 AM - 11:30 AM (America/Chicago)

  Who
  Pia Lund - Organizer
  pia.lund@woodgrove.example

  Where
  Organizer will call: +1 312-555-0142

  Need to make a change? Reschedule or Cancel
mail at=2026-12-03T16:00 from="Pia Lund <no-reply@cal.com>" subject="Canceled: Phone Screen between Pia Lund and Ravi Menon @ Tue Dec 8, 2026"
  Your event has been canceled
  We emailed you and the other attendees.

  Reason for cancellation
  The role has been put on hold.

  What
  Phone Screen between Pia Lund and Ravi Menon

  When
  Tuesday, December 8, 2026 | 11:00 AM - 11:30 AM (America/Chicago)

  Who
  Pia Lund - Organizer
  pia.lund@woodgrove.example
interviews 1
never * missed
interview 1 phase cancelled

=== goodtime
mail at=2026-12-01T09:00 from="Woodgrove via GoodTime <no-reply@goodtime.io>" subject="Interview confirmed: Woodgrove - Data Engineer"
  Hi Ravi,

  Your interview with Woodgrove is confirmed!

  Recruiter Phone Screen (30 min)
  Tuesday, December 8, 2026, 11:00 AM - 11:30 AM CST

  Pia Lund will call you at +1 312 555 0142.

  Need to reschedule? Use this link: https://app.goodtime.io/r/abc
mail at=2026-12-03T16:00 from="Woodgrove via GoodTime <no-reply@goodtime.io>" subject="Updated interview: Woodgrove - Data Engineer"
  Hi Ravi,

  There has been a change to your interview schedule. Your updated schedule is below.

  Recruiter Phone Screen (30 min)
  Thursday, December 10, 2026, 2:30 PM - 3:00 PM CST

  Pia Lund will call you at +1 312 555 0142.

  Need to reschedule? Use this link: https://app.goodtime.io/r/abc
interviews 1
never * missed before 2026-12-10T14:40
event * missed at 2026-12-10T14:40

=== goodtime-cancelled
mail at=2026-12-01T09:00 from="Woodgrove via GoodTime <no-reply@goodtime.io>" subject="Interview confirmed: Woodgrove - Data Engineer"
  Hi Ravi,

  Your interview with Woodgrove is confirmed!

  Recruiter Phone Screen (30 min)
  Tuesday, December 8, 2026, 11:00 AM - 11:30 AM CST

  Pia Lund will call you at +1 312 555 0142.
mail at=2026-12-03T16:00 from="Woodgrove via GoodTime <no-reply@goodtime.io>" subject="Your interview with Woodgrove was canceled"
  Hi Ravi,

  Unfortunately we need to cancel your upcoming interview with Woodgrove (Tuesday, December 8, 11:00 AM CST). The team will reach out if it can be rebooked.
interviews 1
never * missed
interview 1 phase cancelled

=== savvycal
mail at=2026-12-01T09:00 from="SavvyCal <notifications@savvycal.com>" subject="Confirmed: Phone screen with Pia Lund on Tuesday, December 8"
  You're booked with Pia Lund

  Phone screen
  Tuesday, December 8, 2026
  11:00am – 11:30am Central Time
  Pia Lund will call you at +1 312-555-0142

  Reschedule: https://savvycal.com/m/xyz/reschedule
  Cancel: https://savvycal.com/m/xyz/cancel
mail at=2026-12-03T16:00 from="SavvyCal <notifications@savvycal.com>" subject="Rescheduled: Phone screen with Pia Lund"
  Pia Lund rescheduled your meeting

  Phone screen
  New time: Thursday, December 10, 2026, 2:30pm – 3:00pm Central Time
  Original time: Tuesday, December 8, 2026, 11:00am – 11:30am Central Time
  Pia Lund will call you at +1 312-555-0142
interviews 1
never * missed before 2026-12-10T14:40
event * missed at 2026-12-10T14:40

=== calendly-words
mail at=2026-12-01T09:00 from="Calendly <notifications@calendly.com>" subject="Confirmed: Phone Screen with Pia Lund on Tuesday, December 8, 2026"
  Hi Ravi Menon,

  Your Phone Screen with Pia Lund at 11:00am - Tuesday, December 8, 2026 (Central Time - US & Canada) is scheduled.

  Location: Pia Lund will call you at +1 312-555-0142

  Make changes to this event:
  Cancel: https://calendly.com/cancellations/xyz
  Reschedule: https://calendly.com/reschedulings/xyz
mail at=2026-12-03T16:00 from="Calendly <notifications@calendly.com>" subject="Canceled: Phone Screen with Pia Lund on Tuesday, December 8, 2026"
  Hi Ravi Menon,

  The event below has been canceled by Pia Lund.

  Event Type: Phone Screen
  Event Date/Time: 11:00am - Tuesday, December 8, 2026 (Central Time - US & Canada)
  Canceled: Pia is out sick today.
interviews 1
never * missed
interview 1 phase cancelled

=== ashby
mail at=2026-12-01T09:00 from="Woodgrove <no-reply@ashbyhq.com>" subject="Interview Confirmation - Data Engineer at Woodgrove"
  Hi Ravi,

  Thanks for your availability! We've scheduled your interview for the Data Engineer role at Woodgrove.

  Tuesday, December 8th
  11:00am - 11:30am CST · Recruiter Screen with Pia Lund (Phone)

  Best,
  Woodgrove Recruiting
mail at=2026-12-03T16:00 from="Woodgrove <no-reply@ashbyhq.com>" subject="Interview Update - Data Engineer at Woodgrove"
  Hi Ravi,

  We've had to make a change to your interview for the Data Engineer role at Woodgrove. Here is your new schedule:

  Thursday, December 10th
  2:30pm - 3:00pm CST · Recruiter Screen with Pia Lund (Phone)

  Best,
  Woodgrove Recruiting
interviews 1
never * missed before 2026-12-10T14:40
event * missed at 2026-12-10T14:40

=== ashby-cancelled
mail at=2026-12-01T09:00 from="Woodgrove <no-reply@ashbyhq.com>" subject="Interview Confirmation - Data Engineer at Woodgrove"
  Hi Ravi,

  Thanks for your availability! We've scheduled your interview for the Data Engineer role at Woodgrove.

  Tuesday, December 8th
  11:00am - 11:30am CST · Recruiter Screen with Pia Lund (Phone)

  Best,
  Woodgrove Recruiting
mail at=2026-12-03T16:00 from="Woodgrove <no-reply@ashbyhq.com>" subject="Interview Cancelled - Data Engineer at Woodgrove"
  Hi Ravi,

  Your upcoming interview at Woodgrove on Tuesday, December 8th has been cancelled. We will be in touch about next steps.

  Best,
  Woodgrove Recruiting
interviews 1
never * missed
interview 1 phase cancelled

=== lever
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00 from="Pia Lund <no-reply@hire.lever.co>" subject="Updated: Phone interview with Woodgrove"
  Hi Ravi,

  Your phone interview with Woodgrove has been moved. It's now scheduled for:

  Thu, Dec 10, 2026, 2:30pm - 3:00pm (CST)
  Interviewer: Pia Lund
interviews 1
never * missed before 2026-12-10T14:40
event * missed at 2026-12-10T14:40

=== workable
mail at=2026-12-01T09:00 from="Woodgrove <noreply@candidates.workablemail.com>" subject="Invitation: Phone interview with Woodgrove for Data Engineer"
  Hi Ravi,

  Woodgrove has scheduled a call with you for the Data Engineer position.

  When: Tuesday, 8 December 2026, 11:00 AM - 11:30 AM (CST)
  Who: Pia Lund
  Where: Phone call, +1 312-555-0142

  Will you attend? Yes / No / Maybe
mail at=2026-12-03T16:00 from="Woodgrove <noreply@candidates.workablemail.com>" subject="Updated invitation: Phone interview with Woodgrove for Data Engineer"
  Hi Ravi,

  Woodgrove has updated the details of your call for the Data Engineer position.

  When: Thursday, 10 December 2026, 2:30 PM - 3:00 PM (CST)
  Who: Pia Lund
  Where: Phone call, +1 312-555-0142

  Will you attend? Yes / No / Maybe
interviews 1
never * missed before 2026-12-10T14:40
event * missed at 2026-12-10T14:40

=== workable-cancelled
mail at=2026-12-01T09:00 from="Woodgrove <noreply@candidates.workablemail.com>" subject="Invitation: Phone interview with Woodgrove for Data Engineer"
  Hi Ravi,

  Woodgrove has scheduled a call with you for the Data Engineer position.

  When: Tuesday, 8 December 2026, 11:00 AM - 11:30 AM (CST)
  Who: Pia Lund
  Where: Phone call, +1 312-555-0142
mail at=2026-12-03T16:00 from="Woodgrove <noreply@candidates.workablemail.com>" subject="Cancelled: Phone interview with Woodgrove for Data Engineer"
  Hi Ravi,

  The following event has been cancelled:

  Phone interview with Woodgrove
  When: Tuesday, 8 December 2026, 11:00 AM - 11:30 AM (CST)
interviews 1
never * missed
interview 1 phase cancelled

=== smartrecruiters
mail at=2026-12-01T09:00 from="Woodgrove <notification@smartrecruiters.com>" subject="Woodgrove: Interview scheduled"
  Dear Ravi,

  You have been scheduled for an interview with Woodgrove.

  Job: Data Engineer
  Interview type: Phone interview
  Date and time: Tue, Dec 8, 2026 11:00 AM CST
  Interviewers: Pia Lund
mail at=2026-12-03T16:00 from="Woodgrove <notification@smartrecruiters.com>" subject="Woodgrove: Interview rescheduled"
  Dear Ravi,

  Your interview with Woodgrove has been rescheduled.

  Job: Data Engineer
  Interview type: Phone interview
  Previous date and time: Tue, Dec 8, 2026 11:00 AM CST
  New date and time: Thu, Dec 10, 2026 2:30 PM CST
  Interviewers: Pia Lund
interviews 1
never * missed before 2026-12-10T14:40
event * missed at 2026-12-10T14:40

=== smartrecruiters-cancelled
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00 from="Woodgrove <notification@smartrecruiters.com>" subject="Woodgrove: Interview cancelled"
  Dear Ravi,

  We would like to inform you that the interview below was cancelled.

  Job: Data Engineer
  Date and time: Tue, Dec 8, 2026 11:00 AM CST
interviews 1
never * missed
interview 1 phase cancelled

=== google-calendar-words
mail at=2026-12-01T09:00 from="Google Calendar <calendar-notification@google.com>" subject="Invitation: Phone screen: Ravi <> Pia @ Tue Dec 8, 2026 11am - 11:30am (CST) (ravi.menon@example.com)"
  Phone screen: Ravi <> Pia
  Tuesday Dec 8, 2026 ⋅ 11am – 11:30am
  Central Time - Chicago

  Organizer
  Pia Lund
  pia.lund@woodgrove.example

  Guests
  Pia Lund - organizer
  Ravi Menon

  Invitation from Google Calendar: https://calendar.google.com/calendar/
mail at=2026-12-03T16:00 from="Google Calendar <calendar-notification@google.com>" subject="Updated invitation: Phone screen: Ravi <> Pia @ Thu Dec 10, 2026 2:30pm - 3pm (CST) (ravi.menon@example.com)"
  This event has been updated
  Changed: time

  Phone screen: Ravi <> Pia

  CHANGED
  When
  Thursday Dec 10, 2026 ⋅ 2:30pm – 3pm
  Central Time - Chicago
  Old: Tuesday Dec 8, 2026 ⋅ 11am – 11:30am
  Central Time - Chicago

  Organizer
  Pia Lund
  pia.lund@woodgrove.example

  Invitation from Google Calendar: https://calendar.google.com/calendar/
interviews 1
never * missed before 2026-12-10T14:40
event * missed at 2026-12-10T14:40

=== google-calendar-on-recruiters-call
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00 from="Google Calendar <calendar-notification@google.com>" subject="Updated invitation: Phone screen: Ravi <> Pia @ Thu Dec 10, 2026 2:30pm - 3pm (CST) (ravi.menon@example.com)"
  This event has been updated
  Changed: time

  Phone screen: Ravi <> Pia

  When
  Thursday Dec 10, 2026 ⋅ 2:30pm – 3pm
  Central Time - Chicago
  Old: Tuesday Dec 8, 2026 ⋅ 11am – 11:30am
  Central Time - Chicago

  Organizer
  Pia Lund
  pia.lund@woodgrove.example
interviews 1
never * missed before 2026-12-10T14:40
event * missed at 2026-12-10T14:40

=== google-calendar-cancelled
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00 from="Google Calendar <calendar-notification@google.com>" subject="Canceled event: Phone screen: Ravi <> Pia @ Tue Dec 8, 2026 11am - 11:30am (CST) (ravi.menon@example.com)"
  This event has been canceled and removed from your calendar.

  Phone screen: Ravi <> Pia
  Tuesday Dec 8, 2026 ⋅ 11am – 11:30am
  Central Time - Chicago

  Organizer
  Pia Lund
  pia.lund@woodgrove.example
interviews 1
never * missed
interview 1 phase cancelled

=== google-calendar-of-another
# A calendar's word is its organizer's, and this one is nobody's who is known.
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00 from="Google Calendar <calendar-notification@google.com>" subject="Canceled event: Phone screen: Ravi <> Pia Lund, Woodgrove @ Tue Dec 8, 2026 11am - 11:30am (CST) (ravi.menon@example.com)"
  This event has been canceled and removed from your calendar.

  Phone screen: Ravi <> Pia Lund, Woodgrove
  Tuesday Dec 8, 2026 ⋅ 11am – 11:30am
  Central Time - Chicago

  Organizer
  X
  x@evil.example
event 1 missed at 2026-12-08T11:10

=== google-calendar-of-another-who-names-them
# Whoever organizes an event writes what he wants into it.
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00 from="Google Calendar <calendar-notification@google.com>" subject="Canceled event: Phone screen: Ravi <> Pia @ Tue Dec 8, 2026 11am - 11:30am (CST) (ravi.menon@example.com)"
  This event has been canceled and removed from your calendar.

  Phone screen: Ravi <> Pia
  Tuesday Dec 8, 2026 ⋅ 11am – 11:30am
  Central Time - Chicago

  Organizer
  Pia Lund
  pia.lund@woodgrove.example

  Organizer
  X
  x@evil.example
event 1 missed at 2026-12-08T11:10

=== google-calendar-accepted
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00 from="Google Calendar <calendar-notification@google.com>" subject="Accepted: Phone screen: Ravi <> Pia @ Tue Dec 8, 2026 11am - 11:30am (CST) (ravi.menon@example.com)"
  Pia Lund has accepted this invitation.

  Phone screen: Ravi <> Pia
  Tuesday Dec 8, 2026 ⋅ 11am – 11:30am
  Central Time - Chicago
interviews 1
event 1 missed at 2026-12-08T11:10

=== google-calendar-reminder
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-08T10:30 from="Google Calendar <calendar-notification@google.com>" subject="Notification: Phone screen: Ravi <> Pia @ Tue Dec 8, 2026 11am - 11:30am (CST) (ravi.menon@example.com)"
  Phone screen: Ravi <> Pia
  Tuesday Dec 8, 2026 ⋅ 11am – 11:30am
  Central Time - Chicago

  Organizer
  Pia Lund
  pia.lund@woodgrove.example
interviews 1
event 1 missed at 2026-12-08T11:10

=== phone-screen-is-a-name
# "Phone Screen with Pia" above the hour asks nobody to phone.
mail at=2026-12-01T09:00 subject="Interview scheduled: Phone Screen with Woodgrove" from="Woodgrove <no-reply@us.greenhouse-mail.io>"
  Hi Ravi,

  Your interview with Woodgrove has been scheduled.

  Phone Screen with Pia Lund
  Date: Thursday, December 10, 2026
  Time: 2:30 PM - 3:00 PM CST (America/Chicago)
event 1 watching
no-warning 1 candidate-dials
event * missed at 2026-12-10T14:40

=== forged-greenhouse
mail at=2026-12-01T09:00
  Hi Ravi, I'll call you Tuesday, December 8 at 11am CT about the Data Engineer role. Pia Lund, Woodgrove
mail at=2026-12-03T16:00 auth=fail subject="Your interview has been rescheduled" from="Woodgrove <no-reply@us.greenhouse-mail.io>"
  Your interview for the Data Engineer position at Woodgrove has been rescheduled. Please see the updated details below:

  Thursday, December 10, 2026
  2:30pm - 3:00pm CST
  Interviewer: Pia Lund
event 1 missed at 2026-12-08T11:10

=== the-calendar-names-who-organizes
# Not the program that writes.
mail at=2026-12-01T09:00 from="Google Calendar <calendar-notification@google.com>" subject="Invitation: Phone screen @ Tue Dec 8, 2026 11am - 11:30am (CST) (ravi.menon@example.com)"
  Phone screen
  Tuesday Dec 8, 2026 ⋅ 11am – 11:30am
  Central Time - Chicago

  Guests
  Ravi Menon
  Pia Lund - organizer

  Invitation from Google Calendar: https://calendar.google.com/calendar/
event 1 watching "with Pia Lund" at 2026-12-01T09:00
interview 1 name "Pia Lund"

=== the-booking-page-names-the-host
mail at=2026-12-01T09:00 from="Cal.com <no-reply@cal.com>" subject="Confirmed: 30min @ Tue Dec 8, 2026"
  Your event has been scheduled

  When
  Tuesday, December 8, 2026 | 11:00 AM - 11:30 AM (America/Chicago)

  Who
  Pia Lund - Organizer
  Ravi Menon - Guest

  Where
  Organizer will call: +1 312-555-0143
event 1 watching "with Pia Lund" at 2026-12-01T09:00
event 1 warning "number-mismatch"

=== the-booking-page-names-who-calls
mail at=2026-12-01T09:00 from="Calendly <notifications@calendly.com>" subject="Confirmed: Phone Screen with Pia Lund on Tuesday, December 8, 2026"
  Hi Ravi Menon,

  Your Phone Screen with Pia Lund at 11:00am - Tuesday, December 8, 2026 (Central Time - US & Canada) is scheduled.

  Location: Pia Lund will call you at +1 312-555-0142
event 1 watching "with Pia Lund" at 2026-12-01T09:00

=== the-booking-page-names-nobody
mail at=2026-12-01T09:00 from="Calendly <notifications@calendly.com>" subject="Confirmed: Phone Screen on Tuesday, December 8, 2026"
  Hi Ravi Menon,

  Your Phone Screen at 11:00am - Tuesday, December 8, 2026 (Central Time - US & Canada) is scheduled.

  Host: Ravi Menon
event 1 watching "with Calendly" at 2026-12-01T09:00
