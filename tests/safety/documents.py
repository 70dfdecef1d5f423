"""Drafts in every format that toofew reads, made up from a number, with what must be found in them: document(NUMBER)."""
import random

import marked
from marked import each, joined, plain, replaced, shown, single

# (before, claim, after): what is found begins and ends with the claim's words.
CLAIMS = [
    ("To", "the 53 people who watched it every day for 18 days: who hurt you", "?"),
    ("Last week", "17 riders in Bath cancelled on Sunday", "."),
    ("", "Nine of our hosts in Bath cancelled on Sunday", "."),
    ("In May,", "31 of you listened to the same song on Monday", "!"),
    ("", "All but three of our 500 hosts had a guest in August", "."),
    ("", "One rider in Truro took 214 trips to the same pub in March", "."),
    ("Last week", "17 riders in Besançon cancelled on Sunday", "."),
]
FILLERS = [
    "The kettle is in the back room.", "Mind the step by the door.", "Grüße aus Köln!", "A naïve café, a crème brûlée.",
    "שלום עולם.", "مرحبا بالعالم.", "👩‍👩‍👧‍👦 🎉 🏳️‍🌈", "“Quoted”, it’s said — or not…", "Tea & cake < tea > cake.", "𝒲𝓸𝔀, 日本語です。",
    "Back\\slash, #hash: 'one' \"two\".", "E\u0301a\u0308o\u0302 stand decomposed.", "It costs a lot | or not.", "Ω ≈ 3 µm.",
]
SHY, JOINER, WIDE_SPACE = "\u00ad", "\u2060", "\u00a0"
NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "é": "&eacute;", "ü": "&uuml;", "ç": "&ccedil;", ":": "&colon;",
         "—": "&mdash;", "…": "&hellip;", "?": "&quest;", "!": "&excl;", ".": "&period;", ",": "&comma;"}
MARKDOWN_SPECIAL = set("\\`*_{}[]<>()#+-!|&~\"'")
JSON_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
ITALICS = ("*", "<em", "<i>")
CHARSETS = ["utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "shift_jis", "koi8-r", "gb18030", "utf-16le"]


def claims_of(word):
    return {claim for _, claim in word if claim is not None}


def with_end(word, mark):
    """The mark after the word, but before a sign that does not belong to the claim: in italics, it would be read with it."""
    last = len(word) - 1 if len(word) > 1 and word[-1][1] is None and claims_of(word) else len(word)
    return word[:last] + plain(mark) + word[last:]


class Maker:
    """The choices of one document."""

    def __init__(self, number):
        self.random = random.Random(number)
        self.claims = []
        self.left = list(range(len(CLAIMS)))

    def chance(self, share):
        return self.random.random() < share

    def pick(self, *choices):
        return self.random.choice(choices)

    # --- words: a sentence is a list of words, each a text

    def filler(self):
        return [plain(word) for word in self.pick(*FILLERS).split(" ")]

    def claim(self):
        """A sentence with a claim that this document does not hold yet; a filler when there is none left."""
        if not self.left:
            return self.filler()
        before, words, after = CLAIMS[self.left.pop(self.random.randrange(len(self.left)))]
        number = len(self.claims)
        self.claims.append(words)
        sentence = [[(self.dressed(word), number)] for word in words.split(" ")]
        sentence[-1] += plain(after)
        return [plain(word) for word in before.split(" ") if word] + sentence

    def dressed(self, word):
        """As readers see the same word."""
        if "ç" in word and self.chance(0.5):
            word = word.replace("ç", "c\u0327")
        if len(word) > 4 and word.isalpha() and self.chance(0.1):
            at = self.random.randrange(2, len(word) - 1)
            if not word[at:].startswith("\u0327"):
                word = word[:at] + self.pick(SHY, JOINER) + word[at:]
        return word

    def sentences(self, most=3):
        """Words of a few sentences, at most one of which is a claim."""
        before = [word for _ in range(self.random.randrange(most)) for word in self.filler()]
        after = [word for _ in range(self.random.randrange(most)) for word in self.filler()]
        return before + (self.claim() if self.chance(0.7) else self.filler()) + after

    def spaced(self, words, breaks="\n", share=0.12):
        """Words with what may stand between them."""
        out = list(words[0])
        # A line that begins like a sentence may be one of its own, however it was meant; in a text without capitals, any.
        has_capitals = "A" <= shown(words[0])[:1] <= "Z"
        for before, word in zip(words, words[1:]):
            goes_on = (has_capitals and shown(word)[:1].islower()) or not claims_of(before) & claims_of(word)
            goes_on = goes_on and not shown(word).startswith(">")  # a quotation in plain text
            separator = self.pick(*breaks) if breaks and goes_on and self.chance(share) else " "
            out += plain(WIDE_SPACE if self.chance(0.03) else separator) + word
        return out

    def line(self, words):
        return self.spaced(words, breaks="")

    # --- marks around words

    def marks(self, words, pairs, share=0.35):
        """Pairs of marks around some of the words, one pair perhaps in another."""
        words = list(words)
        if len(words) < 2 or not self.chance(share):
            return words
        begin = self.random.randrange(len(words))
        end = self.random.randrange(begin, min(len(words), begin + 4))
        # What is capitalised and in italics is read as a title.
        if not all(shown(word)[:1].islower() for word in words[begin:end + 1]):
            pairs = [pair for pair in pairs if not pair[0].startswith(ITALICS)]
        chosen = self.random.sample(pairs, self.pick(1, 1, 2))
        if all(opening == "[" for opening, _ in chosen):  # no link stands in another
            chosen = chosen[:1]
        words[begin] = plain("".join(opening for opening, _ in chosen)) + words[begin]
        words[end] = with_end(words[end], "".join(closing for _, closing in reversed(chosen)))
        return words

    def reference(self, character):
        """The character as one of HTML's references."""
        code = ord(character)
        named = [NAMED[character]] if character in NAMED else []
        return self.pick(f"&#{code};", f"&#x{code:x};", f"&#X{code:04X};", *named)

    # --- Markdown

    def markdown_characters(self, text, escapes=True):
        def change(character, claim):
            if character not in " \n" and self.chance(0.02):
                return self.reference(character)
            if character in MARKDOWN_SPECIAL or (character in ".:?" and self.chance(0.1)):
                return "\\" + character if escapes and character != "&" else self.reference(character)
            return character
        return each(text, change)

    MARKDOWN_MARKS = [("__", "__"), ("*", "*"), ("***", "***"), ("~~", "~~"), ("<b>", "</b>"), ("<em class='x'>", "</em>"),
                      ("[", "](https://example.org/a_b_c?n=1&m=2)"), ("[", "](</a b> 'a title')"), ("<span>", "</span>"),
                      ("", "<!-- 12 of our riders -->")]

    def markdown_inline(self, words):
        return self.marks([self.markdown_characters(word) for word in words], self.MARKDOWN_MARKS)

    def markdown_block(self, depth=0, last=True):
        """A block, its lines separated by line feeds; `last` if no other one follows in the list that it is in."""
        words = self.markdown_inline(self.sentences())
        kind = self.pick("paragraph", "paragraph", "heading", "item", "ordered", "quote", "table", "alt", "title", "html",
                         "setext", "footnote", "code", "reference", "nested")
        # md4c 0.4.8 ends a list item behind a heading or a fence if 4 is left of its offset, divided by 256.
        if depth and not last and kind in ("heading", "setext", "code"):
            kind = "paragraph"
        if kind == "heading":
            return plain("#" * self.pick(1, 2, 6) + " ") + self.line(words) + plain(self.pick("", " ##"))
        if kind == "setext":
            return self.line(words) + plain("\n===")
        if kind in ("item", "ordered", "quote") and depth < 3:
            return self.nested(kind, depth, last)
        if kind == "table":
            rows = [self.line(self.markdown_inline(self.sentences(2))) for _ in range(2)]
            cells = plain("| ") + rows[0] + plain(" | ok |\n|---|:-:|\n| ") + rows[1] + plain(" | `x` |")
            return cells
        if kind == "alt":
            return plain("![") + self.line(self.markdown_words(self.sentences())) + plain("](a.png)")
        if kind == "title":
            return plain('A [link](/x "') + self.line(self.markdown_words(self.sentences())) + plain('") here')
        if kind == "reference":
            label = f"r{self.random.randrange(10**6)}"
            title = self.line(self.markdown_words(self.sentences()))
            return plain(f"A [link][{label}] here\n\n[{label}]: /x '") + title + plain("'")
        if kind == "html":
            return self.html_block()
        if kind == "footnote":
            return plain("Words[^n1] here\n\n[^n1]: ") + self.line(words)
        if kind == "code":
            opening, closing = self.pick(("```\n", "\n```"), ("~~~ text\n", "\n~~~"), ("`", "`"))
            return plain(f"{opening}17 riders in Bath cancelled on Sunday.{closing}")
        return self.spaced(words)

    def markdown_words(self, words):
        return [self.markdown_characters(word) for word in words]

    def nested(self, kind, depth, last):
        mark = {"item": self.pick("- ", "* ", "+   "), "ordered": self.pick("1. ", "12) "), "quote": "> "}[kind]
        rest = mark if kind == "quote" else " " * len(mark)
        count = self.pick(1, 2)
        inner = joined([self.markdown_block(depth + 1, last and number + 1 == count) for number in range(count)], "\n\n")
        return plain(mark) + replaced(inner, "\n", "\n" + rest)

    def markdown(self, least=1):
        return joined([self.markdown_block() for _ in range(self.random.randrange(least, 5))], "\n\n")

    # --- HTML

    def html_characters(self, text, quote=""):
        def change(character, claim):
            needed = character in "<&" or (quote and character == quote)
            return self.reference(character) if needed or (character != " " and self.chance(0.03)) else character
        return each(text, change)

    HTML_MARKS = [("<b>", "</b>"), ("<strong>", "</strong>"), ("<i>", "</i>"), ("<em lang=\"en\">", "</em>"), ("<u>", "</u>"),
                  ("<a href='/x?a=1&amp;b=2'>", "</a>"), ("<span class=x>", "</span>"), ("<mark>", "</mark>"),
                  ("<!-- a > remark -->", ""), ("<small>", "</small>"), ("<wbr>", "")]

    def html_inline(self, breaks=("\n", "  ", "\n\t", " \n ")):
        words = [self.html_characters(word) for word in self.sentences()]
        return self.spaced(self.marks(words, self.HTML_MARKS), breaks)

    def html_block(self, breaks=("\n", "  ")):
        kind = self.pick("p", "div", "h2", "li", "nested", "quote", "table", "alt", "title", "unclosed", "hidden", "dl")
        inline = self.html_inline(breaks)
        if kind in ("p", "div", "h2"):
            return plain(f"<{kind}>") + inline + plain(f"</{kind}>")
        if kind == "li":
            return plain("<ul><li>") + inline + plain("<li>tea\n</ul>")
        if kind == "nested":
            return plain("<div><section><ol><li>one<ul><li>") + inline + plain("</li></ul></li></ol></section></div>")
        if kind == "quote":
            return plain("<blockquote><p>") + inline + plain("</p></blockquote>")
        if kind == "table":
            return plain("<table><tr><th>Note<td>") + inline + plain("<tr><td>a</td><td>b</td></tr></table>")
        if kind in ("alt", "title"):
            quote = self.pick('"', "'")
            words = [self.html_characters(word, quote) for word in self.sentences()]
            tag = "img src=a.png alt" if kind == "alt" else "p title"
            return plain(f"<{tag}={quote}") + self.spaced(words) + plain(f"{quote}>")
        if kind == "unclosed":
            return plain("<p>tea<p class='x'>") + inline
        if kind == "dl":
            return plain("<dl><dt>tea<dd>") + inline + plain("</dl>")
        return plain(self.pick("<p hidden>17 riders in Bath cancelled on Sunday.</p>", "<pre>17 riders cancelled on Sunday.</pre>",
                               "<script>'17 riders in Bath cancelled on Sunday.'</script>"))

    def html(self):
        head = []
        if self.chance(0.5):
            title = self.line([self.html_characters(word) for word in self.sentences()])
            description = self.line([self.html_characters(word, '"') for word in self.sentences()])
            head = (plain("<!DOCTYPE html>\n<html><head><title>") + title +
                    plain('</title>\n<meta name="description" content="') + description + plain('"></head>\n<body>\n'))
        return head + joined([self.html_block(("\n", "  ", "\n\t")) for _ in range(self.random.randrange(1, 5))], "\n")

    # --- plain text and tweets

    def plain_text(self):
        blocks = []
        for _ in range(self.random.randrange(1, 5)):
            block = self.spaced(self.sentences())
            if self.chance(0.2):
                block = plain("> ") + replaced(block, "\n", "\n> ")
            blocks.append(block)
        return joined(blocks, self.pick("\n\n", "\n\n\n", "\n \t\n"))

    def tweet(self):
        tweets = []
        for _ in range(self.pick(1, 1, 2, 3)):
            tweet = self.spaced(self.sentences(), share=0.05)
            if self.chance(0.3):
                alt = self.yaml_scalar(self.line(self.sentences()), 6)
                tweet = plain("---\nmedia:\n  - file: a.png\n    alt: ") + alt + plain("\n---\n\n") + tweet
            tweets.append(tweet)
        return joined(tweets, "\n---\n")

    # --- YAML

    def yaml_double(self, text, indent):
        def change(character, claim):
            if character in '"\\':
                return "\\" + character
            if character == "\n":
                return "\\n"
            code = ord(character)
            if self.chance(0.04) and character != " ":
                return self.pick(*([f"\\x{code:02x}"] if code < 256 else []), *([f"\\u{code:04X}"] if code < 65536 else []),
                                 f"\\U{code:08x}")
            return character
        return plain('"') + self.folded(each(text, change), indent, continued=True) + plain('"')

    def folded(self, text, indent, continued=False, breaks=("\n", " \n")):
        """Some single spaces become line breaks, which YAML folds back."""
        pad = " " * indent
        out = []
        pieces = single(text)
        for number, (character, claim) in enumerate(pieces):
            neighbours = [piece for piece, _ in pieces[max(0, number - 1):number + 2]]
            free = character == " " and claim is None and 0 < number < len(pieces) - 1 and not set(neighbours[::2]) & set(" \n\\#")
            if not free or not self.chance(0.06):
                out.append((character, claim))
            elif continued and self.chance(0.3):
                out += plain(" \\\n" + pad)
            else:
                out += plain(self.pick(*breaks) + pad)
        return out

    def yaml_block(self, text, indent):
        """A literal or folded block scalar."""
        folds = self.chance(0.4)
        pad = " " * indent
        first = shown(text)[:1]
        header = (">" if folds else "|") + (str(self.pick(2, 2)) if first in (" ", "\n") else "") + self.pick("", "-", "+")
        lines, out = [[]], []
        for character, claim in single(text):
            if character == "\n":
                lines.append([])
            else:
                lines[-1].append((character, claim))
        for number, line in enumerate(lines):
            inner = folds and not shown(line).startswith((" ", "\t"))
            body = self.folded(line, indent, breaks="\n") if inner and self.chance(0.5) and "  " not in shown(line) else line
            out += plain("\n" + (pad if body else "")) + body
            after = next((shown(one) for one in lines[number + 1:] if one), "")
            # A folded scalar needs one break more than it has, but where a line is indented further.
            if folds and line and after and not any(one.startswith((" ", "\t")) for one in (shown(line), after)):
                out += plain("\n")
        return plain(header) + out

    def yaml_scalar(self, text, indent):
        """In a map whose members stand two columns further left."""
        words = shown(text)
        styles = ["double", "double"]
        if "\n" not in words:
            styles.append("single")
            special = words[:1] in "!&*-?|>@`\"'%#,[]{} :<=~" or words.endswith((":", " "))
            if not special and ": " not in words and " #" not in words and words[:1].isalpha():
                styles.append("plain")
        if not words.startswith((" ", "\n")) and words.strip() and WIDE_SPACE not in words[:1]:
            styles += ["block", "block"]
        style = self.pick(*styles)
        if style == "double":
            return self.yaml_double(text, indent)
        if style == "block":
            return self.yaml_block(text, indent)
        if style == "single":
            return plain("'") + self.folded(replaced(text, "'", "''"), indent) + plain("'")
        return self.folded(text, indent)

    def post(self):
        """What stands in a field of a queue: Markdown."""
        return self.markdown() if self.chance(0.7) else self.line(self.markdown_inline(self.sentences()))

    def yaml(self):
        records = []
        for number in range(self.random.randrange(1, 4)):
            properties = self.pick("", "", "&a%d " % number, "!!str ")
            records.append(plain(f"  - id: p{number}\n    remark: 17 riders in Bath cancelled on Sunday.\n    text: {properties}") +
                           self.yaml_scalar(self.post(), 6))
        head = self.pick("posts:\n", "---\n# a remark\nposts:\n", "plan:\n  note: x\nposts:\n")
        return plain(head) + joined(records, "\n") + plain("\n")

    def front_matter(self):
        field = self.pick("title", "description", "og_title", "summary")
        scalar = self.yaml_scalar(self.line(self.sentences()), 2)
        return plain(f"---\nauthor: Ann\n{field}: ") + scalar + plain("\ndate: 2026-03-01\n---\n\n")

    # --- JSON, CSV

    def json_string(self, text):
        def change(character, claim):
            if character in JSON_SHORT and (character in '\n\r\t"\\'):
                return JSON_SHORT[character]
            if character == "/" and self.chance(0.5):
                return "\\/"
            if self.chance(0.03):
                data = character.encode("utf-16-be")
                return "".join(f"\\u{data[at:at + 2].hex()}" for at in range(0, len(data), 2))
            return character
        return plain('"') + each(text, change) + plain('"')

    def json_record(self, number, space):
        key = self.pick("text", "caption", "TEXT", "body")
        return (plain(f'{{{space}"id":{space}"p{number}", "n": [1, -2.5e3, true, null, {{}}], "remark": '
                      f'"17 riders in Bath \\"cancelled\\" on Sunday.",{space}"{key}" : ') + self.json_string(self.post()) +
                plain(space + "}"))

    def json(self):
        space = self.pick("", " ", "\n  ")
        records = joined([self.json_record(number, space) for number in range(self.random.randrange(1, 4))], "," + space)
        opening, closing = self.pick(("[", "]"), ('{"posts": [', "]}"), ('{"a": {"b": [', "]}}"))
        return plain(opening) + records + plain(closing + "\n")

    def json_lines(self):
        return joined([self.json_record(number, self.pick("", " ")) for number in range(self.random.randrange(1, 4))], "\n")

    def separated(self, separator):
        rows = [plain(separator.join(("id", "text", "remark", "caption")))]
        for number in range(self.random.randrange(1, 4)):
            cells = [plain(f"p{number}"), self.cell(self.post(), separator),
                     self.cell(plain('17 riders, "cancelled" on Sunday.'), separator),
                     self.cell(self.line(self.markdown_inline(self.sentences())), separator)]
            rows.append(joined(cells, separator))
        return joined(rows, "\n") + plain(self.pick("", "\n"))

    def cell(self, text, separator):
        words = shown(text)
        needed = any(character in words for character in separator + '"\n')
        if not needed and self.chance(0.5):
            return text
        return plain('"') + replaced(text, '"', '""') + plain('"')

    # --- e-mail: a text of characters below 256, which are its bytes

    def writable(self, text, charset):
        """The text with what stands in a word of a claim left out if the charset cannot write it, and a full stop for
        what stands elsewhere."""
        def change(character, claim):
            try:
                if character.encode(charset).decode(charset) == character:
                    return character
            except UnicodeError:
                pass
            return {"ç": "c", WIDE_SPACE: " "}.get(character, "." if claim is None else "")
        return each(text, change)

    @staticmethod
    def as_bytes(pieces):
        return [(data.decode("latin-1"), claim) for data, claim in pieces]

    def quoted_printable(self, pieces, word=False):
        out, column = [], 0
        for character, claim in single(self.as_bytes(pieces)):
            code = ord(character)
            if character == "\n" and not word:
                out, column = out + plain("\n"), 0
                continue
            literal = 32 < code < 127 and character not in ("=?_" if word else "=") and not self.chance(0.03)
            if word and character == " ":
                written = "_"
            else:
                blank = character in " \t" and not word and column < 60
                written = character if literal or blank else self.pick(f"={code:02X}", f"={code:02x}")
            if not word and column + len(written) > 72:
                out, column = out + plain(self.pick("=\n", "= \n")), 0
            out.append((written, claim))
            column += len(written)
        # White space at a line's end would be taken off.
        for number, (written, claim) in enumerate(out):
            at_end = number + 1 == len(out) or out[number + 1][0].startswith("\n")
            if written in (" ", "\t") and at_end and not word:
                out[number] = (f"={ord(written):02X}", claim)
        return out

    def encoded_word(self, text, charset):
        pieces = marked.encoded(text, charset)
        letter = self.pick("Q", "q", "B", "b")
        body = self.quoted_printable(pieces, word=True) if letter in "Qq" else marked.as_base64(pieces)
        return plain(f"=?{self.pick(charset, charset.upper())}?{letter}?") + body + plain("?=")

    def subject(self):
        text = self.line(self.sentences(2))
        fold = self.pick(" ", "\n ", "\n\t")
        if all(character < "\x80" for character in shown(text)) and self.chance(0.4):
            out = []
            for character, claim in single(text):
                out += plain(fold) if character == " " and self.chance(0.1) else [(character, claim)]
            return out
        charset = self.pick("utf-8", "iso-8859-1", "iso-8859-15", "windows-1252")
        text = self.writable(text, charset)
        pieces = single(text)
        cut = self.random.randrange(1, max(2, len(pieces)))
        words = [part for part in (pieces[:cut], pieces[cut:]) if part]
        return joined([self.encoded_word(word, charset) for word in words], fold)

    def body(self, kind):
        """Headers and body of one part."""
        charset = self.pick(*CHARSETS)
        text = self.html() if kind == "html" else self.plain_text()
        text = self.writable(text, charset)
        text = replaced(text, "\n", self.pick("\n", "\r\n")) if charset != "utf-16le" and self.chance(0.2) else text
        pieces = marked.encoded(text, charset)
        ascii_only = all(byte < 128 and byte for data, _ in pieces for byte in data)
        encodings = ["base64", "quoted-printable"] if charset != "utf-16le" else ["base64"]
        encodings += ["8bit"] if charset in ("utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "koi8-r") else []
        encodings += ["7bit"] if ascii_only else []
        encoding = self.pick(*encodings)
        if encoding == "base64":
            body = marked.wrapped(marked.as_base64(pieces), marked.BASE64_LINE, "\n")
        elif encoding == "quoted-printable":
            body = self.quoted_printable([(data.replace(b"\r\n", b"\n"), claim) for data, claim in pieces])
        else:
            body = replaced(self.as_bytes(pieces), "\r\n", "\n")
        named = self.pick(charset, f'"{charset}"', charset.upper())
        return plain(f"Content-Type: text/{kind}; charset={named}\nContent-Transfer-Encoding: {encoding}\n\n") + body

    def multipart(self, depth=0):
        if depth > 2 or self.chance(0.4):
            return self.body(self.pick("plain", "html"))
        kind = self.pick("mixed", "alternative", "related")
        boundary = f"=_part{depth}_{self.random.randrange(1000)}"
        if kind == "alternative":
            parts = [plain("Content-Type: text/plain\n\n17 riders in Bath cancelled on Sunday.\n"), self.body("html")]
        else:
            parts = [self.multipart(depth + 1) for _ in range(self.pick(1, 2))]
            parts.append(plain("Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\n"
                               "17 riders in Bath cancelled on Sunday.\n"))
        head = f'Content-Type: multipart/{kind};\n boundary="{boundary}"\n\nNot shown.\n'
        return (plain(f"{head}--{boundary}\n") + joined(parts, f"\n--{boundary}\n") + plain(f"\n--{boundary}--\n"))

    def email(self):
        return (plain("From: Ann <ann@example.org>\nSubject: ") + self.subject() + plain("\nMIME-Version: 1.0\n") +
                self.multipart())


FORMATS = {
    ".md": lambda maker: (maker.front_matter() if maker.chance(0.3) else []) + maker.markdown(),
    ".html": Maker.html,
    ".eml": Maker.email,
    ".txt": Maker.plain_text,
    ".tweet": Maker.tweet,
    ".yaml": Maker.yaml,
    ".json": Maker.json,
    ".jsonl": Maker.json_lines,
    ".csv": lambda maker: maker.separated(","),
    ".tsv": lambda maker: maker.separated("\t"),
}


class Document:
    """A file's ending, its bytes, and its claims: (begin, end, words) in bytes, in order."""

    def __init__(self, number):
        maker = Maker(number)
        self.ending = list(FORMATS)[number % len(FORMATS)]
        text = FORMATS[self.ending](maker)
        line_end = maker.pick("\n", "\n", "\r\n", "\r")
        text = replaced(text, "\n", line_end) if line_end != "\n" else text
        self.bytes, found = marked.ranges(marked.encoded(*self.encoding(maker, text)))
        self.claims = sorted((*found[number], words) for number, words in enumerate(maker.claims) if number in found)

    def encoding(self, maker, text):
        if self.ending == ".eml":
            return text, "latin-1"
        mark, encoding = maker.pick(("", "utf-8"), ("", "utf-8"), ("\ufeff", "utf-8"), ("\ufeff", "utf-16-le"),
                                    ("\ufeff", "utf-16-be"))
        return plain(mark) + text, encoding
