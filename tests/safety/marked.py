"""Text that knows which of its characters belong to which claim, however it is escaped, quoted and encoded.

A text is a list of pieces (characters, claim): the claim's number, or None for what belongs to none. Each function takes
a text and gives one back, so that escapes and encodings may stand in each other to any depth, and the claim's bytes are
known at the end without looking for them.
"""
import base64
import re

BASE64_LINE = 76


def plain(characters):
    """Characters that belong to no claim."""
    return [(characters, None)] if characters else []


def each(text, change):
    """change(character, claim) gives what stands for it: characters of the same claim."""
    return [("".join(change(character, claim) for character in characters), claim) for characters, claim in text]


def replaced(text, old, new):
    """`old` must not reach over pieces."""
    return [(characters.replace(old, new), claim) for characters, claim in text]


def shown(text):
    return "".join(characters for characters, _ in text)


def joined(texts, separator=""):
    out = []
    for number, text in enumerate(texts):
        if number:
            out += plain(separator)
        out += text
    return out


def single(text):
    """The same, character by character."""
    return [(character, claim) for characters, claim in text for character in characters]


def wrapped(text, width, separator):
    """A separator after each `width` characters."""
    out = []
    for number, piece in enumerate(single(text)):
        if number and number % width == 0:
            out += plain(separator)
        out.append(piece)
    return out


def encoded(text, encoding):
    return [(characters.encode(encoding), claim) for characters, claim in text]


def as_base64(pieces):
    """Of pieces of bytes, a text. A character that holds bits of a claim belongs to it."""
    data = b"".join(piece for piece, _ in pieces)
    owner = {}
    at = 0
    for piece, claim in pieces:
        if claim is not None and piece:
            for character in range(at * 8 // 6, (len(piece) + at) * 8 // 6 + ((len(piece) + at) * 8 % 6 > 0)):
                owner[character] = claim
        at += len(piece)
    return [(character, owner.get(number)) for number, character in enumerate(base64.b64encode(data).decode())]


def ranges(pieces):
    """Of pieces of bytes: the whole, and where each claim begins and ends."""
    found, at = {}, 0
    for piece, claim in pieces:
        if claim is not None and piece:
            found[claim] = (found.get(claim, (at,))[0], at + len(piece))
        at += len(piece)
    return b"".join(piece for piece, _ in pieces), found


class Places:
    """Where a byte of a file stands: lines and columns from 1, columns in code points, UTF-16 code units and bytes of UTF-8;
    and its offset in UTF-16 code units. A byte order mark takes no place."""

    def __init__(self, data):
        self.skipped, encoding = next(((len(mark), name) for mark, name in (
            (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")) if data.startswith(mark)),
            (0, "utf-8"))
        self.data, self.encoding = data, encoding

    def before(self, offset):
        errors = "surrogateescape" if self.encoding == "utf-8" else "strict"
        return self.data[self.skipped:offset].decode(self.encoding, errors)

    def at(self, offset):
        before = self.before(offset)
        lines = re.split("\r\n|\r|\n", before)
        last = lines[-1]
        return {"line": len(lines), "column": len(last) + 1, "utf16": utf16_units(last) + 1,
                "utf8": len(last.encode("utf-8", "surrogateescape")) + 1, "utf16_offset": utf16_units(before)}


def utf16_units(text):
    return len(text) + sum(character > "\uffff" for character in text)
