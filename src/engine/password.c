#include "engine/password.h"

#include "base/error.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

/* OWASP's least for argon2id; some 20 ms. */
#define OPERATIONS 2
#define MEMORY_BYTES (19UL << 20)
#define MAX_AT_ONCE 2
#define MAX_WAITING 4
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t freed = PTHREAD_COND_INITIALIZER;
static int working, waiting;

static gboolean
enter(GError **error) {
  pthread_mutex_lock(&mutex);
  gboolean ok = sodium_init() >= 0 && (working < MAX_AT_ONCE || waiting < MAX_WAITING);
  if (ok) {
    waiting++;
    while (working >= MAX_AT_ONCE)
      pthread_cond_wait(&freed, &mutex);
    waiting--;
    working++;
  }
  pthread_mutex_unlock(&mutex);
  if (!ok)
    g_set_error(error, CR_ERROR, CR_ERROR_BUSY, "too many passwords are being looked at just now");
  return ok;
}

static void
leave(void) {
  pthread_mutex_lock(&mutex);
  working--;
  pthread_cond_signal(&freed);
  pthread_mutex_unlock(&mutex);
}

static gboolean
is_one_letter(const char *text) {
  const char *p = text;
  while (*p && g_utf8_get_char(p) == g_utf8_get_char(text))
    p = g_utf8_next_char(p);
  return *p == '\0';
}

gboolean
cr_password_check_new(const char *password, const char *email, GError **error) {
  const char *problem = NULL;
  if (!g_utf8_validate(password, -1, NULL) || strlen(password) > CR_PASSWORD_MAX_BYTES)
    problem = "this password is too long";
  else if (g_utf8_strlen(password, -1) < CR_PASSWORD_MIN_CHARS)
    problem = "a password has at least 12 characters: a few words that you will remember";
  else if (email && g_ascii_strcasecmp(password, email) == 0)
    problem = "your address is the first password that anybody would try";
  else if (is_one_letter(password))
    problem = "one letter again and again is soon found";
  if (problem)
    g_set_error_literal(error, CR_ERROR, CR_ERROR_PARSE, problem);
  return problem == NULL;
}

char *
cr_password_hash(const char *password, GError **error) {
  char hash[crypto_pwhash_STRBYTES];
  if (!enter(error))
    return NULL;
  int failed = crypto_pwhash_str_alg(hash, password, strlen(password), OPERATIONS, MEMORY_BYTES,
                                     crypto_pwhash_ALG_ARGON2ID13);
  leave();
  if (failed) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "there is no memory for a password");
    return NULL;
  }
  return g_strdup(hash);
}

/* Of a password that nobody knows: with it who is nobody takes as long as everybody else. */
static pthread_once_t made_nobodys = PTHREAD_ONCE_INIT;
static char nobodys[crypto_pwhash_STRBYTES];

static void
make_nobodys(void) {
  guchar bytes[32];
  randombytes_buf(bytes, sizeof bytes);
  if (crypto_pwhash_str_alg(nobodys, (const char *) bytes, sizeof bytes, OPERATIONS, MEMORY_BYTES,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    g_error("there is no memory for a password");
}

gboolean
cr_password_verify(const char *hash, const char *password, gboolean *ret_fits, GError **error) {
  if (!enter(error))
    return FALSE;
  pthread_once(&made_nobodys, make_nobodys);
  gboolean fits = crypto_pwhash_str_verify(hash ? hash : nobodys, password, strlen(password)) == 0;
  leave();
  *ret_fits = fits && hash;
  return TRUE;
}
