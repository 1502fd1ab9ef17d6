"""Replies on a terminal: wrapped, coloured where that is wanted, and nothing in them that a terminal would obey."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO, TypeVar, assert_never

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from bot import replies
from bot.reply import Attached, Listing, Paragraph, Part, Quoted, Reply, SourceLine, Verbatim

__all__ = ["Console", "busy", "console", "json_line", "meter", "progress", "safe", "show"]

T = TypeVar("T")

BAR = "│ "
CUT = "[…]"
WIDEST_NAME = 24
"""Characters of a name that still stands before its words, on one line."""
UNHURRIED = 0.5
"""Seconds after which work shows its progress: what is over sooner needs none."""

# What a terminal obeys instead of showing: controls (tab and newline are fine), line ends of other kinds, changes of
# the direction of writing; and halves of surrogate pairs, which cannot be written.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def safe(text: str) -> str:
    """Show what a terminal would obey as U+FFFD, every character in its place.

    >>> safe(f"a {chr(27)}[31m red one")
    'a �[31m red one'
    """
    return _OBEYED.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", " \n"))


def console(file: TextIO, *, plain: bool = False) -> Console:
    """Make the console for a stream: with colour on a terminal unless NO_COLOR is set, never if it is to be plain."""
    return Console(file=file, color_system=None if plain else "auto", highlight=False, markup=False, emoji=False)


def show(reply: Reply, on: Console) -> None:
    """Show a reply, its parts apart, sources close together."""
    before: Part | None = None
    for part in reply.parts:
        if before is not None and not (isinstance(part, SourceLine) and isinstance(before, SourceLine)):
            on.print()
        _show(part, on)
        before = part


def json_line(data: Mapping[str, object]) -> str:
    """Write an object as one line of JSON that can be shown on a terminal as it is."""
    written = json.dumps(data, ensure_ascii=False)
    return _OBEYED.sub(lambda match: f"\\u{ord(match.group()):04x}", written)


def progress(items: Iterable[T], *, words: str, total: int | None, on: Console) -> Iterator[T]:
    """Yield items, showing how far they are once that takes a while, if there is a terminal to show it on."""
    started = time.monotonic()
    bar: Progress | None = None
    try:
        for done, item in enumerate(items, start=1):
            yield item
            if bar:
                bar.update(TaskID(0), completed=done)
            elif on.is_terminal and time.monotonic() - started > UNHURRIED:
                bar = Progress(console=on, transient=True)
                bar.add_task(words, total=total, completed=done)
                bar.start()
    finally:
        if bar:
            bar.stop()


@contextmanager
def meter(words: str, *, total: int, on: Console) -> Iterator[Callable[[], None]]:
    """Show how far work is, how fast it goes and how long it will take; what is given is called after each step."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    started = time.monotonic()
    with Progress(*columns, console=on, transient=True, disable=not on.is_terminal) as bar:
        task = bar.add_task(words, total=total, rate="")

        def step() -> None:
            done = bar.tasks[task].completed + 1
            bar.update(task, completed=done, rate=f"{done / (time.monotonic() - started):.0f}/s")

        yield step


@contextmanager
def busy(words: str, *, on: Console) -> Iterator[None]:
    """Show that something is being done once it takes a while, if there is a terminal to show it on."""
    status = on.status(words)
    timer = threading.Timer(UNHURRIED, status.start)
    if on.is_terminal:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if on.is_terminal:
            timer.join()
        status.stop()


def _show(part: Part, on: Console) -> None:
    match part:
        case Paragraph(text):
            _hang(Text(safe(text)), on, first=Text(), rest=Text())
        case Quoted():
            _hang(_quotation(part), on, first=Text(BAR, "dim"), rest=Text(BAR, "dim"))
        case SourceLine():
            _show_source(part, on)
        case Listing(entries):
            _show_listing(entries, on)
        case Attached(name, content):
            on.print(Text(safe(replies.FILE.format(name, len(content)))), soft_wrap=True)
        case Verbatim(text):
            on.print(Text(safe(text.removesuffix("\n"))), soft_wrap=True)
        case _:
            assert_never(part)


def _quotation(quoted: Quoted) -> Text:
    """Give the quoted words, those of the question bold, with the marks of what was cut and the numbers."""
    words = Text(safe(quoted.text))
    for start, end in quoted.matches:
        words.stylize("bold", start, end)
    numbers = Text(replies.numbered(quoted.numbers), "cyan")
    shown = (Text(CUT) if not quoted.opens else None, words, Text(CUT) if not quoted.closes else None, numbers)
    return Text(" ").join(piece for piece in shown if piece)


def _show_source(line: SourceLine, on: Console) -> None:
    numbers = Text(f"{replies.numbered(line.numbers)} ", "cyan")
    indent = Text(" " * len(numbers))
    _hang(Text(safe(replies.cited(line))), on, first=numbers, rest=indent)
    _show_address(line.link, on, indent=indent)
    if line.based_on:
        _hang(Text(safe(replies.based_on(line.based_on))), on, first=indent, rest=indent)
        _show_address(line.based_on.url, on, indent=indent)


def _show_address(address: str | None, on: Console, *, indent: Text) -> None:
    if address:  # never broken over lines, so that it can be opened and copied
        on.print(indent + Text(safe(address)), soft_wrap=True)


def _show_listing(entries: Iterable[tuple[str, str]], on: Console) -> None:
    listed = [(safe(name), safe(words)) for name, words in entries]
    width = max((len(name) for name, _ in listed if len(name) <= WIDEST_NAME), default=0) + 2
    if width > on.width // 2:
        width = 2
    for name, words in listed:
        if len(name) + 2 > width:
            on.print(Text(name, "bold"))
            _hang(Text(words), on, first=Text(" " * width), rest=Text(" " * width))
        else:
            _hang(Text(words), on, first=Text(name.ljust(width), "bold"), rest=Text(" " * width))


def _hang(words: Text, on: Console, *, first: Text, rest: Text) -> None:
    """Print words wrapped, each line after what it hangs from."""
    for number, line in enumerate(words.wrap(on, max(on.width - len(first), 1))):
        hanging = Text.assemble(rest if number else first, line)
        hanging.rstrip()
        on.print(hanging, soft_wrap=True)
