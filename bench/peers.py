"""The programs that toofew is measured beside, with rules for comparable work made from rules/en."""

import dataclasses
import json
import pathlib
import re
import subprocess

import yaml

from measure import version

HERE = pathlib.Path(__file__).resolve().parent
RULES = HERE.parent / "rules" / "en"
NEAR = 80  # characters between a number and the people that it counts


@dataclasses.dataclass
class Peer:
    """A program under test. `command` takes the files, or the folder where `takes_folder`."""

    name: str
    version: str
    command: list
    takes_folder: bool = True
    corpus_bytes: int = 20_000_000  # how much of the corpus it reads in reasonable time
    rounds: int = 2
    accepted: tuple = (0, 1)
    cores_option: str = ""  # "--jobs": how it is told of the cores; others find out
    environment: dict = dataclasses.field(default_factory=dict)

    def line(self, folder, cores):
        option = [self.cores_option, str(cores)] if self.cores_option else []
        return self.command + option + ([folder] if self.takes_folder else sorted(folder.iterdir()))


def words_of(file, key, kinds):
    """The words that a rule file lists for one of the kinds; letters only, the longest first."""
    found = set()
    for entry in yaml.safe_load((RULES / file).read_text())[key]:
        if set(entry["kinds"]) & kinds:
            found |= {word for word in map(str, entry["words"]) if word.replace(" ", "").isalpha()}
    return sorted(found, key=lambda word: (-len(word), word))


def number_words():
    return words_of("numbers.yaml", "values", {"number-word", "number-scale", "count", "fraction", "both-word"}) + \
        words_of("numbers.yaml", "intervals", {"vague-word"})


def people_words():
    return words_of("words.yaml", "lexicon", {"user", "people", "person"})


def alternation():
    """What any check of drafts must at least look for: a number and people in one line."""
    return rf"\b({'|'.join(number_words())}|[0-9]+)\b.*\b({'|'.join(people_words())})(s|es)?\b"


def vale_kinds(people):
    """One sequence of words and parts of speech for each kind of statement that toofew finds: the plainest wording of each."""
    vague = "|".join(words_of("numbers.yaml", "intervals", {"vague-word"}))
    number, verb, user = {"tag": "CD"}, {"tag": "VB[DNPZ]?", "skip": 4}, {"pattern": people, "skip": 3}
    return {
        "SmallCount": [number, user],
        "SinglingOut": [{"pattern": "one|single|certain"}, user, verb],
        "Extreme": [{"tag": "JJS|RBS"}, user],
        "SmallShare": [number, {"pattern": "%|percent|per"}, user],
        "Complement": [{"pattern": "all|everyone|everybody"}, {"pattern": "but|except"}, {**number, "skip": 2}],
        "VagueSmall": [{"pattern": vague}, user],
        "UniformGroup": [{"pattern": "all|every|each|both"}, user, verb],
        "Differencing": [number, user, {**number, "skip": 12}],
        "NarrowSegment": [{"pattern": people}, {"tag": "IN"}, {"tag": "NNPS?", "skip": 2}],
    }


def write_vale(folder):
    """Three styles, each with the rules of those before: existence rules ask, sentence by sentence, what our rules ask first
    (numbers and people, shares, one alone); then one sequence; then a sequence for each kind."""
    numbers = f"(?:{'|'.join(number_words())}|[0-9][0-9,]*)"
    people = f"(?:{'|'.join(people_words())})(?:s|es)?"
    styles = {
        "existence": {
            "Counts": {"extends": "existence", "tokens": [rf"{numbers}\b.{{0,{NEAR}}}\b{people}"]},
            "Shares": {"extends": "existence", "nonword": True, "tokens": [rf"(?:[0-9]+ ?%|\bper ?cent\b).{{0,{NEAR}}}\b{people}\b"]},
            "Alone": {"extends": "existence", "tokens": [rf"(?:one|a single|a certain|only) (?:\w+ ){{0,3}}{people}"]},
        },
        "sequence": {"Counted": {"extends": "sequence", "tokens": [{"tag": "CD"}, {"pattern": people}]}},
        "kinds": {name: {"extends": "sequence", "tokens": tokens} for name, tokens in vale_kinds(people).items()},
    }
    based = []
    for style, rules in styles.items():
        based.append(style)
        (folder / "styles" / style).mkdir(parents=True)
        for name, rule in rules.items():
            rule = {"message": "'%s'", "level": "warning", "scope": "sentence", "ignorecase": True, **rule}
            text = yaml.safe_dump(rule, allow_unicode=True, width=1000)
            (folder / "styles" / style / f"{name}.yml").write_text(text)
        (folder / f"{style}.ini").write_text(
            f"StylesPath = styles\nMinAlertLevel = suggestion\n[*.md]\nBasedOnStyles = {', '.join(based)}\n")
    return folder


def peers(toofew, tools, scratch):
    """toofew first. What is not installed is left out and told by the caller; see install.sh."""
    scratch.mkdir()
    vale = tools / "bin" / "vale"
    styles = write_vale(scratch / "vale")
    textlint = scratch / "textlintrc.json"
    textlint.write_text(json.dumps({"rules": {"write-good": True, "alex": True}}))
    npm = tools / "node_modules"
    rg = ["rg", "--no-config", "-i", "-c"]

    def npm_version(package):
        return json.loads((npm / package / "package.json").read_text())["version"]

    def node(package, script, *arguments):
        return ["node", npm / package / script, *arguments]

    found = [Peer("toofew, all rules", version([toofew, "--version"]),
                  [toofew, "check", "--format", "jsonl", "--fail-on", "never"], cores_option="--jobs", accepted=(0,)),
             Peer("ripgrep, one alternation of our words", version(["rg", "--version"]),
                  [*rg, "--no-unicode", alternation()], cores_option="--threads"),
             Peer("ripgrep, the same, Unicode-aware", version(["rg", "--version"]), [*rg, alternation()],
                  cores_option="--threads", rounds=1)]
    if vale.exists():
        release = re.search(r"\tmod\t\S+\tv(\S+)", subprocess.run(["go", "version", "-m", vale], capture_output=True, text=True,
                                                             check=True).stdout).group(1)
        for name, ini, size in (("Vale, three existence rules", "existence.ini", 4_000_000),
                                ("Vale, the same and one sequence rule", "sequence.ini", 1_000_000),
                                ("Vale, the same and a sequence for each kind", "kinds.ini", 300_000)):
            found.append(Peer(name, release, [vale, f"--config={styles / ini}", "--output=JSON", "--no-exit"],
                              corpus_bytes=size, accepted=(0,)))
    if npm.is_dir():
        found += [
            Peer("textlint, rules write-good and alex", npm_version("textlint"),
                 node("textlint", "bin/textlint.js", "--config", textlint, "--rules-base-directory", npm,
                      "--format", "json"), corpus_bytes=100_000, rounds=1),
            Peer("alex", npm_version("alex"), node("alex", "cli.js", "--quiet"), corpus_bytes=100_000, rounds=1),
            Peer("write-good", npm_version("write-good"), node("write-good", "bin/write-good.js"), takes_folder=False,
                 corpus_bytes=300_000, rounds=1, accepted=range(256)),
        ]
    harper = tools / "venv" / "bin" / "harper"
    if harper.exists():
        found.append(Peer("Harper", version([harper, "--version"]), [harper, "lint", "--format", "json"],
                          corpus_bytes=60_000, rounds=1))
    jars = tools / "jars"
    if jars.is_dir():
        found.append(Peer("LanguageTool, English", next(jars.glob("languagetool-core-*.jar")).stem.rsplit("-", 1)[1],
                          ["java", "-cp", f"{jars}/*:{jars}", "LanguageTool"], accepted=(0,), corpus_bytes=20_000, rounds=1))
    return found
