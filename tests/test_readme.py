"""The README says what is: its session replays, and its commands and settings are those that there are."""

import asyncio
import io
import os
import re
from pathlib import Path

import pytest

from bot import app, commands, settings
from bot.repl import PROMPT, Session
from bot.requests import Asker
from bot.terminal import console

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
SESSION = re.compile(r"(?<=```\n)> .*?(?=```)", re.DOTALL)


async def _replayed(lines: list[str]) -> str:
    shown = io.StringIO()
    async with app.corpus(ROOT / "seeds", notes=console(io.StringIO())) as opened:
        session = Session(opened.respond, Asker("newcomer"), console(shown, plain=True), remembers=False)
        for line in lines:
            shown.write(f"{PROMPT}{line}\n\n")
            await session.enter(line)
    return shown.getvalue().rstrip() + "\n"


def test_the_session_is_what_the_bot_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """With ACCEPT=1 the session is written anew, to be read in the diff."""
    monkeypatch.setenv("COLUMNS", "80")
    text = README.read_text(encoding="utf-8")
    told = SESSION.search(text)
    assert told

    said = asyncio.run(_replayed(re.findall(r"^> (.+)$", told.group(), re.MULTILINE)))

    if os.environ.get("ACCEPT"):
        README.write_text(text.replace(told.group(), said), encoding="utf-8")
    else:
        assert told.group() == said


def test_every_command_is_told() -> None:
    text = README.read_text(encoding="utf-8")

    assert all(f"`{command}`" in text for command, _ in commands.COMMANDS)


def test_every_setting_is_told() -> None:
    text = README.read_text(encoding="utf-8")

    assert all(f"| `{key}` |" in text for key in settings.KEYS)


@pytest.mark.parametrize("package", ["retrieval", "bot"])
def test_the_architecture_names_every_module(package: str) -> None:
    layout = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("```")[1]
    held = (path for path in (ROOT / package).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists())
    modules = [f"{path.name}/" if path.is_dir() else path.name for path in held if not path.name.startswith("__")]

    told = layout.split()

    assert [module for module in modules if module not in told] == []


@pytest.mark.parametrize("page", [README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=str)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []
