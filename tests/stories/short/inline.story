# Answers between the lines, and bare hours: whose day they are of.

=== inline-four-and-not-three
mail at=2026-11-16T09:40 id=q1 subject="ML Engineer"
  Hi Ravi, any chance for a call this Thursday afternoon? I am free from 3 on. Pia
own at=2026-11-16T11:05 id=o1 re=q1@woodgrove.example subject="Re: ML Engineer"
  > Hi Ravi, any chance for a call this Thursday afternoon? I am free from 3 on.

  Yes! Would 3 or 4 be better for you? And will you call me, or shall I?
mail at=2026-11-16T11:31 re=o1@example.com head="References: <q1@woodgrove.example> <o1@example.com>" subject="Re: ML Engineer"
  On Mon, Nov 16, 2026 at 11:05 AM Ravi Menon <ravi.menon@example.com> wrote:

  > Yes! Would 3 or 4 be better for you?

  4 please, I have a thing at 3.

  > And will you call me, or shall I?

  I will call you. Your cell as on the resume, right?

  Pia
interviews 1
interview 1 start 2026-11-19T16:00:00-06:00
letter 1 at 2026-11-19T16:10

=== the-day-two-mails-back
mail at=2026-11-16T09:40 id=q1 subject="Analyst"
  Hi Ravi, do you have time for a call on Thursday? Pia
own at=2026-11-16T11:05 id=o1 re=q1@woodgrove.example subject="Re: Analyst"
  Yes, gladly. What time shall we speak? Ravi
mail at=2026-11-16T11:31 re=o1@example.com head="References: <q1@woodgrove.example> <o1@example.com>" subject="Re: Analyst"
  I will call you at 3. Pia
interviews 1
interview 1 start 2026-11-19T15:00:00-06:00

=== two-days-in-the-thread
# Which of them is not told: asked for, and no call is made up for today.
mail at=2026-11-16T09:40 id=q1 subject="Analyst"
  Hi Ravi, do you have time for a call on Thursday or Friday? Pia
own at=2026-11-16T11:05 id=o1 re=q1@woodgrove.example subject="Re: Analyst"
  Yes, gladly, both work. What time shall we speak? Ravi
mail at=2026-11-16T11:31 re=o1@example.com head="References: <q1@woodgrove.example> <o1@example.com>" subject="Re: Analyst"
  I will call you at 3. Pia
exit 1
interviews 0
event * note "no mail tells of which day" at 2026-11-16T11:31
never * missed

=== an-hour-of-two-days-that-only-one-has
mail at=2026-11-16T09:40 id=q1 subject="Analyst"
  Hi Ravi, could I call you on Thursday at 3 PM or on Friday at 11 AM Central? Pia
own at=2026-11-16T11:05 id=o1 re=q1@woodgrove.example subject="Re: Analyst"
  11 is perfect, thanks! Ravi
interviews 1
interview 1 start 2026-11-20T11:00:00-06:00

=== nothing-of-the-thread-is-known
mail at=2026-11-16T11:31 re=x9@example.com subject="Re: Analyst"
  4 works for me. I will call you. Pia
exit 1
interviews 0
event * note "no mail tells of which day" at 2026-11-16T11:31
never * missed

=== a-thread-without-a-day-is-of-today
mail at=2026-11-16T09:40 id=q1 subject="Analyst role"
  Hi Ravi, can we have a quick call about the Analyst role? Pia
own at=2026-11-16T10:05 id=o1 re=q1@woodgrove.example subject="Re: Analyst role"
  Sure, I am at my desk. Ravi
mail at=2026-11-16T10:15 re=o1@example.com head="References: <q1@woodgrove.example> <o1@example.com>" subject="Re: Analyst role"
  Great, I will call you at 3. Pia
interviews 1
interview 1 start 2026-11-16T15:00:00-06:00

=== no-answer-but-a-first-mail
mail at=2026-11-16T09:40 subject="Analyst role"
  Hi Ravi, I will call you at 3 about the Analyst role. Pia
interviews 1
interview 1 start 2026-11-16T15:00:00-06:00

=== two-please
# Not every number with a please is an hour.
mail at=2026-11-16T09:40 id=q1 subject="Your references"
  Hi Ravi, we would like to have references before we schedule a call. Pia
own at=2026-11-16T10:05 id=o1 re=q1@woodgrove.example subject="Re: Your references"
  How many do you need? Ravi
mail at=2026-11-16T10:15 re=o1@example.com head="References: <q1@woodgrove.example> <o1@example.com>" subject="Re: Your references"
  2 please. Pia
exit 1
interviews 0
never * missed

