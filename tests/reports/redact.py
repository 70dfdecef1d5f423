#!/usr/bin/env python3
"""Holds `toofew check --redact` against what it promises: redact.py TOOFEW

Two sets of drafts differ in the words and the numbers of their claims, and in nothing else: not in length, kind or
place. Redacted, all their reports must be the same to the byte, and so must be what stands on standard error: then
nothing that differs can have been told. None of the words may stand there either.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

# Each word of a set has a counterpart of the same length in the other.
WORDS = [
    ("83", "94"), ("81", "92"), ("snorkelled", "channelled"), ("Zanzibar", "Zimbabwe"),
    ("Tórshavn", "Tórsdyrk"), ("ferries", "trolley"), ("🎉", "🚀"), ("1,207", "1,308"), ("1,146", "1,236"),
    ("launch-zulu", "launch-yoke"),
]
DRAFTS = {
    "post.md": "# Hello\n\nTo the *83 people* who snorkelled in Zanzibar every day: who hurt you?\n\n"
               "In May 1,207 members rode the ferries. Of these, 1,146 rode the ferries again.\n\n"
               "| Town |\n| --- |\n| Our 81 members in Tórshavn never logged in. |\n",
    "tweet.tweet": "🎉 To the 81 people who took the ferries to Tórshavn every night: hello. 🎉\r\n",
    "queue.jsonl": '{"id": "launch-zulu", "text": "To the 83 people who snorkelled on Friday: we saw\\nthat."}\n',
    "page.html": "<p>To the 83 people who snorkelled in <b>Zanzibar</b> every day: who hurt you?</p>\n",
    "wide.txt": "To the 83 people who snorkelled in Tórshavn every day 🎉: who hurt you?\n",
    "broken.json": '{"text": "To the 83 people who snorkelled in Zanzibar every day}\n',
    "channel.md": "---\nchannel: Zanzibar\n---\nHello\n",
    "broken.yaml": "text: \"To the 83 people who snorkelled\n",
}


def formats(program):
    text = subprocess.run([program, "check", "--help"], capture_output=True, check=True, encoding="utf-8").stdout
    return [line.split()[0] for line in text.split("Formats of reports:\n")[1].split("\n\n")[0].splitlines()]


def write(folder, other):
    for name, text in DRAFTS.items():
        if other:
            for word, counterpart in WORDS:
                text = text.replace(word, counterpart)
        encoding = "utf-16" if name == "wide.txt" else "utf-8"
        (folder / name).write_bytes(text.encode(encoding))


def reports(program, other, *options):
    """What comes out, by format; "stderr" besides, and "status"."""
    out = {}
    for form in formats(program):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            write(folder, other)
            done = subprocess.run([program, "check", "--format", form, *options], cwd=folder, capture_output=True,
                                  check=False)
            out[form] = done.stdout.decode()
            out["stderr"] = done.stderr.decode()
            out["status"] = str(done.returncode)
    return out


def failures(program):
    first, second = reports(program, False, "--redact"), reports(program, True, "--redact")
    open_first, open_second = reports(program, False), reports(program, True)
    for name, text in first.items():
        if text != second[name]:
            yield f"{name} tells the drafts apart"
        if name != "status" and open_first[name] == open_second[name]:
            yield f"{name} is the same without --redact: the drafts prove nothing"
        for word in {word for pair in WORDS for word in pair}:
            if re.search(rf"(?<![\w,]){re.escape(word)}(?![\w,])", text):
                yield f"{name} has the word {word}"
        if name not in ("stderr", "status", "text") and not any(path in text for path in DRAFTS):
            yield f"{name} does not say where"
    refused = subprocess.run([program, "check", "--redact", "--trace", "."], capture_output=True, check=False)
    if refused.returncode != 2 or b"--trace" not in refused.stderr:
        yield "--trace is not refused"


def main():
    told = list(failures(str(pathlib.Path(sys.argv[1]).resolve())))
    if told:
        sys.exit("\n".join(told))


if __name__ == "__main__":
    main()
