/* Mails a second of one core's time, after MIME parsing: bench-mail-speed FILE... */
#include "parse/mail.h"

#include <stdio.h>
#include <time.h>

/* Of this process alone, so that a loaded machine does not count. */
static double
seconds_used(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

int
main(int argc, char **argv) {
  g_autoptr(GPtrArray) mimes = g_ptr_array_new_with_free_func((GDestroyNotify) cr_mime_free);
  gsize bytes = 0;
  for (int i = 1; i < argc; i++) {
    g_autofree char *mail = NULL;
    gsize length;
    CrMime *mime = NULL;
    if (g_file_get_contents(argv[i], &mail, &length, NULL))
      mime = cr_mime_parse(mail, length, NULL);
    if (mime) {
      g_ptr_array_add(mimes, mime);
      bytes += length;
    }
  }
  if (mimes->len == 0)
    return 2;
  CrMailContext context = {.country = "US", .fallback = CR_INSTANT_NONE};
  for (guint i = 0; i < mimes->len; i++) /* compiles the phrases, loads the zones */
    cr_reading_free(cr_mail_read(mimes->pdata[i], &context));
  guint rounds = 100;
  double from = seconds_used();
  for (guint r = 0; r < rounds; r++)
    for (guint i = 0; i < mimes->len; i++)
      cr_reading_free(cr_mail_read(mimes->pdata[i], &context));
  double seconds = seconds_used() - from;
  double mails = (double) rounds * mimes->len;
  printf("%.0f mails/s, %.1f us a mail of %" G_GSIZE_FORMAT " bytes\n", mails / seconds,
         seconds / mails * 1e6, bytes / mimes->len);
  return 0;
}
