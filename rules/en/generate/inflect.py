"""Regular English inflection, steered by WordNet's lists of irregular forms."""

import re

VOWELS = "aeiou"

# The past is spelt like the base ...
UNCHANGED_PAST = set(
    "beat bet bid broadcast burst bust cast cost cut fit forecast hit hurt input knit let offset output podcast preset "
    "put quit read recast reset rid set shed shut slit split spread sublet sweat telecast thrust typeset undercut upset "
    "wed wet miscast outbid rebroadcast reread simulcast".split()
)
# ... and of these the participle is not, or a regular form stands beside it.
BEATEN = {"beat"}
UNCHANGED_OR_REGULAR = set(
    "bet broadcast bust fit forecast input knit offset output podcast quit rid sweat telecast wed wet".split()
)
UNCHANGED_PARTICIPLE = set("become come forerun outrun overcome overrun rerun run".split())
# Irregular verbs with a regular form beside the irregular one.
ALSO_REGULAR = set(
    "abide awake bereave bless burn clothe cleave dive dream dwell floodlight gild gird hang heave kneel lean leap learn "
    "light misspell plead prove rebuild relearn rewind shine shoe smell sneak speed spell spill spoil spotlight stave "
    "strive thrive unlearn wake weave work curse drop dress fix mix grip address transfix pen ken".split()
)
# Both spellings of the doubled consonant, as in British and American "travelled, traveled".
DOUBLED_OR_NOT = set("benefit bias combat diagram focus format kidnap program refocus worship gossip".split())
# Stressed on the last syllable: always doubled.
ALWAYS_DOUBLED_L = set(
    "annul appal compel control dispel distil enrol excel expel extol fulfil impel instil patrol propel rappel rebel "
    "repel".split()
)
PLURAL_OES = set(
    "archipelago buffalo cargo desperado domino echo embargo flamingo ghetto grotto halo hero innuendo mango manifesto "
    "memento mosquito motto negro peccadillo portico potato superhero tomato tornado torpedo veto volcano antihero".split()
)
HARD_CH = set("epoch eunuch hierarch loch matriarch monarch oligarch patriarch stomach tech".split())
SAME_PLURAL = set(
    "aircraft bison cod craft crossroads deer elk fish headquarters hovercraft kin means moose offspring salmon series "
    "sheep shrimp spacecraft species swine trout watercraft".split()
)
NOT_COMPOUND_OF_MAN = re.compile(r"^(.*human|.*german|.*roman|shaman|talisman|ottoman|caiman|cayman|ataman|hetman|dolman|"
                                 r"desman|soman|saman|pitman|turcoman|mussulman|superhuman|brahman|dragoman|toman)$")
LATIN_PLURAL = re.compile(r"(ae|i|a|x|im|ices|ides)$")


def _syllables(word):
    return len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouyl])e$", "", word.rpartition("-")[2])))


def _ends_cvc(word):
    return bool(re.search(r"(?:^|[^aeiou]|qu)[aeiouy][bcdfgklmnprstvz]$", word))


def _ends_consonant_y(word):
    return word.endswith("y") and len(word) > 2 and word[-2] not in VOWELS


def _sibilant(word):
    return word.endswith(("s", "x", "z", "ch", "sh")) and word not in HARD_CH


def plurals(lemma, irregular):
    """All plural forms; `irregular` are those of noun.exc."""
    if lemma in SAME_PLURAL:
        return [lemma, *irregular]
    forms = list(irregular) or _plurals_of_ending(lemma)
    if forms and not all(LATIN_PLURAL.search(form) for form in forms):
        return forms
    return forms + _regular_plurals(lemma)


def _plurals_of_ending(lemma):
    """By an irregular last part, as in godchild or ex-wife: noun.exc lists only the commonest of these."""
    if lemma.endswith("person"):
        return [lemma + "s", lemma[:-6] + "people"]
    if lemma.endswith("child"):
        return [lemma + "ren"]
    if lemma.endswith("wife"):
        return [lemma[:-2] + "ves"]
    if lemma.endswith("sis"):
        return [lemma[:-2] + "es"]
    if lemma.endswith("man") and not NOT_COMPOUND_OF_MAN.search(lemma):
        return [lemma[:-2] + "en"]
    return []


def _regular_plurals(lemma):
    if lemma in PLURAL_OES:
        return [lemma + "es", lemma + "s"]
    if _ends_consonant_y(lemma):
        return [lemma[:-1] + "ies"]
    if _sibilant(lemma):
        return [lemma + "es"]
    return [lemma + "s"]


def _third_person(lemma):
    if _ends_consonant_y(lemma):
        return lemma[:-1] + "ies"
    if _sibilant(lemma) or re.search(r"[^aeiou]o$", lemma):
        return lemma + "es"
    return lemma + "s"


def _stems(lemma, doubled_listed):
    """What -ed and -ing are put on, behind the loss of a mute e: one stem, or a doubled and a plain one."""
    doubled = lemma + lemma[-1]
    if _ends_cvc(lemma) and _syllables(lemma) == 1 and lemma[-1] not in "c":
        return [doubled]
    if re.search(r"[aeiou]c$", lemma) and lemma.endswith("ic"):
        return [lemma + "k"]
    both = lemma in DOUBLED_OR_NOT or (lemma.endswith("l") and lemma not in ALWAYS_DOUBLED_L)
    if doubled_listed:
        return [doubled, lemma] if both else [doubled]
    return [lemma]


def _regular_past(lemma, stems):
    if lemma.endswith("e"):
        return [lemma + "d"]
    if _ends_consonant_y(lemma):
        return [lemma[:-1] + "ied"]
    return [stem + "ed" for stem in stems]


def _present_participles(lemma, stems):
    if lemma.endswith("ie") and len(lemma) < 6:
        return [lemma[:-2] + "ying"]
    if re.search(r"[^eoy]e$", lemma) and lemma not in ("singe", "swinge", "binge", "whinge", "be"):
        return [lemma[:-1] + "ing"]
    if lemma in ("singe", "swinge", "binge", "whinge"):
        return [lemma + "ing"] + ([lemma[:-1] + "ing"] if lemma in ("binge", "whinge") else [])
    return [stem + "ing" for stem in stems]


def _is_participle_only(form):
    return bool(re.search(r"(en|wn|rn|ne|ain|lain)$", form)) and form not in ("shone",) and not form.endswith("shone")


def _irregular_past(forms):
    """Sorts irregular forms into (past, participle): "ate" / "eaten", "sang" / "sung", "made" / "made"."""
    participles = [form for form in forms if _is_participle_only(form)]
    rest = [form for form in forms if form not in participles]
    ablaut = [form for form in rest if re.search(r"u[nm]g?k?$", form)]
    if ablaut and any(re.search(r"a[nm]g?k?$", form) for form in rest):
        return [form for form in rest if form not in ablaut], ablaut + participles
    if participles and not any(form.endswith("got") and form != "forgot" for form in rest):
        return rest, participles
    return rest, rest + participles


def verb_forms(lemma, irregular):
    """{kind: [form]} of a verb for vb, vz, vd, vn and vg; `irregular` are the forms of verb.exc."""
    listed_ing = [form for form in irregular if form.endswith("ing")]
    listed_s = [form for form in irregular if form.endswith("s") and form.startswith(lemma[:-1])]
    listed_ed = [form for form in irregular if form.endswith(("ed", "'d"))]
    strong = [form for form in irregular if form not in listed_ing + listed_s + listed_ed]
    stems = _stems(lemma, any(form == lemma + lemma[-1] + end for form in irregular for end in ("ed", "ing")))
    past, participle = _past_forms(lemma, strong, _regular_past(lemma, stems))
    odd_ing = [form for form in listed_ing if form.startswith(lemma + "k")]
    return {
        "vb": [lemma],
        "vz": listed_s or [_third_person(lemma)],
        "vd": past + ([form for form in listed_ed if form not in past] if not strong else []),
        "vn": participle + ([form for form in listed_ed if form not in participle] if not strong else []),
        "vg": odd_ing or _present_participles(lemma, stems) + [f for f in listed_ing if f.startswith(lemma[:-2])],
    }


def _past_forms(lemma, strong, regular):
    if lemma in UNCHANGED_PAST:
        return _unchanged_past(lemma, strong, regular)
    if not strong:
        return regular, regular
    past, participle = _irregular_past(strong)
    if lemma in UNCHANGED_PARTICIPLE:
        participle = [lemma]
    if not past or lemma in ALSO_REGULAR:
        return past + regular, participle + regular
    return past, participle


def _unchanged_past(lemma, strong, regular):
    if lemma in BEATEN:
        return [lemma], strong
    extra = regular if lemma in UNCHANGED_OR_REGULAR else []
    return [lemma] + extra, [lemma] + extra + strong


def compared(lemma, irregular):
    """Comparative and superlative of an adjective of one syllable, or of two ending in -y, -le, -ow or -er."""
    if irregular:
        return list(irregular)
    syllables = _syllables(lemma)
    if "-" in lemma or syllables > 2 or (syllables == 2 and not re.search(r"([^aeiou]y|[^aeiou]le|ow)$", lemma)):
        return []
    if lemma.endswith("e"):
        stem = lemma[:-1]
    elif _ends_consonant_y(lemma):
        stem = lemma[:-1] + "i"
    else:
        stem = lemma + lemma[-1] if _ends_cvc(lemma) and syllables == 1 else lemma
    return [stem + "er", stem + "est"]
