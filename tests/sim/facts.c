/* Inputs of all kinds, made directly as model facts. */
#include "playbook/playbook.h"
#include "sim.h"

#include <string.h>

static const struct {
  const char *zone, *country;
} places[] = {{"America/New_York", "US"}, {"America/Los_Angeles", "US"}, {"Europe/London", "GB"},
              {"Europe/Berlin", "DE"},    {"Asia/Kolkata", "IN"},        {"Australia/Sydney", NULL},
              {"Pacific/Honolulu", NULL}, {"America/St_Johns", "CA"},    {"UTC", NULL}};

/* Days about which calendars and clocks stumble. */
static const struct {
  int year, month, day;
} days[] = {{2026, 3, 8},   {2026, 3, 29},  {2026, 10, 25}, {2026, 11, 1}, {2026, 11, 26},
            {2026, 12, 24}, {2026, 12, 31}, {2027, 1, 1},   {2027, 3, 14}, {2028, 2, 28},
            {2028, 2, 29},  {2027, 7, 4},   {2027, 9, 6},   {2027, 4, 4},  {2026, 10, 4}};

#define STRANGER "someone" SIM_ELSEWHERE
#define NAMESAKE "dana" SIM_ELSEWHERE
#define MINE "alex@candidate.example"
#define OTHER_NUMBER "+13105550188"

/* Who writes of a call. */
typedef struct {
  const char *house, *name, *email, *colleague, *deputy, *number;
} Cast;
static const Cast casts[] = {
    {"northwind.example", "Dana Reyes", "dana@northwind.example", "lee@northwind.example",
     "kim@northwind.example", "+12125550123"},
    {"contoso.example", "Sam Ortiz", "sam@contoso.example", "ines@contoso.example",
     "noor@contoso.example", "+14155550177"},
};

static const Cast *
cast_of(const CrInterview *iv) {
  gboolean second = iv->contact.email && g_str_has_suffix(iv->contact.email, casts[1].house);
  return &casts[second];
}

static CrInstant
random_start(Sim *sim, const CrZone *zone) {
  CrDay day = cr_day_from_date(2026, 1, 1) + (CrDay) sim_below(sim, 1000);
  if (sim_chance(sim, 40)) {
    guint i = sim_below(sim, G_N_ELEMENTS(days));
    day =
        cr_day_from_date(days[i].year, days[i].month, days[i].day) + (CrDay) sim_below(sim, 4) - 2;
  }
  while (sim_chance(sim, 80) && cr_day_weekday(day) >= CR_SAT)
    day++;
  CrWall wall = {.hour =
                     sim_chance(sim, 80) ? 9 + (int) sim_below(sim, 9) : (int) sim_below(sim, 24),
                 .minute = 15 * (int) sim_below(sim, 4)};
  cr_day_to_date(day, &wall.year, &wall.month, &wall.day);
  return cr_zone_instant(zone, &wall);
}

CrInterview *
sim_first_interview(Sim *sim) {
  CrInterview *iv = cr_interview_new();
  guint place = sim_below(sim, G_N_ELEMENTS(places));
  CrInstant start = random_start(sim, cr_zone_find(places[place].zone));
  iv->uid = g_strdup("call-1@northwind.example");
  iv->dtstamp = start - 10 * CR_DAY_USEC;
  iv->from_invite = sim_chance(sim, 70);
  iv->company = g_strdup("Northwind");
  cr_interview_set_start(iv, start, start + 30 * CR_MINUTE, places[place].zone);
  iv->contact.name = g_strdup(casts[0].name);
  iv->contact.email = sim_chance(sim, 95)   ? g_strdup(casts[0].email)
                      : sim_chance(sim, 50) ? g_strdup("no-reply@northwind.example")
                                            : NULL;
  iv->contact.phone = sim_chance(sim, 55) ? g_strdup(casts[0].number) : NULL;
  iv->contact.zone = g_strdup(places[place].zone);
  iv->contact.country = g_strdup(places[place].country);
  iv->organizer = g_strdup(iv->contact.email);
  iv->caller = sim_chance(sim, 85) ? CR_CALLER_RECRUITER : CR_CALLER_CANDIDATE;
  return iv;
}

/* Times worth saying: ahead, the agreed one, an offered one, around now. */
static CrInstant
random_time(Sim *sim, const CrInterview *iv) {
  const GPtrArray *offered = iv->state.offered;
  switch (sim_below(sim, 6)) {
  case 0:
    return iv->start;
  case 1:
    return offered->len ? ((CrSlot *) offered->pdata[sim_below(sim, offered->len)])->start
                        : sim_world(sim) + CR_DAY_USEC;
  case 2:
    return sim_world(sim) + (CrInstant) sim_below(sim, 240) * CR_MINUTE - 30 * CR_MINUTE;
  case 3:
    return iv->start + ((CrInstant) sim_below(sim, 9) - 4) * CR_HOUR;
  default:
    return sim_world(sim) - sim_world(sim) % CR_HOUR + (CrInstant) sim_below(sim, 24 * 9) * CR_HOUR;
  }
}

static void
add_time(Sim *sim, CrReading *mail, const CrInterview *iv) {
  CrMention *mention = cr_mention_new();
  mention->text = g_strdup("then");
  if (sim_chance(sim, 20)) {
    mention->role = CR_TIME_DELAY;
    mention->delay_min = (int) sim_below(sim, 200);
    mention->start = CR_INSTANT_NONE;
  } else {
    static const CrTimeRole roles[] = {CR_TIME_STATED, CR_TIME_STATED, CR_TIME_NEW, CR_TIME_OLD};
    mention->role = roles[sim_below(sim, G_N_ELEMENTS(roles))];
    mention->start = random_time(sim, iv);
    mention->granularity = sim_chance(sim, 80) ? CR_GRANULARITY_INSTANT : CR_GRANULARITY_DATE;
    mention->end = mention->granularity == CR_GRANULARITY_DATE ? mention->start + CR_DAY_USEC
                                                               : CR_INSTANT_NONE;
    mention->past = sim_chance(sim, 10);
  }
  g_ptr_array_add(mail->times, mention);
}

static CrReading *
random_mail(Sim *sim, const CrInterview *iv, const char *from) {
  CrReading *mail = cr_reading_new();
  mail->message_id = g_strdup_printf("mail%u@theirs.example", sim->facts);
  mail->from_email = g_strdup(from);
  mail->subject = g_strdup("Our call");
  mail->text = g_strdup(sim_chance(sim, 6) ? "Please " TAKEN_BACK "." : "Hello Alex.");
  mail->class = (CrMailClass) sim_below(sim, CR_MAIL_CONFIRMATION + 1);
  mail->score = 1;
  mail->firm = sim_chance(sim, 50);
  mail->accepts = sim_chance(sim, 15);
  mail->apologizes = sim_chance(sim, 15);
  mail->unclear = sim_chance(sim, 5);
  mail->list = sim_chance(sim, 4);
  for (guint i = sim_below(sim, 4); i > 1; i--)
    add_time(sim, mail, iv);
  if (sim_chance(sim, 20))
    mail->promise = sim_world(sim) + (CrInstant) sim_below(sim, 96) * CR_HOUR;
  if (mail->class == CR_MAIL_OUT_OF_OFFICE) {
    mail->automatic = TRUE;
    mail->return_at = sim_chance(sim, 80)
                          ? sim_world(sim) + ((CrInstant) sim_below(sim, 12) - 2) * CR_DAY_USEC
                          : CR_INSTANT_NONE;
  } else {
    mail->automatic = sim_chance(sim, 5);
  }
  if (sim_chance(sim, 30) &&
      (mail->class == CR_MAIL_OUT_OF_OFFICE || mail->class == CR_MAIL_RECRUITER_CHANGE)) {
    mail->deputy.email = g_strdup(strstr(from, SIM_ELSEWHERE) ? NAMESAKE : cast_of(iv)->deputy);
    mail->deputy.name = g_strdup("Kim Lee");
  }
  if (mail->class == CR_MAIL_BOUNCE) {
    mail->automatic = TRUE;
    mail->bounced = g_strdup(iv->contact.email);
    mail->bounce_permanent = sim_chance(sim, 70);
  }
  return mail;
}

/* The Message-ID of the last letter that went out to them, or NULL. */
static const char *
last_letter(Sim *sim, int interview) {
  GPtrArray *effects = sim->keeper->effects(sim);
  const char *id = NULL;
  for (guint i = 0; i < effects->len; i++) {
    const CrEffect *letter = effects->pdata[i];
    if (letter->interview == interview && letter->status == CR_EFFECT_SENT)
      id = letter->message_id;
  }
  return id;
}

static CrFact *
mail_fact(Sim *sim, const CrInterview *iv) {
  const Cast *cast = cast_of(iv);
  const struct {
    const char *from;
    CrTrust trust;
  } senders[] = {{cast->email, CR_TRUST_CONTACT},       {cast->email, CR_TRUST_CONTACT},
                 {cast->email, CR_TRUST_CONTACT},       {cast->email, CR_TRUST_CONTACT},
                 {cast->colleague, CR_TRUST_COLLEAGUE}, {STRANGER, CR_TRUST_NONE},
                 {STRANGER, CR_TRUST_THREAD},           {NAMESAKE, CR_TRUST_NONE}};
  guint i = sim_below(sim, G_N_ELEMENTS(senders));
  CrFact *fact = cr_fact_new(CR_FACT_MAIL, sim_world(sim), "mail", NULL);
  fact->trust = senders[i].trust;
  fact->mail = random_mail(sim, iv, senders[i].from);
  if (g_str_equal(senders[i].from, NAMESAKE))
    fact->mail->from_name = g_strdup(iv->contact.name);
  else if (fact->trust == CR_TRUST_CONTACT && sim_chance(sim, 3)) { /* in their very name */
    fact->mail->forged = TRUE;
    fact->trust = CR_TRUST_NONE;
  }
  const char *letter = last_letter(sim, iv->id);
  if (letter && sim_chance(sim, 20)) {
    fact->mail->in_reply_to = g_strdup(letter);
    if (sim_chance(sim, 30)) /* their clock goes wrong */
      fact->at -= (CrInstant) sim_below(sim, 7 * 24) * CR_HOUR;
  } else if (iv->thread && (fact->trust == CR_TRUST_THREAD || sim_chance(sim, 60)))
    fact->mail->in_reply_to = g_strdup(iv->thread[0]);
  else if (fact->trust == CR_TRUST_THREAD)
    fact->trust = CR_TRUST_NONE;
  return fact;
}

static CrFact *
own_mail_fact(Sim *sim, const CrInterview *iv) {
  CrFact *fact = cr_fact_new(CR_FACT_OWN_MAIL, sim_world(sim), "mail", NULL);
  fact->trust = CR_TRUST_OWN;
  fact->mail = random_mail(sim, iv, MINE);
  fact->mail->class = sim_chance(sim, 70) ? CR_MAIL_GENERIC : CR_MAIL_RESCHEDULE_REQUEST;
  fact->mail->automatic = fact->mail->list = FALSE;
  char *to[] = {iv->contact.email, NULL};
  fact->mail->to = g_strdupv(to);
  return fact;
}

static CrFact *
call_fact(Sim *sim, const CrInterview *iv) {
  CrFact *fact = cr_fact_new(CR_FACT_CALL, sim_world(sim), "calls", NULL);
  gboolean theirs = sim_chance(sim, 60);
  fact->call = cr_call_new();
  fact->call->kind = (CrCallKind) sim_below(sim, CR_CALL_UNREACHABLE + 1);
  fact->call->number = theirs                ? g_strdup(cast_of(iv)->number)
                       : sim_chance(sim, 70) ? g_strdup(OTHER_NUMBER)
                                             : NULL;
  gboolean spoken = fact->call->kind == CR_CALL_INCOMING || fact->call->kind == CR_CALL_OUTGOING;
  fact->call->duration_sec = spoken ? (int) sim_below(sim, 400) : 0;
  fact->trust = theirs && iv->contact.phone ? CR_TRUST_CONTACT : CR_TRUST_NONE;
  return fact;
}

static CrFact *
invite_fact(Sim *sim, const CrInterview *iv) {
  static const CrMethod methods[] = {CR_METHOD_REQUEST, CR_METHOD_REQUEST, CR_METHOD_REQUEST,
                                     CR_METHOD_CANCEL,  CR_METHOD_COUNTER, CR_METHOD_REPLY,
                                     CR_METHOD_PUBLISH, CR_METHOD_ADD};
  CrFact *fact = cr_fact_new(CR_FACT_INVITE, sim_world(sim), "mail", NULL);
  CrEvent *event = fact->event = cr_event_new();
  gboolean forged = sim_chance(sim, 20);
  event->method = methods[sim_below(sim, G_N_ELEMENTS(methods))];
  event->uid =
      sim_chance(sim, 85) ? g_strdup(iv->uid) : g_strdup_printf("call-%u@x.example", sim->facts);
  event->sequence = iv->sequence + (int) sim_below(sim, 3) - (sim_chance(sim, 10) ? 1 : 0);
  event->dtstamp = sim_world(sim) - (CrInstant) sim_below(sim, 3) * CR_HOUR;
  event->start = sim_chance(sim, 40) ? iv->start : random_time(sim, iv);
  event->end = event->start + 30 * CR_MINUTE;
  event->zone = g_strdup(iv->zone);
  const Cast *cast = cast_of(iv);
  event->organizer_email = g_strdup(cast->email);
  const char *from = forged ? STRANGER : sim_chance(sim, 85) ? cast->email : cast->colleague;
  static const char *const answers[] = {"ACCEPTED", "DECLINED", "TENTATIVE"};
  CrAttendee *attendee = cr_attendee_new();
  attendee->email = g_strdup(from);
  attendee->status = g_strdup(answers[sim_below(sim, G_N_ELEMENTS(answers))]);
  g_ptr_array_add(event->attendees, attendee);
  if (forged || sim_chance(sim, 60)) {
    fact->mail = cr_reading_new();
    fact->mail->from_email = g_strdup(from);
    fact->mail->message_id = g_strdup_printf("invite%u@theirs.example", sim->facts);
    fact->mail->text = g_strdup("Invitation");
    fact->trust = forged                           ? CR_TRUST_NONE
                  : g_str_equal(from, cast->email) ? CR_TRUST_CONTACT
                                                   : CR_TRUST_COLLEAGUE;
  } else {
    fact->trust = CR_TRUST_CONTACT;
  }
  return fact;
}

CrFact *
sim_other_call(Sim *sim, const CrInterview *iv) {
  CrFact *fact = cr_fact_new(CR_FACT_INVITE, sim_world(sim), "mail", NULL);
  CrEvent *event = fact->event = cr_event_new();
  static const CrInstant apart[] = {0, 20 * CR_MINUTE, CR_HOUR, CR_DAY_USEC, -2 * CR_HOUR};
  CrInstant near = iv->start + apart[sim_below(sim, G_N_ELEMENTS(apart))];
  event->method = CR_METHOD_REQUEST;
  event->uid = g_strdup_printf("other-%u@contoso.example", sim->facts);
  event->dtstamp = sim_world(sim);
  event->start = near > sim_world(sim) && sim_chance(sim, 70) ? near : random_time(sim, iv);
  event->end = event->start + 30 * CR_MINUTE;
  event->zone = g_strdup(places[sim_below(sim, G_N_ELEMENTS(places))].zone);
  event->summary = g_strdup("Phone interview");
  event->organizer_email = g_strdup(casts[1].email);
  event->organizer_name = g_strdup(casts[1].name);
  CrAttendee *me = cr_attendee_new();
  me->email = g_strdup(MINE);
  g_ptr_array_add(event->attendees, me);
  fact->mail = cr_reading_new();
  fact->mail->from_email = g_strdup(casts[1].email);
  fact->mail->message_id = g_strdup_printf("other%u@contoso.example", sim->facts);
  fact->mail->text = g_strdup("Invitation");
  fact->mail->date = fact->at;
  fact->learnt = sim->now;
  fact->source_key = g_strdup_printf("other:%u", sim->facts++);
  return fact;
}

static CrFact *
act_fact(Sim *sim, const CrInterview *iv) {
  /* What ends the story is rarer than what goes on. */
  static const CrAct acts[] = {
      CR_ACT_CALLED,    CR_ACT_CALLED,    CR_ACT_VOICEMAIL,   CR_ACT_VOICEMAIL,
      CR_ACT_NO_ANSWER, CR_ACT_NO_ANSWER, CR_ACT_SPOKE,       CR_ACT_THEY_CALLED,
      CR_ACT_SENT,      CR_ACT_SENT,      CR_ACT_RESCHEDULED, CR_ACT_RESCHEDULED,
      CR_ACT_NOT_SENT,  CR_ACT_NOT_SENT,  CR_ACT_NOT_SENT,    CR_ACT_CANCELLED,
      CR_ACT_REJECTED,  CR_ACT_OFFER,     CR_ACT_ACCEPTED,    CR_ACT_WITHDRAWN,
      CR_ACT_NO_CALL,   CR_ACT_NO_CALL,   CR_ACT_REMOVED};
  CrFact *fact = cr_fact_new(CR_FACT_ACT, sim->now, "candidate", NULL);
  fact->trust = CR_TRUST_OWN;
  fact->act = acts[sim_below(sim, G_N_ELEMENTS(acts))];
  if (fact->act == CR_ACT_RESCHEDULED && sim_chance(sim, 95))
    fact->when = random_time(sim, iv);
  return fact;
}

CrFact *
sim_random_fact(Sim *sim, const CrInterview *iv) {
  static CrFact *(*const makers[])(Sim *, const CrInterview *) = {
      mail_fact, mail_fact,   mail_fact,   mail_fact, own_mail_fact, call_fact,
      call_fact, invite_fact, invite_fact, act_fact,  act_fact};
  CrFact *fact = makers[sim_below(sim, G_N_ELEMENTS(makers))](sim, iv);
  if (sim_chance(sim, 25) && fact->kind != CR_FACT_ACT) { /* learnt late */
    static const CrInstant delays[] = {CR_SECOND, CR_MINUTE, 12 * CR_MINUTE, 3 * CR_HOUR,
                                       2 * CR_DAY_USEC};
    fact->at -= delays[sim_below(sim, G_N_ELEMENTS(delays))];
    if (fact->call)
      fact->call->at = fact->at;
  }
  fact->learnt = sim->now;
  if (fact->mail)
    fact->mail->date = fact->at;
  if (fact->call)
    fact->call->at = fact->at;
  fact->source_key = g_strdup_printf("%s:%u", cr_fact_kind_names[fact->kind], sim->facts++);
  return fact;
}

CrFact *
sim_undo(Sim *sim) {
  g_autofree char *key = g_strdup_printf("undo:%u", sim->facts++);
  CrFact *fact = cr_fact_new(CR_FACT_ACT, sim->now, "candidate", key);
  fact->trust = CR_TRUST_OWN;
  fact->act = CR_ACT_UNDO;
  fact->learnt = sim->now;
  return fact;
}

char *
sim_describe(const Sim *sim, const CrFact *fact) {
  g_autofree char *at = cr_instant_format(fact->at, cr_zone_utc());
  GString *text = g_string_new(NULL);
  g_string_printf(text, "%s of %s (%s)", cr_fact_kind_names[fact->kind], at,
                  cr_trust_names[fact->trust]);
  if (fact->kind == CR_FACT_ACT)
    g_string_append_printf(text, " %s", cr_act_names[fact->act]);
  if (fact->call)
    g_string_append_printf(text, " %s %d s %s", cr_call_kind_names[fact->call->kind],
                           fact->call->duration_sec, fact->call->number ? fact->call->number : "-");
  if (fact->event)
    g_string_append_printf(text, " %s #%d start %+.1f h", cr_method_names[fact->event->method],
                           fact->event->sequence,
                           (double) (fact->event->start - sim->now) / (double) CR_HOUR);
  if (fact->mail) {
    const CrReading *m = fact->mail;
    g_string_append_printf(text, " %s from %s%s%s%s%s%s", cr_mail_class_names[m->class],
                           m->from_email, m->automatic ? " automatic" : "", m->list ? " list" : "",
                           m->firm ? " firm" : "", m->accepts ? " accepts" : "",
                           m->promise != CR_INSTANT_NONE ? " promise" : "");
    for (guint i = 0; i < m->times->len; i++) {
      const CrMention *t = m->times->pdata[i];
      g_string_append_printf(
          text, " [%s %s %+.1f h, %d min]", cr_time_role_names[t->role],
          cr_granularity_names[t->granularity],
          t->start == CR_INSTANT_NONE ? 0 : (double) (t->start - sim->now) / (double) CR_HOUR,
          t->delay_min);
    }
  }
  if (fact->kind == CR_FACT_OUTCOME)
    g_string_append_printf(text, " %s of %s: %s", cr_outcome_names[fact->outcome], fact->effect_id,
                           fact->text ? fact->text : "");
  return g_string_free(text, FALSE);
}
