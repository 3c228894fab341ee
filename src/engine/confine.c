/* Landlock binds where files are made and written; a filter of calls (seccomp) refuses the rest. */
#include "engine/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Whether it is a folder or a file below: all that changes something, and running programs. */
#define WRITES                                                                                     \
  (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |                                 \
   LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |   \
   LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |     \
   LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)

static gboolean
allow_writing(int rules, const char *folder) {
  struct landlock_path_beneath_attr beneath = {.allowed_access = WRITES};
  beneath.parent_fd = open(folder, O_PATH | O_CLOEXEC);
  gboolean ok = beneath.parent_fd >= 0 &&
                syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
  if (beneath.parent_fd >= 0)
    close(beneath.parent_fd);
  return ok;
}

static gboolean
bind_files(const char *const *folders) {
  const struct landlock_ruleset_attr handled = {.handled_access_fs =
                                                    WRITES | LANDLOCK_ACCESS_FS_EXECUTE};
  int rules = (int) syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
  gboolean ok = rules >= 0;
  for (; ok && *folders; folders++)
    ok = allow_writing(rules, *folders);
  ok = ok && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  if (rules >= 0)
    close(rules);
  return ok;
}

static const int refused[] = {
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(socket),
    SCMP_SYS(socketpair),
    SCMP_SYS(connect),
    SCMP_SYS(bind),
    SCMP_SYS(listen),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(kill),
    SCMP_SYS(tkill),
    SCMP_SYS(pidfd_open),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pidfd_send_signal),
    SCMP_SYS(rt_sigqueueinfo),
    SCMP_SYS(rt_tgsigqueueinfo),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(bpf),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(mount),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(shmget),
    SCMP_SYS(msgget),
    SCMP_SYS(truncate),
    SCMP_SYS(chmod),
    SCMP_SYS(fchmodat),
    SCMP_SYS(chown),
    SCMP_SYS(lchown),
    SCMP_SYS(fchownat),
};

static gboolean
filter_calls(void) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  int bad = filter == NULL;
  for (gsize i = 0; !bad && i < G_N_ELEMENTS(refused); i++)
    bad = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), refused[i], 0) == -ENOMEM;
  /* typing for the user, for the shell to run afterwards; only the lower half counts there */
  bad = bad || seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
                                SCMP_A1(SCMP_CMP_MASKED_EQ, G_MAXUINT32, TIOCSTI)) != 0;
  gboolean ok = !bad && seccomp_load(filter) == 0;
  if (filter)
    seccomp_release(filter);
  return ok;
}

gboolean
cr_confine(const char *const *folders) {
  gboolean quiet = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  gboolean bound = quiet && bind_files(folders);
#if defined(__SANITIZE_ADDRESS__) /* the leak checker traces its own process */
  return bound;
#else
  return filter_calls() && bound;
#endif
}
