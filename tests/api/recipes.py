#!/usr/bin/env python3
"""Every command of docs/phone.md, as it stands there, against a real server; each tells of a call."""

import json
import os
import re
import subprocess

from harness import PATIENCE, ROOT, expect, main
from common import ago

TOKEN = "0123456789abcdef0123456789abcdef"
KINDS = {"Twilio": "twilio", "A program that signs": "hmac"}


def recipes():
    """(heading, commands) of each block that is to be run."""
    heading, text = "", (ROOT / "docs" / "phone.md").read_text()
    for part in re.split(r"^(## .*)$", text, flags=re.M):
        if part.startswith("## "):
            heading = part[3:]
        for block in re.findall(r"^```sh\n(.*?)^```$", part, flags=re.M | re.S):
            yield heading, block


def begin(desk):
    """A call was agreed for two minutes ago, by the machine's own clock."""
    desk.environment["TZ"] = "America/Chicago"
    desk.set_up()
    desk.run("add", f"Dana Reyes of Northwind calls {ago(2)}, +1 212-555-0117", now=ago(60))
    desk.serve(now=None).sign_in()


def run_block(desk, block, **variables):
    folder = desk.folder / "bin"
    folder.mkdir(exist_ok=True)
    shim = folder / "crickets"
    shim.write_text(f'#!/bin/sh\nexec "{desk.crickets}" --db "{desk.db}" "$@"\n')
    shim.chmod(0o700)
    environment = {**desk.environment, **variables, "PATH": f"{folder}:{os.environ['PATH']}"}
    done = subprocess.run(["sh", "-eu", "-c", block], capture_output=True, env=environment, timeout=PATIENCE, check=False)
    expect(done.returncode == 0, block, done.stdout, done.stderr)
    return done.stdout.decode()


def facts(desk):
    return [f["call"] for f in json.loads(desk.run("export", now=ago(0)))["facts"] if "call" in f]


def a_recipe(name, heading, block):
    def test(desk):
        begin(desk)
        variables = {}
        if heading != "A watched folder":
            kind = KINDS.get(heading, "bearer")
            made = desk.ask("POST", "/hooks", {"name": "my-phone", "kind": kind, **({"token": TOKEN} if kind == "twilio" else {})},
                            status=201).json
            variables = {"URL": made["url"], "SECRET": made["secret"] or "", "TOKEN": TOKEN}
        else:
            folder = desk.folder / "CallLogs"
            folder.mkdir()
            variables = {"FOLDER": str(folder)}
            desk.stop()
        printed = run_block(desk, block, **variables)
        if heading not in ("Twilio", "A watched folder"):
            answers = re.findall(r"\{[^{}]*\}", printed)
            expect(len(answers) == block.count("curl") and all(json.loads(a)["new"] == 1 for a in answers), block, printed)
        expect("<Response/>" in printed or heading != "Twilio", printed)
        told = facts(desk)
        expect(len(told) == max(1, block.count("curl ")), "not all came of it:", block, printed, told)
        expect(all(call.get("number") in (None, "+12125550117") for call in told), told)
    test.__name__ = name
    return test


def every_way_has_a_recipe(desk):
    told = {heading for heading, _ in recipes()} | {"KDE Connect"}  # tests/cmd/kdeconnect.py
    expect(told >= {"Tasker", "MacroDroid", "iOS Shortcuts", "Twilio", "Asterisk", "A watched folder"}, told)


if __name__ == "__main__":
    main([every_way_has_a_recipe] + [a_recipe(f"{n} {title}", title, block) for n, (title, block) in enumerate(recipes(), 1)])
