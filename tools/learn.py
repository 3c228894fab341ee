#!/usr/bin/env python3
"""Learn data/kind-words.tsv from the labelled mails: tools/learn.py PARSE_MAIL [--check [-v]] [FOLDER | INDEX.tsv…]

Multinomial logistic regression over what PARSE_MAIL --features prints, see src/parse/mail-learned.h. A mail that
could as well be called another kind counts for both. The same corpus gives the same table. With --check
nothing is written; a tenth of the senders of NEWER folders, and a tenth of our own lines, are judged by what was
learnt from the rest, tenth by tenth: what to expect of new mails, if a little too good, since our lines were written
with those mails known. Folders of mails with their labels.tsv are judged, too, without being learnt from. Needs
Debian's python3-scipy.
"""
import collections
import csv
import glob
import hashlib
import itertools
import os
import re
import subprocess
import sys
import tempfile

import numpy
import scipy.optimize
import scipy.sparse

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CORPUS = os.path.join(ROOT, "tests/corpus")
TABLE = os.path.join(ROOT, "data/kind-words.tsv")
FOLDS = 10
SPREAD = 30.0  # how far weights may grow: the variance of their prior
LEAST_WEIGHT = 0.5  # smaller ones are left out of the table
LEAST_MAILS = 3  # what stands in fewer is not looked at
NEAR = 1e-2  # how small the gradient gets before the last steps, and all of it where only kinds are judged
THERE = 1e-9  # and behind them, so that no digit of the table depends on the machine
ALSO = 0.3  # what the other kinds count of a mail that may be called so, too
AUTHORS_COUNT = 3.0  # a whole mail by an author who did not see the rules teaches more than a line of ours
HEAD = """\
# What words, their kin, phrases and facts weigh for each kind of mail: NAME, then KIND WEIGHT pairs.
# "*" is what each kind starts with. Made from tests/corpus by tools/learn.py; src/parse/mail-features.h
# tells what the names mean. "rarity" is the square of how rare a feature is among mails.
"""
BULK = "[list] "
READER = "America/New_York"
MAIL = ("From: Dana Reyes <dana.reyes@northwind.example>\nTo: sam@candidate.example\n"
        "Date: Wed, 18 Nov 2026 10:00:00 -0500\nMIME-Version: 1.0\n%sSubject: %s\n"
        "Content-Type: text/plain; charset=utf-8\n\n%s\n")

NEWER = ("written-8", "written-9", "written-10", "written-11", "written-12",
         "written-13", "written-14", "written-15", "written-16", "written-17", "written-18")  # no phrase was written from them

# folder: where, if other people wrote it
Found = collections.namedtuple("Found", "kind also folder path sender zone")
Mail = collections.namedtuple("Mail", "kind also folder features path sender")


def read_lines(path):
    """A mail a line below "@ KIND", with "SUBJECT || " before its text, or in a running thread; bulk with "[list] "."""
    kind = None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("@ "):
            kind = line[2:]
        elif line and not line.startswith("#"):
            subject, bar, text = line.partition(" || ")
            yield kind, subject if bar else "Re: our call", (text if bar else line).replace("\\n", "\n")


def read_index(index, folder):
    for row in csv.DictReader(open(index, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["class"] != "bounce":
            path, name = f"{folder}/{row['file']}", os.path.basename(folder)
            sender = re.search(rb"^From:.*?@([^>\s]+)", open(path, "rb").read(), re.M)
            yield Found(row["class"], [a for a in re.split("[|,]", row.get("alt") or "") if a],
                        name if name.startswith("written") else "", path, name + str(sender and sender[1]),
                        row.get("zone") or READER)


def list_features(tool, found):
    mails = []
    found = sorted(found, key=lambda f: f.zone)
    for zone, same in itertools.groupby(found, key=lambda f: f.zone):
        same = list(same)
        for i in range(0, len(same), 500):
            part = same[i:i + 500]
            command = [tool, "--zone", zone, "--features", "yes"] + [f.path for f in part]
            out = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8", "replace")
            for f, block in zip(part, out.split("== ")[1:]):
                mails.append(Mail(f.kind, f.also, f.folder, sorted(set(block.split("\n")[1:-1])), f.path, f.sender))
    return mails


def load(tool):
    found = [f for name in ("mails", "voices", "desks") for f in read_index(f"{CORPUS}/{name}.tsv", f"{CORPUS}/{name}")]
    for index in sorted(glob.glob(CORPUS + "/written*/labels.tsv")):
        found += read_index(index, os.path.dirname(index))
    with tempfile.TemporaryDirectory() as folder:
        for path in [CORPUS + "/mail-lines.txt"] + sorted(glob.glob(CORPUS + "/said/*.txt")):
            for kind, subject, text in read_lines(path):
                name = f"{folder}/{os.path.basename(path)}-{len(found)}"
                with open(name, "w", encoding="utf-8") as out:
                    bare = subject.removeprefix(BULK)
                    header = "List-Unsubscribe: <https://northwind.example/off>\n" if bare != subject else ""
                    out.write(MAIL % (header, bare, text))
                found.append(Found(kind, [], "", name, "said" + text if "said" in path else "", READER))
        return list_features(tool, found)


def matrix(lists, columns, rarity):
    """A row for each list: what is in it, as much as it is rare, the longer the row the less."""
    starts, cells, values = [0], [], []
    for names in lists:
        known = [columns[n] for n in names if n in columns]
        worth = rarity[known]
        cells += known
        values += list(worth / (1 + (worth * worth).sum()) ** 0.5)
        starts.append(len(cells))
    return scipy.sparse.csr_matrix((values, cells, starts), shape=(len(lists), len(columns)))


def wanted(mails, kinds):
    """How much of each kind each mail is."""
    right = numpy.zeros((len(mails), len(kinds)))
    for row, mail in zip(right, mails):
        also = [kinds.index(a) for a in mail.also if a in kinds and a != mail.kind]
        row[also] = ALSO / max(len(also), 1)
        row[kinds.index(mail.kind)] = 1 - row.sum()
    return right


def probabilities(z):
    p = numpy.exp(z - z.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True)


class Fit:
    """The one best set of weights and biases, flat; the loss is convex, so that nothing else decides."""

    def __init__(self, x, right, weights):
        self.x, self.xt, self.right, self.weights = x, x.T.tocsr(), right, weights[:, None]
        self.shape = x.shape[1] + 1, right.shape[1]

    def times(self, flat):
        th = flat.reshape(self.shape)
        return self.x @ th[:-1] + th[-1]

    def back(self, off, flat):
        """The gradient of what is off in each mail, and of the prior."""
        prior = flat.reshape(self.shape)[:-1] / SPREAD
        return numpy.vstack([self.xt @ off + prior, off.sum(axis=0)]).ravel()

    def loss(self, flat):
        p = probabilities(self.times(flat))
        w = flat[:-self.shape[1]]
        value = -(numpy.log(numpy.maximum(p, 1e-300)) * self.right * self.weights).sum() + w @ w / SPREAD / 2
        return value, self.back((p - self.right) * self.weights, flat)

    def step(self, flat, gradient):
        """Newton's, by conjugate gradients."""
        p = probabilities(self.times(flat))
        step, left = numpy.zeros_like(flat), -gradient
        way, size = left.copy(), left @ left
        goal = size * 1e-8
        while size > goal:
            z = self.times(way)
            turned = self.back(self.weights * p * (z - (p * z).sum(axis=1, keepdims=True)), way)
            along = size / (way @ turned)
            step += along * way
            left -= along * turned
            last, size = size, left @ left
            way = left + size / last * way
        return step

    def solve(self, exactly):
        flat, _, _ = scipy.optimize.fmin_l_bfgs_b(self.loss, numpy.zeros(self.shape).ravel(), m=10, factr=0, pgtol=NEAR,
                                                  maxiter=2000, maxfun=4000)
        gradient = self.loss(flat)[1]
        while exactly and abs(gradient).max() > THERE:
            flat += self.step(flat, gradient)
            gradient = self.loss(flat)[1]
        return flat.reshape(self.shape)[:-1], flat.reshape(self.shape)[-1]


class Words:
    def __init__(self, mails, kinds, exactly=True):
        counts = collections.Counter(f for m in mails for f in m.features)
        names = sorted(f for f, n in counts.items() if n >= LEAST_MAILS)
        right = wanted(mails, kinds)
        counted = numpy.array([AUTHORS_COUNT if m.folder else 1.0 for m in mails])
        for last in (False, True):  # what weighs next to nothing is left out, and the rest learnt again
            self.columns = {f: i for i, f in enumerate(names)}
            self.rarity = numpy.array([numpy.log(len(mails) / counts[f]) for f in names])
            x = matrix([m.features for m in mails], self.columns, self.rarity)
            self.w, self.b = Fit(x, right, counted).solve(exactly)
            names = [f for f in names if abs(self.w[self.columns[f]]).max() >= LEAST_WEIGHT]

    def p(self, mails):
        return probabilities(matrix([m.features for m in mails], self.columns, self.rarity) @ self.w + self.b)


def tenth_of(mail):
    """The same for all mails of a sender, at random for lines; FOLDS for what all may learn from."""
    fresh = mail.folder in NEWER or mail.sender.startswith("said")
    return int(hashlib.sha256(mail.sender.encode()).hexdigest(), 16) % FOLDS if fresh else FOLDS


def check(mails, kinds):
    tenths = numpy.array([tenth_of(m) for m in mails])
    p = numpy.zeros((len(mails), len(kinds)))
    for tenth in range(FOLDS):
        theirs = numpy.flatnonzero(tenths == tenth)
        words = Words([m for m, t in zip(mails, tenths) if t != tenth], kinds, exactly=False)
        p[theirs] = words.p([mails[i] for i in theirs])
    for folder in NEWER + ("",):
        theirs = [i for i, m in enumerate(mails) if m.folder == folder and tenths[i] < FOLDS]
        judge(f"{folder or 'our lines'} by the others", [mails[i] for i in theirs], p[theirs], kinds)
    whole = [i for i, m in enumerate(mails) if m.folder and tenths[i] < FOLDS]
    judge("all their mails by the others", [mails[i] for i in whole], p[whole], kinds)


def macro_f1(mails, best, right, kinds):
    """A mail that may be called so, too, is of the kind it is called."""
    true = [b if r else kinds.index(m.kind) for m, b, r in zip(mails, best, right)]
    scores = [2 * sum(b == t == k for b, t in zip(best, true)) / (sum(b == k for b in best) + true.count(k))
              for k in set(true)]
    return sum(scores) / max(len(scores), 1)


def judge(name, mails, p, kinds):
    best = p.argmax(axis=1)
    right = [kinds[b] in [m.kind] + m.also for b, m in zip(best, mails)]
    levels = {}
    for level in (0.3, 0.5, 0.7, 0.9):
        over = [r for r, row in zip(right, p) if row.max() >= level]
        levels[level] = f"{sum(over)}/{len(over)}"
    rate = sum(right) / max(len(mails), 1)
    print(f"{name}: {sum(right)}/{len(mails)} = {rate:.3f}, macro-F1 {macro_f1(mails, best, right, kinds):.3f};",
          "right above p:", levels, flush=True)
    for m, b, r, row in zip(mails, best, right, p):
        if "-v" in sys.argv and not r:
            print(" ", os.path.basename(m.path), m.kind, "read as", kinds[b], f"{row.max():.2f}")


def write_row(out, name, row, kinds, rarity=0):
    cells = [f"rarity {rarity * rarity:.1f}"] if rarity else []
    cells += [f"{k} {v:.1f}" for k, v in zip(kinds, row) if abs(v) >= 0.05]
    if cells:
        out.write("\t".join([name] + cells) + "\n")


def save(words, kinds):
    with open(TABLE, "w", encoding="utf-8") as out:
        out.write(HEAD)
        write_row(out, "*", words.b, kinds)
        for f, i in sorted(words.columns.items()):
            if f[0] != "#":
                write_row(out, f, words.w[i] * words.rarity[i], kinds, words.rarity[i])


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("-")]
    mails = load(args[0])
    kinds = sorted({m.kind for m in mails})
    print(f"{len(mails)} mails, {sum(m.folder != '' for m in mails)} of them by others", flush=True)
    if "--check" in sys.argv:
        check(mails, kinds)
    words = Words(mails, kinds)
    print(f"{len(words.columns)} rows")
    judge("everything learnt from", mails, words.p(mails), kinds)
    for path in args[1:]:
        index, folder = (path, path[:-4]) if path.endswith(".tsv") else (path + "/labels.tsv", path)
        found = list_features(args[0], list(read_index(index, folder)))
        judge(path, found, words.p(found), kinds)
    if "--check" not in sys.argv:
        save(words, kinds)


if __name__ == "__main__":
    main()
