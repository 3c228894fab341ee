#!/usr/bin/env python3
"""The manual page and the shells' completions, which are made of what the program says of itself."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from harness import Skip, expect, expect_code, main

GENERATOR = Path(__file__).resolve().parents[2] / "tools" / "manual.py"
ASK_BASH = """. "$1"
COMP_LINE=$2 COMP_POINT=${#2}
_crickets
printf '%s\\n' "${COMPREPLY[@]}"
"""

# what was typed, what is offered, or a part of it
TYPED = [
    ("crickets pic", {"picture"}, True),
    ("crickets list --a", {"--all"}, True),
    ("crickets list --", {"--all", "--from", "--to", "--json", "--db"}, False),
    ("crickets log 1 no", {"no-answer", "not-sent", "no-call"}, True),
    ("crickets --now 2026-11-24T14:00:00Z log 1 no-a", {"no-answer"}, True),
    ("crickets show ", {"1"}, True),
    ("crickets apps m", {"move", "merge"}, True),
    ("crickets apps move 1 scr", {"screen"}, True),
    ("crickets help ser", {"serve"}, True),
    ("crickets import inv", {"invite.ics"}, True),
    ("crickets replay --out inv", {"invite.ics"}, True),
    ("crickets setup ", {"mail", "calendar", "invite.ics"}, False),
    ("crickets list --from ", set(), True),
    ("crickets log 1 send", set(), True),
]


def made(desk):
    folder = desk.folder / "manual"
    folder.mkdir()
    subprocess.run([sys.executable, "-B", str(GENERATOR), desk.crickets, "1.2.3", str(folder)], check=True)
    return folder


def needs(program):
    if shutil.which(program) is None:
        raise Skip(f"there is no {program}")


def asked(desk, *command):
    """In the candidate's own folder, where the program is found by its name and the database is the usual one."""
    environment = {**desk.environment, "PATH": f"{Path(desk.crickets).parent}:{desk.environment['PATH']}"}
    return subprocess.run(command, capture_output=True, check=True, env=environment, cwd=desk.folder, text=True).stdout.split("\n")


def compare(desk, ask):
    desk.path("invite.ics", "")
    expect_code(desk.bare("--now", "2026-11-20T12:00:00Z", "add", "Dana of Northwind calls Tuesday 2pm ET"), 0)
    for typed, wanted, all_of_them in TYPED:
        offered = {line.split("\t")[0] for line in ask(typed)} - {""}
        expect(wanted == offered if all_of_them else wanted <= offered, typed, "offers", sorted(offered))


def bash_completes(desk):
    script = str(made(desk) / "crickets.bash")
    compare(desk, lambda typed: asked(desk, "bash", "-c", ASK_BASH, "bash", script, typed))


def fish_completes(desk):
    needs("fish")
    script = str(made(desk) / "crickets.fish")
    compare(desk, lambda typed: asked(desk, "fish", "-N", "-c", f"source {script}; complete -C $argv[1]", typed))


def zsh_reads_it(desk):
    needs("zsh")
    asked(desk, "zsh", "-n", str(made(desk) / "_crickets"))


def every_verb_and_option_is_in_the_manual(desk):
    page = (made(desk) / "crickets.1").read_text(encoding="utf-8").replace("\\-", "-")
    for verb in json.loads(desk.bare("help", "--json").out)["verbs"]:
        expect(f"\n.SS {verb['name']}\n" in page, verb["name"])
        for option in verb["options"]:
            expect(f"\n.B --{option['name']}" in page, option)
    expect("crickets 1.2.3" in page)


def the_manual_is_sound(desk):
    page = str(made(desk) / "crickets.1")
    linters = [lint for lint in (["mandoc", "-T", "lint", "-W", "warning"], ["groff", "-man", "-ww", "-z", "-T", "utf8"]) if shutil.which(lint[0])]
    if not linters:
        raise Skip("there is neither mandoc nor groff")
    for lint in linters:
        done = subprocess.run([*lint, page], capture_output=True, check=False)
        expect(done.returncode == 0 and not done.stdout and not done.stderr, lint[0], done.stdout, done.stderr)


if __name__ == "__main__":
    main([bash_completes, fish_completes, zsh_reads_it, every_verb_and_option_is_in_the_manual, the_manual_is_sound])
