#!/usr/bin/env python3
"""Enforce the include table of docs/design.md, and that nothing below engine reads the clock, the
environment, files or randomness, or prints: layers.py SRC. Speaks TAP. First it shows on invented
sources that it catches each kind of violation."""
import pathlib
import re
import sys
import tempfile

BELOW = {"parse", "playbook", "store", "net", "source", "effect"}
MAY_INCLUDE = {
    "base": set(),
    "model": {"base"},
    **{layer: {"base", "model"} for layer in BELOW},
    "source": {"base", "model", "net"},
    "effect": {"base", "model", "net"},
    "engine": {"base", "model"} | BELOW,
    "api": {"base", "model", "engine"},
    "cmd": {"base", "model", "engine", "api"} | BELOW,
}
# Sources and effects live on the network: they may wait and do I/O, but are still told the time.
LIVE = {"net", "source", "effect"}
PURE = {"base", "model"} | BELOW - LIVE

# Names that are words elsewhere too count only when called.
CALLED = {
    "clock": "time clock times ftime localtime localtime_r mktime ctime tzset sleep usleep alarm",
    "environment": "getenv setenv putenv unsetenv setlocale gethostname getcwd getuid getpwuid",
    "files": "open openat creat fopen fdopen freopen read write pread pwrite opendir readdir scandir"
             " stat lstat fstat access unlink remove rename mkdir rmdir mkstemp mkdtemp tmpfile popen"
             " system fork vfork execv execve execvp execl execlp mmap socket connect bind listen"
             " std::ifstream std::ofstream std::fstream ifstream ofstream",
    "randomness": "rand srand rand_r random srandom drand48 lrand48",
    "output": "printf fprintf vprintf vfprintf puts fputs putchar fputc fwrite perror syslog",
}
# These are nothing else, so that taking their address counts as well. A trailing * is any ending.
NAMED = {
    "clock": "gettimeofday clock_gettime clock_nanosleep nanosleep timespec_get g_get_real_time"
             " g_get_monotonic_time g_get_current_time g_date_time_new_now* g_date_time_new_local"
             " g_date_time_to_local g_time_zone_new g_time_zone_new_local g_usleep g_timer_*"
             " g_timeout_* icaltime_current_time_with_zone icaltime_today icaltimezone_* ucal_getNow"
             " ucal_getDefaultTimeZone std::chrono __DATE__ __TIME__ __TIMESTAMP__ sqlite3_sleep",
    "environment": "environ secure_getenv g_getenv g_setenv g_unsetenv g_listenv g_get_environ"
                   " g_get_home_dir g_get_user_* g_get_real_name g_get_host_name g_get_current_dir"
                   " g_get_tmp_dir g_get_system_* g_get_prgname g_get_language_names"
                   " g_get_charset g_get_locale_variants",
    "files": "g_open g_creat g_fopen g_freopen g_stat g_lstat g_access g_unlink g_remove g_rename"
             " g_mkdir* g_mkstemp* g_mkdtemp* g_rmdir g_file_* g_dir_* g_mapped_file_* g_spawn_*"
             " g_key_file_load_from_file g_key_file_load_from_dirs g_key_file_save_to_file"
             " g_subprocess_* g_socket_* g_input_stream_* json_load_file json_dump_file json_loadf"
             " json_dumpf json_loadfd json_dumpfd icalparser_parse_file g_mime_stream_fs_*"
             " g_mime_stream_file_* g_mime_stream_mmap_* g_mime_stream_pipe_* sqlite3_open*",
    "randomness": "getrandom getentropy arc4random* random_r srandom_r g_random_* g_rand_*"
                  " g_uuid_string_random uuid_generate* std::random_device std::mt19937"
                  " sqlite3_randomness",
    "output": "stdout stderr g_print g_printerr g_message g_warning g_debug g_info g_log*"
              " std::cout std::cerr",
}
# What a file may do all the same, and why.
EXCEPT = {
    "base/library.c": {"write"},  # a part of the program itself, to memory
    "base/spool.c": {"open"},  # room beside memory: nobody else's file, and without a name
    "store/sqlite.c": {"open", "sqlite3_open_v2", "access", "stat"},  # its database, the mode of a new one, whether it can be written
}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"\n]*)"', re.M)
NO_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def pattern(names, ending):
    words = "|".join(re.escape(n).replace(r"\*", r"\w*") for n in " ".join(names).split())
    # Not a member of something, not a part of a longer name.
    return re.compile(r"(?<![\w.>:])(?:::)?(%s)\b%s" % (words, ending))


FORBIDDEN = [(kind, pattern([names], r"\s*\(")) for kind, names in CALLED.items()]
FORBIDDEN += [(kind, pattern([names], r"")) for kind, names in NAMED.items()]


def blank(match):
    """Comments and literals, without changing the line numbers."""
    return re.sub(r"[^\n]", " ", match.group())


def include_problems(layer, text):
    for match in INCLUDE.finditer(text):
        target, line = match.group(1), text.count("\n", 0, match.start()) + 1
        first = target.split("/")[0]
        if first not in MAY_INCLUDE or ".." in target.split("/"):
            yield line, f'"{target}" does not begin with a layer'
        elif first != layer and first not in MAY_INCLUDE[layer]:
            yield line, f"{layer} may not include {first}"


def call_problems(name, text):
    code = NO_CODE.sub(blank, text)
    for kind, forbidden in FORBIDDEN:
        for match in forbidden.finditer(code):
            if match.group(1) not in EXCEPT.get(name, ()):
                yield code.count("\n", 0, match.start()) + 1, f"{kind}: {match.group(1)}"


def check(src):
    """The problems of all sources below src, one line each."""
    problems = []
    for path in sorted(src.rglob("*")):
        if path.suffix not in {".c", ".h", ".cc", ".cpp", ".hh"}:
            continue
        name = path.relative_to(src).as_posix()
        layer = name.split("/")[0]
        if layer not in MAY_INCLUDE:
            problems.append(f"{name}: {layer} is no layer")
            continue
        text = path.read_text("utf-8", "replace")
        found = list(include_problems(layer, text))
        if layer in PURE:
            found += call_problems(name, text)
        problems += [f"{name}:{line}: {what}" for line, what in sorted(found)]
    return problems


def includes():
    """Each pair of layers: include it, and say whether that must be refused."""
    for layer in MAY_INCLUDE:
        for other in MAY_INCLUDE:
            allowed = other == layer or other in MAY_INCLUDE[layer]
            yield f"{layer}/x.c", f'#include "{other}/y.h"\n', not allowed


def calls():
    for table, form in ((CALLED, "int f(void) { return %s (0); }\n"), (NAMED, "void *p = (void *) %s;\n")):
        for names in table.values():
            for name in names.split():
                yield "parse/x.c", form % name.replace("*", "x"), True


SELF_TEST = [
    *includes(),
    *calls(),
    ("base/x.c", '#include "../model/y.h"\n', True),
    ("base/x.c", '#include "y.h"\n', True),
    ("util/x.c", "int x;\n", True),
    ("model/x.h", '  #  include "engine/y.h"\n', True),
    ("parse/x.cc", "auto now = ::time(nullptr);\n", True),
    ("store/sqlite.c", "int fd = open(place, 0);\n", False),
    ("store/other.c", "int fd = open(place, 0);\n", True),
    ("engine/x.c", "long now = time(NULL);\n", False),
    ("base/x.c", "/* time(NULL) */ // getenv(x)\nconst char *s = \"rand() \\\" open(\";\n", False),
    ("base/x.c", "int a = cr_time(x) + x.time(y) + z->open(w) + opener(1) + times_said;\n", False),
    ("base/x.c", "int time, open; CrInstant read_time(int x);\n", False),
    ("base/x.c", "// a quote ' in a comment\nlong x = time(0);\n", True),
]


def caught(name, text):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, name)
        path.parent.mkdir()
        path.write_text(text, "utf-8")
        return check(pathlib.Path(folder))


def main():
    failures = [f"{name}: {text!r} was {'not ' if wanted else ''}caught"
                for name, text, wanted in SELF_TEST if bool(caught(name, text)) != wanted]
    problems = check(pathlib.Path(sys.argv[1]))
    print("1..2")
    for number, (what, found) in enumerate(
            [(f"catches each of {len(SELF_TEST)} invented sources", failures),
             ("layers", problems)], 1):
        for line in found:
            print("#", line)
        print("not ok" if found else "ok", number, what)
    return 1 if failures or problems else 0


if __name__ == "__main__":
    sys.exit(main())
