#include "parse/mail-private.h"

#include "base/limits.h"
#include "model/holiday.h"
#include "parse/ical.h"
#include "parse/mail-tally.h"
#include "parse/timetext.h"

#include <string.h>

#define MAX_TEXT_CHARS 2000

static gboolean
is_blank(const char *text) {
  return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

static gboolean
is_struck(const char *html) {
  static const char *const tags[] = {"s>", "strike", "del", "s ", NULL};
  if (strstr(html, "line-through") || strstr(html, "LINE-THROUGH"))
    return TRUE;
  for (const char *p = strchr(html, '<'); p; p = strchr(p + 1, '<'))
    for (guint i = 0; tags[i]; i++)
      if (cr_text_starts(p + 1, tags[i]))
        return TRUE;
  return FALSE;
}

/* Struck-through words show in the HTML only; else the plain text is what was written. */
static char *
choose_body(const CrMime *mime) {
  gboolean html = is_blank(mime->text) ||
                  (strlen(mime->text) < 80 && cr_text_find(mime->text, "html")) ||
                  (mime->html && is_struck(mime->html));
  if (html && !is_blank(mime->html)) {
    g_autofree char *text = cr_html_to_text(mime->html);
    if (!is_blank(text))
      return g_steal_pointer(&text);
  }
  return g_strndup(mime->text ? mime->text : "",
                   mime->text ? strnlen(mime->text, CR_MAX_TEXT_BYTES) : 0);
}

/* "Out of office: …" is a program's subject; "Out of office on Thursday" is a human's, and so is
 * what tells of such answers: "Out of office etiquette". */
static int
weigh_ooo_subject(const CrMailView *view) {
  const CrWords *subject = view->subject;
  int weight = 0;
  if (cr_mail_topic_found(view->subject_cues, CR_TOPIC_ABSENCE_TALK, 8))
    return 0;
  for (guint i = 0; i < view->subject_cues->len && !view->answer; i++) {
    const CrCue *cue = &cr_cue_at(view->subject_cues, i);
    gboolean human = FALSE;
    for (guint w = cue->end; w < MIN(cue->end + 2, subject->n); w++) {
      const CrWord *word = &cr_word_at(subject, w);
      if (word->class & CR_WORD_BREAK)
        break;
      human |= (word->class & CR_WORD_WHEN) != 0;
    }
    if (cue->topic == CR_TOPIC_OOO_SUBJECT && !human)
      weight = MAX(weight, cue->weight);
  }
  return weight;
}

static gboolean
is_hour_to_come(const CrMention *mention, const CrReading *reading) {
  return mention->granularity == CR_GRANULARITY_INSTANT && mention->start != CR_INSTANT_NONE &&
         mention->start >= reading->date;
}

static CrQuoteNearness
nearness_of(CrInstant ahead) {
  return ahead < -CR_DAY_USEC   ? CR_QUOTE_LONG_AGO
         : ahead < -3 * CR_HOUR ? CR_QUOTE_PAST
         : ahead <= 0           ? CR_QUOTE_JUST_PAST
         : ahead < 4 * CR_HOUR  ? CR_QUOTE_SOON
                                : CR_QUOTE_AHEAD;
}

static void
compare_with_quote(CrMailView *view, const CrReading *reading, CrTimeContext *context) {
  guint other = 0, same = 0;
  if (view->quote == NULL)
    return;
  context->focus = NULL;
  GPtrArray *old = cr_time_scan(view->quote, context);
  for (guint i = 0; i < old->len; i++) {
    const CrMention *was = old->pdata[i];
    if (was->granularity == CR_GRANULARITY_INSTANT && was->start != CR_INSTANT_NONE &&
        reading->date != CR_INSTANT_NONE)
      view->quote_nearness |= nearness_of(was->start - reading->date);
    for (guint j = 0; j < reading->times->len && is_hour_to_come(was, reading); j++) {
      const CrMention *is = reading->times->pdata[j];
      if (!is_hour_to_come(is, reading))
        continue;
      CrInstant apart = ABS(was->start - is->start);
      *(apart < CR_DAY_USEC / 2 || apart % CR_DAY_USEC == 0 ? &same : &other) += 1;
    }
  }
  cr_mentions_free(old);
  view->quote_hours = same > 0    ? CR_QUOTE_SAME_HOURS
                      : other > 0 ? CR_QUOTE_OTHER_HOURS
                                  : CR_QUOTE_NO_HOURS;
}

/* Many servers write the Date in UTC for people anywhere, and one that stands for a missing Date is
 * the candidate's own: unless the country says more, the sender's clock is taken for the reader's.
 */
static int
offset_of_sender(const CrMailView *view, const CrReading *reading, gboolean *ret_guessed) {
  const CrZone *mine = view->context->mine;
  gboolean unsure = reading->date_offset_sec == 0 && view->country_guessed;
  *ret_guessed = (unsure || view->mime->date_of_server) && mine && reading->date != CR_INSTANT_NONE;
  return *ret_guessed ? cr_zone_offset_sec(mine, reading->date) : reading->date_offset_sec;
}

static void
read_times(CrMailView *view, CrReading *reading, const CrZone *theirs) {
  CrInstant written = view->forwarded != CR_INSTANT_NONE ? view->forwarded : reading->date;
  CrTimeContext context = {
      .at = written == CR_INSTANT_NONE ? view->context->fallback : written,
      .mine = view->context->mine,
      .theirs = theirs,
      .has_offset = reading->date != CR_INSTANT_NONE,
      .their_country = view->their_country,
      .country_guessed = view->country_guessed,
      .focus = view->quote,
      .signature = view->signature,
  };
  context.their_offset_sec = offset_of_sender(view, reading, &context.offset_guessed);
  GPtrArray *times = cr_time_scan(view->body->text, &context);
  if (times->len == 0 && !view->answer) {
    cr_mentions_free(times);
    times = cr_time_scan(view->subject->text, &context);
    view->subject_times = TRUE;
  }
  g_ptr_array_extend_and_steal(reading->times, times);
  cr_mail_mark_other_times(view, reading);
  compare_with_quote(view, reading, &context);
}

/* The sender's zone, when their country has only one and its clock agrees with the Date header, or
 * a server wrote that in UTC. */
static const CrZone *
zone_of_sender(const CrMailView *view) {
  const CrMime *mime = view->mime;
  if (view->context->theirs || view->their_country == NULL || mime->date == CR_INSTANT_NONE)
    return view->context->theirs;
  const char *id = cr_country_zone(view->their_country);
  const CrZone *zone = id ? cr_zone_find(id) : NULL;
  gboolean utc = mime->date_offset_sec == 0 && !view->country_guessed;
  return zone && (utc || cr_zone_offset_sec(zone, mime->date) == mime->date_offset_sec) ? zone
                                                                                        : NULL;
}

/* Where the sender works: a zone of their country that shows the Date's offset, their country's
 * only one when a server wrote the Date in UTC. Robots' clocks tell nothing of people. */
static char *
sender_zone_id(const CrMailView *view, const char *country, const CrReading *reading) {
  int sec = reading->date_offset_sec;
  if (reading->date == CR_INSTANT_NONE || reading->automatic || reading->list)
    return NULL;
  if (sec == 0 && cr_country_zone(country))
    return g_strdup(cr_country_zone(country));
  const char *nation = country ? country : view->context->country;
  const CrZone *zone = cr_country_zone_showing(nation, reading->date, sec);
  if (zone)
    return g_strdup(cr_zone_id(zone));
  zone = cr_zone_by_offset(reading->date, sec);
  if (country == NULL && zone)
    return g_strdup(cr_zone_id(zone));
  if (country || sec == 0)
    return NULL; /* they travel, or their server stands elsewhere */
  return g_strdup_printf("%c%02d:%02d", sec < 0 ? '-' : '+', ABS(sec) / 3600, ABS(sec) / 60 % 60);
}

void
cr_mail_view_clear(CrMailView *view) {
  cr_words_free(view->subject);
  cr_words_free(view->body);
  g_array_unref(view->subject_cues);
  g_array_unref(view->cues);
  g_free(view->text);
  g_free(view->quote);
  g_free(view->signature);
}

/* What was forwarded, behind its header, without what it quotes itself. */
static char *
forwarded_text(const char *quote) {
  const char *text = quote ? strstr(quote, "\n\n") : NULL;
  return text ? cr_mail_new_text(text, NULL, TRUE, NULL, NULL) : NULL;
}

/* When what is forwarded was written, by the header that the quote begins with; its clock is taken
 * for that of whoever forwards it. */
static CrInstant
forwarded_at(const CrMailView *view) {
  CrTimeContext context = {.at = view->mime->date,
                           .mine = view->context->mine,
                           .has_offset = TRUE,
                           .their_offset_sec = view->mime->date_offset_sec,
                           .their_country = view->context->country,
                           .country_guessed = TRUE};
  CrInstant at = CR_INSTANT_NONE;
  for (const char *line = view->quote; line && *line && *line != '\n' && at == CR_INSTANT_NONE;) {
    gsize length = strcspn(line, "\n");
    const char *colon = memchr(line, ':', length);
    g_autofree char *value = colon ? g_strndup(colon + 1, line + length - colon - 1) : NULL;
    GPtrArray *times = cr_time_scan(value, &context);
    const CrMention *first = times->len ? times->pdata[0] : NULL;
    if (first && first->granularity == CR_GRANULARITY_INSTANT && first->start <= view->mime->date)
      at = first->start;
    cr_mentions_free(times);
    line += length + (line[length] == '\n');
  }
  return at;
}

/* Puts what is forwarded below the new text. */
static void
pass_on(CrMailView *view) {
  g_autofree char *forwarded = forwarded_text(view->quote), *above = view->text;
  view->forwarded = forwarded_at(view);
  view->text = g_strjoin("\n\n", above, forwarded, NULL);
  g_clear_pointer(&view->quote, g_free);
}

void
cr_mail_view_init(CrMailView *view, const CrMime *mime, const CrMailContext *context,
                  gboolean passes_on, CrReading *reading) {
  *view = (CrMailView){
      .mime = mime, .context = context, .passes_on = passes_on, .forwarded = CR_INSTANT_NONE};
  cr_mail_read_headers(mime, reading);
  g_autofree char *body = choose_body(mime);
  view->subject = cr_words_new(cr_text_bare_subject(mime->subject, &view->answer));
  gboolean answers = view->answer || reading->in_reply_to || reading->references;
  view->text = cr_mail_new_text(body, mime->from_name, answers, &view->quote, &view->signature);
  if (passes_on)
    pass_on(view);
  view->body = cr_words_new(view->text);
  view->subject_cues = cr_words_cues(view->subject);
  view->cues = cr_words_cues(view->body);
  view->ooo_subject = weigh_ooo_subject(view);
  view->mine_country = context->country;
  view->their_country = cr_mail_sender_country(mime, context, view->text, view->signature);
  reading->sender_zone = sender_zone_id(view, view->their_country, reading);
  reading->sender_country = g_strdup(view->their_country);
  view->country_guessed = view->their_country == NULL;
  reading->place_told = !view->country_guessed;
  if (view->country_guessed)
    view->their_country = context->country;
  read_times(view, reading, zone_of_sender(view));
  cr_mail_find_links(view);
  reading->link =
      cr_mail_link(view, view->links[CR_LINK_SCHEDULING] ? CR_LINK_SCHEDULING : CR_LINK_MEETING);
}

/* What a server writes of a failed delivery, up to the copy of what was sent: no letter, so nothing
 * of it is a quote or a signature. */
static char *
bounce_text(const CrMime *mime) {
  static const char *const copies[] = {
      "below this line is a copy", "this is a copy of",        "copy of the message, including",
      "original message headers",  "original message follows", "original message -----",
      "----- original message",    "begin forwarded message",  NULL};
  char *text = choose_body(mime);
  const char *at = strchr(text, '\n'); /* something stands above it */
  if (at && (at = cr_text_find_any(at, copies)) != NULL) {
    while (at[-1] != '\n')
      at--;
    text[at - text] = '\0';
  }
  return text;
}

static gboolean
take_proposed(const CrEvent *event, gpointer data) {
  GPtrArray *times = data;
  if (event->method == CR_METHOD_COUNTER && event->start != CR_INSTANT_NONE && !event->all_day) {
    CrMention *mention = cr_mention_new();
    mention->start = event->start;
    mention->end = event->end;
    mention->zone = g_strdup(event->zone ? event->zone : "UTC");
    mention->granularity = CR_GRANULARITY_INSTANT;
    mention->role = CR_TIME_NEW;
    mention->text = g_strdup(event->summary);
    g_ptr_array_add(times, mention);
  }
  return FALSE;
}

static gboolean
names_hour(const CrReading *reading) {
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    if (mention->granularity == CR_GRANULARITY_INSTANT && cr_mention_is_of_call(mention))
      return TRUE;
  }
  return FALSE;
}

/* What a COUNTER proposes stands in its calendar part alone: "an hour earlier would be better". */
static void
read_proposed(const CrMime *mime, const CrMailContext *context, CrReading *reading) {
  const CrIcalContext ical = {
      .mine = context->mine, .from = CR_INSTANT_NONE, .to = CR_INSTANT_NONE};
  if (mime->method == CR_METHOD_COUNTER && mime->calendar && !names_hour(reading))
    cr_ical_parse(mime->calendar, strlen(mime->calendar), &ical, take_proposed, NULL,
                  reading->times, NULL);
}

#define MAX_COVER_WORDS 40

/* Their own words leave it to somebody else's, below. */
static gboolean
defers(const CrMailView *view, const CrReading *reading) {
  gboolean plain = reading->class == CR_MAIL_GENERIC || reading->class == CR_MAIL_CONFIRMATION;
  gboolean sorry = reading->class == CR_MAIL_APOLOGY_LATE && !names_hour(reading);
  gboolean open =
      (sorry || (plain && reading->times->len == 0)) && !reading->automatic && !reading->list;
  return open && view->body->n <= MAX_COVER_WORDS &&
         cr_mail_topic_found(view->cues, CR_TOPIC_PASSES_ON, 7);
}

/* The address in the header that the quote begins with: who wrote what is forwarded. */
static char *
forwarded_from(const char *quote) {
  gsize from = quote ? cr_text_starts(quote, "From:") : 0;
  g_autofree char *line = from ? g_strndup(quote + from, strcspn(quote + from, "\n")) : NULL;
  const char *open = line ? strchr(line, '<') : NULL;
  const char *address = open ? open + 1 : line ? line + strspn(line, " ") : "";
  g_autofree char *bare = g_strndup(address, strcspn(address, "> "));
  return cr_address_normalize(bare);
}

/* A mail that forwards what somebody else than its reader wrote, whom its words leave it to. */
static gboolean
is_forward(const CrMailView *view, const CrReading *reading) {
  g_autofree char *from = forwarded_from(view->quote);
  return cr_text_is_forward(view->mime->subject) && from &&
         !cr_text_equal(from, reading->from_email) &&
         !(reading->to && g_strv_contains((const char *const *) reading->to, from)) &&
         defers(view, reading);
}

/* The CrReading's hour ahead is said by its weekday or date, or the day is known on which they said
 * "tomorrow". */
static gboolean
names_hour_ahead(const CrReading *reading, gboolean dated) {
  static const char *const near[] = {"tomorrow", "today", "tonight", NULL};
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    if (cr_mail_is_hour_ahead(reading, mention))
      return !mention->relative && mention->day_said &&
             (dated || !cr_text_find_any(mention->text, near));
  }
  return FALSE;
}

/* passes_on: what is forwarded is read, too. ret_named: and an hour of it may found a call. */
static CrReading *
read_mail(const CrMime *mime, const CrMailContext *context, gboolean passes_on,
          gboolean *ret_forwards, gboolean *ret_named) {
  CrReading *reading = cr_reading_new();
  CrMailView view;
  cr_mail_view_init(&view, mime, context, passes_on, reading);
  cr_mail_read_kind(&view, reading);
  if (reading->class != CR_MAIL_BOUNCE)
    cr_mail_read_phones(&view, reading);
  cr_mail_mark_called_off(&view, reading);
  cr_mail_read_says(&view, reading);
  cr_mail_read_people(&view, reading);
  cr_mail_read_who(&view, reading);
  g_autofree char *report = reading->class == CR_MAIL_BOUNCE ? bounce_text(mime) : NULL;
  reading->text = cr_text_block(report ? report : view.text, MAX_TEXT_CHARS);
  *ret_forwards = !passes_on && is_forward(&view, reading);
  *ret_named = names_hour_ahead(reading, view.forwarded != CR_INSTANT_NONE);
  cr_mail_view_clear(&view);
  if (report && cr_mail_is_delay(mime, reading)) { /* nothing came back */
    reading->class = CR_MAIL_GENERIC;
    reading->automatic = TRUE;
  }
  read_proposed(mime, context, reading);
  return reading;
}

/* "See below", and there "tell Femi I will ring him on Thursday at 10": who leaves the hour of a
 * call to what they forward is read there. Of kinds nothing is, as they may be of somebody else,
 * but that roles are on hold, which who apologizes gives as the reason. */
CrReading *
cr_mail_read(const CrMime *mime, const CrMailContext *context) {
  gboolean forwards, named;
  CrReading *reading = read_mail(mime, context, FALSE, &forwards, &named);
  if (!forwards || context->own)
    return reading;
  CrReading *whole = read_mail(mime, context, TRUE, &forwards, &named);
  gboolean promised = whole->caller == CR_CALLER_RECRUITER && named;
  if (reading->class == CR_MAIL_APOLOGY_LATE && reading->second == CR_MAIL_GENERIC &&
      (whole->class == CR_MAIL_ON_HOLD || whole->second == CR_MAIL_ON_HOLD))
    reading->second = CR_MAIL_ON_HOLD;
  cr_reading_free(promised ? reading : whole);
  return promised ? whole : reading;
}
