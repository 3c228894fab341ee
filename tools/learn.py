#!/usr/bin/env python3
"""Learn data/kind-words.tsv from the labelled mails: tools/learn.py PARSE_MAIL [--check] [FILE-OF-LINES…]

Multinomial logistic regression over the words and pairs that PARSE_MAIL --features prints, by plain
gradient steps in a fixed order, so that the same corpus gives the same table. Learns from
tests/corpus/mails, tests/corpus/written and tests/corpus/mail-lines.txt. With --check nothing is written: each fifth of
the corpus is judged by what was learnt from the others. Files of lines ("@ KIND", then a mail a line)
are judged, too, without being learnt from.
"""
import collections
import csv
import math
import os
import random
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CORPUS = os.path.join(ROOT, "tests/corpus")
INDEXES = [(CORPUS + "/mails.tsv", CORPUS + "/mails"), (CORPUS + "/written/labels.tsv", CORPUS + "/written")]
TABLE = os.path.join(ROOT, "data/kind-words.tsv")
EPOCHS, STEP, DECAY = 40, 1.5, 1e-4
LEAST_WEIGHT = 0.12  # smaller ones are left out of the table
HEAD = """\
# What words and pairs of neighbours weigh for each kind of mail: WORD or PAIR, then KIND WEIGHT pairs.
# "*" is what each kind starts with. Made from tests/corpus by tools/learn.py, see src/parse/mail-learned.h.
"""
MAIL = ("From: Dana Reyes <dana.reyes@northwind.example>\nTo: sam@candidate.example\n"
        "Date: Wed, 18 Nov 2026 10:00:00 -0500\nMIME-Version: 1.0\nSubject: Re: our call\n"
        "Content-Type: text/plain; charset=utf-8\n\n%s\n")


def read_lines(path, kind=None):
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("@ "):
            kind = line[2:]
        elif line and not line.startswith("#"):
            yield kind, line.replace("\\n", "\n")


def features(tool, paths):
    out = subprocess.run([tool, "--features"] + paths, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8", "replace")
    return [set(block.split("\n")[1:-1]) for block in out.split("== ")[1:]]


def load(tool, with_mails, files):
    labels, paths = [], []
    with tempfile.TemporaryDirectory() as folder:
        if with_mails:
            for index, mails in INDEXES:
                for row in csv.DictReader(open(index, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
                    if row["class"] != "bounce":
                        labels.append(row["class"])
                        paths.append(f"{mails}/{row['file']}")
        for path in files:
            for kind, text in read_lines(path):
                labels.append(kind)
                paths.append(f"{folder}/{len(paths)}.eml")
                with open(paths[-1], "w", encoding="utf-8") as out:
                    out.write(MAIL % text)
        return list(zip(labels, features(tool, paths)))


def scores(model, found):
    vocabulary, weights, bias = model
    found = [f for f in found if f in vocabulary]
    share = 1 / math.sqrt(len(found) + 1)
    z = {k: bias[k] + share * sum(weights[k].get(f, 0) for f in found) for k in bias}
    top = max(z.values())
    p = {k: math.exp(v - top) for k, v in z.items()}
    total = sum(p.values())
    return {k: v / total for k, v in p.items()}, found, share


def learn(data):
    counts = collections.Counter(f for _, found in data for f in found)
    vocabulary = {f for f, n in counts.items() if n >= 2}
    kinds = sorted({k for k, _ in data})
    model = vocabulary, {k: {} for k in kinds}, dict.fromkeys(kinds, 0.0)
    data, chance = [(k, sorted(found & vocabulary)) for k, found in data], random.Random(1)
    for epoch in range(EPOCHS):
        chance.shuffle(data)
        step = STEP / (1 + 0.2 * epoch)
        for kind, found in data:
            p, found, share = scores(model, found)
            for k in kinds:
                off = (k == kind) - p[k]
                if abs(off) < 1e-3:
                    continue
                model[2][k] += 0.1 * step * off
                row = model[1][k]
                for f in found:
                    row[f] = row.get(f, 0.0) * (1 - step * DECAY) + step * off * share
    return model


def judge(name, model, data):
    right, sure = 0, collections.Counter()
    for kind, found in data:
        p = scores(model, found)[0]
        best = max(p, key=p.get)
        right += best == kind
        for level in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            if p[best] >= level:
                sure[level, best == kind] += 1
    print(f"{name}: {right}/{len(data)} = {right / max(len(data), 1):.3f}; right and wrong above p:",
          {level: (sure[level, True], sure[level, False]) for level in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)})


def save(model):
    vocabulary, weights, bias = model
    with open(TABLE, "w", encoding="utf-8") as out:
        out.write(HEAD)
        out.write("\t".join(["*"] + [f"{k} {bias[k]:.2f}" for k in sorted(bias)]) + "\n")
        for f in sorted(vocabulary):
            row = [f"{k} {weights[k][f]:.2f}" for k in sorted(weights) if abs(weights[k].get(f, 0)) >= LEAST_WEIGHT]
            if row and f[0] != "#":
                out.write("\t".join([f] + row) + "\n")


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("-")]
    data = load(args[0], True, [CORPUS + "/mail-lines.txt"])
    if "--check" in sys.argv:
        mixed = data[:]
        random.Random(2).shuffle(mixed)
        for part in range(5):
            judge(f"fifth {part + 1}", learn([d for i, d in enumerate(mixed) if i % 5 != part]), mixed[part::5])
    model = learn(data)
    for path in args[1:]:
        judge(path, model, load(args[0], False, [path]))
    if "--check" not in sys.argv:
        save(model)


if __name__ == "__main__":
    main()
