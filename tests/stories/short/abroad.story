# Where they live another day, or none that is worked.

=== independence-day-in-brazil
profile zone=Europe/Lisbon country=PT phone=+351912345678
mail at=2026-09-02T10:40-03:00 from="Thiago Moreira <thiago.moreira@ipelabs.example>"
  Hi Ravi,

  I'll call you on Monday, September 7, at 11:00 São Paulo time (15:00 in Lisbon).

  Thiago Moreira
  Ipê Labs, São Paulo
  +55 11 5550-0142
warning 1 holiday
reason 1 away
# not on their holiday
letter 1 slots-from 2026-09-08T00:00-03:00

=== known-by-the-number-alone
# A server that writes every Date in UTC tells no zone, the number does tell the country.
profile zone=Europe/Lisbon country=PT phone=+351912345678
mail at=2026-09-02T13:40+00:00 from="Thiago Moreira <thiago.moreira@ipelabs.example>"
  Hi Ravi, I'll call you on Monday, September 7, at 14:00 UTC.

  Thiago Moreira
  Ipê Labs
  +55 11 5550-0142
warning 1 holiday

=== known-by-the-address-alone
profile zone=Europe/Lisbon country=PT phone=+351912345678
mail at=2026-09-02T10:40-03:00 from="Thiago Moreira <thiago.moreira@ipelabs.com.br>"
  Hi Ravi, I'll call you on Monday, September 7, at 15:00 Lisbon time.

  Thiago
warning 1 holiday

=== orthodox-easter-monday
mail at=2026-04-08T10:00+03:00 from="Eleni Vassou <eleni@aigaion.gr>"
  Hi Ravi, I'll call you on Monday, April 13, at 17:00 Athens time. Eleni
warning 1 holiday

=== lunar-new-year-in-singapore
hours 8 20
mail at=2026-02-11T10:00+08:00 from="Wei Ling Tan <weiling@merlion.com.sg>"
  Hi Ravi, I'll call you on Tuesday, February 17, at 22:00 Singapore time. Wei Ling
warning 1 holiday

=== western-easter-monday-in-greece
# No holiday there: Orthodox Easter is a week later.
mail at=2026-04-01T10:00+03:00 from="Eleni Vassou <eleni@aigaion.gr>"
  Hi Ravi, I'll call you on Tuesday, April 7, at 17:00 Athens time. Eleni
no-warning 1 holiday

=== their-holiday-is-yesterday-here
# 11 AM on the 8th in Auckland is the 7th in Chicago, and neither is a holiday of theirs.
mail at=2026-09-02T10:00+12:00 from="Aroha King <aroha@kauri.co.nz>"
  Hi Ravi, I'll call you on Tuesday, September 8, at 11 AM NZ time. Aroha
no-warning 1 holiday

=== midnight-for-you
hours 8 20
profile zone=Australia/Sydney country=AU phone=+61491570156
mail at=2026-11-08T13:00+00:00 from="Edmund Hale <edmund.hale@greenwichre.example>"
  Hi Ravi, I'll ring you at 1pm London time on Thursday 12 November, so midnight for you, sorry! Edmund
interview 1 start 2026-11-13T00:00
event 1 missed at 2026-11-13T00:10

=== midnight-of-that-day-for-you
# The end of Thursday.
hours 8 20
profile zone=Australia/Sydney country=AU phone=+61491570156
mail at=2026-11-08T13:00+00:00 from="Edmund Hale <edmund.hale@greenwichre.example>"
  Hi Ravi, I'll ring you at 1pm London time on Thursday 12 November, so midnight on Thursday for you. Edmund
interview 1 start 2026-11-13T00:00

=== friday-for-you
hours 8 20
profile zone=Australia/Sydney country=AU phone=+61491570156
mail at=2026-11-08T13:00+00:00 from="Edmund Hale <edmund.hale@greenwichre.example>"
  Hi Ravi, I'll call you on Thursday 12 November at 9pm London time, which is 8am on Friday for you. Edmund
interview 1 start 2026-11-13T08:00
interviews 1

=== another-hour-for-you-is-not-the-same
# They have reckoned wrongly: the hours are not one instant, and the candidate is told.
hours 8 20
profile zone=Australia/Sydney country=AU phone=+61491570156
mail at=2026-11-08T13:00+00:00 from="Edmund Hale <edmund.hale@greenwichre.example>"
  Hi Ravi, I'll ring you at 9am London time on Thursday 12 November (7pm for you). Edmund
interview 1 start 2026-11-12T20:00
warning 1 zone-mismatch
