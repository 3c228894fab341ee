#!/usr/bin/env python3
"""Writes the manual page and the completions for bash, zsh and fish: manual.py CRICKETS VERSION DIRECTORY

All of them say what `crickets help --json` says, so that a new verb or option is in them by itself.
"""

import json
import subprocess
import sys
from pathlib import Path

# What completes a word in capitals of a verb's arguments, or of an option's value.
FILES = {"FILE", "PATH", "DIR"}
# Of which verb an ID is no call's.
LISTED = {"apps": ["<applications>"], "keys": []}
LEFT_OUT = {"send"}  # an act of the program's own


def ways_of(verb):
    """The ways to use it, each a list of words: [["move", "ID", "STAGE"], …]."""
    arguments = verb["arguments"]
    if " | " in arguments and arguments.startswith("["):
        arguments = arguments[1:-1]
    return [way.split() for way in arguments.split(" | ")]


def is_literal(word):
    return word.strip("[]…").islower()


def offered(verb, word, words):
    """What may stand for it: files, calls, applications, or these very words."""
    name = word.strip("[]…")
    if is_literal(word):
        return [name]
    if name in words:
        return words[name]
    if name in FILES:
        return ["<files>"]
    return LISTED.get(verb["name"], ["<calls>"]) if name == "ID" else []


def places(document):
    """(pattern, offers): what may come where "VERB, how many words, the first of them" is the pattern."""
    words = {kind: [one for one in names if one not in LEFT_OUT] for kind, names in document["words"].items()}
    words["VERB"] = [verb["name"] for verb in document["verbs"]]
    table = {}
    for verb in document["verbs"]:
        for way in ways_of(verb):
            first = way[0].strip("[]…") if way and is_literal(way[0]) else "*"
            for at, word in enumerate(way):
                number = "*" if word.rstrip("]").endswith("…") else at
                known = table.setdefault(f"{verb['name']} {number} {first if at else '*'}", [])
                known += [one for one in offered(verb, word, words) if one not in known]
    return [(pattern, offers) for pattern, offers in table.items() if offers]


def option_words(options):
    return " ".join("--" + option["name"] for option in options)


def all_options(document):
    everything = {option["name"]: option for option in document["options"]}
    for verb in document["verbs"]:
        everything.update({option["name"]: option for option in verb["options"]})
    return everything.values()


def with_values(document, files):
    """Patterns of the options after which a value comes, or those that are files."""
    return " | ".join("--" + option["name"] for option in all_options(document)
                      if option["value"] and (not files or option["value"] in FILES))


# Prints the numbers of a list, and what each is.
LIST = r"""2>/dev/null | sed -n 's/^ *\([0-9][0-9]*\)  */\1\t/p'"""

BASH = r"""# Completions for crickets in bash.
_crickets_listed() { %(listed)s | cut -f 1; }
_crickets() {
  local line=${COMP_LINE:0:COMP_POINT} word= before= verb= first= number=0 words=
  local -a said
  read -ra said <<<"$line"
  [[ $line == *[[:space:]] ]] || { word=${said[-1]}; unset 'said[-1]'; }
  before=${said[-1]}
  local i
  for ((i = 1; i < ${#said[@]}; i++)); do
    case ${said[i]} in
    %(valued)s) ((i++)) ;;
    -?*) ;;
    *) if [[ -z $verb ]]; then verb=${said[i]}; else
        ((number++)) || first=${said[i]}
      fi ;;
    esac
  done
  case $before in
  %(files)s) words='<files>' ;;
  %(valued)s) return ;;
  *)
    if [[ $word == -* ]]; then
      words='%(common)s'
      case $verb in
%(options)s
      esac
    elif [[ -z $verb ]]; then
      words='%(verbs)s'
    else
      case "$verb $number $first" in
%(places)s
      esac
    fi ;;
  esac
  case $words in
  *'<files>'*) compopt -o filenames 2>/dev/null ;;
  *'<calls>'*) words=$(_crickets_listed list) ;;
  *'<applications>'*) words=$(_crickets_listed apps) ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "${words//<files>/}" -- "$word"
    [[ $words != *'<files>'* ]] || compgen -f -- "$word")
}
complete -F _crickets crickets
"""

ZSH = r"""#compdef crickets
# Completions for crickets in zsh.
_crickets_listed() { %(listed)s | tr '\t' ':'; }
_crickets() {
  local verb= first= number=0 i
  local -a offered
  for ((i = 2; i < CURRENT; i++)); do
    case ${words[i]} in
    (%(valued)s) ((i++)) ;;
    (-?*) ;;
    (*) if [[ -z $verb ]]; then verb=${words[i]}; else
        ((number++)) || first=${words[i]}
      fi ;;
    esac
  done
  case ${words[CURRENT - 1]} in
  (%(files)s) _files; return ;;
  (%(valued)s) return ;;
  esac
  if [[ ${words[CURRENT]} == -* ]]; then
    offered=(%(common)s)
    case $verb in
%(options)s
    esac
  elif [[ -z $verb ]]; then
    offered=(%(verbs)s)
  else
    case "$verb $number $first" in
%(places)s
    esac
  fi
  if [[ " $offered " == *' <files> '* ]]; then _files; offered=(${offered:#<files>}); fi
  if [[ " $offered " == *' <calls> '* ]]; then offered=("${(@f)$(_crickets_listed list)}"); fi
  if [[ " $offered " == *' <applications> '* ]]; then offered=("${(@f)$(_crickets_listed apps)}"); fi
  ((${#offered})) && _describe 'crickets' offered
}
_crickets "$@"
"""

FISH = r"""# Completions for crickets in fish.
function __crickets_listed; %(listed)s; end
function __crickets
    set -l verb; set -l first; set -l number 0; set -l before
    for word in (commandline -opc)[2..]
        switch "$before"
            case %(valued)s
                set before; continue
        end
        set before $word
        switch $word
            case '-?*'
            case '*'
                if test -z "$verb"; set verb $word
                else; test $number -eq 0; and set first $word; set number (math $number + 1); end
        end
    end
    if test -z "$verb"
%(verbs)s
        return
    end
    switch "$verb $number $first"
%(places)s
    end
end
complete -c crickets -f -a '(__crickets)'
%(options)s
"""


def arms(rows, form):
    return "\n".join(form % row for row in rows)


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def pattern_of(pattern):
    """As a shell's pattern: what is quoted is taken as it is."""
    return pattern.replace(" ", r"\ ")


def described(name, text):
    return quoted(f"{name}:{text.replace(':', chr(92) + ':')}")


def bash(document):
    options = [(verb["name"], option_words(verb["options"])) for verb in document["verbs"] if verb["options"]]
    return BASH % {
        "listed": f'crickets "$1" {LIST}', "valued": with_values(document, False), "files": with_values(document, True),
        "common": option_words(document["options"]), "verbs": " ".join(verb["name"] for verb in document["verbs"]),
        "options": arms(options, "      %s) words+=' %s' ;;"),
        "places": arms([(pattern_of(p), " ".join(o)) for p, o in places(document)], "      %s) words+=' %s' ;;"),
    }


def zsh(document):
    def of(options):
        return " ".join(described("--" + option["name"], option["text"]) for option in options)
    options = [(verb["name"], of(verb["options"])) for verb in document["verbs"] if verb["options"]]
    return ZSH % {
        "listed": f'crickets "$1" {LIST}', "valued": with_values(document, False).replace(" | ", "|"),
        "files": with_values(document, True).replace(" | ", "|"), "common": of(document["options"]),
        "verbs": " ".join(described(verb["name"], verb["summary"]) for verb in document["verbs"]),
        "options": arms(options, "    (%s) offered+=(%s) ;;"),
        "places": arms([(pattern_of(p), " ".join(map(quoted, o))) for p, o in places(document)], "    (%s) offered+=(%s) ;;"),
    }


def fish(document):
    def lines(verb, option):
        only = f"-n '__fish_seen_subcommand_from {verb}' " if verb else ""
        value = "" if not option["value"] else " -r -F" if option["value"] in FILES else " -x"
        short = " -s h" if option["name"] == "help" else ""
        return f"complete -c crickets {only}-l {option['name']}{short}{value} -d {quoted(option['text'])}"

    def offers(offers):
        kinds = {"<files>": "__fish_complete_path (commandline -ct)", "<calls>": "__crickets_listed list",
                 "<applications>": "__crickets_listed apps"}
        literal = [one for one in offers if one not in kinds]
        return "; ".join([kinds[one] for one in offers if one in kinds] + ([r"printf '%s\n' " + " ".join(literal)] if literal else []))
    options = [lines(None, option) for option in document["options"]]
    options += [lines(verb["name"], option) for verb in document["verbs"] for option in verb["options"]]
    return FISH % {
        "listed": f"crickets $argv {LIST}",
        "valued": " ".join(with_values(document, False).split(" | ")),
        "verbs": "\n".join(rf"        printf '%s\t%s\n' {verb['name']} {quoted(verb['summary'])}" for verb in document["verbs"]),
        "places": "\n".join(f"        case {quoted(pattern)}\n            {offers(o)}" for pattern, o in places(document)),
        "options": "\n".join(options),
    }


def roff(text):
    """Text of a page: nothing in it is a request or an escape; a hyphen is one that can be copied."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq").replace("…", r"\&...").replace("`", r"\(ga")
    return "\n".join(r"\&" + line if line[:1] in ".'" else line for line in escaped.split("\n"))


def man_options(options):
    return "".join(f".TP\n.B \\-\\-{roff(option['name'])}" + (f" \\fI{roff(option['value'])}\\fR" if option["value"] else "") +
                   f"\n{roff(option['text'])}\n" for option in options)


def man_verb(verb):
    ways = ways_of(verb)
    if verb["arguments"].startswith("[") and " | " in verb["arguments"]:
        ways = [[]] + ways
    uses = "\n.br\n".join(f"\\fBcrickets {roff(verb['name'])}\\fR {roff(' '.join(way))}".rstrip() for way in ways)
    summary = verb["summary"][0].upper() + verb["summary"][1:]
    examples = "\n".join(line.removeprefix("  ") for line in verb["examples"].rstrip("\n").split("\n"))
    return f".SS {roff(verb['name'])}\n{uses}\n.PP\n{roff(summary)}.\n" + man_options(verb["options"]) + f".PP\n.EX\n{roff(examples)}\n.EE\n"


def man(document, version):
    return rf""".\" Made by tools/manual.py of what crickets help \-\-json says.
.TH CRICKETS 1 2026-11-26 "crickets {version}" "User Commands"
.SH NAME
crickets \- keeps the calls that recruiters promised you
.SH SYNOPSIS
.B crickets
[\fB\-\-db\fR \fIURI\fR]
[\fB\-\-now\fR \fIINSTANT\fR]
[\fB\-\-json\fR]
\fIVERB\fR \&...
.SH DESCRIPTION
It knows what was agreed, watches the clock, notices by itself that nobody called, works out why from your own mail,
calendars and call log, says what to do this minute, writes the follow\-up with times that really are free for both,
recognises the answer and watches the new time in its turn.
To begin:
.BR "crickets setup" ,
then
.B crickets serve
(the page), or
.BR "crickets add" .
.SH VERBS
{"".join(man_verb(verb) for verb in document["verbs"])}.SH OPTIONS OF EVERY VERB
{man_options(document["options"])}.SH EXIT STATUS
0 done, 1 nothing found, 2 usage, 3 some inputs skipped (each named on stderr), 4 failed.
.SH FILES
.TP
.I $XDG_DATA_HOME/crickets/crickets.db
all that is kept, unless
.B \-\-db
names another place; in
.I \(ti/.local/share
when the variable is not set
.TP
.I $XDG_CONFIG_HOME/crickets/connections.ini
what is connected: mailbox, calendars, call logs; without passwords when a keyring has them
"""


def main():
    crickets, version, directory = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    document = json.loads(subprocess.run([crickets, "help", "--json"], check=True, stdout=subprocess.PIPE).stdout)
    for name, text in (("crickets.1", man(document, version)), ("crickets.bash", bash(document)), ("_crickets", zsh(document)),
                       ("crickets.fish", fish(document))):
        (directory / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
