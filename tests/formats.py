"""How a text is written in each format that toofew reads, and how somebody else reads it: for tests to import."""
import csv
import email
import email.message
import email.policy
import html
import html.parser
import io
import json

import yaml


def write_html(text):
    return "<!DOCTYPE html>\n<title>Post</title>\n" + "".join(
        f"<p>{html.escape(block)}</p>\n" for block in text.split("\n\n"))


def write_table(text, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(
        [["id", "text", "status"], ["1", "Nothing to see.", "sent"], ["2", text, "draft"]])
    return out.getvalue()


def read_table(data, delimiter):
    return list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter))


def write_email(text):
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = "us@example.org", "you@example.org", "Our news"
    message.set_content(text, cte="quoted-printable")
    return message.as_bytes()


class Words(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.parts = []

    def handle_starttag(self, tag, attrs):
        self.parts.append(f"<{tag}>")

    def handle_data(self, data):
        self.parts.append(data)


def read_html(data):
    words = Words()
    words.feed(data.decode())
    return words.parts


def read_email(data):
    message = email.message_from_bytes(data, policy=email.policy.default)
    return {name: str(value) for name, value in message.items()}, message.get_content()


def write_json_lines(text):
    return json.dumps({"id": "a", "text": "Nothing to see."}) + "\n" + json.dumps({"id": "b", "text": text}) + "\n"


# By ending of the file: from a text to text or bytes, and from bytes to values that can be compared.
FORMATS = {
    "md": (lambda text: text, lambda data: data.decode()),
    "txt": (lambda text: ("\ufeff" + text.replace("\n", "\r\n")), lambda data: data.decode("utf-8-sig")),
    "html": (write_html, read_html),
    "json": (lambda text: json.dumps([{"id": 7, "text": text, "n": 1.50}], indent=1), json.loads),
    "csv": (lambda text: write_table(text, ","), lambda data: read_table(data, ",")),
    "yaml": (lambda text: "# The queue\n" + yaml.safe_dump([{"id": "a", "text": text}], width=100), yaml.safe_load),
    "eml": (write_email, read_email),
    "utf16.txt": (lambda text: text.encode("utf-16"), lambda data: data.decode("utf-16")),
    "jsonl": (write_json_lines, lambda data: [json.loads(line) for line in data.decode().splitlines()]),
    "tsv": (lambda text: write_table(text, "\t"), lambda data: read_table(data, "\t")),
}


def written(text, ending):
    """The bytes of a file with that ending."""
    data = FORMATS[ending][0](text)
    return data if isinstance(data, bytes) else data.encode()
