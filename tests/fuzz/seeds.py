"""Seeds for the fuzz targets: the project's own drafts, policies, rules and tables, cut into pieces; and those of seeds.tsv."""
import csv
import hashlib
import json
import pathlib
import re

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the quick one
LONGEST = 2048  # bytes of a seed; what is longer is cut at blank lines

FOLDERS = ["docs", "integrations/examples", "rules", "tests/cli", "tests/data"]
ENDINGS = {"markdown": [".md"], "html": [".html"], "email": [".eml"], "plain": [".txt"], "tweet": [".tweet"],
           "yaml": [".yaml", ".yml"], "json": [".json"], "jsonl": [".jsonl"], "csv": [".csv"], "tsv": [".tsv"]}
OF_YAML = ["policy", "populations", "facts", "waivers", "rules", "policy-help"]
OF_TEXT = ["tokens", "decomposed", "claims", "escape"]
OF_DRAFT = ["check", "report", "fix", "waive"]  # a byte tells the format


def pieces(data):
    """The data in stretches of at most LONGEST bytes, which end at blank lines where they can."""
    while len(data) > LONGEST:
        end = data.rfind(b"\n\n", 0, LONGEST)
        end = LONGEST if end <= 0 else end + 2
        yield data[:end]
        data = data[end:]
    yield data


def bytes_of(written):
    """What stands for bytes in a table: \\xNN, \\r, \\n, \\t, \\0 and \\\\ as in C."""
    return re.sub(rb"\\(x[0-9a-f]{2}|[rnt0\\])",
                  lambda match: match[0].decode().encode().decode("unicode_escape").encode("latin-1"), written.encode())


def texts_in(node):
    """Every text in a value of YAML or JSON that could be a file or a sentence."""
    if isinstance(node, str):
        if "\n" in node or len(node) > 20:
            yield node
    elif isinstance(node, list):
        for item in node:
            yield from texts_in(item)
    elif isinstance(node, dict):
        for item in node.values():
            yield from texts_in(item)


class Seeds:
    def __init__(self, targets, formats):
        self.formats = formats
        self.by_target = {target: {} for target in targets}

    def add(self, target, data):
        self.by_target[target][hashlib.sha1(data).hexdigest()] = data

    def add_draft(self, form, data):
        self.add(form, data)
        for target in OF_DRAFT:
            self.add(target, bytes([self.formats.index(form)]) + data)

    def add_yaml(self, data):
        for target in OF_YAML:
            self.add(target, data)
        for at in range(0, len(data), 509):
            self.add("policy-help", at.to_bytes(2, "big") + data)

    def add_text(self, text):
        for target in OF_TEXT:
            self.add(target, text.encode())
        self.add_draft("plain", text.encode())

    def add_nested(self, node):
        for text in texts_in(node):
            if "\n" in text and ":" in text:
                for piece in pieces(text.encode()):
                    self.add_yaml(piece)
            else:
                self.add_text(text)

    def add_file(self, path):
        data = path.read_bytes()
        for form, endings in ENDINGS.items():
            if path.suffix in endings:
                for piece in pieces(data):
                    self.add_draft(form, piece)
        if path.suffix in (".yaml", ".yml"):
            for piece in pieces(data):
                self.add_yaml(piece)
            try:
                self.add_nested(yaml.load(data, LOADER))
            except (yaml.YAMLError, ValueError):
                pass
        if path.suffix == ".jsonl" and b"toofew-ledger" in data:
            self.add("ledger", data)
        if path.suffix == ".csv":
            self.add("populations", b"total: 100\n\xff" + data)
        if path.suffix == ".tsv" and "wordnet" not in path.name:
            for row in csv.reader(path.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
                if row and not row[0].startswith("#"):
                    self.add_text(row[0])
        if path.name == ".toofew-baseline":
            self.add("baseline", data)

    def add_posts(self):
        for path in sorted((ROOT / "tests/data/posts").glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                post = json.loads(line)
                self.add_text(post["text"])
                self.add_draft("markdown", post["text"].encode())

    def add_rules(self):
        """The rules one by one: a whole file names too many words that are not there."""
        for path in sorted((ROOT / "rules/en").glob("*.yaml")):
            for section, entries in yaml.load(path.read_bytes(), LOADER).items():
                for entry in entries if isinstance(entries, list) else []:
                    self.add("rules", yaml.safe_dump({section: [entry]}, allow_unicode=True).encode())
                    if isinstance(entry, dict) and "match" in entry:
                        pattern = re.sub(r"[{][^}]*[}]", "{a}", entry["match"])
                        self.add("pattern", pattern.encode() + b"\xffa b ab c a")

    def add_hand_written(self):
        for line in (HERE / "seeds.tsv").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                target, seed = line.split("\t")
                data = bytes_of(seed)
                if target in self.formats:
                    self.add_draft(target, data)
                else:
                    self.add(target, data)

    def write(self, folder, most):
        """At most so many for each target, from all over; 0: all. Hand-written ones are always among them."""
        for target, seeds in self.by_target.items():
            names = sorted(seeds)
            step = max(1, len(names) // most) if most else 1
            (folder / target).mkdir(parents=True, exist_ok=True)
            for name in names[::step]:
                (folder / target / name).write_bytes(seeds[name])


def write_seeds(targets, folder, most=0):
    formats = [target for target in targets if target in ENDINGS]
    everything = Seeds(targets, formats)
    for top in FOLDERS:
        for path in sorted((ROOT / top).rglob("*")):
            if path.is_file() and "expected" not in path.parts and not path.name.startswith("wordnet"):
                everything.add_file(path)
    everything.add_posts()
    everything.add_rules()
    everything.write(folder, most)
    hand_written = Seeds(targets, formats)
    hand_written.add_hand_written()
    hand_written.write(folder, 0)
