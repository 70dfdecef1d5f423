#!/usr/bin/env python3
"""Lets programs that are not ours read the reports of tests/data/reports/expected:

  readers.py FORMAT SOURCE_FOLDER TOOLS_FOLDER PICTURES_FOLDER

and holds what they read against the report in JSON, whose positions are held against the bytes of the drafts.
tests/reports/install.sh fills TOOLS_FOLDER. Exits with 77, "skipped", where a program is missing, or with 1 where the
environment says TOOFEW_TEST_TOOLS=required. Pictures of the HTML report are left in PICTURES_FOLDER.
"""
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

SKIPPED = 77


class Readers:
    def __init__(self, source, tools, out):
        self.data = source / "tests/data/reports"
        self.schemas = source / "docs/schema"
        self.here = source / "tests/reports"
        self.tools = tools
        self.out = out
        self.json_report = json.loads(self.text("report.json"))
        self.findings = [finding for file in self.json_report["files"] for finding in file["findings"]]
        self.with_waived = [finding for file in self.json_report["files"]
                            for finding in [*file["findings"], *file.get("waived", []), *file.get("baselined", [])]]
        assert any("baseline" in finding for finding in self.with_waived)
        self.failures = [file["failure"] for file in self.json_report["files"] if "failure" in file]
        assert len(self.findings) > 8 and self.failures, "there is too little to read"

    def text(self, name):
        return (self.data / "expected" / name).read_text(encoding="utf-8")

    def path(self, name):
        return str(self.data / "expected" / name)

    def draft(self, path):
        return (self.data / path).read_bytes()

    def tool(self, *names):
        """The path of a program: in the tools, or installed."""
        inside = self.tools.joinpath(*names)
        found = str(inside) if inside.exists() else shutil.which(names[-1])
        if not found:
            print(f"{names[-1]} is not there; tests/reports/install.sh and tests/debian-packages.txt say what is needed")
            sys.exit(1 if os.environ.get("TOOFEW_TEST_TOOLS") == "required" else SKIPPED)
        return found

    def run(self, *command, **options):
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=240, **options)
        assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"
        return done.stdout

    def node(self, script, *arguments):
        self.tool("node_modules")
        return self.run(self.tool("node"), str(self.here / script), str(self.tools), *arguments)

    def entries(self):
        """(path, line, column, severity, rule, text of the message) of all rows, by path and position."""
        rows = [(f["path"], f["line"], f["column"], f["severity"], f["rule"], f["message"]) for f in self.findings]
        rows += [(f["path"], f["line"], f["column"], "error", "not-checked", "This could not be checked: " + f["message"])
                 for f in self.failures]
        return sorted(rows)

    def validator(self, name):
        import jsonschema
        import referencing
        schemas = [json.loads(path.read_text(encoding="utf-8")) for path in self.schemas.glob("*.json")]
        named = [(path.name, schema) for path, schema in zip(self.schemas.glob("*.json"), schemas)]
        registry = referencing.Registry().with_resources(
            [(key, referencing.Resource.from_contents(schema)) for key, schema in named])
        return jsonschema.Draft202012Validator(dict(named)[name], registry=registry)

    # One function a format.

    def json(self):
        self.validator("report.schema.json").validate(self.json_report)
        count = self.run(self.tool("jq"), "[.files[].findings[]] | length", self.path("report.json"))
        assert int(count) == len(self.findings)
        severities = self.json_report["summary"]
        assert severities["errors"] + severities["warnings"] + severities["notes"] == len(self.findings)
        for finding in self.findings:
            data = self.draft(finding["path"])
            words = data[finding["offset"]:finding["offset"] + finding["length"]].decode()
            assert words == between(data, finding, str), finding
            escaped = finding["path"].endswith(".jsonl")
            if not escaped and finding["kind"] != "waiver":  # of which only what it says is shown
                assert words == finding["text"], finding

    def jsonl(self):
        lines = self.run(self.tool("jq"), "-c", ".", self.path("report.jsonl")).splitlines()
        assert [json.loads(line) for line in lines] == self.with_waived

    def sarif(self):
        folder = self.tools / "node_modules/@microsoft/sarif-multitool-linux"
        program = self.tool(*(folder / "Sarif.Multitool").relative_to(self.tools).parts)
        import jsonschema
        schema = json.loads((folder / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
        jsonschema.validators.validator_for(schema)(schema).validate(json.loads(self.text("report.sarif")))
        log = self.out / "sarif-validation.sarif"
        environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
        self.run(program, "validate", self.path("report.sarif"), "--rule-kind", "Sarif;Gh", "--output", str(log),
                 "--log", "ForceOverwrite", env=environment)
        told = json.loads(log.read_text(encoding="utf-8-sig"))["runs"][0].get("results", [])
        # toofew has no page on the web to lead to.
        left = [(result["ruleId"], result["message"]) for result in told if result["ruleId"] != "SARIF2005"]
        assert not left, left
        self.sarif_regions()

    def sarif_regions(self):
        run = json.loads(self.text("report.sarif"))["runs"][0]
        assert not run["invocations"][0]["executionSuccessful"]
        notifications = run["invocations"][0]["toolExecutionNotifications"]
        assert [note["message"]["text"] for note in notifications] == [failure["message"] for failure in self.failures]
        assert len(run["results"]) == len(self.with_waived) > len(self.findings)
        assert any("relatedLocations" in result for result in run["results"])
        for result, finding in zip(run["results"], self.with_waived):
            assert ("suppressions" in result) == ("waiver" in finding or "baseline" in finding)
            assert result["ruleId"] == finding["rule"] == run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"]
            assert result["level"] == finding["severity"]
            assert result["partialFingerprints"] == {"toofew/v1": finding["fingerprint"]}
            for location in [*result["locations"], *result.get("relatedLocations", [])]:
                self.sarif_region(location["physicalLocation"])

    def sarif_region(self, location):
        data = self.draft(urllib.parse.unquote(location["artifactLocation"]["uri"]))
        region = location["region"]
        by_bytes = data[region["byteOffset"]:region["byteOffset"] + region["byteLength"]].decode()
        units = data.decode().encode("utf-16-le")
        at = region["charOffset"] * 2
        by_units = units[at:at + region["charLength"] * 2].decode("utf-16-le")
        place = {"line": region["startLine"], "column": region["startColumn"], "end_line": region["endLine"],
                 "end_column": region["endColumn"]}
        by_columns = between(data, place, Utf16)
        assert by_bytes == by_units == by_columns == region["snippet"]["text"], region

    def github(self):
        rows = [dict(zip(("path", "line", "column", "severity", "rule", "message"), row)) for row in self.entries()]
        by_place = {(f["path"], f["line"], f["column"]): f for f in self.findings}
        for row in rows:
            row.update(by_place.get((row["path"], row["line"], row["column"]), {}))
        expected = self.node("github.mjs", json.dumps(rows))
        assert sorted(expected.splitlines()) == sorted(self.text("report.github.txt").splitlines()), expected

    def gitlab(self):
        import jsonschema
        issues = json.loads(self.run(self.tool("jq"), ".", self.path("report.gitlab.json")))
        schema = json.loads((self.here / "gitlab.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(schema).validate(issues)
        assert len({issue["fingerprint"] for issue in issues}) == len(issues)
        read = sorted((i["location"]["path"], i["location"]["lines"]["begin"], i["check_name"], i["description"])
                      for i in issues)
        assert read == sorted((row[0], row[1], row[4], row[5]) for row in self.entries())

    def junit(self):
        schema = self.tool("junit-10.xsd")
        self.run(self.tool("xmllint"), "--noout", "--schema", schema, self.path("report.junit.xml"))
        import junitparser
        suites = junitparser.JUnitXml.fromfile(self.path("report.junit.xml"))
        cases = [(suite.name, case) for suite in suites for case in suite]
        failed = [result for _, case in cases for result in case.result if isinstance(result, junitparser.Failure)]
        broken = [result for _, case in cases for result in case.result if isinstance(result, junitparser.Error)]
        errors = [finding for finding in self.findings if finding["severity"] == "error"]
        assert (suites.tests, suites.failures, suites.errors) == (len(cases), len(failed), len(broken))
        assert [(f.type, f.message) for f in failed] == [(f["rule"], f["message"]) for f in errors]
        assert len(broken) == len(self.failures)
        assert sorted({name for name, _ in cases}) == [file["path"] for file in self.json_report["files"]]

    def reviewdog(self, form, name):
        return self.run(self.tool("bin", "reviewdog"), f"-f={form}", "-reporter=local", "-filter-mode=nofilter",
                        input=self.text(name), cwd=self.here)

    def checkstyle(self):
        lines = self.reviewdog("checkstyle", "report.checkstyle.xml").splitlines()
        advice = {(f["path"], f["line"], f["column"]): " " + f["advice"] for f in self.findings}
        expected = [f"{path}:{line}:{column}: {severity}: {message}{advice.get((path, line, column), '')} (toofew.{rule})"
                    for path, line, column, severity, rule, message in self.entries()]
        assert sorted(lines) == sorted(expected), "\n".join(lines)

    def rdjson(self):
        validator = self.tool("node_modules", ".bin", "rdformat-validator")
        self.run(self.tool("node"), validator, "--strict", self.path("report.rdjson"))
        lines = self.reviewdog("rdjson", "report.rdjson").splitlines()
        assert len([line for line in lines if "not-checked" in line or "location" in line]) == len(self.entries())
        diagnostics = json.loads(self.text("report.rdjson"))["diagnostics"]
        found = [diagnostic for diagnostic in diagnostics if diagnostic["code"]["value"] != "not-checked"]
        for diagnostic, finding in zip(found, self.findings, strict=True):
            start, end = diagnostic["location"]["range"]["start"], diagnostic["location"]["range"]["end"]
            place = {"line": start["line"], "column": start["column"], "end_line": end["line"],
                     "end_column": end["column"]}
            data = self.draft(diagnostic["location"]["path"])
            assert between(data, place, bytes) == between(data, finding, str), diagnostic

    def rdjsonl(self):
        read = self.reviewdog("rdjsonl", "report.rdjsonl").splitlines()
        assert len(read) == len(self.entries())
        lines = [json.loads(line) for line in self.text("report.rdjsonl").splitlines()]
        assert lines == json.loads(self.text("report.rdjson"))["diagnostics"]

    def tap(self):
        read = json.loads(self.node("tap.mjs", self.path("report.tap")))
        errors = [finding for finding in self.findings if finding["severity"] == "error"]
        assert read["plan"] == read["count"] == len(self.entries()) + self.clean_files()
        assert read["fail"] == len(errors) + len(self.failures)
        diagnostics = [(d["at"]["file"], d["at"]["line"], d["at"]["column"], d["severity"], d["message"])
                       for d in read["diagnostics"]]
        assert sorted(diagnostics) == sorted((*row[:4], row[5]) for row in self.entries())

    def clean_files(self):
        return sum(not file["findings"] and "failure" not in file for file in self.json_report["files"])

    def markdown(self):
        page = self.run(self.tool("cmark-gfm"), "--unsafe", "-e", "table", "-e", "autolink", "-e", "strikethrough",
                        self.path("report.md"))
        table = Table(page)
        assert table.tags <= {"h2", "p", "table", "thead", "tbody", "tr", "th", "td", "code"}, table.tags
        words = {(f["path"], f["line"], f["column"]): f["text"].split("\n")[0] for f in self.findings}
        read = sorted((row[0], row[1], row[2], row[3]) for row in table.rows[1:])
        expected = sorted((severity, f"{path} line {line}", words.get((path, line, column), ""), message)
                          for path, line, column, severity, _, message in self.entries())
        assert read == expected, read

    def html(self):
        print(self.node("page.mjs", self.path("report.html"), self.path("report.json"), self.tool("chromium"),
                        str(self.out)))

    def review(self):
        """The page in a browser; and that both forms say the same, and tell the sums of the very files."""
        print(self.node("review.mjs", self.path("review.html"), self.tool("chromium"), str(self.out)))
        page = Table(self.text("review.html"))
        document = Table(self.run(self.tool("cmark-gfm"), "-e", "table", "-e", "tasklist", self.path("review.md")))
        rows = [row for row in document.rows if row[0] not in ("To be filled in", "Name", "Role", "Date", "Signature",
                                                               "Changes, conditions, remarks")]
        rows_of_page = [[" ".join(cell.split()) for cell in row] for row in page.rows]
        assert rows_of_page == rows and len(rows) > 50, difference(rows_of_page, rows)
        self.checksums()

    def checksums(self):
        listed = self.text("review.md").split("```sha256\n")[1].split("```")[0]
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(self.data / "review", pathlib.Path(folder) / "drafts")
            checked = self.run("sha256sum", "--check", input=listed, cwd=folder).splitlines()
        assert len(checked) > 8 and all(line.endswith(": OK") for line in checked), checked


def difference(left, right):
    return "\n".join(f"{a}\n{b}" for a, b in zip(left, right) if a != b)


class Utf16:
    """A line as code units of UTF-16, to be sliced."""

    def __init__(self, text):
        self.units = text.encode("utf-16-le")

    def __getitem__(self, part):
        start, stop = part.start or 0, part.stop
        return self.units[start * 2:None if stop is None else stop * 2].decode("utf-16-le")


def between(data, place, unit):
    """The words from line and column to end_line and end_column, columns counted in `unit`: str, bytes or Utf16."""
    lines = re.split("(?<=\n)|(?<=\r)(?!\n)", data.decode())

    def cut(text, start, stop):
        piece = (text.encode() if unit is bytes else Utf16(text) if unit is Utf16 else text)[start:stop]
        return piece.decode() if unit is bytes else piece

    first, last = place["line"] - 1, place["end_line"] - 1
    if first == last:
        return cut(lines[first], place["column"] - 1, place["end_column"] - 1)
    return cut(lines[first], place["column"] - 1, None) + "".join(lines[first + 1:last]) + cut(
        lines[last], 0, place["end_column"] - 1)


class Table(html.parser.HTMLParser):
    """The cells of the tables in a page, and the names of all its tags."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.rows, self.cell = set(), [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.cell = True

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.cell = None

    def handle_data(self, data):
        if self.cell:
            self.rows[-1][-1] += data


def enter_venv(tools):
    """Starts this script again with the Python that has what it needs."""
    python = tools / "venv/bin/python3"
    if python.exists() and sys.prefix != str(tools / "venv"):
        os.execv(python, [str(python), *sys.argv])


def main():
    name, source, tools, out = sys.argv[1], *(pathlib.Path(path).resolve() for path in sys.argv[2:5])
    enter_venv(tools)
    out.mkdir(parents=True, exist_ok=True)
    readers = Readers(source, tools, out)
    readers.tool("venv")
    getattr(readers, name)()


if __name__ == "__main__":
    main()
