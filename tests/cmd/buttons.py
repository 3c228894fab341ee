#!/usr/bin/env python3
"""The buttons of notifications, shown by a real dunst on a screen and a bus of the test's own: each does its one thing."""
import os
import subprocess
import time
from pathlib import Path

from bus import Bus
from harness import expect, main
from watch import Keeper, add, connect

# What dunst shows its menu with: instead of asking, it takes the line with the wanted label.
MENU = """#!/bin/sh
cd "$(dirname "$0")" && grep -F "$(cat wanted)" | head -n 1 > picking
cat picking && mv picking picked
"""
OPENER = """[Desktop Entry]
Type=Application
Name=Opener
Exec={script} %u
MimeType=x-scheme-handler/tel;x-scheme-handler/mailto;
"""


def script(path, text):
    path.write_text(text)
    path.chmod(0o700)
    return path


class Screen:
    def __enter__(self):
        read, write = os.pipe()
        self.process = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "800x600x24", "-nolisten", "tcp"],
                                        pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.display = ":" + number.readline().strip()
        expect(self.display != ":", "no screen")
        return self

    def __exit__(self, *problem):
        self.process.terminate()
        self.process.communicate()


class Dunst:
    def __init__(self, desk, bus, screen):
        self.folder = desk.folder / "dunst"
        self.folder.mkdir()
        menu = script(self.folder / "menu", MENU)
        (self.folder / "dunstrc").write_text(f"[global]\ndmenu = {menu}\nidle_threshold = 0\n")
        self.environment = {**desk.environment, **bus.environment, "DISPLAY": screen.display}
        self.process = subprocess.Popen(["dunst", "-config", str(self.folder / "dunstrc")], env=self.environment,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.until(lambda: self.control("is-paused") == "false", "dunst to answer")

    def until(self, condition, what):
        end = time.monotonic() + 60
        while not condition():
            expect(time.monotonic() < end and self.process.poll() is None, "waited in vain for", what)
            time.sleep(0.05)

    def control(self, *arguments):
        done = subprocess.run(["dunstctl", *arguments], env=self.environment, capture_output=True, check=False)
        return done.stdout.decode().strip()

    def press(self, label):
        """The button of a notification that has it, as soon as one is shown."""
        (self.folder / "wanted").write_text(label)
        picked = self.folder / "picked"

        def pick():
            picked.unlink(missing_ok=True)
            if self.control("count", "displayed") in ("", "0"):
                return False
            self.control("context")
            self.until(picked.exists, "the menu")
            return label in picked.read_text()

        self.until(pick, "a button " + label)

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.process.kill()
        self.process.communicate()


def opener(desk):
    """tel: and mailto: are opened by a program that writes down what it was given."""
    folder = desk.folder / "data" / "applications"
    folder.mkdir(parents=True)
    opened = desk.folder / "opened"
    tool = script(desk.folder / "open", f'#!/bin/sh\necho "$1" >> "{opened}"\n')
    (folder / "opener.desktop").write_text(OPENER.format(script=tool))
    (folder / "mimeapps.list").write_text("[Default Applications]\nx-scheme-handler/tel=opener.desktop\n"
                                          "x-scheme-handler/mailto=opener.desktop\n")
    return opened


def press_at(desk, now, ready, label, told):
    """The keeper tells at that time; the button of that label is pressed, and the keeper prints what came of it."""
    opened = opener(desk)
    desk.set_up()
    add(desk)
    with Screen() as screen, Bus() as bus:
        desk.environment_more.update(bus.environment)
        connect(desk, "[screen]\nkind=desktop\nauth=none\n")
        with Dunst(desk, bus, screen) as dunst, Keeper(desk, now=now) as keeper:
            keeper.until(ready)
            dunst.press(label)
            if told:
                keeper.until(told)
            else:
                dunst.until(opened.exists, "something to be opened")
            keeper.stop()
            expect("Sanitizer" not in keeper.errors, keeper.errors)
    return opened.read_text() if opened.exists() else ""


def acts(desk):
    facts = desk.run("--json", "export", now="2026-11-20T12:45:00-06:00").json["facts"]
    return [(f.get("act", "called"), f["source"]) for f in facts if f.get("source") == "notification"]


def they_called(desk):
    press_at(desk, "2026-11-20T12:29:58-06:00", "the agreed time", "They called", "They called.")
    expect(acts(desk) == [("they-called", "notification")], acts(desk))
    shown = desk.run("--json", "show", "1", now="2026-11-20T12:31:00-06:00").json
    expect("held" in str(shown), shown)


def no_call(desk):
    press_at(desk, "2026-11-20T12:34:58-06:00", "12:35", "No call", "note")
    expect(acts(desk) == [("no-call", "notification")], acts(desk))


def call_now(desk):
    opened = press_at(desk, "2026-11-20T12:39:58-06:00", "call: ring Dana", "Call now", "You rang them.")
    expect(acts(desk) == [("called", "notification")], acts(desk))
    for _ in range(100):  # the program that opens it runs beside
        opened = opened or (Path(desk.folder / "opened").read_text() if (desk.folder / "opened").exists() else "")
        if opened:
            break
        time.sleep(0.05)
    expect(opened == "tel:+12125550123\n", opened)


def call_by_hand(desk):
    """Where no program makes calls it is said, and the button counts: a phone lies beside."""
    desk.environment_more["XDG_DATA_DIRS"] = str(desk.folder)
    desk.set_up()
    add(desk)
    with Screen() as screen, Bus() as bus:
        desk.environment_more.update(bus.environment)
        with Dunst(desk, bus, screen) as dunst, Keeper(desk, now="2026-11-20T12:39:58-06:00") as keeper:
            keeper.until("call: ring Dana")
            dunst.press("Call now")
            keeper.until("You rang them.")
            keeper.stop()
            expect("nothing on this desktop opens tel: links" in keeper.errors, keeper.errors)


def show_letter(desk):
    opened = press_at(desk, "2026-11-20T12:44:58-06:00", "email:", "Show letter", None)
    expect(opened.startswith("mailto:") and "subject=" in opened and acts(desk) == [], opened)


def who_shows_them_comes_late(desk):
    """The keeper is there before the desktop is, as in the morning: what is due then is shown as soon as somebody can."""
    desk.set_up()
    add(desk)
    with Screen() as screen, Bus() as bus:
        desk.environment_more.update(bus.environment)
        with Keeper(desk, now="2026-11-20T12:30:01-06:00") as keeper:
            keeper.until("the agreed time")
            with Dunst(desk, bus, screen) as dunst:
                dunst.press("They called")
                keeper.until("They called.")
                keeper.stop()


if __name__ == "__main__":
    main([they_called, no_call, call_now, call_by_hand, show_letter, who_shows_them_comes_late])
