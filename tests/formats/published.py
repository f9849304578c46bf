"""Holds forms of output against what others published about them: SARIF's schema, JUnit's XSD, and for Checkstyle and GitLab, who publish
none, what their readers are documented to need.

published.py FOLDER SARIF_SCHEMA JUNIT_XSD, where FOLDER holds a.sarif, a.xml, checkstyle.xml, gitlab.json, a.jsonl, a.json, a.md, github.txt of one run.
"""
import json
import pathlib
import re
import sys
import urllib.parse

import jsonschema
from lxml import etree

folder, sarif_schema, junit_xsd = map(pathlib.Path, sys.argv[1:])
read = lambda name: (folder / name).read_text(encoding="utf-8")
plain = json.loads(read("a.json"))
found = [(file["path"], finding) for file in plain["files"] for finding in file["findings"]]
unreadable = [file["path"] for file in plain["files"] if "error" in file]
assert len(found) > 100 and len(unreadable) == 1, "the run is too small to say anything"

# SARIF 2.1.0. One pattern of the published schema is no regular expression (a bracket too many); `language` has no other meaning.
schema = json.loads(sarif_schema.read_text(encoding="utf-8"))
assert schema["properties"]["version"]["enum"] == ["2.1.0"]
schema["definitions"]["run"]["properties"]["language"].pop("pattern", None)
schema["definitions"]["toolComponent"]["properties"]["language"].pop("pattern", None)
validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
sarif = json.loads(read("a.sarif"))
errors = [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in validator.iter_errors(sarif)]
assert not errors, "SARIF:\n" + "\n".join(errors[:10])
run = sarif["runs"][0]
rules = run["tool"]["driver"]["rules"]
assert len({rule["id"] for rule in rules}) == len(rules)
assert run["columnKind"] == "unicodeCodePoints"
assert len(run["results"]) == len(found)
for (path, finding), result in zip(found, run["results"]):
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding["rule"]
    place = result["locations"][0]["physicalLocation"]
    assert urllib.parse.unquote(place["artifactLocation"]["uri"]) == path
    named = result["locations"][0].get("logicalLocations", [])
    assert len(named) == int("word" in finding["span"]), "paragraphs are told of files that have them"
    assert place["region"]["startColumn"] == finding["span"]["start"]["column"]
    assert place["region"].get("snippet", {"text": ""})["text"] == finding["excerpt"]
    assert result["partialFingerprints"]["soat/v1"] == finding["fingerprint"]
    assert len(result.get("fixes", [])) == len(finding["edits"])
assert not run["invocations"][0]["executionSuccessful"]
# A schema that lets everything through would say nothing.
sarif["runs"][0]["results"][0]["level"] = "grave"
assert list(validator.iter_errors(sarif)), "the schema refuses nothing"

# JUnit, by the XSD of Jenkins.
xsd = etree.XMLSchema(etree.parse(str(junit_xsd)))
junit = etree.parse(str(folder / "a.xml"))
assert xsd.validate(junit), xsd.error_log
count = lambda path: len(junit.findall(path))
assert count(".//testcase/failure") == plain["summary"]["errors"]
assert count(".//testcase/error") == 1
for suite in junit.findall("testsuite"):
    assert int(suite.get("tests")) == len(suite.findall("testcase"))
    assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
    assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped"))
junit.getroot()[0].set("tests", "many")
junit.getroot()[0].tag = "suite"
assert not xsd.validate(junit), "the XSD refuses nothing"

# Checkstyle: https://checkstyle.org, what its XMLLogger writes.
checkstyle = etree.parse(str(folder / "checkstyle.xml")).getroot()
assert checkstyle.tag == "checkstyle" and checkstyle.get("version")
assert [file.get("name") for file in checkstyle] == [file["path"] for file in plain["files"]]
marks = [(file.get("name"), mark) for file in checkstyle for mark in file]
assert len(marks) == len(found) + len(unreadable)
for _, mark in marks:
    assert mark.tag == "error" and mark.get("severity") in {"ignore", "info", "warning", "error"}
    assert int(mark.get("line")) >= 1 and mark.get("message") and mark.get("source")

# GitLab: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
needed = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)"},
                    "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}
gitlab = json.loads(read("gitlab.json"))
jsonschema.validate(gitlab, needed)
assert len(gitlab) == len(found) + len(unreadable)
assert len({entry["fingerprint"] for entry in gitlab}) == len(gitlab), "GitLab shows one of those that share a fingerprint"

# JSON lines are the objects of `json`, one to a line.
lines = [json.loads(line) for line in read("a.jsonl").splitlines()]
assert [line["fingerprint"] for line in lines if line["type"] == "finding"] == [finding["fingerprint"] for _, finding in found]
assert {**lines[-1], "type": None} == {**plain["summary"], "type": None} and lines[-1]["type"] == "summary"

# GitHub's workflow commands: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
command = re.compile(r"::(error|warning|notice) (?:[a-zA-Z]+=[^,:\n]*,?)+::[^\r\n]+")
commands = read("github.txt").splitlines()
assert len(commands) == len(found) + len(unreadable)
assert all(command.fullmatch(line) for line in commands), next(line for line in commands if not command.fullmatch(line))

# A comment on GitHub holds 65,536 characters.
assert len(read("a.md")) < 65_536

print(f"SARIF, JUnit, Checkstyle, GitLab, GitHub, JSON lines: {len(found)} findings, as others published it")
