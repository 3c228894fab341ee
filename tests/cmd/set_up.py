#!/usr/bin/env python3
"""setup and doctor: what is wrong is told, what does not work is not kept, no password lies about."""
import socket
import stat

from harness import PROFILE, converse, expect, expect_code, main


def checks(desk):
    return {(check["about"], check["name"]): check for check in desk.run("doctor", "--json").json["checks"]}


def answers_are_asked_again_until_they_are_sound(desk):
    answers = "Jordan Ellis\njordan@exam ple\njordan@example.com\nUSA\nUS\n312555014\n+13125550142\nAmerica/Chicag\nAmerica/Chicago\n"
    result = desk.run("setup", stdin=answers.encode())
    expect_code(result, 0)
    told = "\n".join(result.errors)
    for wrong in ("jordan@exam ple", "USA", "312555014", "America/Chicag"):
        expect(wrong + ":" in told, wrong, told)
    expect(b"Noted: Jordan Ellis, jordan@example.com, +1 312-555-0142, America/Chicago." in result.out, result.out)
    of_you = {name: check["result"] for (about, name), check in checks(desk).items() if about == "you"}
    expect(set(of_you.values()) == {"fine"} and len(of_you) == 5, of_you)


def a_mistyped_profile_is_told(desk):
    bad = PROFILE.replace("+13125550142", "+1312555014").replace("jordan.ellis@", "jordan ellis@")
    result = desk.run("setup", str(desk.path("profile.ini", bad)))
    expect_code(result, 3)
    expect(any("phone=+1312555014 is no number" in line for line in result.errors), result.errors)
    expect(any("is no e-mail address" in line for line in result.errors), result.errors)
    found = checks(desk)
    expect(found["you", "phone number"]["result"] == "bad" and found["you", "phone number"]["remedy"], found)
    expect(found["you", "e-mail address"]["result"] == "bad", found)


def what_a_profile_does_not_name_stays(desk):
    desk.set_up()
    result = desk.run("setup", str(desk.path("more.ini", "[candidate]\nphone=(773) 555-0188\nnmae=Max\nemail=jordan at home\n")))
    expect_code(result, 3)
    expect(b"Noted: Jordan Ellis, jordan.ellis@example.com, +1 773-555-0188, America/Chicago." in result.out, result.out)
    expect(any("nmae is no setting; there are name" in line for line in result.errors), result.errors)
    result = desk.run("setup", str(desk.path("less.ini", "[candidate]\nphone=\n")))
    expect(b"Noted: Jordan Ellis, jordan.ellis@example.com, no phone, America/Chicago." in result.out, result.out)


def a_file_that_is_no_profile_changes_nothing(desk):
    expect_code(desk.run("setup", str(desk.path("profile.ini", PROFILE))), 0)
    for text in ("", "[person]\nname=Max Other\n", "name=Max Other\n"):
        result = desk.run("setup", str(desk.path("other.ini", text)))
        expect_code(result, 4)
        expect("neither a [candidate] nor a [policy] part" in result.errors[-1], result.errors)
    expect_code(desk.run("setup", str(desk.path("policy.ini", "[policy]\ngrace_soft_min=6\n"))), 0)
    of_you = {name: check for (about, name), check in checks(desk).items() if about == "you"}
    expect(of_you["name"]["text"] == "Jordan Ellis", of_you)


def letters_may_go_by_a_command(desk):
    mailer = desk.path("mailer", "#!/bin/sh\nexec cat >/dev/null\n")
    mailer.chmod(0o700)
    result = desk.run("setup", "send", "--command", f"{mailer} -i -t")
    expect_code(result, 0)
    expect(b"send is connected." in result.out, result.out)
    kept = (desk.folder / "config/crickets/connections.ini").read_text()
    expect("kind=sendmail" in kept and f"command={mailer} -i -t" in kept, kept)
    expect_code(desk.run("setup", "send", "--command", "/nonexistent/mailer"), 4)


def a_password_is_sealed(desk):
    expect_code(desk.run("setup", "mail", "--url", "imaps://imap.example.invalid", "--user", "jordan", "--no-check",
                         "--password-stdin", stdin=b"Correct-Horse-9\n"), 0)
    files = [path for path in desk.folder.rglob("*") if path.is_file()]
    expect({"connections.ini", "secrets.ini", "secrets.key"} <= {path.name for path in files}, files)
    for path in files:
        expect(b"Correct-Horse-9" not in path.read_bytes(), path)
        if path.parent.name == "crickets":
            expect(stat.S_IMODE(path.stat().st_mode) == 0o600, path, oct(path.stat().st_mode))
    found = checks(desk)
    expect(found["mail", "name"]["result"] == "bad" and "imap.example.invalid" in found["mail", "name"]["text"], found)
    (desk.folder / "state" / "crickets" / "secrets.key").unlink()  # a config that was copied without its key
    once = desk.run("watch", "--once")
    expect_code(once, 3)
    expect(any("the key to the kept passwords" in line for line in once.errors), once.errors)
    expect_code(desk.run("setup", "remove", "mail"), 0)
    expect_code(desk.run("setup", "remove", "mail"), 1)
    expect(b"sealed" not in (desk.folder / "config" / "crickets" / "secrets.ini").read_bytes())


def what_cannot_be_is_refused(desk):
    for words, code in ((["setup", "fax", "x"], 2), (["setup", "mail"], 2), (["setup", "mail", "no-address"], 2),
                        (["setup", "calls", "/no/such/log"], 4), (["setup", "mail", "--url", "imaps://x.example", "--user", "j"], 2),
                        (["setup", "mail", "--url", "http://x.example", "--user", "j", "--auth", "none"], 4),
                        (["setup", "mail", "--url", "imaps://x.example", "--auth", "magic"], 2)):
        result = desk.run(*words)
        expect(result.code == code, words, result.code, result.err, result.out)
        expect(result.errors, words)
    expect(not (desk.folder / "config" / "crickets" / "connections.ini").exists())


def a_slip_of_the_finger_is_asked_about(desk):
    code, text = converse(desk, [
        ("Your name", "Jordan Ellis"), ("Your e-mail address", "jordan@example"), ("Your e-mail address", "jordan@gmial.com"),
        ("Did you mean jordan@gmail.com", "y"), ("Your country", "US"), ("Your phone number", "312-555-0142"),
        ("Your time zone", "America/Chicago"), ("Connect your mailbox", "y"), ("Its address", "jordan@example.invalid"),
        ("Where it is read", "imaps://localhost:9"), ("Where letters are sent", ""), ("Password", "secret"),
        ("Try again", "n"), ("Keep it nevertheless", ""), ("calendar's address", "n"), ("A call log", "")], "setup")
    expect(code == 0 and "Noted: Jordan Ellis, jordan@gmail.com, +1 312-555-0142, America/Chicago." in text, code, text)
    expect("jordan@example: that is no e-mail address" in text and "secret" not in text, text)
    expect("https://:" not in text and "setup calendar" not in text, "n names no calendar", text)
    expect("crickets add" in text and "crickets serve" in text, "what comes next", text)
    expect("mail is not kept" in text and "crickets doctor" in text, text)


def what_was_changed_meanwhile_stays(desk):
    """On the page, while the questions stand there: only what was answered is written."""
    desk.set_up()

    def change_others():
        other = PROFILE.replace("America/Chicago", "Europe/Berlin") + "[policy]\ngrace_soft_min=7\n"
        expect_code(desk.run("setup", str(desk.path("other.ini", other))), 0)
        return "+13125550199"
    code, text = converse(desk, [("Your name", "Jo Ellis"), ("Your e-mail address", ""), ("Your country", ""),
                                 ("Your phone number", change_others), ("Your time zone", "")], "setup", "profile")
    expect(code == 0 and "Noted: Jo Ellis, jordan.ellis@example.com, +1 312-555-0199, Europe/Berlin." in text, code, text)
    kept = desk.run("export").json
    expect(kept["policy"]["grace_soft_min"] == 7 and kept["profile"]["zone"] == "Europe/Berlin", kept["policy"], kept["profile"])


def what_fails_is_named_with_what_helps(desk):
    desk.set_up()
    folder = desk.folder / "config" / "crickets"
    folder.mkdir(parents=True, exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    (folder / "connections.ini").write_text(f"[home]\nkind=caldav\nauth=none\nwrites=true\nurl={url}\n"
                                            f"\n[bell]\nkind=ntfy\nauth=none\nurl={url}topic\n")
    expect_code(desk.run("watch", "--once", now="2026-11-20T12:00:00-06:00"), 3)
    expect_code(desk.run("add", "Dana Reyes calls 2026-11-20T14:00:00-06:00", now="2026-11-20T12:00:00-06:00"), 0)
    result = desk.run("watch", "--once", now="2026-11-20T14:06:00-06:00")
    expect_code(result, 3)
    told = "\n".join(result.errors)
    for part in ("home: reading: ", "home: writing: ", "bell: telling: ", "nobody answers there", "crickets doctor"):
        expect(part in told, part, told)
    found = checks(desk)
    for name in (("home", "reading"), ("home", "writing"), ("bell", "telling")):
        expect(found[name]["result"] == "bad" and found[name]["remedy"], found)
    expect(b"home: reading fails since" in desk.run("now").out, "now says nothing")


if __name__ == "__main__":
    main([answers_are_asked_again_until_they_are_sound, a_mistyped_profile_is_told,
          what_a_profile_does_not_name_stays, a_file_that_is_no_profile_changes_nothing, a_password_is_sealed, letters_may_go_by_a_command,
          what_cannot_be_is_refused, a_slip_of_the_finger_is_asked_about, what_was_changed_meanwhile_stays, what_fails_is_named_with_what_helps])
