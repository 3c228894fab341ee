#include "effect/parcel.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

#define MAX_LINE_BYTES 998 /* Source: RFC 5322 §2.1.1 */

static gboolean
refuse(GError **error, const char *format, const char *what) {
  g_autofree char *shown = cr_text_line(what, 80);
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, format, shown);
  return FALSE;
}

static gboolean
check_address(const char *address, GError **error) {
  g_autofree char *normal = cr_address_normalize(address);
  if (normal == NULL)
    return refuse(error, "\"%s\" is no address that a letter can go to", address ? address : "");
  for (const char *p = address; *p; p++)
    if ((guchar) *p >= 0x7f || (guchar) *p <= ' ')
      return refuse(error,
                    "the address %s has letters outside ASCII, which not every mail server takes; "
                    "please write to them yourself",
                    address);
  return TRUE;
}

static gboolean
check_bytes(const char *bytes, gsize length, GError **error) {
  gsize line = 0;
  for (gsize i = 0; i < length; i++) {
    guchar c = (guchar) bytes[i];
    gboolean crlf = c == '\r' && i + 1 < length && bytes[i + 1] == '\n';
    if (c == '\0' || c >= 0x80 || ((c == '\r' || c == '\n') && !crlf))
      return refuse(error, "the message is not in a form that can be sent%s", "");
    line = crlf ? 0 : line + 1;
    if (line > MAX_LINE_BYTES)
      return refuse(error, "the message has a line that is too long%s", "");
    i += crlf;
  }
  return TRUE;
}

gboolean
cr_parcel_check(const CrParcel *parcel, GError **error) {
  if (!check_address(parcel->from, error) || !check_address(parcel->to, error))
    return FALSE;
  if (parcel->length > CR_PARCEL_MAX_BYTES)
    return refuse(error, "the message is too large%s", "");
  if (parcel->length < 2 || memcmp(parcel->bytes + parcel->length - 2, "\r\n", 2) != 0)
    return refuse(error, "the message does not end with its last line%s", "");
  return check_bytes(parcel->bytes, parcel->length, error);
}
