#include "engine/worker.h"

#include "base/instant.h"

#include <pthread.h>
#include <time.h>

struct _CrWorker {
  CrWork work;
  gpointer data;
  GThread *thread;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  gboolean woken, stopping, asleep;
};

static void
init_condition(pthread_cond_t *condition) {
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(condition, &attributes);
  pthread_condattr_destroy(&attributes);
}

/* With the lock held. */
static void
sleep_until_woken(CrWorker *worker, gint64 sleep_usec) {
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  gint64 usec = until.tv_nsec / 1000 + MIN(sleep_usec, 365 * CR_DAY_USEC);
  until.tv_sec += usec / CR_SECOND;
  until.tv_nsec = usec % CR_SECOND * 1000;
  int code = 0;
  while (!worker->woken && !worker->stopping && code == 0)
    code = sleep_usec == CR_WORKER_SLEEP
               ? pthread_cond_wait(&worker->changed, &worker->lock)
               : pthread_cond_timedwait(&worker->changed, &worker->lock, &until);
}

static gpointer
run(gpointer data) {
  CrWorker *worker = data;
  pthread_mutex_lock(&worker->lock);
  while (!worker->stopping) {
    worker->woken = FALSE;
    pthread_mutex_unlock(&worker->lock);
    gint64 sleep_usec = worker->work(worker->data);
    pthread_mutex_lock(&worker->lock);
    worker->asleep = TRUE;
    sleep_until_woken(worker, sleep_usec);
    worker->asleep = FALSE;
  }
  pthread_mutex_unlock(&worker->lock);
  return NULL;
}

CrWorker *
cr_worker_new(const char *name, CrWork work, gpointer data) {
  CrWorker *worker = g_new0(CrWorker, 1);
  worker->work = work;
  worker->data = data;
  pthread_mutex_init(&worker->lock, NULL);
  init_condition(&worker->changed);
  worker->thread = g_thread_new(name, run, worker);
  return worker;
}

void
cr_worker_wake(CrWorker *worker) {
  pthread_mutex_lock(&worker->lock);
  worker->woken = TRUE;
  pthread_cond_signal(&worker->changed);
  pthread_mutex_unlock(&worker->lock);
}

gboolean
cr_worker_is_at_work(CrWorker *worker) {
  pthread_mutex_lock(&worker->lock);
  gboolean at_work = !worker->asleep || worker->woken;
  pthread_mutex_unlock(&worker->lock);
  return at_work;
}

void
cr_worker_free(CrWorker *worker) {
  if (worker == NULL)
    return;
  pthread_mutex_lock(&worker->lock);
  worker->stopping = TRUE;
  pthread_cond_signal(&worker->changed);
  pthread_mutex_unlock(&worker->lock);
  g_thread_join(worker->thread);
  pthread_mutex_destroy(&worker->lock);
  pthread_cond_destroy(&worker->changed);
  g_free(worker);
}

gint64
cr_worker_back_off(guint failures, gint64 first_usec, gint64 most_usec) {
  return MIN(first_usec << MIN(failures - 1, 16), most_usec);
}
