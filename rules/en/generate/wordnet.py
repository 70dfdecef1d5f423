#!/usr/bin/env python3
"""Prints the word list ../wordnet.tsv, or with --phrases ../wordnet-phrases.tsv, from WordNet 3.0. README.md has the why."""

import argparse
import os
import re
import sys
from collections import Counter, defaultdict

import inflect
from wndb import WordNet

HERE = os.path.dirname(os.path.abspath(__file__))
WORD = re.compile(r"[a-z][a-z'-]*[a-z]$")
PHRASE = re.compile(r"[a-z][a-z'-]*(_[a-z'-]+){1,2}$")
HEAD_OF_NOUN = re.compile(r"(|.*?_)([^_]+)((?:_(?:of|in|at|to|for|on|with|by|up|from|de|la|a)_.*)?)$")
HEAD_OF_VERB = re.compile(r"()([^_]+)(.*)$")
# Seeming plurals that are singular: physics (of physic), virus, iris.
SINGULAR_IN_S = re.compile(r"(ics|us|ss|is|as)$|^(baas|corps|crossroads|gens|means|mews|species|summons|velours|news|lens)$")

# A part of speech is left out for a word when the tagged corpus knows the word well and has it so hardly ever.
WELL_KNOWN = 25
RARE_PART = 0.04
# The same for a form that several words share ("found" of find, and to found).
RARE_OWNER = 0.02
# A meaning counts when it is the word's first one or has at least this share of the word's tags. Topics are sensitive: a
# false one is a false alarm.
SHARE_OF_MEANING = 0.25
SHARE_OF_TOPIC = 0.40

PERSON = "person"  # in the singular
PEOPLE = "people"  # the same in the plural
PERSON_KINDS = {"person", "sick", "role", "kin", "child", "believer", "partisan", "criminal", "ethnic"}
EXCLUDED = "-"


def read_table(name):
    """The rows of a data file: tab-separated cells, # comments and empty lines apart."""
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        lines = (line.rstrip("\n") for line in file)
        return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def read_words(name):
    """The words of a data file, several a line; # starts a comment."""
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return {word for line in file for word in line.partition("#")[0].split()}


class Kinds:
    """Which semantic kinds and topics each synset has, by the roots listed in roots.txt."""

    def __init__(self, wordnet):
        self._wordnet = wordnet
        self.of = defaultdict(set)
        pruned = defaultdict(set)
        for row in read_table("roots.txt"):
            kind, reference, reach = row[:3]
            target = pruned[kind[1:]] if kind.startswith("!") else None
            for name in self._reached(reference, reach):
                if target is None:
                    self.of[name].add(kind)
                else:
                    target.add(name)
        for kind, names in pruned.items():
            for name in names:
                self.of[name].discard(kind)

    def _reached(self, reference, reach):
        """`reach` is the depth to walk down, * for all; ~ adds similar adjectives, + what is derived from all these."""
        try:
            root = self._wordnet.find(reference)
        except (KeyError, IndexError):
            sys.exit(f"roots.txt: WordNet has no {reference}")
        depth = reach.rstrip("~+")
        names = self._wordnet.below(root, 99 if depth == "*" else int(depth or 0))
        if "~" in reach:
            names |= self._wordnet.linked(root, "&")
        if "+" in reach:
            names |= {target for name in names for target in self._wordnet.linked(name, "+")}
        return names


class Lexicon:
    """form -> kinds, for words or for phrases."""

    def __init__(self, wordnet, pattern):
        self._wordnet = wordnet
        self._pattern = pattern
        self._kinds = Kinds(wordnet).of
        self._closed = read_words("closed-class.txt")
        self._vetoes = defaultdict(set)
        for kinds, words, *_ in read_table("vetoes.txt"):
            vetoed = set(kinds.split())
            for word in words.split():
                self._vetoes[word] |= vetoed | (PERSON_KINDS | {PEOPLE} if PERSON in vetoed else set())
        self._also = self._read_also()
        self._plural_only = read_words("plural-only.txt")
        nouns = [lemma for lemma, pos in wordnet.senses if pos == "n" and len(lemma) > 2 and "_" not in lemma]
        self._plurals = {form for lemma in nouns for form in inflect.plurals(lemma, wordnet.irregular["n"].get(lemma, []))}
        # form -> {(lemma, pos): kinds}: the words that a form may belong to.
        self._owners = defaultdict(lambda: defaultdict(set))
        self._weight = {}
        self._collect()

    def _read_also(self):
        also = defaultdict(set)
        for kinds, pos, words in read_table("also.txt"):
            for lemma in words.split():
                if not self._wordnet.common_senses(lemma, pos):
                    sys.exit(f"also.txt: WordNet has no {lemma} with part of speech {pos}")
                also[lemma, pos].update(kinds.split())
        return also

    def _collect(self):
        for lemma in sorted({lemma for lemma, _ in self._wordnet.senses}):
            if self._pattern.match(lemma):
                self._add_lemma(lemma)

    def _add_lemma(self, lemma):
        senses = {pos: self._wordnet.common_senses(lemma, pos) for pos in "nvar"}
        counts = {pos: sum(sense.count for sense in readings) for pos, readings in senses.items()}
        total = sum(counts.values())
        if lemma in self._closed:  # but liked, scored and marched are plain verbs
            senses = {"v": senses["v"]}
        for pos, readings in senses.items():
            rare = total >= WELL_KNOWN and counts[pos] < RARE_PART * total
            excluded = pos in self._vetoes[lemma] or EXCLUDED in self._meanings(lemma, readings, SHARE_OF_TOPIC)
            if readings and not rare and not excluded:
                self._weight[lemma, pos] = counts[pos]
                for form, kind in self._forms(lemma, pos):
                    self._own(form, kind, lemma, pos, readings)

    def _forms(self, lemma, pos):
        if "_" in lemma:
            return self._phrase_forms(lemma, pos)
        irregular = self._wordnet.irregular[pos].get(lemma, [])
        if pos == "n":
            return self._noun_forms(lemma, irregular)
        if pos == "v":
            return [(form, kind) for kind, forms in inflect.verb_forms(lemma, irregular).items() for form in forms]
        if pos == "a":
            return [(form, "adj") for form in [lemma] + inflect.compared(lemma, irregular)]
        return [(form, "adv") for form in [lemma] + irregular]

    def _phrase_forms(self, lemma, pos):
        """Inflects the head: the last word of a noun, or the one before a preposition; the first word of a verb."""
        if pos not in "nv":
            return [(lemma, "adj" if pos == "a" else "adv")]
        before, head, after = HEAD_OF_VERB.match(lemma).groups() if pos == "v" else HEAD_OF_NOUN.match(lemma).groups()
        return [(before + form + after, kind) for form, kind in self._forms(head, pos)]

    def _noun_forms(self, lemma, irregular):
        if self._is_plural(lemma):
            return [(lemma, "ns")]
        return [(lemma, "n")] + [(form, "ns") for form in inflect.plurals(lemma, irregular)]

    def _is_plural(self, lemma):
        """Whether WordNet's entry is itself a plural, as savings: listed, or an entry that has its singular beside it."""
        return lemma in self._plural_only or (lemma in self._plurals and not SINGULAR_IN_S.search(lemma))

    def _own(self, form, kind, lemma, pos, readings):
        if form in self._closed or not self._pattern.match(form):
            return
        kinds = self._owners[form][lemma, pos]
        kinds.add(kind)
        kinds |= self._semantic(lemma, pos, readings, kind == "ns")

    def _semantic(self, lemma, pos, readings, plural):
        topics = {kind for kind in self._meanings(lemma, readings, SHARE_OF_TOPIC) if kind.startswith("t:")}
        kinds = topics | self._also[lemma, pos] if pos != "n" else self._noun_kinds(lemma, readings) | topics
        kinds -= self._vetoes[lemma]
        if plural and PERSON in kinds:
            kinds = kinds - {PERSON} | {PEOPLE}
        return kinds

    def _noun_kinds(self, lemma, readings):
        """The kinds but for the topics. Somebody is only meant where that is the first reading, as in guide, not in star."""
        kinds = {kind for kind in self._meanings(lemma, readings, SHARE_OF_MEANING) if not kind.startswith("t:")}
        first = self._kinds.get(readings[0].synset, set())
        if PERSON not in first:
            kinds -= PERSON_KINDS
        return kinds | self._also[lemma, "n"]

    def _meanings(self, lemma, readings, share):
        total = sum(sense.count for sense in readings)
        kinds = set()
        for at, sense in enumerate(readings):
            if at == 0 or (total and sense.count >= share * total):
                kinds |= self._kinds.get(sense.synset, set())
        return kinds

    def entries(self):
        """(form, kinds) in any order."""
        for form, owners in self._owners.items():
            total = sum(self._weight[owner] for owner in owners)
            kinds = set()
            for owner, owned in owners.items():
                if total < WELL_KNOWN or self._weight[owner] >= RARE_OWNER * total:
                    kinds |= owned
            kinds -= self._vetoes[form] | self._vetoes["=" + form]
            if kinds:
                yield form, kinds


def words(wordnet):
    """The text of wordnet.tsv."""
    return as_table(Lexicon(wordnet, WORD).entries())


def phrases(wordnet):
    """The text of wordnet-phrases.tsv: only what says who somebody is, or what is sensitive about them."""
    return as_table(
        (form.replace("_", " "), kinds)
        for form, kinds in Lexicon(wordnet, PHRASE).entries()
        if any(kind.startswith("t:") or kind in (PERSON, PEOPLE) for kind in kinds)
    )


def as_table(entries):
    return "".join(sorted(form + "\t" + " ".join(sorted(kinds)) + "\n" for form, kinds in entries))


def print_statistics(wordnet):
    for name, pattern in (("words", WORD), ("phrases", PHRASE)):
        entries = list(Lexicon(wordnet, pattern).entries())
        counts = Counter(kind for _, kinds in entries for kind in kinds)
        print(f"{name}: {len(entries)} forms, {len({frozenset(kinds) for _, kinds in entries})} distinct sets of kinds")
        for kind, count in sorted(counts.items()):
            print(f"  {kind}\t{count}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", default="/usr/share/wordnet", help="directory of the WordNet 3.0 database")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--phrases", action="store_true", help="print the words of two and three parts")
    what.add_argument("--statistics", action="store_true", help="print how many forms each kind has")
    options = parser.parse_args()
    wordnet = WordNet(options.wordnet)
    if options.statistics:
        print_statistics(wordnet)
    else:
        sys.stdout.write(phrases(wordnet) if options.phrases else words(wordnet))


if __name__ == "__main__":
    main()
