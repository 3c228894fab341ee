# Mailboxes that nobody reads, as their own mail says.

=== mailbox-not-monitored
mail at=2026-11-12T09:00 from="Woodgrove Workday <woodgrove@myworkday.com>" subject="Woodgrove: your phone interview is confirmed"
  Dear Ravi Menon,

  We are pleased to confirm the following interview.

  Position: R-104417 Payroll Analyst
  Date: 19 November 2026
  Time: 10:00 AM - 10:30 AM Central
  Type: Phone - the interviewer will call you on +1 312 555 0142
  Interviewer: Pia Lund

  Please do not reply to this message; this mailbox is not monitored.
interviews 1
event 1 missed at 2026-11-19T10:10
event 1 advice "no address that a person reads" at 2026-11-19T10:10
no-letter-to woodgrove@myworkday.com
never * sent

=== said-below-the-signature
mail at=2026-11-12T09:00 from="Woodgrove Careers <careers@woodgrove.example>" subject="Phone interview"
  Dear Ravi, your phone interview is confirmed for Thursday, November 19 at 10:00 AM Central. We will call you.

  Woodgrove Talent Team

  This is an automated message. Please do not reply to this email.
event 1 missed at 2026-11-19T10:10
no-letter-to careers@woodgrove.example
never * sent

=== a-person-is-named
# Whom to write to stands in the text.
mail at=2026-11-12T09:00 from="Woodgrove Workday <woodgrove@myworkday.com>" subject="Phone interview"
  Dear Ravi, your phone interview is confirmed for Thursday, November 19 at 10:00 AM Central. We will call you.
  Questions? Pia Lund, pia.lund@woodgrove.example, will help.

  Please do not reply to this message as it was sent from an unmonitored mailbox.
letter 1 to pia.lund@woodgrove.example
letter 1 at 2026-11-19T10:10

=== a-recruiter-writes-from-it-later
# Somebody is there after all.
mail at=2026-11-12T09:00 from="Woodgrove Careers <careers@woodgrove.example>" id=q1 subject="Phone interview"
  Dear Ravi, your phone interview is confirmed for Thursday, November 19 at 10:00 AM Central. We will call you.

  Please do not reply to this email.
mail at=2026-11-13T09:00 from="Woodgrove Careers <careers@woodgrove.example>" subject="Phone interview"
  Hi Ravi, looking forward to our call! Write to me here whenever you have questions. Pia
letter 1 to careers@woodgrove.example
letter 1 at 2026-11-19T10:10

=== a-reminder-by-a-program-of-a-person
# Who wrote it themselves is read, whatever their program says.
mail at=2026-11-12T09:00 id=q1 subject="Call"
  Hi Ravi, I'll call you on Thursday, November 19 at 10:00 AM Central. Pia Lund
mail at=2026-11-18T09:00 subject="Reminder: call"
  Reminder: your call with Pia Lund is on Thursday, November 19 at 10:00 AM Central.

  Please do not reply to this email.
letter 1 to pia.lund@woodgrove.example
letter 1 at 2026-11-19T10:10

=== no-need-to-reply
mail at=2026-11-12T09:00 subject="Call"
  Hi Ravi, I'll call you on Thursday, November 19 at 10:00 AM Central. No need to reply to this mail. Pia Lund
letter 1 to pia.lund@woodgrove.example
letter 1 at 2026-11-19T10:10

=== not-the-intended-recipient
mail at=2026-11-12T09:00 subject="Call"
  Hi Ravi, I'll call you on Thursday, November 19 at 10:00 AM Central. My inbox is not monitored on weekends.

  Pia Lund
  ________________________________
  This email is confidential. If you are not the intended recipient, please do not reply to this message but delete it.
letter 1 to pia.lund@woodgrove.example
letter 1 at 2026-11-19T10:10

