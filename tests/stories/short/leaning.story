# Hours that lean on something said before: the agreed day, another mail's date, the clock of an offer.

=== five-instead-same-day
invite
mail at=2026-11-17T10:00 subject="Re: Interview"
  Hi Ravi, what about 5pm instead, same day?
event 1 advice "pick: they offer Thu, Nov 19, 5:00 PM"
never 1 sent

=== will-call-at-five-the-same-day
invite
mail at=2026-11-17T10:00 subject="Re: Interview"
  Hi Ravi, I will call you at 5pm instead, same day.
interview 1 start 2026-11-19T17:00
never 1 missed at 2026-11-19T10:10

=== forwarded-tomorrow-of-a-dated-mail
mail at=2026-11-17T08:00 subject="Fwd: Ravi"
  Hi Ravi, see below.
  
  Pia
  
  ---------- Forwarded message ---------
  From: Omar Haddad <omar.haddad@northwind.example>
  Date: Mon, Nov 16, 2026 at 9:40 AM
  Subject: Re: Ravi
  To: Pia Lund <pia.lund@woodgrove.example>
  
  Hi Pia, please tell Ravi I will ring him tomorrow at 10:00.
interview 1 start 2026-11-17T10:00

=== forwarded-tomorrow-that-is-over
mail at=2026-11-18T08:00 subject="Fwd: Ravi"
  Hi Ravi, see below.
  
  Pia
  
  ---------- Forwarded message ---------
  From: Omar Haddad <omar.haddad@northwind.example>
  Date: Mon, Nov 16, 2026 at 9:40 AM
  Subject: Re: Ravi
  To: Pia Lund <pia.lund@woodgrove.example>
  
  Hi Pia, please tell Ravi I will ring him tomorrow at 10:00.
exit 1
interviews 0

=== an-indian-slot-taken-by-its-hour
hours 8 20
mail at=2026-11-16T14:00+05:30 from="Meera Iyer <meera@chennaisystems.example>" subject="Interview slots" id=s1
  Hi Ravi, please choose one of these slots and we will call you:
  
  24 Nov 7:30 PM
  25 Nov 8:00 PM
  26 Nov 6:30 PM
  
  Meera Iyer
own at=2026-11-16T09:00 to="Meera Iyer <meera@chennaisystems.example>" subject="Re: Interview slots" re=s1@chennaisystems.example
  Hi Meera, 25 Nov at 8 PM is fine.
interview 1 start 2026-11-25T08:30:00-06:00
interview 1 zone Asia/Kolkata

=== an-indian-slot-taken-after-the-miss
hours 8 20
mail at=2026-11-16T14:00+05:30 from="Meera Iyer <meera@chennaisystems.example>" subject="Interview"
  Hi Ravi, I will call you on 24 Nov at 7:30 PM IST.
mail at=2026-11-25T15:30+05:30 from="Meera Iyer <meera@chennaisystems.example>" subject="Re: Interview"
  So sorry Ravi! We can offer: Thu 26 Nov, 7:00 PM; Fri 27 Nov, 6:30 PM. Which suits you?
own at=2026-11-25T09:00 to="Meera Iyer <meera@chennaisystems.example>" subject="Re: Interview"
  Hi Meera, Fri 27 Nov, 6:30 PM works.
interview 1 phase rescheduled
interview 2 start 2026-11-27T07:00:00-06:00

=== an-indian-house-whose-server-writes-utc
hours 8 20
mail at=2026-11-16T08:30+00:00 from="Meera Iyer <meera@chennaisystems.co.in>" subject="Interview"
  Hi Ravi, I will call you on 24 Nov at 6:30 PM.
interview 1 start 2026-11-24T07:00:00-06:00

=== my-own-hour-is-an-offered-one
# Both clocks fit an offer: the writer's own holds.
hours 8 20
mail at=2026-11-16T10:00-05:00 from="Dana Reyes <dana.reyes@northwind.example>" subject="Interview slots" id=s1
  Hi Ravi, which of these suits you for a call? I can do 24 Nov at 3 PM or 24 Nov at 4 PM ET.
own at=2026-11-16T10:00 to=dana subject="Re: Interview slots" re=s1@northwind.example auth=absent
  Hi Dana, 24 Nov at 3 PM works.
interview 1 start 2026-11-24T15:00

=== another-hour-that-only-looks-offered
# In New York 10 is not the 10 that was offered in Chicago, and they take none of those.
profile autopilot=true
invite
mail at=2026-11-19T13:00-05:00
  Hi Ravi, sorry, none of those work for me. How about tomorrow at 10am? Pia
never 1 rescheduled
event 1 advice at 2026-11-19T12:00

=== an-offered-hour-that-is-taken-from-new-york
profile autopilot=true
invite
mail at=2026-11-19T13:00-05:00
  Hi Ravi, sorry! Tomorrow at 10am is fine. Pia
interview 2 start 2026-11-20T10:00:00-06:00
