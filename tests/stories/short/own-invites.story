# Invites that the candidate's own calendar sent, read in Sent, and what those who are invited answer.

=== a-call-of-ones-own-making
invite from=me to=pia organizer=me attendee=pia auth=absent
interview 1 email pia.lund@woodgrove.example
interview 1 start 2026-11-19T10:00
event 1 watching
event 1 missed at 2026-11-19T10:10
letter 1 between 2026-11-19T10:10 2026-11-20T10:30
letter 1 to pia.lund@woodgrove.example

=== a-friend-is-invited
invite from=me to="Lee <lee@friends.example>" organizer=me attendee="Lee <lee@friends.example>" auth=absent summary=Dinner
exit 1
interviews 0
letters 0

=== whose-recruiter-is-known
mail at=2026-11-10T09:00
  Hi Ravi, thanks for your application for the analyst role. When could we talk on the phone?
invite from=me to=pia organizer=me attendee=pia auth=absent summary="Ravi / Pia"
interviews 1
interview 1 email pia.lund@woodgrove.example
event 1 missed at 2026-11-19T10:10

=== accepted
invite from=me to=pia organizer=me attendee=pia auth=absent
invite at=2026-11-13T09:00 method=REPLY organizer=me attendee=pia status=ACCEPTED subject="Accepted: interview"
event 1 note "has accepted the invite" at 2026-11-13T09:00
event 1 missed at 2026-11-19T10:10

=== perhaps
invite from=me to=pia organizer=me attendee=pia auth=absent
invite at=2026-11-13T09:00 method=REPLY organizer=me attendee=pia status=TENTATIVE subject="Tentative: interview"
event 1 note "has answered the invite with" at 2026-11-13T09:00
event 1 missed at 2026-11-19T10:10

=== declined
invite from=me to=pia organizer=me attendee=pia auth=absent
invite at=2026-11-13T09:00 method=REPLY organizer=me attendee=pia status=DECLINED subject="Declined: interview"
event 1 reply "has declined the invite" at 2026-11-13T09:00
never 1 missed
no-letter for 1 after 2026-11-19T10:00

=== declined-by-a-forger
invite from=me to=pia organizer=me attendee=pia auth=absent
invite at=2026-11-13T09:00 method=REPLY organizer=me attendee=pia status=DECLINED auth=fail subject="Declined: interview"
event 1 note "Nothing is changed" at 2026-11-13T09:00
never 1 cancelled
event 1 missed at 2026-11-19T10:10
letter 1 between 2026-11-19T10:10 2026-11-20T10:30

=== declined-for-her-by-a-stranger
invite from=me to=pia organizer=me attendee=pia auth=absent
invite at=2026-11-13T09:00 method=REPLY from="Eve <eve@elsewhere.example>" organizer=me attendee=pia status=DECLINED subject="Declined: interview"
event 1 note "who was not invited" at 2026-11-13T09:00
never 1 cancelled
event 1 missed at 2026-11-19T10:10

=== declined-by-a-stranger-for-themselves
invite from=me to=pia organizer=me attendee=pia auth=absent
invite at=2026-11-13T09:00 method=REPLY from="Eve <eve@elsewhere.example>" organizer=me attendee="Eve <eve@elsewhere.example>" status=DECLINED subject="Declined: interview"
never 1 reply
event 1 missed at 2026-11-19T10:10

=== countered
invite from=me to=pia organizer=me attendee=pia auth=absent
invite at=2026-11-13T09:00 method=COUNTER start=2026-11-19T14:00 organizer=me attendee=pia subject="New time proposed: interview"
event 1 reply proposes at 2026-11-13T09:00
never 1 retimed
no-letter for 1 before 2026-11-19T14:00

=== countered-by-a-stranger
invite from=me to=pia organizer=me attendee=pia auth=absent
invite at=2026-11-13T09:00 method=COUNTER start=2026-11-19T14:00 from="Eve <eve@elsewhere.example>" organizer=me attendee="Eve <eve@elsewhere.example>" subject="New time proposed: interview"
event 1 note "Nothing is changed" at 2026-11-13T09:00
event 1 missed at 2026-11-19T10:10

=== moved-by-its-organizer
invite from=me to=pia organizer=me attendee=pia auth=absent
invite at=2026-11-13T09:00 seq=1 start=2026-11-19T15:00 from=me to=pia organizer=me attendee=pia auth=absent
event 1 retimed at 2026-11-13T09:00
interview 1 start 2026-11-19T15:00
event 1 missed at 2026-11-19T15:10

=== called-off-by-its-organizer
invite from=me to=pia organizer=me attendee=pia auth=absent
invite at=2026-11-13T09:00 seq=1 method=CANCEL from=me to=pia organizer=me attendee=pia auth=absent
event 1 cancelled "You have cancelled" at 2026-11-13T09:00
letters-out 0

=== another-time-for-their-invite
# What the candidate would rather have is no new time before it is taken.
invite
invite at=2026-11-19T11:00 uid=own-1 start=2026-11-20T14:00 from=me to=pia organizer=me attendee=pia auth=absent
never 1 retimed
never 1 rescheduled
event 1 missed at 2026-11-19T10:10

=== another-time-is-taken
invite
invite at=2026-11-19T11:00 uid=own-1 start=2026-11-20T14:00 from=me to=pia organizer=me attendee=pia auth=absent
invite at=2026-11-19T12:00 method=REPLY uid=own-1 start=2026-11-20T14:00 organizer=me attendee=pia status=ACCEPTED subject="Accepted: interview"
event 1 rescheduled "accepted your invite" at 2026-11-19T12:00
interview 2 start 2026-11-20T14:00

=== another-time-is-refused
invite
invite at=2026-11-19T11:00 uid=own-1 start=2026-11-20T14:00 from=me to=pia organizer=me attendee=pia auth=absent
invite at=2026-11-19T12:00 method=REPLY uid=own-1 start=2026-11-20T14:00 organizer=me attendee=pia status=DECLINED subject="Declined: interview"
event 1 reply "does not take the time" at 2026-11-19T12:00
never 1 rescheduled

=== the-time-that-they-offered
invite
mail at=2026-11-19T10:30
  Hi Ravi, so sorry, my meeting ran over. I could do tomorrow at 2pm or at 4pm CT. Which suits you?

  Pia
invite at=2026-11-19T11:00 uid=own-1 start=2026-11-20T14:00 from=me to=pia organizer=me attendee=pia auth=absent
event 1 rescheduled "you took the time" at 2026-11-19T11:00
interview 2 start 2026-11-20T14:00

=== their-invite-is-not-the-candidates-to-change
# Nobody's calendar sends that: it bears the candidate's name only.
invite
invite at=2026-11-13T09:00 seq=1 start=2026-11-19T15:00 from=me to=pia organizer=me attendee=pia auth=absent
invite at=2026-11-14T09:00 seq=2 method=CANCEL from=me to=pia organizer=me attendee=pia auth=absent
never 1 retimed
never 1 cancelled
event 1 missed at 2026-11-19T10:10

# The candidate's own answers to an invite of theirs, read in Sent.

=== the-candidate-accepts
invite
invite at=2026-11-13T09:00 method=REPLY from=me to=pia status=ACCEPTED auth=absent subject="Accepted: interview"
event 1 note "You have accepted the invite" at 2026-11-13T09:00
event 1 missed at 2026-11-19T10:10

=== the-candidate-is-unsure
invite
invite at=2026-11-13T09:00 method=REPLY from=me to=pia status=TENTATIVE auth=absent subject="Tentative: interview"
event 1 note "maybe" at 2026-11-13T09:00
event 1 missed at 2026-11-19T10:10

=== the-candidate-declines
invite
invite at=2026-11-13T09:00 method=REPLY from=me to=pia status=DECLINED auth=absent subject="Declined: interview"
event 1 note at 2026-11-13T09:00
letters-out 0
never 1 missed

=== declined-by-mistake-and-accepted
invite
invite at=2026-11-13T09:00 method=REPLY from=me to=pia status=DECLINED auth=absent subject="Declined: interview"
invite at=2026-11-13T09:10 method=REPLY from=me to=pia status=ACCEPTED auth=absent subject="Accepted: interview"
event 1 missed at 2026-11-19T10:10
letter 1 at 2026-11-19T10:10

=== declined-with-another-time-that-they-take
invite
invite at=2026-11-13T09:00 method=REPLY from=me to=pia status=DECLINED auth=absent subject="Declined: interview"
  I can't make Thursday at 10. Could we do Friday at 2pm instead?
mail at=2026-11-13T11:00
  Hi Ravi, Friday at 2 works. Talk then. Pia
interview 1 start 2026-11-20T14:00:00-06:00
event 1 missed at 2026-11-20T14:10

=== a-series-of-ones-own
# Each call has its turn, at ten before and after the clocks change; the later ones once their weeks come.
file mail/09.eml
  From: Ravi Menon <ravi.menon@example.com>
  To: Pia Lund <pia.lund@woodgrove.example>
  Subject: Our calls
  Date: Mon, 12 Oct 2026 09:00:00 -0500
  Message-ID: <own9@example.com>
  MIME-Version: 1.0
  Content-Type: text/calendar; charset=UTF-8; method=REQUEST
  
  BEGIN:VCALENDAR
  PRODID:-//Example//EN
  VERSION:2.0
  METHOD:REQUEST
  BEGIN:VEVENT
  DTSTART;TZID=America/Chicago:20261015T100000
  DTEND;TZID=America/Chicago:20261015T103000
  RRULE:FREQ=WEEKLY;COUNT=7
  DTSTAMP:20261012T140000Z
  SEQUENCE:0
  SUMMARY:Phone interview, Woodgrove
  ORGANIZER;CN=Ravi Menon:mailto:ravi.menon@example.com
  ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:pia.lund@woodgrove.example
  UID:own-weekly@example.com
  END:VEVENT
  END:VCALENDAR
interviews 7
event 3 due at 2026-10-29T10:00:00-05:00
event 4 due at 2026-11-05T10:00:00-06:00
event 7 watching after 2026-10-15T11:00:00-05:00
event 7 missed at 2026-11-26T10:10:00-06:00

=== a-series-of-ones-own-with-a-gap
file mail/09.eml
  From: Ravi Menon <ravi.menon@example.com>
  To: Pia Lund <pia.lund@woodgrove.example>
  Subject: Our calls
  Date: Mon, 12 Oct 2026 09:00:00 -0500
  Message-ID: <own9@example.com>
  MIME-Version: 1.0
  Content-Type: text/calendar; charset=UTF-8; method=REQUEST
  
  BEGIN:VCALENDAR
  PRODID:-//Example//EN
  VERSION:2.0
  METHOD:REQUEST
  BEGIN:VEVENT
  DTSTART;TZID=America/Chicago:20261015T100000
  DTEND;TZID=America/Chicago:20261015T103000
  RRULE:FREQ=WEEKLY;COUNT=4
  EXDATE;TZID=America/Chicago:20261029T100000
  DTSTAMP:20261012T140000Z
  SEQUENCE:0
  SUMMARY:Phone interview, Woodgrove
  ORGANIZER;CN=Ravi Menon:mailto:ravi.menon@example.com
  ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:pia.lund@woodgrove.example
  UID:own-weekly@example.com
  END:VEVENT
  END:VCALENDAR
interviews 3
interview 3 start 2026-11-05T10:00:00-06:00

=== one-of-ones-own-series-is-moved
file mail/09.eml
  From: Ravi Menon <ravi.menon@example.com>
  To: Pia Lund <pia.lund@woodgrove.example>
  Subject: Our calls
  Date: Mon, 12 Oct 2026 09:00:00 -0500
  Message-ID: <own9@example.com>
  MIME-Version: 1.0
  Content-Type: text/calendar; charset=UTF-8; method=REQUEST
  
  BEGIN:VCALENDAR
  PRODID:-//Example//EN
  VERSION:2.0
  METHOD:REQUEST
  BEGIN:VEVENT
  DTSTART;TZID=America/Chicago:20261015T100000
  DTEND;TZID=America/Chicago:20261015T103000
  RRULE:FREQ=WEEKLY;COUNT=4
  DTSTAMP:20261012T140000Z
  SEQUENCE:0
  SUMMARY:Phone interview, Woodgrove
  ORGANIZER;CN=Ravi Menon:mailto:ravi.menon@example.com
  ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:pia.lund@woodgrove.example
  UID:own-weekly@example.com
  END:VEVENT
  END:VCALENDAR
file mail/10.eml
  From: Ravi Menon <ravi.menon@example.com>
  To: Pia Lund <pia.lund@woodgrove.example>
  Subject: Our calls
  Date: Fri, 16 Oct 2026 09:00:00 -0500
  Message-ID: <own10@example.com>
  MIME-Version: 1.0
  Content-Type: text/calendar; charset=UTF-8; method=REQUEST
  
  BEGIN:VCALENDAR
  PRODID:-//Example//EN
  VERSION:2.0
  METHOD:REQUEST
  BEGIN:VEVENT
  RECURRENCE-ID;TZID=America/Chicago:20261029T100000
  DTSTART;TZID=America/Chicago:20261030T140000
  DTEND;TZID=America/Chicago:20261030T143000
  DTSTAMP:20261016T140000Z
  SEQUENCE:1
  SUMMARY:Phone interview, Woodgrove
  ORGANIZER;CN=Ravi Menon:mailto:ravi.menon@example.com
  ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:pia.lund@woodgrove.example
  UID:own-weekly@example.com
  END:VEVENT
  END:VCALENDAR
interviews 4
interview 3 start 2026-10-30T14:00:00-05:00
event 3 missed at 2026-10-30T14:10:00-05:00
event 4 missed at 2026-11-05T10:10:00-06:00

=== one-of-ones-own-series-is-off
file mail/09.eml
  From: Ravi Menon <ravi.menon@example.com>
  To: Pia Lund <pia.lund@woodgrove.example>
  Subject: Our calls
  Date: Mon, 12 Oct 2026 09:00:00 -0500
  Message-ID: <own9@example.com>
  MIME-Version: 1.0
  Content-Type: text/calendar; charset=UTF-8; method=REQUEST
  
  BEGIN:VCALENDAR
  PRODID:-//Example//EN
  VERSION:2.0
  METHOD:REQUEST
  BEGIN:VEVENT
  DTSTART;TZID=America/Chicago:20261015T100000
  DTEND;TZID=America/Chicago:20261015T103000
  RRULE:FREQ=WEEKLY;COUNT=4
  DTSTAMP:20261012T140000Z
  SEQUENCE:0
  SUMMARY:Phone interview, Woodgrove
  ORGANIZER;CN=Ravi Menon:mailto:ravi.menon@example.com
  ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:pia.lund@woodgrove.example
  UID:own-weekly@example.com
  END:VEVENT
  END:VCALENDAR
file mail/10.eml
  From: Ravi Menon <ravi.menon@example.com>
  To: Pia Lund <pia.lund@woodgrove.example>
  Subject: Our calls
  Date: Fri, 16 Oct 2026 09:00:00 -0500
  Message-ID: <own10@example.com>
  MIME-Version: 1.0
  Content-Type: text/calendar; charset=UTF-8; method=CANCEL
  
  BEGIN:VCALENDAR
  PRODID:-//Example//EN
  VERSION:2.0
  METHOD:CANCEL
  BEGIN:VEVENT
  RECURRENCE-ID;TZID=America/Chicago:20261029T100000
  DTSTART;TZID=America/Chicago:20261029T100000
  DTEND;TZID=America/Chicago:20261029T103000
  DTSTAMP:20261016T140000Z
  SEQUENCE:1
  SUMMARY:Phone interview, Woodgrove
  ORGANIZER;CN=Ravi Menon:mailto:ravi.menon@example.com
  ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:pia.lund@woodgrove.example
  UID:own-weekly@example.com
  END:VEVENT
  END:VCALENDAR
event 3 cancelled
never 3 missed
event 4 missed at 2026-11-05T10:10:00-06:00

=== ones-own-series-is-off
file mail/09.eml
  From: Ravi Menon <ravi.menon@example.com>
  To: Pia Lund <pia.lund@woodgrove.example>
  Subject: Our calls
  Date: Mon, 12 Oct 2026 09:00:00 -0500
  Message-ID: <own9@example.com>
  MIME-Version: 1.0
  Content-Type: text/calendar; charset=UTF-8; method=REQUEST
  
  BEGIN:VCALENDAR
  PRODID:-//Example//EN
  VERSION:2.0
  METHOD:REQUEST
  BEGIN:VEVENT
  DTSTART;TZID=America/Chicago:20261015T100000
  DTEND;TZID=America/Chicago:20261015T103000
  RRULE:FREQ=WEEKLY;COUNT=8
  DTSTAMP:20261012T140000Z
  SEQUENCE:0
  SUMMARY:Phone interview, Woodgrove
  ORGANIZER;CN=Ravi Menon:mailto:ravi.menon@example.com
  ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:pia.lund@woodgrove.example
  UID:own-weekly@example.com
  END:VEVENT
  END:VCALENDAR
file mail/10.eml
  From: Ravi Menon <ravi.menon@example.com>
  To: Pia Lund <pia.lund@woodgrove.example>
  Subject: Our calls
  Date: Fri, 16 Oct 2026 09:00:00 -0500
  Message-ID: <own10@example.com>
  MIME-Version: 1.0
  Content-Type: text/calendar; charset=UTF-8; method=CANCEL
  
  BEGIN:VCALENDAR
  PRODID:-//Example//EN
  VERSION:2.0
  METHOD:CANCEL
  BEGIN:VEVENT
  DTSTART;TZID=America/Chicago:20261015T100000
  DTEND;TZID=America/Chicago:20261015T103000
  RRULE:FREQ=WEEKLY;COUNT=8
  DTSTAMP:20261012T140000Z
  SEQUENCE:1
  SUMMARY:Phone interview, Woodgrove
  ORGANIZER;CN=Ravi Menon:mailto:ravi.menon@example.com
  ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:pia.lund@woodgrove.example
  UID:own-weekly@example.com
  END:VEVENT
  END:VCALENDAR
event 1 missed
event 2 cancelled
event 5 cancelled
no-letter after 2026-10-22T10:00:00-05:00 before 2026-10-23T10:00:00-05:00
interviews 6

=== a-series-with-a-friend
file mail/09.eml
  From: Ravi Menon <ravi.menon@example.com>
  To: Sam Ortiz <sam@friends.example>
  Subject: Our calls
  Date: Mon, 12 Oct 2026 09:00:00 -0500
  Message-ID: <own9@example.com>
  MIME-Version: 1.0
  Content-Type: text/calendar; charset=UTF-8; method=REQUEST
  
  BEGIN:VCALENDAR
  PRODID:-//Example//EN
  VERSION:2.0
  METHOD:REQUEST
  BEGIN:VEVENT
  DTSTART;TZID=America/Chicago:20261015T100000
  DTEND;TZID=America/Chicago:20261015T103000
  RRULE:FREQ=WEEKLY;COUNT=8
  DTSTAMP:20261012T140000Z
  SEQUENCE:0
  SUMMARY:Squash
  ORGANIZER;CN=Ravi Menon:mailto:ravi.menon@example.com
  ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:sam@friends.example
  UID:own-weekly@example.com
  END:VEVENT
  END:VCALENDAR
interviews 0
exit 1
