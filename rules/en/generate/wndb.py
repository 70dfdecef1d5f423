"""Reads the WordNet 3.0 database files; wndb(5WN) and cntlist(5WN) describe them."""

import os
from collections import defaultdict, namedtuple

PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
SENSE_KEY_PARTS = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}

# A synset is named by (part of speech, offset). `words` keep the file's spelling, without the adjectives' position marks.
# `pointers` are (symbol, target synset, source word number, target word number); word number 0 means the whole synset.
Synset = namedtuple("Synset", "words pointers gloss")
# One reading of a lemma: `count` is how often the tagged corpus has it.
Sense = namedtuple("Sense", "synset number count")


class WordNet:
    """synsets: (pos, offset) -> Synset; senses: (lemma, pos) -> [Sense], commonest first; irregular: pos -> lemma -> [form]."""

    def __init__(self, directory):
        self._directory = directory
        self.synsets = {}
        self.senses = {}
        self.irregular = {}
        self._counts = self._read_counts()
        for pos in PARTS:
            self._read_data(pos)
            self._read_index(pos)
            self.irregular[pos] = self._read_exceptions(pos)
        self._offspring = self._invert("@")

    def _lines(self, name):
        with open(os.path.join(self._directory, name), encoding="ascii") as file:
            for line in file:
                if not line.startswith("  "):  # the licence stands at the head of each file, indented
                    yield line.rstrip("\n")

    def _read_counts(self):
        counts = defaultdict(int)
        for line in self._lines("cntlist.rev"):
            key, number, count = line.split()
            lemma, lexical = key.split("%")
            counts[lemma, SENSE_KEY_PARTS[lexical[0]], int(number)] += int(count)
        return counts

    def _read_data(self, pos):
        for line in self._lines("data." + PARTS[pos]):
            body, _, gloss = line.partition(" | ")
            fields = body.split()
            word_count = int(fields[3], 16)
            words = [fields[4 + 2 * i].partition("(")[0] for i in range(word_count)]
            at = 4 + 2 * word_count
            pointers = []
            for i in range(int(fields[at])):
                symbol, offset, target_pos, ends = fields[at + 1 + 4 * i : at + 5 + 4 * i]
                target = (target_pos.replace("s", "a"), int(offset))
                pointers.append((symbol, target, int(ends[:2], 16), int(ends[2:], 16)))
            self.synsets[pos, int(fields[0])] = Synset(words, pointers, gloss.strip())

    def _read_index(self, pos):
        for line in self._lines("index." + PARTS[pos]):
            fields = line.split()
            lemma, offsets = fields[0], fields[-int(fields[2]) :]
            self.senses[lemma, pos] = [
                Sense((pos, int(offset)), number, self._counts[lemma, pos, number])
                for number, offset in enumerate(offsets, 1)
            ]

    def _read_exceptions(self, pos):
        forms = defaultdict(list)
        for line in self._lines(PARTS[pos] + ".exc"):
            form, *lemmas = line.split()
            for lemma in lemmas:
                if form != lemma:
                    forms[lemma].append(form)
        return forms

    def _invert(self, symbol):
        inverse = defaultdict(list)
        for name, synset in self.synsets.items():
            for pointer in synset.pointers:
                if pointer[0] == symbol:
                    inverse[pointer[1]].append(name)
        return inverse

    def common_senses(self, lemma, pos):
        """The senses in which the lemma is written in lower case, i.e. is no proper name."""
        return [sense for sense in self.senses.get((lemma, pos), []) if lemma in self.synsets[sense.synset].words]

    def below(self, root, depth):
        """root and its hyponyms down to `depth` levels. Instances (of a city, a saint) are no hyponyms."""
        seen, level = {root}, [root]
        while level and depth > 0:
            level = [child for name in level for child in self._offspring[name] if child not in seen]
            seen.update(level)
            depth -= 1
        return seen

    def linked(self, name, symbols):
        """The synsets that a pointer with one of these symbols leads to."""
        return {target for symbol, target, _, _ in self.synsets[name].pointers if symbol in symbols}

    def find(self, reference):
        """The synset of "lemma#pos#number". Throws KeyError or IndexError for one that is not there."""
        lemma, pos, number = reference.split("#")
        return self.senses[lemma, pos][int(number) - 1].synset
