/* Mails a second of one core's time, beside GMime's parsing of the same mails in the same run,
 * which tells how fast the machine is just now: bench-mail-speed FILE... */
#include "parse/mail.h"

#include <gmime/gmime.h>
#include <stdio.h>
#include <time.h>

#define ROUNDS 100

typedef struct {
  GPtrArray *mails; /* GBytes */
  GPtrArray *mimes; /* CrMime, of the same mails */
  CrMailContext context;
} Bench;

/* Of this process alone, so that a loaded machine does not count. */
static double
seconds_used(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static void
by_gmime(const Bench *bench, guint i) {
  gsize length;
  const char *bytes = g_bytes_get_data(bench->mails->pdata[i], &length);
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
  g_clear_object(&message);
  g_object_unref(parser);
  g_object_unref(stream);
}

static void
by_mime(const Bench *bench, guint i) {
  gsize length;
  const char *bytes = g_bytes_get_data(bench->mails->pdata[i], &length);
  cr_mime_free(cr_mime_parse(bytes, length, NULL));
}

static void
by_reading(const Bench *bench, guint i) {
  cr_reading_free(cr_mail_read(bench->mimes->pdata[i], &bench->context));
}

/* By the fastest of many rounds over all mails: others' work on the machine only slows one down. */
static void
measure(const Bench *bench, const char *name, void (*one)(const Bench *, guint)) {
  double least = G_MAXDOUBLE;
  for (guint round = 0; round < ROUNDS; round++) {
    double from = seconds_used();
    for (guint i = 0; i < bench->mails->len; i++)
      one(bench, i);
    least = MIN(least, seconds_used() - from);
  }
  double each = least / bench->mails->len;
  printf("%-22s %7.0f mails/s %6.1f us each\n", name, 1 / each, each * 1e6);
}

int
main(int argc, char **argv) {
  g_mime_init();
  Bench bench = {.mails = g_ptr_array_new_with_free_func((GDestroyNotify) g_bytes_unref),
                 .mimes = g_ptr_array_new_with_free_func((GDestroyNotify) cr_mime_free),
                 .context = {.country = "US", .fallback = CR_INSTANT_NONE}};
  gsize bytes = 0;
  for (int i = 1; i < argc; i++) {
    char *mail = NULL;
    gsize length;
    CrMime *mime = NULL;
    if (g_file_get_contents(argv[i], &mail, &length, NULL))
      mime = cr_mime_parse(mail, length, NULL);
    if (mime) {
      g_ptr_array_add(bench.mimes, mime);
      g_ptr_array_add(bench.mails, g_bytes_new_take(mail, length));
      bytes += length;
    } else {
      g_free(mail);
    }
  }
  if (bench.mails->len == 0)
    return 2;
  printf("%u mails of %" G_GSIZE_FORMAT " bytes\n", bench.mails->len, bytes / bench.mails->len);
  measure(&bench, "GMime alone", by_gmime);
  measure(&bench, "cr_mime_parse", by_mime);
  measure(&bench, "cr_mail_read after it", by_reading);
  g_ptr_array_unref(bench.mails);
  g_ptr_array_unref(bench.mimes);
  return 0;
}
