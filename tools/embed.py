#!/usr/bin/env python3
"""Write data files as one C table: embed.py [--table NAME] OUT ROOT FILE..."""
import os
import sys


def spelled(byte):
    plain = 32 <= byte < 127 and byte not in b'"\\?'
    return chr(byte) if plain else f"\\{byte:03o}"


args = sys.argv[1:]
table = "cr_data_files"
if args[0] == "--table":
    table, args = args[1], args[2:]
out, root, files = args[0], args[1], args[2:]
with open(out, "w", encoding="ascii") as c:
    c.write("#include <stddef.h>\n")
    for number, path in enumerate(files):
        c.write(f"static const char file{number}[] =\n")
        # Strings compile forty times as fast as lists of numbers.
        for line in open(path, "rb").read().splitlines(keepends=True) or [b""]:
            c.write('"' + "".join(spelled(b) for b in line) + '"\n')
        c.write(";\n")
    c.write("typedef struct { const char *name, *bytes; size_t length; } CrDataFile;\n")
    c.write(f"extern const CrDataFile {table}[];\nconst CrDataFile {table}[] = {{\n")
    for number, path in enumerate(files):
        name = os.path.relpath(path, root)
        c.write(f'  {{"{name}", file{number}, sizeof file{number} - 1}},\n')
    c.write("  {NULL, NULL, 0}};\n")
