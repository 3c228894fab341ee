#include "playbook/slots.h"

/* if_so when choice is 1, otherwise when it is 0. Which calendar comes next and whether its span
 * touches the last one are coin tosses, which a processor guesses wrong half the time, so they are
 * computed rather than jumped on. */
static inline gint64
choose(gint64 choice, gint64 if_so, gint64 otherwise) {
  return otherwise ^ ((if_so ^ otherwise) & -choice);
}

/* The span that is still growing, and where it goes when the next one stands apart. */
typedef struct {
  CrSpan open;
  CrSpan *target;
} Writer;

static inline void
write_span(Writer *writer, CrInstant start, CrInstant end) {
  CrSpan open = writer->open;
  gint64 real = end > start, apart = real & (start > open.end), longer = real & (end > open.end);
  *writer->target = open;
  writer->target += apart;
  writer->open.start = choose(apart, start, open.start);
  writer->open.end = choose(longer, end, open.end);
}

/* Returns the number of spans written behind target[0], which is left to a sentinel that ends
 * before everything. */
static gsize
merge_two(const CrSpan *a, gsize n_a, const CrSpan *b, gsize n_b, CrSpan *target) {
  const CrSpan *a_end = a + n_a, *b_end = b + n_b;
  Writer writer = {{G_MININT64, G_MININT64}, target};
  while (a < a_end && b < b_end) {
    gint64 from_a = a->start <= b->start;
    write_span(&writer, choose(from_a, a->start, b->start), choose(from_a, a->end, b->end));
    a += from_a;
    b += !from_a;
  }
  for (; a < a_end; a++)
    write_span(&writer, a->start, a->end);
  for (; b < b_end; b++)
    write_span(&writer, b->start, b->end);
  *writer.target = writer.open;
  return writer.target - target;
}

typedef struct {
  const CrSpan *spans;
  gsize length;
} Run;

/* Merges runs two by two until one is left, so each span is moved log2(calendars) times. */
GArray *
cr_spans_merge(const CrSpan *const *calendars, const gsize *lengths, gsize n_calendars) {
  gsize total = 0, room;
  for (gsize i = 0; i < n_calendars; i++)
    total += lengths[i];
  room = total + n_calendars + 1; /* every run may need a sentinel */
  g_autofree Run *runs = g_new(Run, n_calendars + 1);
  g_autofree CrSpan *here = g_new(CrSpan, room), *there = g_new(CrSpan, room);
  for (gsize i = 0; i < n_calendars; i++)
    runs[i] = (Run){calendars[i], lengths[i]};
  gsize n = n_calendars;
  do {
    gsize used = 0, merged = 0;
    for (gsize i = 0; i < n; i += 2) {
      Run a = runs[i], b = i + 1 < n ? runs[i + 1] : (Run){NULL, 0};
      gsize length = merge_two(a.spans, a.length, b.spans, b.length, here + used);
      runs[merged++] = (Run){here + used + 1, length};
      used += length + 1;
    }
    n = merged;
    CrSpan *swap = here;
    here = there;
    there = swap;
  } while (n > 1);
  GArray *out = g_array_new(FALSE, FALSE, sizeof(CrSpan));
  if (n == 1 && runs[0].length > 0)
    g_array_append_vals(out, runs[0].spans, runs[0].length);
  return out;
}

gboolean
cr_spans_busy(const CrSpan *busy, gsize n_busy, CrInstant start, CrInstant end) {
  gsize low = 0, high = n_busy; /* the first span that ends after start */
  while (low < high) {
    gsize middle = low + (high - low) / 2;
    if (busy[middle].end > start)
      high = middle;
    else
      low = middle + 1;
  }
  return low < n_busy && busy[low].start < end;
}
