/* test-apart CRICKETS TRAP CORPUS: readers that are kept apart. */
#include "base/spool.h"
#include "engine/apart.h"
#include "engine/sync.h"
#include "fake-candidate.h"

#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *crickets, *trap, *corpus;

static void
use(const char *program, guint wait_sec) {
  static const char *argv[3];
  cr_apart_end();
  argv[0] = program;
  argv[1] = program == crickets ? "read-apart" : NULL;
  cr_apart_init(&(CrApartOptions){.argv = argv, .wait_sec = wait_sec});
}

static void
note(const char *message, gpointer data) {
  g_ptr_array_add(data, g_strdup(message));
}

static GPtrArray *asides; /* the bytes that were set aside */

static void
note_aside(const char *message, const char *bytes, gsize length, gpointer data) {
  g_ptr_array_add(asides, g_strndup(bytes, length));
}

static CrProfile *
sam(void) {
  CrProfile *profile = cr_profile_new();
  profile->name = g_strdup("Sam");
  profile->emails = g_strsplit("sam@example.org", " ", -1);
  profile->zone = g_strdup("America/New_York");
  profile->country = g_strdup("US");
  profile->phone = g_strdup("+12125550142");
  return profile;
}

/* Whether what is forbidden cannot be done here: under a sanitizer, or in some containers, only
 * limits hold. */
static gboolean
is_filtered(void) {
  gboolean filtered = FALSE;
  g_autoptr(GError) error = NULL;
  cr_apart_probe(&filtered, &error);
  g_assert_no_error(error);
  return filtered;
}

/* Reads "first", the trap and "second" in one batch. */
static void
spring(const char *name, const char *why) {
  g_autoptr(CrProfile) profile = sam();
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GError) error = NULL;
  CrIntake intake;
  asides = g_ptr_array_new_with_free_func(g_free);
  cr_apart_class.init(&intake, profile, 0, 1, note, problems);
  intake.set_aside = note_aside;
  cr_apart_class.bytes(&intake, "first", 5, "input 1", CR_AS_FOUND);
  cr_apart_class.bytes(&intake, name, strlen(name), "input 2", CR_AS_FOUND);
  cr_apart_class.bytes(&intake, "second", 6, "input 3", CR_AS_FOUND);
  g_assert_true(cr_apart_class.settle(&intake, &error));
  g_assert_no_error(error);
  g_assert_cmpuint(intake.inputs, ==, 3);
  g_assert_cmpuint(problems->len, ==, 1);
  g_assert_true(g_str_has_prefix(problems->pdata[0], "input 2: set aside unread: "));
  if (strstr(problems->pdata[0], why) == NULL)
    g_error("\"%s\" does not say \"%s\"", (char *) problems->pdata[0], why);
  g_assert_cmpuint(asides->len, ==, 1);
  g_assert_cmpstr(asides->pdata[0], ==, name);
  g_assert_cmpuint(cr_busy_list_count(intake.busy), ==, 0);
  g_assert_cmpuint(intake.facts->len, ==, 2);
  g_assert_cmpstr(((CrFact *) intake.facts->pdata[0])->source_key, ==, "first");
  g_assert_cmpstr(((CrFact *) intake.facts->pdata[1])->source_key, ==, "second");
  cr_apart_class.clear(&intake);
  g_ptr_array_unref(asides);
}

typedef struct {
  const char *name, *why;
  gboolean filter; /* it takes the kernel's filter to stop it */
} Trap;
static const Trap traps[] = {
    {"crash", "crashed"},
    {"give up", "crashed"},
    {"hang", "too long"},
    {"eat", "memory"},
    {"eat stack", "crashed"},
    {"tell and crash", "crashed"},
    {"lie", "no sound answer"},
    {"lie about length", "no sound answer"},
    {"answer by half", "crashed"},
    {"flood", "no sound answer"},
    {"forge", "no sound answer"},
    {"forge source", "no sound answer"},
    {"write file", "may not do", TRUE},
    {"call out", "may not do", TRUE},
    {"run program", "may not do", TRUE},
    {"make process", "may not do", TRUE},
    {"kill others", "may not do", TRUE},
    {"make code", "may not do", TRUE},
};

static gboolean
is_sanitized(void) {
#if defined(__SANITIZE_ADDRESS__)
  return TRUE;
#else
  return FALSE;
#endif
}

static void
test_trap(gconstpointer data) {
  const Trap *one = data;
  use(trap, 0);
  if (one->filter && !is_filtered()) {
    g_test_skip("the kernel takes no filter here");
    return;
  }
  if (is_sanitized() && strcmp(one->name, "eat") == 0) {
    g_test_skip("a sanitizer has no bounds of memory");
    return;
  }
  spring(one->name, one->why);
}

static void
test_wait(void) {
  use(trap, 8);
  spring("wait", "too long");
}

/* Of all calls that the kernel has, or may have one day, none but these comes back: those that are
 * allowed or refused, and two of x86-64 (335, 336: uretprobe, uprobe) that Linux lets pass any
 * filter and that do nothing elsewhere than in a probe. */
static void
test_calls(void) {
  /* clang-format off */
  static const int back[] = {335, 336,
      SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(close), SCMP_SYS(brk), SCMP_SYS(munmap),
      SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(time),
      SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(sched_yield),
      SCMP_SYS(getrandom), SCMP_SYS(getrusage), SCMP_SYS(sysinfo), SCMP_SYS(getpid),
      SCMP_SYS(gettid), SCMP_SYS(rt_sigreturn), SCMP_SYS(lseek), SCMP_SYS(rt_sigprocmask),
      SCMP_SYS(rt_sigaction), SCMP_SYS(mmap), SCMP_SYS(mprotect), SCMP_SYS(prlimit64),
      SCMP_SYS(sched_getaffinity), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(fstat),
      SCMP_SYS(statx), SCMP_SYS(newfstatat), SCMP_SYS(access), SCMP_SYS(faccessat),
      SCMP_SYS(faccessat2), SCMP_SYS(ioctl), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
      SCMP_SYS(getcwd), SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(fcntl), SCMP_SYS(writev),
      SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(restart_syscall)};
  /* clang-format on */
  g_autoptr(CrProfile) profile = sam();
  g_autoptr(GError) error = NULL;
  CrIntake intake;
  use(trap, 0);
  if (!is_filtered()) {
    g_test_skip("the kernel takes no filter here");
    return;
  }
  cr_apart_class.init(&intake, profile, 0, 1, NULL, NULL);
  for (int number = 0; number < 600; number++) {
    g_autofree char *text = g_strdup_printf("call %d", number);
    cr_apart_class.bytes(&intake, text, strlen(text), "input", CR_AS_FOUND);
  }
  g_assert_true(cr_apart_class.settle(&intake, &error));
  g_assert_cmpuint(intake.facts->len, >, 10);
  for (guint i = 0; i < intake.facts->len; i++) {
    const char *key = ((CrFact *) intake.facts->pdata[i])->source_key;
    gboolean known = FALSE;
    for (gsize k = 0; k < G_N_ELEMENTS(back); k++)
      known = known || atoi(key + strlen("call ")) == back[k];
    if (!known)
      g_error("%s comes back", key);
  }
  cr_apart_class.clear(&intake);
}

/* However many readers come and go, by themselves or by force, nothing of them stays open here. */
static guint
count_open(void) {
  g_autoptr(GDir) folder = g_dir_open("/proc/self/fd", 0, NULL);
  guint n = 0;
  while (g_dir_read_name(folder))
    n++;
  return n;
}

static void
test_nothing_stays(void) {
  g_autoptr(CrProfile) profile = sam();
  g_autoptr(GError) error = NULL;
  guint before = 0;
  use(trap, 0);
  for (guint i = 0; i < 100; i++) {
    const char *text = i % 3 == 1 ? "crash" : i % 3 == 2 ? "lie" : "fine";
    CrIntake intake;
    cr_apart_class.init(&intake, profile, 0, 1, NULL, NULL);
    cr_apart_class.bytes(&intake, text, strlen(text), "input", CR_AS_FOUND);
    g_assert_true(cr_apart_class.settle(&intake, &error));
    cr_apart_class.clear(&intake);
    if (i == 2)
      before = count_open();
  }
  g_assert_cmpuint(count_open(), ==, before);
}

/* Looking for a file is no crime: libraries do; but there is none. */
static void
test_file(void) {
  g_autoptr(CrProfile) profile = sam();
  g_autoptr(GError) error = NULL;
  CrIntake intake;
  use(trap, 0);
  cr_apart_class.init(&intake, profile, 0, 1, NULL, NULL);
  cr_apart_class.bytes(&intake, "read file", 9, "input", CR_AS_FOUND);
  g_assert_true(cr_apart_class.settle(&intake, &error));
  g_assert_cmpuint(intake.facts->len, ==, 1);
  g_assert_cmpstr(((CrFact *) intake.facts->pdata[0])->source_key, ==, "refused");
  cr_apart_class.clear(&intake);
}

/* Of an mbox that cannot be read as a whole its messages are, all but the bad one. */
static void
test_mbox(void) {
  static const char mbox[] = "From a\nfirst: 1\n\nFrom b\ncrash: now\n\nFrom c\nsecond: 2\n";
  g_autoptr(CrProfile) profile = sam();
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GError) error = NULL;
  CrIntake intake;
  use(trap, 0);
  cr_apart_class.init(&intake, profile, 0, 1, note, problems);
  cr_apart_class.bytes(&intake, mbox, strlen(mbox), "letters", CR_AS_FOUND);
  cr_apart_class.bytes(&intake, "last", 4, "input 2", CR_AS_MAIL);
  g_assert_true(cr_apart_class.settle(&intake, &error));
  g_assert_cmpuint(intake.inputs, ==, 2);
  g_assert_cmpuint(problems->len, ==, 1);
  g_assert_true(g_str_has_prefix(problems->pdata[0], "letters: message 2: set aside unread: "));
  g_assert_cmpuint(intake.facts->len, ==, 3);
  static const char *const keys[] = {"first: 1\n\n", "second: 2\n", "last"};
  for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
    g_assert_cmpstr(((CrFact *) intake.facts->pdata[i])->source_key, ==, keys[i]);
  cr_apart_class.clear(&intake);
}

/* Many inputs are on their way at once; every third kills its reader. All others are read, in
 * order. */
static void
test_many(void) {
  g_autoptr(CrProfile) profile = sam();
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GError) error = NULL;
  CrIntake intake;
  guint n = 0;
  use(trap, 0);
  cr_apart_class.init(&intake, profile, 0, 1, note, problems);
  for (guint i = 0; i < 60; i++) {
    g_autofree char *text = i % 3 == 2 ? g_strdup("crash") : g_strdup_printf("%u", i);
    cr_apart_class.bytes(&intake, text, strlen(text), "input", CR_AS_MAIL);
  }
  g_assert_true(cr_apart_class.settle(&intake, &error));
  g_assert_cmpuint(problems->len, ==, 20);
  g_assert_cmpuint(intake.facts->len, ==, 40);
  for (guint i = 0; i < 60; i++)
    if (i % 3 != 2) {
      g_autofree char *text = g_strdup_printf("%u", i);
      g_assert_cmpstr(((CrFact *) intake.facts->pdata[n++])->source_key, ==, text);
    }
  cr_apart_class.clear(&intake);
}

/* Without a reader nothing counts as read. */
static void
test_none(void) {
  static const char *const programs[] = {"/nonexistent/reader", "/bin/true"};
  g_autoptr(CrProfile) profile = sam();
  for (gsize i = 0; i < G_N_ELEMENTS(programs); i++) {
    g_autoptr(GError) error = NULL;
    CrIntake intake;
    gboolean filtered;
    use(programs[i], 0);
    cr_apart_class.init(&intake, profile, 0, 1, NULL, NULL);
    cr_apart_class.bytes(&intake, "first", 5, "input", CR_AS_MAIL);
    g_assert_false(cr_apart_class.settle(&intake, &error));
    g_assert_nonnull(error);
    cr_apart_class.clear(&intake);
    g_clear_error(&error);
    g_assert_false(cr_apart_probe(&filtered, &error));
    g_assert_nonnull(error);
  }
}

/* A source whose second mail kills its reader */

static GString *logged;

static GLogWriterOutput
note_logged(GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data) {
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp(fields[i].key, "MESSAGE") == 0)
      g_string_append(logged, fields[i].value);
  return level & G_LOG_LEVEL_ERROR ? g_log_writer_default(level, fields, n_fields, data)
                                   : G_LOG_WRITER_HANDLED;
}

static gboolean
deadly_sync(CrSource *source, const char *cursor, CrInstant now, const CrSink *sink,
            GCancellable *cancellable, GError **error) {
  static const char *const mails[] = {"first", "crash", "second"};
  for (gsize i = 0; i < G_N_ELEMENTS(mails); i++) {
    const CrDelivery delivery = {.kind = CR_DELIVERY_CALLS,
                                 .bytes = mails[i],
                                 .length = strlen(mails[i]),
                                 .name = "mail personal, INBOX",
                                 .written = CR_INSTANT_NONE};
    if (!sink->take(&delivery, sink->data, error))
      return FALSE;
  }
  return sink->checkpoint("cursor", sink->data, error);
}

static void
deadly_free(CrSource *source) {
}

static CrInstant
some_day(gpointer unused) {
  return G_GINT64_CONSTANT(1795000000000000);
}

static const CrIntakeClass *
get_reader(void) {
  return &cr_apart_class;
}

static guint
count_notes(const char *uri) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = cr_store_open(uri, &error);
  g_assert_true(cr_store_begin(store, 1, FALSE, &error));
  g_autoptr(GPtrArray) lines = cr_store_lines_after(store, 0, 0, &error);
  g_assert_no_error(error);
  guint notes = 0;
  for (guint i = 0; i < lines->len; i++)
    notes += strstr(((CrTimelineRow *) lines->pdata[i])->text, "set aside unread") != NULL;
  cr_store_rollback(store);
  return notes;
}

/* What came before and behind it is kept, as is the cursor; the account is told once; and however
 * often the source hands it out again, no reader dies of it again. */
static void
test_told_once(void) {
  static const CrSourceClass class = {deadly_sync, NULL, deadly_free};
  CrSource source = {&class};
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp("crickets-XXXXXX", &error);
  g_autofree char *uri = g_strdup_printf("sqlite:%s/db", folder);
  g_autoptr(GPtrArray) connections = fake_mailbox_connections();
  use(trap, 0);
  g_autoptr(CrStore) store = cr_store_open(uri, &error);
  g_assert_no_error(error);
  fake_candidate_save(store, 1);
  const CrSync sync = {.beside = store, .account = 1, .now = some_day, .intake = get_reader};
  for (int again = 0; again < 3; again++) {
    g_string_set_size(logged, 0);
    g_assert_true(cr_sync_source(&sync, connections->pdata[0], &source, NULL, &error));
    g_assert_no_error(error);
    g_assert_nonnull(strstr(logged->str, again == 0 ? "set aside unread" : "left out again"));
    g_assert_cmpuint(count_notes(uri), ==, 1);
  }
  g_autofree char *command = g_strdup_printf("rm -r '%s'", folder);
  g_assert_true(g_spawn_command_line_sync(command, NULL, NULL, NULL, &error));
}

/* What the real one reads */

static void
add_files(GPtrArray *paths, const char *folder, guint most) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
  g_assert_no_error(error);
  guint n = 0;
  for (const char *name; (name = g_dir_read_name(dir)) && n < most; n++) {
    char *path = g_build_filename(folder, name, NULL);
    if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
      add_files(paths, path, most);
      g_free(path);
    } else {
      g_ptr_array_add(paths, path);
    }
  }
}

static GPtrArray *
read_all(const CrIntakeClass *class, GPtrArray *paths) {
  GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(CrProfile) profile = sam();
  g_autoptr(GError) error = NULL;
  CrIntake intake;
  class->init(&intake, profile, G_GINT64_CONSTANT(1790000000000000),
              G_GINT64_CONSTANT(1800000000000000), note, out);
  for (guint i = 0; i < paths->len; i++) {
    const char *path = paths->pdata[i];
    g_autofree char *bytes = NULL;
    gsize length;
    g_assert_true(g_file_get_contents(path, &bytes, &length, &error));
    gboolean mail = g_str_has_suffix(path, ".eml");
    class->bytes(&intake, bytes, length, path, mail && i % 2 ? CR_AS_MAIL : CR_AS_FOUND);
  }
  g_assert_true(class->settle(&intake, &error));
  for (guint i = 0; i < intake.facts->len; i++) {
    g_autoptr(json_t) json = cr_fact_to_json(intake.facts->pdata[i]);
    g_ptr_array_add(out, cr_json_print(json));
  }
  g_autoptr(CrBusyReader) reader = cr_busy_reader_new(intake.busy, &error);
  for (const CrBusy *busy; (busy = cr_busy_reader_next(reader, &error));)
    g_ptr_array_add(out, g_strdup_printf("%s %s %s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                                         busy->calendar, busy->key, busy->uid, busy->summary,
                                         busy->span.start, busy->span.end));
  g_assert_no_error(error);
  g_ptr_array_add(out, g_strdup_printf("%u inputs, %u problems, mail %d, calendar %d, calls until "
                                       "%" G_GINT64_FORMAT,
                                       intake.inputs, intake.problems, intake.saw_mail,
                                       intake.saw_calendar, intake.calls_until));
  class->clear(&intake);
  return out;
}

static int
compare_texts(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *) a, *(char *const *) b);
}

/* Mails are answered while others are handed over, so what is told may come in another order. */
static void
test_same(void) {
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *mails = g_build_filename(corpus, "mails", NULL);
  g_autofree char *written = g_build_filename(corpus, "written-3", NULL);
  g_autofree char *examples = g_build_filename(corpus, "..", "..", "examples", NULL);
  g_autofree char *fuzz = g_build_filename(corpus, "fuzz", NULL);
  add_files(paths, mails, G_MAXUINT);
  add_files(paths, written, 60);
  add_files(paths, examples, G_MAXUINT);
  add_files(paths, fuzz, 60);
  use(crickets, 0);
  if (!is_sanitized())
    g_test_message("filtered: %d", is_filtered());
  g_autoptr(GPtrArray) here = read_all(&cr_intake_class, paths);
  g_autoptr(GPtrArray) apart = read_all(&cr_apart_class, paths);
  g_assert_cmpuint(here->len, ==, apart->len);
  g_assert_cmpuint(here->len, >, 500);
  g_ptr_array_sort(here, compare_texts);
  g_ptr_array_sort(apart, compare_texts);
  for (guint i = 0; i < here->len; i++)
    g_assert_cmpstr(here->pdata[i], ==, apart->pdata[i]);
}

/* A head is told as here; what kills its reader is no bulk, so that the mail itself is read. */
static void
test_head(void) {
  static const char fields[] = "From: Shop <news@shop.example>\r\nSubject: =?utf-8?q?Sale?=\r\n"
                               "List-Id: <x.shop.example>\r\n";
  g_autoptr(CrProfile) profile = sam();
  for (gsize i = 0; i < 2; i++) {
    CrIntake intake;
    use(i == 0 ? crickets : trap, 0); /* which has no way to look at heads */
    cr_apart_class.init(&intake, profile, 0, 1, NULL, NULL);
    for (int again = 0; again < 3; again++) {
      g_auto(CrMailHead) head = cr_apart_class.head(&intake, fields, strlen(fields), "", 0);
      g_assert_cmpint(head.bulk, ==, i == 0);
      g_assert_cmpstr(head.subject, ==, i == 0 ? " Sale " : NULL);
      g_assert_true(i == 1 ||
                    g_strv_contains((const char *const *) head.addresses, "news@shop.example"));
    }
    cr_apart_class.clear(&intake);
  }
}

static int
in_file(const GString *text) {
  g_autoptr(GError) error = NULL;
  int file = cr_spool_new(&error);
  g_assert_no_error(error);
  g_assert_cmpint(write(file, text->str, text->len), ==, text->len);
  return file;
}

/* Large ones come in pieces, and from a file. */
static void
test_large(void) {
  g_autoptr(CrProfile) profile = sam();
  g_autoptr(GString) calendar = g_string_new("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n");
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf(calendar,
                           "BEGIN:VEVENT\r\nUID:%u@example.com\r\nDTSTAMP:20261101T000000Z\r\n"
                           "DTSTART:20261117T140000Z\r\nDTEND:20261117T150000Z\r\nSUMMARY:Nr. %u, "
                           "which has some words to it\r\nEND:VEVENT\r\n",
                           i, i);
  g_string_append(calendar, "END:VCALENDAR\r\n");
  g_autoptr(GError) error = NULL;
  CrIntake intake;
  use(crickets, 0);
  cr_apart_class.init(&intake, profile, G_GINT64_CONSTANT(1790000000000000),
                      G_GINT64_CONSTANT(1800000000000000), NULL, NULL);
  for (guint i = 0; i < 3; i++) {
    if (i == 1)
      intake.file = in_file(calendar);
    cr_apart_class.bytes(&intake, calendar->str, calendar->len, "calendar", CR_AS_CALENDAR);
    g_assert_cmpuint(cr_busy_list_count(intake.busy), ==,
                     20000 * (i + 1)); /* at once, as whoever reads calendars counts them */
  }
  close(intake.file);
  intake.file = 0;
  cr_apart_class.bytes(&intake, calendar->str, calendar->len, "again", CR_AS_CALENDAR);
  g_assert_cmpuint(cr_busy_list_count(intake.busy), ==, 80000);
  g_assert_true(cr_apart_class.settle(&intake, &error));
  cr_apart_class.clear(&intake);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  logged = g_string_new(NULL);
  g_log_set_writer_func(note_logged, NULL, NULL);
  crickets = argv[1];
  trap = argv[2];
  corpus = argv[3];
  g_test_add_func("/apart/same", test_same);
  g_test_add_func("/apart/head", test_head);
  g_test_add_func("/apart/large", test_large);
  for (gsize i = 0; i < G_N_ELEMENTS(traps); i++) {
    g_autofree char *path = g_strdup_printf("/apart/trap/%s", traps[i].name);
    g_test_add_data_func(path, &traps[i], test_trap);
  }
  g_test_add_func("/apart/trap/wait", test_wait);
  g_test_add_func("/apart/trap/calls", test_calls);
  g_test_add_func("/apart/nothing stays", test_nothing_stays);
  g_test_add_func("/apart/trap/mbox", test_mbox);
  g_test_add_func("/apart/trap/read file", test_file);
  g_test_add_func("/apart/many", test_many);
  g_test_add_func("/apart/told once", test_told_once);
  g_test_add_func("/apart/none", test_none);
  int code = g_test_run();
  cr_apart_end();
  g_string_free(logged, TRUE);
  return code;
}
