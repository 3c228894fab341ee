#!/usr/bin/env python3
"""Assemble tests/corpus/mails/*.eml and mails.tsv from the texts in mails-*.txt; likewise voices/ and desks/, that no
phrases were written from, and held/, of which nothing is learnt.

Only the dressing is made here: dates, addresses, encodings, HTML twins. The texts are written by hand.
"""
import base64
import datetime
import glob
import html
import os
import quopri

HERE = os.path.dirname(os.path.abspath(__file__))
PEOPLE = ["Dana Reyes", "Marcus Webb", "Priya Shah", "Jonas Berg", "Imani Brooks", "Lucía Ortega",
          "Tom Okoro", "Ines Duarte", "Helen Park", "Viktor Novak", "Alice Moore", "Kenji Tanaka",
          "Sofia Rossi", "Aidan Walsh", "Grace Kim", "Noor Haddad", "Ben Carter", "Olivia Grant"]
CANDIDATES = ["Sam", "Mateo", "Ade", "Lena", "Yuki", "Chris", "Fatima", "Jo"]
HOSTS = ["northwind.example", "fabrikam.example", "contoso.example", "adatum.example",
         "litware.example", "tailspin.example", "wingtip.example"]
COLUMNS = ["file", "class", "second", "return", "caller", "phones", "deputy", "times", "firm",
           "accepts", "bounced", "drop", "keep", "unclear"]
DESKS = COLUMNS + ["alt", "zone"]  # with the reader's zone everything is labelled


def blocks(name):
    """The lines of each mail, its labels first; what stands below "= LABELS" holds for the mails behind it."""
    for path in sorted(glob.glob(os.path.join(HERE, name + "-*.txt"))):
        part, shared = None, None
        for line in open(path, encoding="utf-8").read().split("\n"):
            if line[:2] in ("@ ", "= "):
                if part and part is not shared:
                    yield part
                if line[0] == "=":
                    part = shared = [line[2:]]
                elif shared:
                    part = [line[2:] + " | " + shared[0]] + shared[1:]
                else:
                    part = [line[2:]]
            elif part:
                part.append(line)
        if part and part is not shared:
            yield part


def encoded(text, how):
    raw = text.encode("utf-8")
    if how == "base64":
        return base64.encodebytes(raw).decode()
    if how == "quoted-printable":
        return quopri.encodestring(raw).decode()
    return text


def entity(kind, text, how):
    return (f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: {how}\n\n"
            + encoded(text, how))


def as_html(text):
    paragraphs = text.strip("\n").split("\n\n")
    return "<html><body>" + "".join(
        "<p>" + html.escape(p, quote=False).replace("\n", "<br>\n") + "</p>" for p in paragraphs) + "</body></html>"


def build(number, part):
    head = [p.strip() for p in part[0].split(" | ")]
    labels = dict(p.split("=", 1) for p in head[1:])
    labels["class"] = head[0]
    name, first = PEOPLE[number % len(PEOPLE)], CANDIDATES[number % len(CANDIDATES)]
    blank = part.index("") if "" in part else len(part)
    headers = [line for line in part[1:blank] if not line.startswith("!")]
    marks = [line[1:].split(": ", 1) for line in part[1:blank] if line.startswith("!")]
    body = "\n".join(part[blank + 1:]).rstrip("\n") + "\n"
    for line in headers:
        if line.startswith("From: ") and "<" in line:
            name = line[6:line.index(" <")]
    body = body.replace("{n}", name.split()[0]).replace("{N}", name).replace("{c}", first)
    if not any(h.startswith("From:") for h in headers):
        mailbox = name.lower().replace(" ", ".").replace("í", "i")
        headers.insert(0, f"From: {name} <{mailbox}@{HOSTS[number % len(HOSTS)]}>")
    date = datetime.datetime.fromisoformat(labels.pop("date", f"2026-11-{16 + number % 4}T{9 + number % 7:02d}:{number % 60:02d}:00-05:00"))
    headers += ["To: " + first.lower() + "@candidate.example",
                "Date: " + date.strftime("%a, %d %b %Y %H:%M:%S %z"),
                f"Message-ID: <dev.{number}@mails.example>", "MIME-Version: 1.0"]
    how = ["8bit", "quoted-printable", "base64"][number % 3]
    marks = [(k, v) for k, v in marks]
    raw = dict(marks)
    if "report" in raw:
        fields = "\n".join(v for k, v in marks if k == "field")
        kind = raw["report"]
        headers.append(f'Content-Type: multipart/report; report-type={kind}; boundary="cut"')
        middle = f"Content-Type: message/{kind}\n\nReporting-MTA: dns; mx.example.net\n\n{fields}\n"
        text = "\n--cut\n" + entity("plain", body, "8bit") + "\n--cut\n" + middle + "\n--cut--\n"
    elif "html" in raw:
        headers += ["Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: " + how]
        text = "\n" + encoded(body, how)
    elif "calendar" in raw:
        headers.append('Content-Type: multipart/alternative; boundary="cut"')
        method, status = (raw["calendar"].split() + ["NEEDS-ACTION"])[:2]
        ics = (f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//example//EN\nMETHOD:{method}\nBEGIN:VEVENT\nUID:u{number}@example.com\n"
               f"DTSTAMP:20261116T090000Z\nDTSTART:20261120T150000Z\nDTEND:20261120T153000Z\nSUMMARY:Phone interview\n"
               f"ORGANIZER:mailto:x@example.com\nATTENDEE;PARTSTAT={status}:mailto:{first.lower()}@candidate.example\nEND:VEVENT\nEND:VCALENDAR\n")
        text = ("\n--cut\n" + entity("plain", body, how) + "\n--cut\nContent-Type: text/calendar; charset=utf-8; method="
                + method + "\n\n" + ics + "\n--cut--\n")
    elif number % 5 == 4:
        headers.append('Content-Type: multipart/alternative; boundary="cut"')
        text = "\n--cut\n" + entity("plain", body, how) + "\n--cut\n" + entity("html", as_html(body), how) + "\n--cut--\n"
    elif number % 7 == 6 and "\n>" not in body:
        headers += ["Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: " + how]
        text = "\n" + encoded(as_html(body), how)
    else:
        headers += ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: " + how]
        text = "\n" + encoded(body, how)
    message = "\n".join(headers) + "\n" + text
    return labels, message if number % 2 else message.replace("\n", "\r\n")


def assemble(name, columns=COLUMNS):
    folder = os.path.join(HERE, name)
    os.makedirs(folder, exist_ok=True)
    rows = []
    for number, part in enumerate(blocks(name), 1):
        while part and part[-1] == "":
            part.pop()
        labels, message = build(number, part)
        if "zone" in labels:
            labels = {"caller": "unknown", "phones": "none", **labels}
        labels["file"] = f"{number:03d}-{labels['class']}.eml"
        with open(os.path.join(folder, labels["file"]), "w", encoding="utf-8", newline="") as out:
            out.write(message)
        rows.append("\t".join(labels.get(c, "") for c in columns))
    kept = {row.split("\t")[0] for row in rows}
    for file in os.listdir(folder):
        if file not in kept:
            os.remove(os.path.join(folder, file))
    with open(os.path.join(HERE, name + ".tsv"), "w", encoding="utf-8") as out:
        out.write("\t".join(columns) + "\n" + "\n".join(rows) + "\n")
    print(len(rows), name)


assemble("mails")
assemble("voices")
assemble("desks", DESKS)
assemble("held")
