/* read-apart: the process in which others of this program have strangers' bytes read. Nobody calls
 * it by hand. */
#include "cmd/command.h"
#include "engine/apart.h"

#include <sys/socket.h>
#include <unistd.h>

CrExit
cr_verb_read_apart(CrCommand *command, char **args) {
  int kind = 0;
  socklen_t size = sizeof kind;
  if (getsockopt(CR_APART_CONTROL, SOL_SOCKET, SO_TYPE, &kind, &size) != 0) {
    cr_command_complain("read-apart is begun by crickets itself");
    return CR_EXIT_USAGE;
  }
  if (fork() != 0) /* who began us waits for this one only */
    _exit(0);
  cr_intake_warm_up();
  cr_apart_serve(&cr_intake_class, &cr_apart_limits);
  _exit(0); /* what was loaded is not to be put away */
}
