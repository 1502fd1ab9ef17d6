"""Settings: the environment, `.env` and the defaults."""

import itertools
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import settings
from bot.errors import BadSetting
from bot.settings import Secret, load, starter_library

EXAMPLE = Path(__file__).parent.parent / ".env.example"


@pytest.fixture(autouse=True)
def _without_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for key in settings.KEYS:
        monkeypatch.delenv(key, raising=False)


def test_the_defaults_are_a_folder_called_data_and_the_starter_library() -> None:
    known = load()

    assert (known.data, known.corpus, known.token) == (Path("data"), starter_library(), None)
    assert known.corpus.is_dir()


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("VERBATIM_DATA=from-file\nDISCORD_TOKEN=from-file\n")
    monkeypatch.setenv("DISCORD_TOKEN", "from-environment")

    known = load()

    assert known.data == Path("from-file")
    assert known.token == Secret("from-environment")


def test_a_setting_without_a_value_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_DATA", "")
    monkeypatch.setenv("DISCORD_TOKEN", " ")

    assert load().data == Path("data")
    assert load().token is None


def test_a_bad_value_is_named_with_its_key_and_what_is_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_CORPUS", "/no/such/folder")

    with pytest.raises(BadSetting, match=r"VERBATIM_CORPUS='/no/such/folder' .*a file or folder that exists"):
        load()


def test_a_file_is_no_data_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("notes.txt").touch()
    monkeypatch.setenv("VERBATIM_DATA", "notes.txt")

    with pytest.raises(BadSetting, match=r"VERBATIM_DATA='notes.txt' .*a folder"):
        load()


def test_a_home_that_is_not_known_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_DATA", "~nobody-of-this-name/data")

    with pytest.raises(BadSetting, match="VERBATIM_DATA"):
        load()


def test_a_bad_token_is_told_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "Bot abc.def")

    with pytest.raises(BadSetting) as caught:
        load()

    assert "DISCORD_TOKEN" in str(caught.value)
    assert "abc" not in str(caught.value)


def test_a_file_that_is_no_text_is_told() -> None:
    Path(".env").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(BadSetting, match=r"\.env"):
        load()


@pytest.mark.parametrize("share", ["0", "1", "-0.1", "often"])
def test_a_share_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, share: str) -> None:
    monkeypatch.setenv("VERBATIM_WRONGLY_ANSWERED", share)

    with pytest.raises(BadSetting, match="VERBATIM_WRONGLY_ANSWERED"):
        load()


@pytest.mark.parametrize("hours", ["0.5", "-1", "often", "nan", "inf"])
def test_hours_that_are_none_are_told(monkeypatch: pytest.MonkeyPatch, hours: str) -> None:
    monkeypatch.setenv("VERBATIM_REFRESH_HOURS", hours)

    with pytest.raises(BadSetting, match="VERBATIM_REFRESH_HOURS"):
        load()


def test_addresses_are_fetched_again_once_a_day_unless_that_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().refresh_hours == 24
    monkeypatch.setenv("VERBATIM_REFRESH_HOURS", "0")
    assert load().refresh_hours == 0


def test_questions_that_sharpen_the_limit_are_read_from_their_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("questions.jsonl").write_text('{"qid": "1", "question": "Who?", "answerable": false}\n', encoding="utf-8")
    monkeypatch.setenv("VERBATIM_QUESTIONS", "questions.jsonl")
    monkeypatch.setenv("VERBATIM_WRONGLY_ANSWERED", "0.1")

    caution = load().caution

    assert caution.wrongly_answered == 0.1
    assert [(asked.question, asked.answerable) for asked in caution.questions] == [("Who?", False)]


def test_a_line_that_is_no_question_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("questions.jsonl").write_text('{"qid": "1"}\n', encoding="utf-8")
    monkeypatch.setenv("VERBATIM_QUESTIONS", "questions.jsonl")

    with pytest.raises(BadSetting, match=r"questions\.jsonl:1"):
        load()


def test_a_secret_shows_itself_neither_in_repr_nor_in_str() -> None:
    secret = Secret("abc.def")

    assert "abc" not in f"{secret!r} {secret} {settings.Settings(Path(), Path(), token=secret)!r}"


def test_the_example_names_exactly_the_settings_that_there_are() -> None:
    named = re.findall(r"^#?([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE)

    assert named == list(settings.KEYS)


def test_each_setting_of_the_example_is_explained() -> None:
    lines = EXAMPLE.read_text().splitlines()

    explained = [before for before, line in itertools.pairwise(lines) if re.match("#?[A-Z_]+=", line)]

    assert all(comment.startswith("# ") for comment in explained)
    assert len(explained) == len(settings.KEYS)


def test_the_example_as_it_is_changes_nothing() -> None:
    defaults = load()
    Path(".env").write_text(EXAMPLE.read_text())

    assert load() == defaults


@given(name=st.text(st.characters(codec="utf-8", exclude_characters="'\\\n\r\0$/~"), min_size=1, max_size=40))
def test_a_folder_of_any_name_comes_out_of_the_file_as_it_went_in(name: str) -> None:
    if not name.strip() or name.strip() in {".", ".."}:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, ".env")
        file.write_text(f"VERBATIM_DATA='{folder}/{name}'\n", encoding="utf-8")

        assert load(file).data == Path(f"{folder}/{name}".strip())
