#!/usr/bin/env python3
"""setup and doctor: what is wrong is told, what does not work is not kept, no password lies about."""
import stat

from harness import PROFILE, expect, expect_code, main


def checks(desk):
    return {(check["about"], check["name"]): check for check in desk.run("doctor", "--json").json["checks"]}


def answers_are_asked_again_until_they_are_sound(desk):
    answers = "Jordan Ellis\njordan@exam ple\njordan@example.com\nUSA\nUS\n312555014\n+13125550142\nAmerica/Chicag\nAmerica/Chicago\n"
    result = desk.run("setup", stdin=answers.encode())
    expect_code(result, 0)
    told = "\n".join(result.errors)
    for wrong in ("jordan@exam ple", "USA", "312555014", "America/Chicag"):
        expect(wrong + ":" in told, wrong, told)
    expect(b"Noted: Jordan Ellis, jordan@example.com, +13125550142, America/Chicago." in result.out, result.out)
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


if __name__ == "__main__":
    main([answers_are_asked_again_until_they_are_sound, a_mistyped_profile_is_told, a_password_is_sealed,
          what_cannot_be_is_refused])
