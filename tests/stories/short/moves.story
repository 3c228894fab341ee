# Moved, moved back, called off, invited again; and what comes out of order.

=== moved-twice-by-invite
invite
invite at=2026-11-16T10:00 seq=1 start=2026-11-20T10:00
invite at=2026-11-17T10:00 seq=2 start=2026-11-23T10:00
interviews 1
interview 1 start 2026-11-23T10:00:00-06:00
never 1 missed before 2026-11-23T10:10
letter 1 at 2026-11-23T10:10

=== moved-and-moved-back
invite
invite at=2026-11-16T10:00 seq=1 start=2026-11-20T10:00
invite at=2026-11-17T10:00 seq=2 start=2026-11-19T10:00
interviews 1
event 1 due at 2026-11-19T10:00
letter 1 at 2026-11-19T10:10
never 1 missed after 2026-11-19T10:11

=== moved-back-in-words
invite
mail at=2026-11-16T10:00
  Hi Ravi, I have to move our call from Thursday to Friday at 10:00, sorry. Pia
mail at=2026-11-17T10:00
  Hi Ravi, scratch that, my Thursday is free again, so let's keep Thursday 19 November at 10:00 as planned. Pia
interviews 1
event 1 due at 2026-11-19T10:00
event 1 missed at 2026-11-19T10:10

=== cancelled-and-same-hour-again
invite
invite at=2026-11-16T10:00 seq=1 method=CANCEL
invite uid=wg-2 at=2026-11-17T10:00
event 1 cancelled at 2026-11-16T10:00
event * due at 2026-11-19T10:00
letters-out 0 for 1

=== cancel-and-request-in-one-second
# A calendar that moves by cancelling and sending anew.
invite
invite at=2026-11-18T15:00:00 method=CANCEL seq=1
invite uid=wg-2 at=2026-11-18T15:00:01 start=2026-11-20T11:00
event * due at 2026-11-20T11:00
event * missed at 2026-11-20T11:10
never * missed before 2026-11-20T11:10
letter 1 at 2026-11-20T11:10
letters-out 0 for 1

=== invite-a-month-off
# The same recruiter, the same role, another UID, a month later, and not a word: it may be the new time of this call, or
# a second round. It must not pass without a word, and until then the nearer call stays watched.
invite
invite uid=wg-2 at=2026-11-17T10:00 start=2026-12-17T10:00
event 1 warning "second-invite: " at 2026-11-17T10:00
event 1 due at 2026-11-19T10:00

=== invite-a-month-off-then-this-one-again
# Who keeps the first invite up has not replaced it by the second.
invite
invite uid=wg-2 at=2026-11-17T10:00 start=2026-12-17T10:00
invite at=2026-11-18T10:00 seq=1 start=2026-11-19T10:30
event 1 retimed at 2026-11-18T10:00
no-warning 1 second-invite
reason 1 busy

=== invite-a-month-off-unsaid
# Alone it says little: perhaps instead of this call, perhaps the next round.
invite
invite uid=wg-2 at=2026-11-17T10:00 start=2026-12-17T10:00
event 1 missed at 2026-11-19T10:10
reason 1 schedule 0.3
warning 1 second-invite

=== invite-a-month-off-that-says-so
invite
invite uid=wg-2 at=2026-11-17T10:00 start=2026-12-17T10:00
  Hi Ravi, something has come up, so I have to move our call of Thursday to 17 December at 10:00. Sorry! Pia
never * missed before 2026-12-17T10:10
event * due at 2026-12-17T10:00
letters-out 0 for 2
interview 1 start 2026-12-17T10:00:00-06:00

=== second-round-a-month-off
invite
invite uid=wg-2 at=2026-11-17T10:00 start=2026-12-17T10:00 summary="Woodgrove Bank: Ravi Menon, second interview with the team"
interviews 2
event 1 due at 2026-11-19T10:00
event 1 missed at 2026-11-19T10:10

=== invite-a-month-off-after-the-miss
invite
invite uid=wg-2 at=2026-11-19T11:00 start=2026-12-17T10:00
letter 1 at 2026-11-19T10:10
event 1 rescheduled at 2026-11-19T11:00
no-letter after 2026-11-19T11:01 before 2026-12-17T10:10
event 2 due at 2026-12-17T10:00

=== moved-to-the-past
# A new time that is over when it comes.
invite
invite at=2026-11-19T09:30 seq=1 start=2026-11-19T09:00
letter 1 status held
event 1 held-back "only you can answer"
letter 1 lacks "did not call"

=== second-move-arrives-first
# Numbered: the later one wins, in whatever order they come.
invite
invite at=2026-11-17T10:00 seq=2 start=2026-11-20T14:00
invite at=2026-11-17T11:00 seq=1 start=2026-11-20T11:00
interview 1 start 2026-11-20T14:00:00-06:00
never 1 missed before 2026-11-20T14:10

=== old-confirmation-comes-after-the-move
# The confirmation of the first hour was written before the move and comes after it.
invite
mail at=2026-11-17T10:00
  Hi Ravi, I have to move our call: I will call you on Friday at 11:00 instead of Thursday. Pia
mail at=2026-11-17T12:00 date="Mon, 16 Nov 2026 12:00:00 -0600" received=2026-11-17T12:00
  Hi Ravi, confirming our call on Thursday at 10:00. Pia
interviews 1
no-letter before 2026-11-20T11:10

=== date-a-year-back
# A clock whose year is wrong: the server's own time counts.
invite
mail at=2026-11-19T10:04 date="Wed, 19 Nov 2025 10:04:00 -0600" received=2026-11-19T10:04
  Hi Ravi, I am running 20 minutes late, sorry. Pia
never 1 missed before 2026-11-19T10:30
no-letter before 2026-11-19T10:30

=== date-in-the-future
invite
mail at=2026-11-19T10:04 date="Fri, 20 Nov 2026 10:04:00 -0600" received=2026-11-19T10:04
  Hi Ravi, I am running 20 minutes late, sorry. Pia
no-letter before 2026-11-19T10:30

=== date-is-nonsense
invite
mail at=2026-11-19T10:04 date="soon" received=2026-11-19T10:04
  Hi Ravi, I am running 20 minutes late, sorry. Pia
no-letter before 2026-11-19T10:30

=== tomorrow-by-a-wrong-date
# "Tomorrow" of a mail whose Date is a day behind what the server says: nothing before either reading is over.
mail at=2026-11-18T10:00 date="Tue, 17 Nov 2026 10:00:00 -0600" received=2026-11-18T10:00
  Hi Ravi, I will call you tomorrow at 3pm. Pia
no-letter before 2026-11-18T15:10

=== invited-to-the-missed-hour-by-another-program
# Their scheduling page sends its own invite to the same call, after it was missed: no new time.
invite
invite at=2026-11-19T10:40 uid=wg-2
interviews 1
interview 1 phase missed
letters-out 1 for 1
never 1 rescheduled

=== needs-to-move-from-one-day-to-another
# No question, and a subject of its own.
mail at=2026-11-12T09:00 subject="Cartographer phone interview"
  Hi Ravi, I'll call you on Thursday, November 19 at 10:00 AM about the cartographer position. Pia
mail at=2026-11-17T16:00 subject="change of time"
  Hi Ravi, I need to move our cartographer call from Thursday at 10 to Friday, November 20 at 11:00 AM. Sorry about that!

  Pia
interviews 1
event 1 retimed at 2026-11-17T16:00
event 1 missed at 2026-11-20T11:10

=== needs-to-move-and-asks
mail at=2026-11-12T09:00 subject="Cartographer phone interview"
  Hi Ravi, I'll call you on Thursday, November 19 at 10:00 AM about the cartographer position. Pia
mail at=2026-11-17T16:00 subject="change of time"
  Hi Ravi, I need to move our call to Friday, November 20 at 11:00 AM. Does that work?

  Pia
never 1 retimed
event 1 advice "pick: " at 2026-11-17T16:00

=== needs-to-move-and-is-free
mail at=2026-11-12T09:00 subject="Cartographer phone interview"
  Hi Ravi, I'll call you on Thursday, November 19 at 10:00 AM about the cartographer position. Pia
mail at=2026-11-17T16:00 subject="change of time"
  Hi Ravi, I need to move our call on Thursday. I am free on Friday, November 20 at 11:00 AM.

  Pia
never 1 retimed
event 1 advice "pick: " at 2026-11-17T16:00

=== the-call-has-to-move
mail at=2026-11-12T09:00 subject="Cartographer phone interview"
  Hi Ravi, I'll call you on Thursday, November 19 at 10:00 AM about the cartographer position. Pia
mail at=2026-11-17T16:00 subject="change of time"
  Hi Ravi, please note that the call has to move to Friday, November 20 at 11:00 AM.

  Pia
event 1 retimed at 2026-11-17T16:00

=== may-need-to-move
mail at=2026-11-12T09:00 subject="Cartographer phone interview"
  Hi Ravi, I'll call you on Thursday, November 19 at 10:00 AM about the cartographer position. Pia
mail at=2026-11-17T16:00 subject="change of time"
  Hi Ravi, I may need to move our call to Friday, November 20 at 11:00 AM. I will confirm tomorrow.

  Pia
never 1 retimed

=== pushed-back-in-few-words
mail at=2026-11-12T09:00 id=first subject="Tuesday"
  Hi Ravi, I will call you Thursday, November 19 at 9:00 AM Central. Pia
mail at=2026-11-19T08:10 re=first
  Hi Ravi, train's late. Need to push our call back 45 minutes, to 9:45. Pia
interviews 1
interview 1 start 2026-11-19T09:45:00-06:00
