"""Where LibreOffice shows the comments of annotated copies, against where the findings say they are.

Usage: anchored.py FOLDER NAME...

FOLDER/in/NAME.json holds the findings of a file as `soat check` tells them, FOLDER/out/NAME-comments.odt what LibreOffice made of the
annotated copy. A comment on words of the body or of a table must cover exactly these words. Prints a line for each file; stops with
a list of what stands elsewhere.
"""

import collections
import json
import pathlib
import sys
import xml.etree.ElementTree as xml
import zipfile

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


def squeezed(text):
    """Blanks and letter case left aside: LibreOffice keeps letters shown as capitals as they were typed."""
    return " ".join(text.split()).upper()


def comments(content):
    """Pairs of a comment's text and the words it covers, those of `soat`."""
    said, covered, open_names, order = {}, collections.defaultdict(str), set(), []

    def add(text):
        for name in open_names:
            covered[name] += text or ""

    def walk(node):
        if node.tag == f"{OFFICE}annotation":
            name = node.get(f"{OFFICE}name")
            if node.findtext(CREATOR) == "soat":
                said[name] = squeezed(" ".join("".join(p.itertext()) for p in node.iter(f"{TEXT}p")))
                order.append(name)
                open_names.add(name)
        elif node.tag == f"{OFFICE}annotation-end":
            open_names.discard(node.get(f"{OFFICE}name"))
        elif node.tag == f"{TEXT}s":
            add(" " * int(node.get(f"{TEXT}c", "1")))
        elif node.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            add(" ")
        elif node.tag == f"{TEXT}note":
            pass  # A note's mark and text are not words of the paragraph that it hangs on.
        elif node.tag == f"{TEXT}tracked-changes":
            pass
        else:
            add(node.text)
            for child in node:
                walk(child)
                add(child.tail)
            if node.tag in (f"{TEXT}p", f"{TEXT}h"):
                add(" ")

    walk(content)
    return [(said[name], squeezed(covered[name])) for name in order]


def main(folder, names):
    wrong, points = [], 0
    for name in names:
        path = folder / "in" / f"{name}.json"
        findings = json.loads(path.read_text())["files"][0]["findings"]
        content = zipfile.ZipFile(folder / "out" / f"{name}-comments.odt").read("content.xml")
        shown = comments(xml.fromstring(content))
        exact = 0
        for finding in findings:
            about = [words for said, words in shown if squeezed(finding["message"]) in said]
            place, words = finding["span"]["word"], squeezed(finding["excerpt"])
            if not about:
                wrong.append(f"{name}: no comment says “{finding['message']}”")
            elif place["part"] in ("body", "table") and words:
                if words in about:
                    exact += 1
                else:
                    wrong.append(f"{name}: {finding['rule']} is about “{words}”, the comment covers {about}")
            else:
                points += 1
        print(f"{name}: {exact} of {len(findings)} findings at exactly their words")
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"every finding in a body or a table stands at its words; {points} are about a place without words, a note or a page's head")


main(pathlib.Path(sys.argv[1]), sys.argv[2:])
