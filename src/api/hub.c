#include "api/hub.h"

#include <pthread.h>
#include <string.h>

#define MAX_WAITING 64 /* pieces of news that a stream may lag behind */
#define BLOCK_BYTES 512

typedef struct {
  CrHub *hub;
  struct MHD_Connection *connection;
  gconstpointer world;
  char *listener;
  GQueue news; /* GBytes */
  gsize told;  /* bytes of the first */
  gboolean suspended, ending;
} Stream;

/* A pthread mutex: TSan reports false races on GMutex. */
struct _CrHub {
  pthread_mutex_t mutex;
  GHashTable *streams; /* Stream, a set */
  gboolean closed;
};

CrHub *
cr_hub_new(void) {
  CrHub *hub = g_new0(CrHub, 1);
  pthread_mutex_init(&hub->mutex, NULL);
  hub->streams = g_hash_table_new(NULL, NULL);
  return hub;
}

void
cr_hub_free(CrHub *hub) {
  if (hub == NULL)
    return;
  g_assert(g_hash_table_size(hub->streams) == 0);
  g_hash_table_unref(hub->streams);
  pthread_mutex_destroy(&hub->mutex);
  g_free(hub);
}

static gssize
take_news(Stream *stream, char *buffer, gsize room) {
  gsize size, put = 0;
  while (put < room && stream->news.head) {
    GBytes *first = stream->news.head->data;
    const char *bytes = g_bytes_get_data(first, &size);
    gsize length = MIN(room - put, size - stream->told);
    memcpy(buffer + put, bytes + stream->told, length);
    put += length;
    stream->told += length;
    if (stream->told == size) {
      g_bytes_unref(g_queue_pop_head(&stream->news));
      stream->told = 0;
    }
  }
  return (gssize) put;
}

/* MHD asks for more. Without news the stream sleeps until it is told something. */
static ssize_t
read_stream(void *data, uint64_t position, char *buffer, size_t room) {
  Stream *stream = data;
  CrHub *hub = stream->hub;
  pthread_mutex_lock(&hub->mutex);
  gssize put = take_news(stream, buffer, room);
  if (put == 0 && stream->ending) {
    put = MHD_CONTENT_READER_END_OF_STREAM;
  } else if (put == 0 && !stream->suspended) {
    stream->suspended = TRUE;
    MHD_suspend_connection(stream->connection);
  }
  pthread_mutex_unlock(&hub->mutex);
  return put;
}

static void
free_stream(void *data) {
  Stream *stream = data;
  CrHub *hub = stream->hub;
  pthread_mutex_lock(&hub->mutex);
  g_hash_table_remove(hub->streams, stream);
  pthread_mutex_unlock(&hub->mutex);
  g_queue_clear_full(&stream->news, (GDestroyNotify) g_bytes_unref);
  g_free(stream->listener);
  g_free(stream);
}

/* Of that world, most of them. */
static guint
count_of(CrHub *hub, gconstpointer world, guint most) {
  GHashTableIter iter;
  gpointer key;
  guint count = 0;
  g_hash_table_iter_init(&iter, hub->streams);
  while (count < most && g_hash_table_iter_next(&iter, &key, NULL))
    count += ((Stream *) key)->world == world;
  return count;
}

struct MHD_Response *
cr_hub_stream(CrHub *hub, struct MHD_Connection *connection, gconstpointer world,
              const char *listener, guint most, GBytes *first) {
  Stream *stream = g_new0(Stream, 1);
  *stream = (Stream){
      .hub = hub, .connection = connection, .world = world, .listener = g_strdup(listener)};
  g_queue_init(&stream->news);
  g_queue_push_tail(&stream->news, first);
  pthread_mutex_lock(&hub->mutex);
  gboolean room = !hub->closed && g_hash_table_size(hub->streams) < CR_MAX_STREAMS &&
                  (most >= CR_MAX_STREAMS || count_of(hub, world, most) < most);
  if (room)
    g_hash_table_add(hub->streams, stream);
  pthread_mutex_unlock(&hub->mutex);
  if (!room) {
    free_stream(stream);
    return NULL;
  }
  return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK_BYTES, read_stream, stream,
                                           free_stream);
}

static void
wake(Stream *stream) {
  if (stream->suspended) {
    stream->suspended = FALSE;
    MHD_resume_connection(stream->connection);
  }
}

void
cr_hub_tell(CrHub *hub, gconstpointer world, GBytes *news, gboolean all) {
  GHashTableIter iter;
  gpointer key;
  pthread_mutex_lock(&hub->mutex);
  g_hash_table_iter_init(&iter, hub->streams);
  while (g_hash_table_iter_next(&iter, &key, NULL)) {
    Stream *stream = key;
    if ((!all && stream->world != world) || stream->ending)
      continue;
    if (g_queue_get_length(&stream->news) >= MAX_WAITING)
      stream->ending = TRUE;
    else
      g_queue_push_tail(&stream->news, g_bytes_ref(news));
    wake(stream);
  }
  pthread_mutex_unlock(&hub->mutex);
}

/* Those of the world, or all; but not whose listener is in the set. With the lock. */
static void
end_streams(CrHub *hub, gconstpointer world, gboolean all, GHashTable *but) {
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, hub->streams);
  while (g_hash_table_iter_next(&iter, &key, NULL)) {
    Stream *stream = key;
    gboolean stays = but && stream->listener && g_hash_table_contains(but, stream->listener);
    if (stays || (!all && stream->world != world))
      continue;
    stream->ending = TRUE;
    wake(stream);
  }
}

void
cr_hub_keep(CrHub *hub, gconstpointer world, GHashTable *listeners) {
  pthread_mutex_lock(&hub->mutex);
  end_streams(hub, world, FALSE, listeners);
  pthread_mutex_unlock(&hub->mutex);
}

void
cr_hub_end(CrHub *hub, gconstpointer world, gboolean all) {
  pthread_mutex_lock(&hub->mutex);
  hub->closed = hub->closed || all;
  end_streams(hub, world, all, NULL);
  pthread_mutex_unlock(&hub->mutex);
}

guint
cr_hub_count(CrHub *hub) {
  pthread_mutex_lock(&hub->mutex);
  guint count = g_hash_table_size(hub->streams);
  pthread_mutex_unlock(&hub->mutex);
  return count;
}

gboolean
cr_hub_serves(CrHub *hub, gconstpointer world) {
  pthread_mutex_lock(&hub->mutex);
  gboolean any = count_of(hub, world, 1) > 0;
  pthread_mutex_unlock(&hub->mutex);
  return any;
}
