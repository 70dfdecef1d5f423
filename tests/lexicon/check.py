#!/usr/bin/env python3
"""Checks rules/en/wordnet*.tsv: their form, words that must be right, and that the generator still prints them.

The last part needs WordNet 3.0; without it the script says so and exits with 77, which CTest takes as skipped.
"""

import os
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RULES = os.path.join(ROOT, "rules", "en")
GENERATOR = os.path.join(RULES, "generate")
WORDNET = "/usr/share/wordnet"
SKIPPED = 77

KINDS = set(
    "n ns vb vz vd vn vg adj adv person people sick role kin child believer partisan criminal ethnic body animal plant food "
    "thing measure org place act doc t:health t:mental-health t:reproduction t:orientation t:relationship t:religion "
    "t:politics t:ethnicity t:union t:crime t:addiction t:finance t:children t:education".split()
)

sys.dont_write_bytecode = True
sys.path.insert(0, GENERATOR)
import inflect  # noqa: E402
import wordnet  # noqa: E402
from wndb import WordNet  # noqa: E402


def read(name):
    with open(os.path.join(RULES, name), encoding="ascii") as file:
        return file.read()


def entries(name):
    return {form: set(kinds.split(" ")) for form, kinds in (line.split("\t") for line in read(name).splitlines())}


def listed(name):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), encoding="utf-8") as file:
        rows = (line.split("#")[0].split() for line in file)
        return {row[0].replace("_", " "): row[1:] for row in rows if row}


class Form(unittest.TestCase):
    def check(self, name, form):
        lines = read(name).splitlines()
        forms = [line.split("\t")[0] for line in lines]
        self.assertEqual(forms, sorted(set(forms)))
        for line in lines:
            self.assertRegex(line, form)
            kinds = line.split("\t")[1].split(" ")
            self.assertEqual(kinds, sorted(set(kinds)), line)
            self.assertLessEqual(set(kinds), KINDS, line)
            self.assertFalse({"person", "people"}.isdisjoint(kinds) and {"sick", "role", "kin"} & set(kinds), line)

    def test_words(self):
        self.check("wordnet.tsv", r"^[a-z][a-z'-]*[a-z]\t[a-z:]")

    def test_phrases(self):
        self.check("wordnet-phrases.tsv", r"^[a-z][a-z'-]*( [a-z'-]+){1,2}\t[a-z:]")

    def test_closed_classes_stay_out(self):
        with open(os.path.join(GENERATOR, "closed-class.txt"), encoding="utf-8") as file:
            closed = {word for line in file for word in line.partition("#")[0].split()}
        self.assertEqual(closed & set(entries("wordnet.tsv")), set())


class Words(unittest.TestCase):
    """expected.txt: a form and its kinds; !kind for one that it must not have."""

    def test_expected(self):
        words = entries("wordnet.tsv") | entries("wordnet-phrases.tsv")
        for form, kinds in listed("expected.txt").items():
            with self.subTest(form):
                has = words.get(form, set())
                self.assertEqual({kind for kind in kinds if kind[0] != "!"} - has, set())
                self.assertEqual({kind[1:] for kind in kinds if kind[0] == "!"} & has, set())

    def test_missing_are_missing(self):
        words = entries("wordnet.tsv")
        with open(os.path.join(GENERATOR, "missing.txt"), encoding="utf-8") as file:
            missing = {word for line in file for word in line.partition("#")[0].split()}
        self.assertEqual({word for word in missing if {"person", "people"} & words.get(word, set())}, set())


class Inflection(unittest.TestCase):
    def test_verbs(self):
        for lemma, irregular, kind, forms in [
            ("travel", ["travelled", "travelling"], "vd", {"travelled", "traveled"}),
            ("travel", ["travelled", "travelling"], "vg", {"travelling", "traveling"}),
            ("admit", ["admitted", "admitting"], "vd", {"admitted"}),
            ("stop", [], "vg", {"stopping"}),
            ("visit", [], "vd", {"visited"}),
            ("try", [], "vz", {"tries"}),
            ("write", ["wrote", "written"], "vd", {"wrote"}),
            ("write", ["wrote", "written"], "vn", {"written"}),
            ("sing", ["sang", "sung"], "vd", {"sang"}),
            ("sing", ["sang", "sung"], "vn", {"sung"}),
            ("make", ["made"], "vn", {"made"}),
            ("run", ["ran"], "vn", {"run"}),
            ("cut", [], "vd", {"cut"}),
            ("learn", ["learnt"], "vd", {"learned", "learnt"}),
            ("show", ["shown"], "vd", {"showed"}),
            ("agree", [], "vg", {"agreeing"}),
            ("die", [], "vg", {"dying"}),
            ("panic", [], "vd", {"panicked"}),
        ]:
            with self.subTest(lemma + " " + kind):
                self.assertEqual(set(inflect.verb_forms(lemma, irregular)[kind]), forms)

    def test_plurals(self):
        for lemma, irregular, forms in [
            ("child", ["children"], {"children"}),
            ("grandchild", [], {"grandchildren"}),
            ("spokesperson", [], {"spokespersons", "spokespeople"}),
            ("human", [], {"humans"}),
            ("diagnosis", [], {"diagnoses"}),
            ("formula", ["formulae"], {"formulae", "formulas"}),
            ("baby", [], {"babies"}),
            ("boss", [], {"bosses"}),
            ("stomach", [], {"stomachs"}),
            ("series", [], {"series"}),
        ]:
            with self.subTest(lemma):
                self.assertEqual(set(inflect.plurals(lemma, irregular)), forms)


@unittest.skipUnless(os.path.isdir(WORDNET), "needs WordNet 3.0 in " + WORDNET)
class Regenerated(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.wordnet = WordNet(WORDNET)

    def check(self, name, printed):
        self.assertTrue(printed == read(name), name + " is not what the generator prints; run it again (README.md)")

    def test_words(self):
        self.check("wordnet.tsv", wordnet.words(self.wordnet))

    def test_phrases(self):
        self.check("wordnet-phrases.tsv", wordnet.phrases(self.wordnet))


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    sys.exit(1 if not result.wasSuccessful() else SKIPPED if result.skipped else 0)
