#include "parse/mail-box.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first line is the subject, the rest the body; a mail that is read is a record that survives
 * being written and read again. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autofree char *raw = g_strndup((const char *) data, size);
  g_autofree char *bytes = g_utf8_make_valid(raw, -1);
  char *body = strchr(bytes, '\n');
  if (body)
    *body++ = '\0';
  g_autoptr(CrMime) mime = g_new0(CrMime, 1);
  mime->headers = g_ptr_array_new();
  mime->report_fields = g_ptr_array_new();
  mime->from_name = g_strdup("Dana Reyes");
  mime->from_email =
      g_strdup(size % 5 == 0 ? "voicemail@northwind.example" : "dana.reyes@northwind.example");
  mime->subject = g_strdup(bytes);
  mime->date = G_GINT64_CONSTANT(1795000000) * CR_SECOND;
  *(size % 3 == 0 ? &mime->html : &mime->text) = g_strdup(body ? body : "");
  CrMailContext context = {.country = "US", .own_phone = "+12125550142", .fallback = mime->date};
  g_autoptr(CrReading) reading = cr_mail_read(mime, &context);
  g_assert(reading->score >= 0.0 && reading->score <= 1.0);
  g_autoptr(CrCall) call = cr_mail_box_call(mime, reading, &context);
  g_assert(call == NULL || (call->number && call->at <= mime->date));
  g_autoptr(json_t) json = cr_record_to_json(&cr_reading_record, reading);
  g_autoptr(CrReading) again = cr_record_from_json(&cr_reading_record, json, NULL);
  g_assert(again != NULL && again->class == reading->class);
  return 0;
}
