/* Mails a second on one core, after MIME parsing: bench-mail-speed FILE... */
#include "parse/mail.h"

#include <stdio.h>

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
  cr_reading_free(cr_mail_read(mimes->pdata[0], &context)); /* compiles the phrases */
  guint rounds = 20;
  gint64 from = g_get_monotonic_time();
  for (guint r = 0; r < rounds; r++)
    for (guint i = 0; i < mimes->len; i++)
      cr_reading_free(cr_mail_read(mimes->pdata[i], &context));
  double seconds = (g_get_monotonic_time() - from) / 1e6;
  double mails = (double) rounds * mimes->len;
  printf("%.0f mails/s, %.1f us a mail of %" G_GSIZE_FORMAT " bytes\n", mails / seconds,
         seconds / mails * 1e6, bytes / mimes->len);
  return 0;
}
