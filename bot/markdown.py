"""Replies as Discord shows them: nothing in a text is obeyed or hidden, and nothing is longer than Discord takes."""

import dataclasses
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import quote as percent_encoded

from bot import replies
from bot.reply import Attached, Listing, Mentions, Paragraph, Quoted, Reply, Verbatim
from bot.spoken import Sourced, Spoken, spoken
from bot.words import ENGLISH, said

__all__ = ["LONGEST", "Attachment", "Message", "escape", "message", "units"]

LONGEST = 4000
"""UTF-16 units of all the text of a message with components: Discord's limit, in its strictest reading."""
LARGEST_FILE = 10 * 1024 * 1024
"""Bytes that Discord takes as one file from anybody, anywhere."""
STEP = 100
"""By how much every part is made shorter, again and again, until a message is short enough."""
CUT = "[…]"

_HIDDEN = "\N{REPLACEMENT CHARACTER}"
_JOINERS = "\u200c\u200d"
"""Persian, the scripts of India and emoji are written with these; beside ASCII they only hide."""

# Emphasis, code, spoilers, mentions, links, headings, emoji, invitations: each needs one of these, wherever it stands.
_ACTIVE = re.compile(r"[\\*_~`|<>\[\]()@#:/]")
# Lists begin a line; of `1.` the dot is escaped, since a backslash before a digit would be shown.
_LIST_MARK = re.compile(r"^[^\S\n]*(?:\d+)?([-+.])", re.MULTILINE)
_KEPT = "%:/?#[]@!$&*+,;="
"""What stays as it is in the address of a link: what RFC 3986 allows, less what could end the link's Markdown."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message; one with an `alt` is a picture, which that describes."""

    name: str
    content: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: Markdown of at most LONGEST units, never blank, and perhaps a file."""

    text: str
    file: Attachment | None = None


def message(reply: Reply, *, language: str = ENGLISH) -> Message:
    """Make the message that says a reply. What is too long for it is cut where that is seen, and attached whole."""
    parts = [spoken(part, language) for part in reply.parts]
    if attached := next((part for part in parts if isinstance(part, Attached)), None):
        return _with_file(reply, attached, language)
    if whole_text := next((part for part in parts if isinstance(part, Verbatim) and part.text), None):
        return _attached(whole_text, language, note=replies.ATTACHED)
    plain = "\n\n".join(map(_plain, parts))
    # Where no part can be longer than this, none is cut: escaped it is twice as long, percent-encoded twelve times.
    whole = _joined(parts, 12 * LONGEST) if len(plain) <= LONGEST else None
    if whole is not None and units(whole) <= LONGEST:
        return Message(whole if whole.strip() else CUT)
    file = _attached(Verbatim(plain, name="answer.txt"), language, note=replies.SHORTENED).file
    note = escape(said(replies.SHORTENED if file else replies.SHORTENED_ALONE, language))
    return Message(f"{_shortened(parts, LONGEST - units(note) - 2)}\n\n{note}", file)


def _with_file(reply: Reply, file: Attached, language: str) -> Message:
    """Say the other parts beside a file."""
    others = tuple(part for part in reply.parts if not isinstance(part, Attached))
    if not file.content or len(file.content) > LARGEST_FILE:
        return Message(escape(said(replies.TOO_LARGE, language)))
    return Message(message(Reply(others), language=language).text, Attachment(file.name, file.content, file.alt))


def escape(text: str) -> str:
    r"""Write a text so that Discord shows it as it is; characters that hide or turn others are shown as U+FFFD.

    >>> print(escape("<@1> **look** [here](https://example.org)"))
    \<\@1\> \*\*look\*\* \[here\]\(https\:\/\/example.org\)
    """
    return "".join(_escaped(text))


def units(text: str) -> int:
    """Count a text in UTF-16 units, at least as many as characters."""
    return len(text) + sum(character > "\uffff" for character in text)


def _escaped(text: str) -> list[str]:
    """Give what is written for each character, so that positions stay what they are."""
    marks = {match.start(1) for match in _LIST_MARK.finditer(text)}
    return [
        f"\\{character}" if position in marks or _ACTIVE.match(character) else _visible(text, position)
        for position, character in enumerate(text)
    ]


def _visible(text: str, position: int) -> str:
    character = text[position]
    if character in "\n\t":
        return character
    if character == "\r" and text[position + 1 : position + 2] == "\n":
        return ""
    if character in _JOINERS and _joins(text, position):
        return character
    return _HIDDEN if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else character


def _joins(text: str, position: int) -> bool:
    """Tell whether a joiner stands between two characters that may be joined."""
    around = text[max(position - 1, 0) : position] + text[position + 1 : position + 2]
    return len(around) == 2 and all(character > "\x7f" and character not in _JOINERS for character in around)


def _attached(whole: Verbatim, language: str, *, note: str) -> Message:
    content = whole.text.encode("utf-8", "surrogatepass")
    if not content or len(content) > LARGEST_FILE:
        return Message(escape(said(replies.TOO_LARGE, language)))
    return Message(escape(said(note, language)), Attachment(whole.name, content))


def _shortened(parts: Sequence[Spoken], most: int) -> str:
    """Make every part shorter until all fit; then leave out quotes with their sources, the last first."""
    for limit in range(most, STEP, -STEP):
        text = _joined(parts, limit)
        if text is not None and units(text) <= most:
            return text
    kept = list(parts)
    while kept:
        kept = _without_last(kept)
        text = _joined(kept, 2 * STEP)
        if text is not None and text.strip() and units(text) <= most:
            return text
    return CUT


def _without_last(parts: list[Spoken]) -> list[Spoken]:
    """Leave out the last quote and its sources; where no quote is left, the last part."""
    last = next((part for part in reversed(parts) if isinstance(part, Quoted) and part.numbers), None)
    if last is None:
        return parts[:-1]
    rest = (_without(part, last.numbers) if isinstance(part, Sourced) else part for part in parts if part is not last)
    return [part for part in rest if not (isinstance(part, Sourced) and not part.numbers)]


def _without(line: Sourced, gone: Collection[int]) -> Sourced:
    """Leave out the numbers of a quote that is not shown."""
    return dataclasses.replace(line, numbers=tuple(number for number in line.numbers if number not in gone))


def _joined(parts: Sequence[Spoken], limit: int) -> str | None:
    """Write the parts, each of at most `limit` units, sources close together; None as soon as all are too long."""
    text, before = "", None
    for part in parts:
        close = isinstance(part, Sourced) and isinstance(before, Sourced)
        text += ("\n" if close else "\n\n" if text else "") + _written(part, limit)
        before = part
        if len(text) > LONGEST:
            return None
    return text


def _written(part: Spoken, limit: int) -> str:
    match part:
        case Paragraph(text):
            return _cut(_escaped(text[: limit + 1]), limit)
        case Quoted():
            return _quotation(part, limit)
        case Sourced():
            return _source(part, limit)
        case Listing(entries):
            return _listing(entries, limit)
        case Verbatim() | Attached():
            return ""
        case _:
            assert_never(part)


def _quotation(quoted: Quoted, limit: int) -> str:
    """Write quoted words as a block quote, those of the question bold, every omission marked."""
    numbers = _cut(re.findall(r"\S+|\s", replies.numbered(quoted.numbers)), limit // 2)
    pieces = _bold(_escaped(quoted.text[: limit + 1]), quoted.matches)
    pieces = ["\n> " if piece == "\n" else piece for piece in pieces]
    room = max(limit - units(f"> {CUT}  {CUT} {numbers}"), 0)
    words, closes = _cut(pieces, room, mark=""), quoted.closes
    if len(words) < len("".join(pieces)) or len(quoted.text) > limit + 1:
        closes = False
    shown = ("" if quoted.opens else CUT, words, "" if closes else CUT, numbers)
    return "> " + " ".join(piece for piece in shown if piece)


def _bold(pieces: list[str], matches: Iterable[tuple[int, int]]) -> list[str]:
    """Put ranges in bold, word by word and never across a line; each word stays one piece, so no cut divides it."""
    bold = {place for start, end in matches for place in range(max(start, 0), min(end, len(pieces)))}
    written: list[str] = []
    word = ""
    for position, piece in enumerate(pieces):
        if position in bold and not piece.isspace():
            word += piece
            continue
        written += [f"**{word}**", piece] if word else [piece]
        word = ""
    return [*written, f"**{word}**"] if word else written


def _cut(pieces: Sequence[str], limit: int, *, mark: str = f" {CUT}") -> str:
    """Join the pieces that fit; where some do not, end at a blank if there is one, with the mark."""
    if sum(map(units, pieces)) <= limit:
        return "".join(pieces)
    length, end, blank = units(mark), 0, 0
    for end, piece in enumerate(pieces):
        length += units(piece)
        if length > limit:
            break
        if piece.isspace() or piece == "\n> ":
            blank = end
    return "".join(pieces[: blank or end]) + mark


def _source(line: Sourced, limit: int) -> str:
    """Write where a quote stands: its number, the words, and the link."""
    text = f"{replies.numbered(line.numbers)} {_one_line(line.words, limit)}{_link(line, limit)}"
    if line.based_on:
        text += f"\n-# {_one_line(line.based_on.words, limit)}{_link(line.based_on, limit)}"
    return text


def _link(line: Sourced, limit: int) -> str:
    """Write a link that has no preview; one that is too long leads to the page alone, or is left out."""
    address = line.link
    if not address or not address.startswith(("https://", "http://")):
        return ""
    target = percent_encoded(address, safe=_KEPT, errors="replace")
    shorter = (target, target.partition("#")[0])
    fitting = next((each for each in shorter if len(each) <= limit), None)
    return f" · [{line.opens}](<{fitting}>)" if fitting else ""


def _listing(entries: Iterable[tuple[str, str]], limit: int) -> str:
    """Write names and their words, one entry a line, as many as fit."""
    lines: list[str] = []
    left = limit - len(CUT) - 1
    for name, words in entries:
        shown = words if isinstance(words, Mentions) and units(words) <= limit else _one_line(words, limit)
        line = f"**{_one_line(name, limit)}** {shown}"
        left -= units(line) + 1
        if left < 0:
            return "\n".join([*lines, CUT])
        lines.append(line)
    return "\n".join(lines)


def _one_line(text: str, limit: int) -> str:
    return _cut(_escaped(" ".join(text.split())[: limit + 1] or "-"), limit)


def _plain(part: Spoken) -> str:
    """Write a part for a file, which nobody formats: exact, and whole."""
    match part:
        case Paragraph(text) | Verbatim(text):
            return text
        case Quoted():
            marks = ("" if part.opens else CUT, part.text, "" if part.closes else CUT)
            return " ".join(filter(None, (*marks, replies.numbered(part.numbers))))
        case Sourced():
            return "\n".join(_plain_source(part))
        case Listing(entries):
            return "\n".join(f"{name}  {words}" for name, words in entries)
        case Attached():
            return ""
        case _:
            assert_never(part)


def _plain_source(line: Sourced) -> Iterator[str]:
    yield f"{replies.numbered(line.numbers)} {line.words}"
    based_on = line.based_on
    yield from filter(None, (line.link, based_on and based_on.words, based_on and based_on.link))
