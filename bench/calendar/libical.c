/* The peer: the least that a program using libical does to read a calendar. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static double
now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int
main(int argc, char **argv) {
  double begin = now();
  FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
  if (file == NULL || fseek(file, 0, SEEK_END) != 0)
    return 2;
  long size = ftell(file);
  char *text = malloc(size + 1);
  rewind(file);
  if (fread(text, 1, size, file) != (size_t) size)
    return 2;
  text[size] = '\0';
  fclose(file);
  icalcomponent *calendar = icalparser_parse_string(text);
  int events = icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT);
  double seconds = now() - begin;
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("{\"events\": %d, \"seconds\": %.4f, \"rss_kib\": %ld}\n", events, seconds,
         usage.ru_maxrss);
  return 0;
}
