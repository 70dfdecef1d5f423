#!/usr/bin/env python3
"""Holds the schemas of docs/schema against the program: schemas.py TOOFEW SOURCE_FOLDER VENV_FOLDER

Each configuration of tests/data/config must be taken, or refused, by the schema and by the program alike; the word
before the first "-" of its name says which: good or bad. The schema must know the program's
presets. Each finding, waiver and entry of a ledger that a case of tests/cli prints as JSON Lines must fit its schema. The
files of tests/data/populations, tests/data/facts and tests/data/waivers must fit their schemas where the program takes
them, and must not where it refuses them, unless `schema: cannot tell` says that only the program sees it. Exits with 77,
"skipped", where jsonschema and PyYAML are not there and cannot be installed.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

SKIPPED = 77


def enter_venv(folder):
    """Starts this script again with a Python that has what it needs."""
    python = folder / "bin" / "python3"
    if sys.prefix == str(folder):
        sys.exit(SKIPPED)
    made = python.exists() or subprocess.run([sys.executable, "-m", "venv", folder], check=False).returncode == 0
    install = [python, "-m", "pip", "install", "--quiet", "jsonschema", "PyYAML"]
    if not made or subprocess.run(install, check=False).returncode != 0:
        sys.exit(SKIPPED)
    os.execv(python, [str(python), *sys.argv])


def yaml_loader():
    """Reads YAML 1.2, as editors do, where `off` is a text and not a truth value."""
    import yaml

    class Loader(yaml.SafeLoader):
        pass

    bool_tag = "tag:yaml.org,2002:bool"
    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != bool_tag or first in "tTfF"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    return lambda text: yaml.load(text, Loader)


def config_failures(program, source, validator):
    load = yaml_loader()
    for path in sorted((source / "tests/data/config").glob("*.yaml")):
        good = path.name.startswith("good-")
        by_schema = validator.is_valid(load(path.read_text(encoding="utf-8")))
        command = [program, "config", "show", "--config", path]
        shown = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False)
        by_program = shown.returncode == 0
        if not by_program and not tells_place(shown.stderr, path):
            yield f"{path.name}: the program does not show where what is wrong stands:\n{shown.stderr}"
        # What YAML itself refuses, or reads by other rules, a schema never sees.
        schema_can_tell = not path.name.startswith("bad-yaml-")
        if by_program != good or (schema_can_tell and by_schema != good):
            yield f"{path.name}: taken by the schema: {by_schema}, by the program: {by_program}"


def tells_place(message, path):
    """Whether an error names file, line and column, and shows the line, with the key in it, and a mark below."""
    place = re.match(rf"toofew: {re.escape(path.name)}:(\d+):(\d+): ", message)
    if not place:
        return False
    line = path.read_text(encoding="utf-8").splitlines()[int(place[1]) - 1]
    return message.endswith(f"\n  {line}\n  {' ' * (int(place[2]) - 1)}^\n")


def preset_failures(program, schema):
    listed = subprocess.run([program, "config", "presets"], capture_output=True, text=True, check=True).stdout
    names = [line.split()[0] for line in listed.split("\n\n")[0].splitlines()]
    if names != schema["$defs"]["preset"]["enum"]:
        yield f"the presets of the program are {names}, and the schema has others"


def population_failures(source, validator):
    load = yaml_loader()
    for path in sorted((source / "tests/data/populations").glob("*.yaml")):
        data = load(path.read_text(encoding="utf-8"))
        files = [text for name, text in data.get("files", {}).items() if name.endswith(".yaml")]
        yield from unexpected(path, [(load(text), True) for text in files] + bad_files(data, load), validator)


def fact_failures(source, validator):
    load = yaml_loader()
    for path in sorted((source / "tests/data/facts").glob("*.yaml")):
        data = load(path.read_text(encoding="utf-8"))
        good = [{"facts": [{"post": "post.md", **fact} for fact in case["facts"]]} for case in data.get("cases", [])]
        yield from unexpected(path, [(file, True) for file in good] + bad_files(data, load), validator)


def bad_files(data, load):
    return [(load(case["yaml"]), False) for case in data.get("bad", []) if "yaml" in case and "schema" not in case]


def unexpected(path, files, validator):
    for file, good in files:
        # Dates are texts in JSON.
        if validator.is_valid(json.loads(json.dumps(file, default=str))) != good:
            yield f"{path.name}: taken by the schema: {not good}: {file}"


def waiver_file_failures(source, validator):
    load = yaml_loader()
    path = source / "tests/data/waivers/files.yaml"
    for case in load(path.read_text(encoding="utf-8")):
        if "schema" in case:
            continue
        entries = load(case["file"])["waivers"]
        files = [({"waivers": [entry]}, state != "malformed") for entry, state in zip(entries, case["states"])]
        yield from unexpected(path, files, validator)


def line_failures(source, command, validator):
    """Of cases that print lists as JSON Lines, such as `waivers`."""
    count = 0
    for path in sorted((source / "tests/cli").glob("*/stdout")):
        arguments = (path.parent / "cmd").read_text(encoding="utf-8").splitlines()
        if arguments[:len(command)] != command or "jsonl" not in arguments:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            count += 1
            for error in validator.iter_errors(json.loads(line)):
                yield f"{path.parent.name}: {error.json_path}: {error.message}"
    if not count:
        yield f"no case prints a line of `toofew {' '.join(command)} --format jsonl`"


def main():
    program, source, venv = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]).absolute()
    try:
        import jsonschema
        import yaml  # noqa: F401
    except ImportError:
        enter_venv(venv)

    def validator(name):
        schema = json.loads((source / "docs/schema" / name).read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        return jsonschema.Draft202012Validator(schema)

    config = validator("toofew.schema.json")
    failures = [*config_failures(program, source, config), *preset_failures(program, config.schema),
                *population_failures(source, validator("populations.schema.json")),
                *fact_failures(source, validator("facts.schema.json")),
                *waiver_file_failures(source, validator("waivers.schema.json")),
                *line_failures(source, ["check"], validator("finding.schema.json")),
                *line_failures(source, ["waivers"], validator("waiver.schema.json")),
                *line_failures(source, ["ledger", "list"], validator("ledger-entry.schema.json"))]
    if failures:
        sys.exit("\n".join(failures))


if __name__ == "__main__":
    main()
