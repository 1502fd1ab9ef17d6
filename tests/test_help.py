"""The help of the commands: every one has some, and its examples are right."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.cli import main


def _commands(group: click.Group, *above: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*above, name)
        if isinstance(command, click.Group):
            yield from _commands(command, *above, name)


@pytest.mark.parametrize("command", [(), *_commands(main)], ids=" ".join)
def test_the_help_of_every_command_ends_with_examples_that_are_right(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("letter.txt").touch()
    Path("letters").mkdir()
    Path("questions.jsonl").touch()
    Path("monday.tar").touch()

    examples = CliRunner().invoke(main, [*command, "--help"]).stdout.split("Examples:\n")[1].splitlines()

    assert examples
    for example in examples:
        words = shlex.split(example.split(" > ")[0].split(" < ")[0].removeprefix("  python -m bot "))
        assert tuple(words[: len(command)]) == command
        _parse(main, words)


def _parse(command: click.Command, words: list[str]) -> None:
    """Read the words as the command does, without running it; what is wrong in them raises click.UsageError."""
    with command.make_context(command.name, list(words)) as context:
        if isinstance(command, click.Group):
            _, found, rest = command.resolve_command(context, [*context._protected_args, *context.args])  # noqa: SLF001 - click has no public way to parse without running
            assert found
            _parse(found, rest)
