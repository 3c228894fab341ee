#!/usr/bin/env python3
"""Learn data/kind-words.tsv from the labelled mails: tools/learn.py PARSE_MAIL [--check] [FOLDER | INDEX.tsv…]

Multinomial logistic regression, see src/parse/mail-learned.h: first over the words and their kin that
PARSE_MAIL --features prints, then over that and what the phrases say. The latter learns from mails
alone that the phrases were not written from (tests/corpus/said, voices and UNPHRASED), each judged by words learnt from the
others; else phrases would be trusted for more than they are worth. The same corpus gives the same
table. With --check nothing is written, and the mails of each author (tests/corpus/written*) are judged by what
was learnt without them, and each fifth of our own by what was learnt without it: what to expect of new mails.
Folders of mails with their labels.tsv are judged, too, without being learnt from. Needs Debian's python3-scipy.
"""
import collections
import csv
import glob
import os
import random
import subprocess
import sys
import tempfile

import numpy
import scipy.optimize
import scipy.sparse

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CORPUS = os.path.join(ROOT, "tests/corpus")
TABLE = os.path.join(ROOT, "data/kind-words.tsv")
FOLDS = 5
SPREAD = 100.0  # how far weights may grow: the variance of their prior
VOTES_SPREAD = 1.0
LEAST_WEIGHT = 0.3  # smaller ones are left out of the table
AUTHORS_COUNT = 3.0  # a whole mail by an author who did not see the rules teaches more than a line of ours
HEAD = """\
# What words, their kin, and what phrases say weigh for each kind of mail: NAME, then KIND WEIGHT pairs.
# "*" is what each kind starts with. Made from tests/corpus by tools/learn.py; src/parse/mail-features.h
# tells what the names mean. "=first", "=second": the phrases' two kinds; "=some" to "=outright": how much
# they say of each; "=built": what the hours suggest; "=denied": only denied; "=scale": what all words count.
# "rarity" is the square of how rare a feature is among mails.
"""
MAIL = ("From: Dana Reyes <dana.reyes@northwind.example>\nTo: sam@candidate.example\n"
        "Date: Wed, 18 Nov 2026 10:00:00 -0500\nMIME-Version: 1.0\nSubject: %s\n"
        "Content-Type: text/plain; charset=utf-8\n\n%s\n")

# Who wrote the folders that are not by ourselves.
AUTHORS = {"written": "A", "written-2": "A", "written-3": "B", "written-4": "B", "written-5": "C", "written-6": "D",
           "written-7": "C", "written-8": "E", "written-9": "F", "written-10": "G",
           "written-11": "F", "written-12": "G"}
UNPHRASED = ("written-9", "written-10", "written-11", "written-12")  # no phrase was written from them
OURS = ""

Mail = collections.namedtuple("Mail", "kind also author features votes said path")


def read_lines(path):
    """A mail a line below "@ KIND", with "SUBJECT || " before its text, or in a running thread."""
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
            yield row["class"], row.get("alt") or "", AUTHORS.get(os.path.basename(folder), OURS), f"{folder}/{row['file']}"


def list_features(tool, found):
    """found: kind, also, author, said, path."""
    mails = []
    for i in range(0, len(found), 500):
        paths = [path for *_, path in found[i:i + 500]]
        out = subprocess.run([tool, "--features"] + paths, stdout=subprocess.PIPE, check=True).stdout
        for (kind, also, author, said, path), block in zip(found[i:], out.decode("utf-8", "replace").split("== ")[1:]):
            names = set(block.split("\n")[1:-1])
            votes = {n for n in names if n[0] == "="}
            mails.append(Mail(kind, also, author, sorted(names - votes), sorted(votes), said, path))
    return mails


def load(tool):
    found = [(*m[:3], False, m[3]) for m in read_index(CORPUS + "/mails.tsv", CORPUS + "/mails")]
    found += [(*m[:3], True, m[3]) for m in read_index(CORPUS + "/voices.tsv", CORPUS + "/voices")]
    for index in sorted(glob.glob(CORPUS + "/written*/labels.tsv")):
        folder = os.path.dirname(index)
        found += [(*m[:3], os.path.basename(folder) in UNPHRASED, m[3]) for m in read_index(index, folder)]
    with tempfile.TemporaryDirectory() as folder:
        for path in [CORPUS + "/mail-lines.txt"] + sorted(glob.glob(CORPUS + "/said/*.txt")):
            for kind, subject, text in read_lines(path):
                name = f"{folder}/{os.path.basename(path)}-{len(found)}"
                with open(name, "w", encoding="utf-8") as out:
                    out.write(MAIL % (subject, text))
                found.append((kind, "", OURS, "said" in path, name))
        return list_features(tool, found)


def matrix(lists, columns, rarity=None):
    """A row for each list: what is in it, as much as it is rare, the longer the row the less."""
    starts, cells, values = [0], [], []
    for names in lists:
        known = [columns[n] for n in names if n in columns]
        worth = rarity[known] if rarity is not None else numpy.ones(len(known))
        cells += known
        values += list(worth / (1 + (worth * worth).sum()) ** 0.5 if rarity is not None else worth)
        starts.append(len(cells))
    return scipy.sparse.csr_matrix((values, cells, starts), shape=(len(lists), len(columns)))


def probabilities(z):
    p = numpy.exp(z - z.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True)


def fit(x, y, n_kinds, spread, weights, offset=None):
    """Weights and biases; offset is added to each z, times a scale that is learnt and given, too."""
    n, n_columns = x.shape
    right = numpy.zeros((n, n_kinds))
    right[numpy.arange(n), y] = 1

    def loss(flat):
        w, b, scale = flat[:n_columns * n_kinds].reshape(n_columns, n_kinds), flat[-n_kinds - 1:-1], flat[-1]
        z = x @ w + b + (scale * offset if offset is not None else 0)
        p = probabilities(z)
        off = (p - right) * weights[:, None]
        gradient = numpy.concatenate([(x.T @ off + w / spread).ravel(), off.sum(axis=0),
                                      [(off * offset).sum() if offset is not None else 0]])
        value = -(numpy.log(numpy.maximum(p[right == 1], 1e-300)) * weights).sum() + (w * w).sum() / spread / 2
        return value, gradient

    flat = numpy.zeros(n_columns * n_kinds + n_kinds + 1)
    flat[-1] = 1
    flat, *_ = scipy.optimize.fmin_l_bfgs_b(loss, flat, maxiter=300)
    return flat[:n_columns * n_kinds].reshape(n_columns, n_kinds), flat[-n_kinds - 1:-1], flat[-1]


class Words:
    def __init__(self, mails, kinds):
        counts = collections.Counter(f for m in mails for f in m.features)
        names = sorted(f for f, n in counts.items() if n >= 2)
        y = numpy.array([kinds.index(m.kind) for m in mails])
        counted = numpy.array([AUTHORS_COUNT if m.author else 1.0 for m in mails])
        for last in (False, True):  # what weighs next to nothing is left out, and the rest learnt again
            self.columns = {f: i for i, f in enumerate(names)}
            self.rarity = numpy.array([numpy.log(len(mails) / counts[f]) for f in names])
            x = matrix([m.features for m in mails], self.columns, self.rarity)
            self.w, self.b, _ = fit(x, y, len(kinds), SPREAD, counted)
            names = [f for f in names if abs(self.w[self.columns[f]]).max() >= LEAST_WEIGHT]

    def z(self, mails):
        return matrix([m.features for m in mails], self.columns, self.rarity) @ self.w + self.b


class Votes:
    def __init__(self, mails, z, kinds):
        counts = collections.Counter(v for m in mails for v in m.votes)
        self.columns = {v: i for i, v in enumerate(sorted(v for v, n in counts.items() if n >= 3))}
        y = numpy.array([kinds.index(m.kind) for m in mails])
        x = matrix([m.votes for m in mails], self.columns)
        self.w, self.b, self.scale = fit(x, y, len(kinds), VOTES_SPREAD, numpy.ones(len(mails)), z)

    def p(self, mails, z):
        return probabilities(matrix([m.votes for m in mails], self.columns) @ self.w + self.b + self.scale * z)


def cross(mails, kinds):
    """For each of the said: z by words learnt from all mails but its fifth."""
    said = [m for m in mails if m.said]
    random.Random(2).shuffle(said)
    others = [m for m in mails if not m.said]
    z = numpy.zeros((len(said), len(kinds)))
    for fold in range(FOLDS):
        learnt = Words(others + [m for i, m in enumerate(said) if i % FOLDS != fold], kinds)
        z[fold::FOLDS] = learnt.z(said[fold::FOLDS])
    return said, z


def check_authors(mails, votes, kinds):
    for author in sorted(set(AUTHORS.values())):
        theirs = [m for m in mails if m.author == author]
        words = Words([m for m in mails if m.author != author], kinds)
        judge(f"author {author} by the others", theirs, votes.p(theirs, words.z(theirs)), kinds, "-v" in sys.argv)


def judge(name, mails, p, kinds, verbose=False):
    best = p.argmax(axis=1)
    right = [kinds[b] in [m.kind] + m.also.split("|") for b, m in zip(best, mails)]
    levels = {}
    for level in (0.3, 0.5, 0.7, 0.9):
        over = [r for r, row in zip(right, p) if row.max() >= level]
        levels[level] = f"{sum(over)}/{len(over)}"
    print(f"{name}: {sum(right)}/{len(mails)} = {sum(right) / max(len(mails), 1):.3f}; right above p:", levels, flush=True)
    for m, b, r, row in zip(mails, best, right, p):
        if verbose and not r:
            print(" ", os.path.basename(m.path), m.kind, "read as", kinds[b], f"{row.max():.2f}", *m.votes)


def write_row(out, name, row, kinds, rarity=0):
    cells = [f"rarity {rarity * rarity:.1f}"] if rarity else []
    cells += [f"{k} {v:.1f}" if rarity else f"{k} {v:.2f}" for k, v in zip(kinds, row) if abs(v) >= 0.05]
    if cells:
        out.write("\t".join([name] + cells) + "\n")


def save(words, votes, kinds):
    with open(TABLE, "w", encoding="utf-8") as out:
        out.write(HEAD)
        out.write(f"=scale\t{votes.scale:.3f}\n")
        # both biases count once: the words' is scaled, too
        write_row(out, "*", words.b + votes.b / votes.scale, kinds)
        for v, i in sorted(votes.columns.items()):
            write_row(out, v, votes.w[i], kinds)
        for f, i in sorted(words.columns.items()):
            if f[0] != "#":
                write_row(out, f, words.w[i] * words.rarity[i], kinds, words.rarity[i])


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("-")]
    mails = load(args[0])
    kinds = sorted({m.kind for m in mails})
    print(f"{len(mails)} mails, {sum(m.said for m in mails)} of them said", flush=True)
    said, z = cross(mails, kinds)
    judge("said, words alone", said, probabilities(z), kinds)
    checked = numpy.zeros(z.shape)
    for fold in range(FOLDS):
        keep = [i for i in range(len(said)) if i % FOLDS != fold]
        checked[fold::FOLDS] = Votes([said[i] for i in keep], z[keep], kinds).p(said[fold::FOLDS], z[fold::FOLDS])
    judge("said, each fifth by the others", said, checked, kinds, "-v" in sys.argv)
    votes = Votes(said, z, kinds)
    if "--check" in sys.argv:
        check_authors(mails, votes, kinds)
    words = Words(mails, kinds)
    print(f"{len(words.columns)} rows, scale {votes.scale:.2f}")
    judge("everything learnt from", mails, votes.p(mails, words.z(mails)), kinds)
    for path in args[1:]:
        index, folder = (path, path[:-4]) if path.endswith(".tsv") else (path + "/labels.tsv", path)
        found = list_features(args[0], [(*m[:3], False, m[3]) for m in read_index(index, folder)])
        judge(path, found, votes.p(found, words.z(found)), kinds, "-v" in sys.argv)
    if "--check" not in sys.argv:
        save(words, votes, kinds)


if __name__ == "__main__":
    main()
