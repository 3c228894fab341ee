/* The filter is an allow-list of what the parsers and the C library's memory need. Of the rest
 * opening and looking for files is refused, as libraries look for what they can do without; for
 * anything else the process is killed. */
#include "engine/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* AddressSanitizer keeps terabytes of addresses and needs more calls when it reports. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED TRUE
#else
#define SANITIZED FALSE
#endif

struct _CrSandbox {
  scmp_filter_ctx filter; /* NULL: there is none on this machine */
};

static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(close),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(sched_yield),
    SCMP_SYS(getrandom),
    SCMP_SYS(getrusage),
    SCMP_SYS(sysinfo),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(lseek),
    SCMP_SYS(sched_getaffinity),
};

static const int refused[] = {
    SCMP_SYS(stat),   SCMP_SYS(lstat),    SCMP_SYS(fstat),      SCMP_SYS(newfstatat),
    SCMP_SYS(statx),  SCMP_SYS(access),   SCMP_SYS(faccessat),  SCMP_SYS(faccessat2),
    SCMP_SYS(ioctl),  SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getcwd),
    SCMP_SYS(statfs), SCMP_SYS(fstatfs),  SCMP_SYS(fcntl),      SCMP_SYS(writev),
};

/* Calls that this machine does not have are no matter. */
static gboolean
add_rules(scmp_filter_ctx filter) {
  int bad = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(allowed); i++)
    bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == -ENOMEM;
  for (gsize i = 0; i < G_N_ELEMENTS(refused); i++)
    bad |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), refused[i], 0) == -ENOMEM;
  /* memory, but never such that can be executed; files only not to be read */
  bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                          SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                          SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  bad |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 1,
                          SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT, O_RDONLY));
  seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(open), 1,
                   SCMP_A1(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT, O_RDONLY));
  /* its own time alone */
  bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 2, SCMP_A0(SCMP_CMP_EQ, 0),
                          SCMP_A1(SCMP_CMP_EQ, RLIMIT_CPU));
  return bad == 0;
}

CrSandbox *
cr_sandbox_new(void) {
  CrSandbox *sandbox = g_new0(CrSandbox, 1);
  if (SANITIZED)
    return sandbox;
  sandbox->filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (sandbox->filter) /* a search tree: each call passes through it */
    seccomp_attr_set(sandbox->filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
  if (sandbox->filter && !add_rules(sandbox->filter))
    g_clear_pointer(&sandbox->filter, seccomp_release);
  return sandbox;
}

static guint64
address_space(void) {
  unsigned long pages = 0;
  FILE *file = fopen("/proc/self/statm", "re");
  if (file && fscanf(file, "%lu", &pages) != 1)
    pages = 0;
  if (file)
    fclose(file);
  return (guint64) pages * (guint64) sysconf(_SC_PAGESIZE);
}

static gboolean
limit(int resource, guint64 most) {
  const struct rlimit both = {most, most};
  return setrlimit(resource, &both) == 0;
}

/* Both are above what they become. */
static gboolean
keep_only(int file, int input) {
  if (dup2(file, STDIN_FILENO) != STDIN_FILENO ||
      (input >= 0 && dup2(input, CR_SANDBOX_INPUT) != CR_SANDBOX_INPUT))
    return FALSE;
  closefrom(input >= 0 ? CR_SANDBOX_INPUT + 1 : STDIN_FILENO + 1);
  return TRUE;
}

gboolean
cr_sandbox_enter(CrSandbox *sandbox, int file, int input, guint64 memory_bytes,
                 gboolean *ret_filtered) {
  guint64 had = address_space();
  gboolean ok = had > 0 && keep_only(file, input) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && limit(RLIMIT_CORE, 0) &&
                limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 0) && limit(RLIMIT_NPROC, 0) &&
                limit(RLIMIT_MEMLOCK, 0) && (SANITIZED || limit(RLIMIT_AS, had + memory_bytes));
  *ret_filtered = ok && sandbox->filter && seccomp_load(sandbox->filter) == 0;
  return ok;
}

/* The limit counts whole seconds of the process's life; it is moved on only when it is near. */
gboolean
cr_sandbox_allow_cpu(guint seconds) {
  static rlim_t until;
  struct rusage used;
  if (getrusage(RUSAGE_SELF, &used) != 0)
    return FALSE;
  rlim_t now = (rlim_t) (used.ru_utime.tv_sec + used.ru_stime.tv_sec) + 1;
  if (until >= now + seconds && until <= now + 2 * (rlim_t) seconds)
    return TRUE;
  struct rlimit both;
  if (getrlimit(RLIMIT_CPU, &both) != 0)
    return FALSE;
  until = both.rlim_cur = MIN(now + 2 * (rlim_t) seconds, both.rlim_max);
  return setrlimit(RLIMIT_CPU, &both) == 0;
}
