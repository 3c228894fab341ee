#include "base/error.h"
#include "net/dav.h"

#include <string.h>

static const char ask_where[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<d:propfind xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\"><d:prop>"
    "<d:resourcetype/><d:current-user-principal/><c:calendar-home-set/></d:prop></d:propfind>";

static const char ask_calendars[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<d:propfind xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\""
    " xmlns:s=\"http://calendarserver.org/ns/\"><d:prop><d:resourcetype/><d:displayname/>"
    "<d:sync-token/><s:getctag/><d:current-user-privilege-set/>"
    "<c:supported-calendar-component-set/></d:prop></d:propfind>";

/* How far a search got, at one URL. */
typedef struct {
  gboolean calendar;
  char *principal, *home;
} Place;

static void
place_clear(Place *place) {
  g_free(place->principal);
  g_free(place->home);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Place, place_clear)

static char *
resolve(const char *base, const char *href) {
  return href ? cr_http_resolve(base, href) : NULL;
}

/* FALSE without error set when there is no WebDAV at url; *ret_status says what was answered. */
static gboolean
look_at(CrHttp *http, const char *url, GCancellable *cancellable, Place *place, int *ret_status,
        GError **error) {
  g_autoptr(CrDavAnswer) answer = NULL;
  g_autofree char *base = NULL;
  if (!cr_dav_ask(http, "PROPFIND", url, "0", ask_where, cancellable, ret_status, &base, &answer,
                  error))
    return FALSE;
  if (answer == NULL || answer->items->len == 0)
    return FALSE;
  const CrDavItem *item = answer->items->pdata[0];
  place->calendar = item->calendar;
  place->principal = resolve(base, item->principal);
  place->home = resolve(base, item->home);
  return TRUE;
}

static gboolean
holds_events(const CrDavItem *item) {
  return item->calendar && !item->subscribed && (!item->tells_components || item->takes_events);
}

static int
compare_hrefs(gconstpointer a, gconstpointer b) {
  return strcmp((*(CrDavItem *const *) a)->href, (*(CrDavItem *const *) b)->href);
}

static GPtrArray *
list(CrHttp *http, const char *url, const char *depth, GCancellable *cancellable, GError **error) {
  g_autoptr(CrDavAnswer) answer = NULL;
  g_autoptr(GPtrArray) calendars =
      g_ptr_array_new_with_free_func((GDestroyNotify) cr_dav_item_free);
  g_autofree char *base = NULL;
  int status = 0;
  if (!cr_dav_ask(http, "PROPFIND", url, depth, ask_calendars, cancellable, &status, &base, &answer,
                  error))
    return NULL;
  if (answer == NULL) {
    CrHttpReply reply = {.status = status};
    cr_http_set_status_error(&reply, "the list of calendars", error);
    return NULL;
  }
  for (guint i = 0; i < answer->items->len; i++) {
    CrDavItem *item = answer->items->pdata[i];
    char *absolute = holds_events(item) ? resolve(base, item->href) : NULL;
    if (absolute == NULL)
      continue;
    g_free(item->href);
    item->href = absolute;
    g_ptr_array_add(calendars, item);
    answer->items->pdata[i] = g_new0(CrDavItem, 1); /* taken over */
  }
  g_ptr_array_sort(calendars, compare_hrefs);
  return g_steal_pointer(&calendars);
}

/* A calendar lists itself; a home lists its members. */
GPtrArray *
cr_dav_list_calendars(CrHttp *http, const char *url, GCancellable *cancellable, GError **error) {
  g_autoptr(GPtrArray) itself = list(http, url, "0", cancellable, error);
  if (itself == NULL || itself->len > 0)
    return g_steal_pointer(&itself);
  g_autoptr(GPtrArray) members = list(http, url, "1", cancellable, error);
  if (members && members->len == 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "there is no calendar with events");
    return NULL;
  }
  return g_steal_pointer(&members);
}

/* From a place to the home of its calendars: by itself, or by way of the principal. */
static char *
home_of(CrHttp *http, const Place *place, GCancellable *cancellable, GError **error) {
  g_auto(Place) principal = {0};
  int status = 0;
  if (place->home || place->principal == NULL)
    return g_strdup(place->home);
  if (!look_at(http, place->principal, cancellable, &principal, &status, error))
    return NULL;
  return g_steal_pointer(&principal.home);
}

static gboolean
is_bare(const char *url) {
  g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_ENCODED, NULL);
  return uri && strlen(g_uri_get_path(uri)) <= 1;
}

/* The URL given says most when it names a path; of a bare server the well-known place does. What
 * the last try has to say is no news, what the first one said is. */
static gboolean
find_place(CrHttp *http, const char *url, GCancellable *cancellable, Place *ret_place,
           char **ret_url, GError **error) {
  g_autofree char *known = cr_http_resolve(url, "/.well-known/caldav");
  g_autofree char *root = cr_http_resolve(url, "/");
  const char *const tries[] = {is_bare(url) ? known : url, is_bare(url) ? url : known, root};
  g_autoptr(GError) first = NULL;
  int status = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(tries) && status != 401; i++) {
    g_autoptr(GError) local = NULL;
    Place place = {0};
    gboolean found = tries[i] && look_at(http, tries[i], cancellable, &place, &status, &local);
    if (found && (place.calendar || place.principal || place.home || strcmp(tries[i], url) == 0)) {
      *ret_place = place;
      *ret_url = g_strdup(tries[i]);
      return TRUE;
    }
    place_clear(&place);
    if (first == NULL)
      first = g_steal_pointer(&local);
  }
  CrHttpReply reply = {.status = status};
  if (first)
    g_propagate_error(error, g_steal_pointer(&first));
  else
    cr_http_set_status_error(
        &reply, status == 401 ? "the calendar server" : "no calendar server there", error);
  return FALSE;
}

char *
cr_dav_find_home(CrHttp *http, const char *url, GCancellable *cancellable, GError **error) {
  g_auto(Place) place = {0};
  g_autofree char *found = NULL, *checked = cr_url_check(url, CR_REACH_ALL, error);
  g_autoptr(GError) local = NULL;
  if (checked == NULL || !find_place(http, checked, cancellable, &place, &found, error))
    return NULL;
  g_autofree char *home = place.calendar ? NULL : home_of(http, &place, cancellable, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
  }
  return home ? g_steal_pointer(&home) : g_steal_pointer(&found);
}
