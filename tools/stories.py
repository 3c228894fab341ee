#!/usr/bin/env python3
"""Names the files of the stories that examples/stories.ini offers, a line each: stories.py EXAMPLES."""
import configparser
import pathlib
import sys

examples = pathlib.Path(sys.argv[1])
ini = configparser.ConfigParser(interpolation=None)
ini.read(examples / "stories.ini", encoding="utf-8")
print("stories.ini")
for story in ini.sections():
    for path in sorted((examples / story).rglob("*")):
        if path.is_file():
            print(path.relative_to(examples))
