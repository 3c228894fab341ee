# What happens within the same second as a letter.

=== reply-in-the-second-of-the-letter
invite
mail at=2026-11-19T10:10:00
  Hi Ravi, sorry, I am running late. I will call you in five minutes. Pia
call 2026-11-19T10:16 in +17735550118 900
letters-out 0
interview 1 phase held
reason 1 busy

=== reply-a-second-after
invite
mail at=2026-11-19T10:10:01
  Hi Ravi, sorry, I am running late. I will call you in ten minutes. Pia
call 2026-11-19T10:21 in +17735550118 900
letter 1 at 2026-11-19T10:10
letters 1
event 1 reply at 2026-11-19T10:10:01
interview 1 phase held

=== request-in-the-second-of-the-letter
invite
invite at=2026-11-19T10:10:00 seq=1 start=2026-11-20T11:00
letters-out 0 for 1
no-letter before 2026-11-20T11:10
event * due at 2026-11-20T11:00

=== request-a-second-after
invite
invite at=2026-11-19T10:10:01 seq=1 start=2026-11-20T11:00
letter 1 at 2026-11-19T10:10
event 1 rescheduled at 2026-11-19T10:10:01
interview 2 start 2026-11-20T11:00:00-06:00
letters-out 1 for 1
letter 2 interview 2
letter 2 at 2026-11-20T11:10

=== request-just-before-the-start
invite
invite at=2026-11-19T09:59:59 seq=1 start=2026-11-19T10:30
event 1 retimed at 2026-11-19T09:59:59
never 1 missed before 2026-11-19T10:40
letter 1 at 2026-11-19T10:40

=== talking-when-the-letter-is-due
# They ring at 10:14; a letter at 10:15 would go out while the two speak.
invite
  Pia will call from +1 773 555 0118.
call 2026-11-19T10:14 in +17735550118 1200
letters-out 0
interview 1 phase held

=== called-back-while-ringing
invite
  Pia will call from +1 773 555 0118.
act 2026-11-19T10:12 no-answer
call 2026-11-19T10:13 in +17735550118 900
letter 1 at 2026-11-19T10:12
letters 1
interview 1 phase held

=== reply-when-the-nudge-is-due
invite
mail at=2026-11-23T10:10:00
  Hi Ravi, I was ill last week. I will get back to you with a time. Pia
letter 1 at 2026-11-19T10:10
no-letter after 2026-11-19T10:11 before 2026-11-24T10:00
reason 1 away

=== candidate-wrote-first
invite
own at=2026-11-19T10:08 subject="Our call at 10"
  Hi Pia,

  I am at the phone for our call at ten; is another time better for you?

  Ravi
no-letter before 2026-11-23T00:00

=== two-new-times-within-minutes
invite
mail at=2026-11-19T10:20
  Hi Ravi, apologies for this morning. I will call you today at 2pm. Pia
mail at=2026-11-19T10:40
  Hi Ravi, make that 3pm, sorry. Pia
letter 1 at 2026-11-19T10:10
event * due at 2026-11-19T15:00
never * missed after 2026-11-19T10:11 before 2026-11-19T15:10
letters-out 1 for 1

=== new-time-then-called-off
invite
mail at=2026-11-19T10:20
  Hi Ravi, apologies for this morning. I will call you tomorrow at 2pm. Pia
mail at=2026-11-19T16:00
  Hi Ravi, I have to cancel tomorrow's call, I am afraid. I will be in touch. Pia
letters 1
never * missed after 2026-11-19T10:11

=== late-mail-in-the-grace
# At 10:07 they say half past; that counts from half past.
invite
mail at=2026-11-19T10:07
  Ravi, meeting runs over, will call at 10:30. Pia
never 1 missed before 2026-11-19T10:40
event 1 missed at 2026-11-19T10:40
letter 1 at 2026-11-19T10:40
reason 1 busy
