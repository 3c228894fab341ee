#include "engine/rest.h"

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

static guint needed; /* so many of the first loaded */

static int
count(struct dl_phdr_info *library, size_t size, void *data) {
  ++*(guint *) data;
  return 0;
}

/* In the order in which they were loaded. What is written to is the process's own, and stays. */
static int
give_back(struct dl_phdr_info *library, size_t size, void *data) {
  guint *number = data;
  guintptr page = (guintptr) sysconf(_SC_PAGESIZE);
  if (++*number <= needed)
    return 0;
  for (guint i = 0; i < library->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &library->dlpi_phdr[i];
    guintptr begin = library->dlpi_addr + part->p_vaddr;
    if (part->p_type == PT_LOAD && !(part->p_flags & PF_W))
      madvise((gpointer) (begin & ~(page - 1)), part->p_memsz + (begin & (page - 1)),
              MADV_DONTNEED);
  }
  return 0;
}

/* Of all: who is still at work has those it needs back at once. */
void
cr_rest_note(void) {
  guint number = 0;
  needed = 0;
  dl_iterate_phdr(give_back, &number);
  dl_iterate_phdr(count, &needed);
}

void
cr_rest(void) {
  guint number = 0;
  malloc_trim(0);
  if (needed)
    dl_iterate_phdr(give_back, &number);
}
