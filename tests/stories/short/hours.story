# They are late and name the hour of the clock at which they ring instead.

=== half-past
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
mail at=2026-11-19T10:09
  Really sorry Ravi, my 9 o'clock has overrun. Ringing you at half past instead, hope that's ok. Pia
event 1 retimed at 2026-11-19T10:09
no-letter before 2026-11-19T10:40
event 1 missed at 2026-11-19T10:40
letter 1 says "10:30 AM"
reason 1 busy

=== half-past-said-the-day-before
# No half past of today: of the agreed hour.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
mail at=2026-11-18T15:05
  Hi Ravi, a meeting has moved, so I will call you at half past tomorrow instead. Pia
no-letter before 2026-11-19T10:10
interview 1 start 2026-11-19T10:30

=== after-the-miss
# Half a minute before the letter.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 3 PM CT. Pia
  
  Pia Lund
  Woodgrove Bank
  (312) 555-0190
mail at=2026-11-19T15:14:30
  So sorry Ravi! Calling you at 3:30, promise. Pia
event 1 rescheduled at 2026-11-19T15:14:30
interview 2 start 2026-11-19T15:30
no-letter before 2026-11-19T15:45
event 2 missed at 2026-11-19T15:40

=== and-they-ring-before
# Who has just named the hour and rings before it has kept the call.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia

  Pia Lund
  Woodgrove Bank
  +1 415 555 0190
mail at=2026-11-19T10:02
  Sorry, running over. I will ring you at 10:30. Pia
call 2026-11-19T10:06 in +14155550190 900
event 1 held
letters-out 0

=== minutes-are-a-delay
# No hour of the clock: the agreed time stays, and they are given more of it.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
mail at=2026-11-19T10:02
  So sorry, I am running 20 minutes late. Pia
never 1 retimed
event 1 missed at 2026-11-19T10:30

=== a-question-is-no-hour
# They ask; nobody has agreed yet, and no letter leaves meanwhile.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
mail at=2026-11-19T10:02
  So sorry Ravi, could we do 10:30 instead? Pia
never 1 retimed
no-letter before 2026-11-19T10:30

=== what-kept-them-is-no-hour
# The half past of another meeting.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
mail at=2026-11-19T10:20
  Apologies Ravi, I was still in a meeting at quarter past. Pia
never 1 retimed

=== two-hours-to-choose-from
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
mail at=2026-11-19T10:12
  So sorry Ravi. Would 11:30 or 2:30 work today? Pia
event 1 advice "pick:" at 2026-11-19T10:12
never 1 rescheduled

=== until-and-hour
# What they are held up by is no hour of theirs to call.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
mail at=2026-11-19T10:06
  Sorry Ravi, I'm stuck in a meeting until 10:20. I'll call you at 10:30. Pia
interview 1 start 2026-11-19T10:30
no-letter before 2026-11-19T10:40

=== minutes-and-hour
# No letter before the last of the times that they name.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
mail at=2026-11-19T10:06
  Sorry Ravi, my meeting is running 10 minutes late. I'll call you at 10:30. Pia
no-letter before 2026-11-19T10:40

=== either-hour
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
mail at=2026-11-19T10:06
  Sorry Ravi, running late, could we make it 10:15 or 10:25? Pia
no-letter before 2026-11-19T10:35

=== late-after-the-draft
# The draft of the miss goes; the late call that does not come either has one of its own.
profile autopilot=false
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
mail at=2026-11-19T10:12
  So sorry, I am running 30 minutes late. Pia
event 1 missed at 2026-11-19T10:10
event 1 missed at 2026-11-19T10:40
letter 1 at 2026-11-19T10:40
letter 1 status draft

=== late-after-the-letter
# What is out speaks for the late call, too.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT. Pia
mail at=2026-11-19T10:12
  So sorry, I am running 30 minutes late. Pia
event 1 sent at 2026-11-19T10:10
no-letter after 2026-11-19T10:11 before 2026-11-20T10:00

=== hard-stop-is-no-hour
# What ends the call is no other hour of it.
mail at=2026-11-16T09:00
  Hi Ravi, I'll call you Thursday, November 19 at 10 AM CT about the Data Engineer role. I have a hard stop at 10:30. Pia Lund
interviews 1
interview 1 start 2026-11-19T10:00
event 1 missed at 2026-11-19T10:10
