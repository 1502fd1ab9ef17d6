"""The words of the bot: every one can be said in every language, and those of documents never change."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from bot import controls, markdown, replies
from bot.amounts import counted
from bot.discord_app import create
from bot.discord_app.languages import Translator
from bot.errors import NotAllowed, TooSoon, UnknownSource
from bot.requests import Ask, Help
from bot.words import ENGLISH, LANGUAGES, Joined, Words, catalogue, said, spoken
from tests.discord_bot import behind
from tests.library import ANYBODY, opened_bot

BOT = Path(__file__).parent.parent / "bot"
OTHERS = [language for language in LANGUAGES if language != ENGLISH]
SAME_IN = {
    "es": {"alias", "id", "no", "{} ({})", "{} ms"},
    "fr": {
        "alias",
        "date",
        "id",
        "page {}",
        "{} ({})",
        "{} ms",
        "{} document",
        "{} documents",
        "{} message",
        "{} messages",
    }
    | {"{} passage", "{} passages", "{} question", "{} questions"},
    "de": {"alias", "{} in {} seconds", "{} ({})", "{} ms"},
}
"""What is the same in English, and right so."""
SENTENCES = [
    "asides",
    "channel_reports",
    "controls",
    "desk_reports",
    "explanations",
    "figures",
    "inquiries",
    "naming",
    "provenance",
    "replies",
    "reports",
]
"""The modules whose constants are what the bot says."""
SILENT = {"CSV_HEAD", "ALONE"}
"""What in them is for programs, or has no words."""


def _messages() -> set[str | tuple[str, str]]:
    found = extract_from_dir(BOT, keywords={"Words": None, "Noun": (1, 2)})
    return {message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found}  # type: ignore[misc] # of two


def _translations(language: str) -> dict[str | tuple[str, ...], str | tuple[str, ...]]:
    with (BOT / "languages" / f"{language}.po").open("rb") as file:
        known = read_po(file, locale=language)
    assert not [message.id for message in known if message.fuzzy and message.id]
    return {_key(message.id): _key(message.string) for message in known if message.id}


def _key(words: object) -> str | tuple[str, ...]:
    return words if isinstance(words, str) else tuple(str(each) for each in words)  # type: ignore[attr-defined] # a list


def _fields(form: str) -> list[tuple[str | None, str | None]]:
    return sorted((name, spec) for _, name, spec, _ in Formatter().parse(form) if name is not None)


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_there_in_every_language_and_no_other(language: str) -> None:
    assert set(_translations(language)) == _messages()


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_same_gaps_to_fill_in_the_same_order(language: str) -> None:
    for message, translation in _translations(language).items():
        forms = (message,) if isinstance(message, str) else message
        translated = (translation,) if isinstance(translation, str) else translation
        for form in translated:
            assert form.strip()
            assert _fields(form) == _fields(forms[-1]), message


@pytest.mark.parametrize("language", OTHERS)
def test_no_message_is_left_in_english(language: str) -> None:
    known = _translations(language)
    left = {form for message in known for form in _forms(message) if form in _forms(known[message])}

    assert {form for form in left if re.search(r"[^\W\d_]", re.sub(r"\{.*?\}", "", form))} <= SAME_IN[language]


def _forms(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else words


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_compiled_is_what_was_translated(language: str) -> None:
    compiled = catalogue(language)
    for message, translation in _translations(language).items():
        if isinstance(message, tuple):
            # Of a round million, Spanish and French have a form of their own.
            assert (
                tuple(
                    compiled.ngettext(message[0], message[1], number)
                    for number in ((1, 2) if len(translation) == 2 else (1, 10**6, 2))
                )
                == translation
            )
        else:
            assert compiled.gettext(message) == translation


@pytest.mark.parametrize("module", [name for name in SENTENCES if (BOT / f"{name}.py").exists()])
def test_every_sentence_of_the_bot_can_be_translated(module: str) -> None:
    plain = [
        text
        for node in ast.parse((BOT / f"{module}.py").read_text("utf-8")).body
        if isinstance(node, ast.Assign) and _named(node) and not _named(node) & SILENT
        for text in _plain(node.value)
    ]

    assert [text for text in plain if " " in text] == []


def _named(node: ast.Assign) -> set[str]:
    return {target.id for target in node.targets if isinstance(target, ast.Name) and target.id.isupper()}


def _plain(node: ast.expr) -> Iterator[str]:
    """Yield the texts that are assigned as they are; the names of commands are no sentences."""
    match node:
        case ast.Constant(value=str(text)) if not text.startswith("/"):
            yield text
        case ast.Dict(values=values) | ast.Tuple(elts=values):
            for value in values:
                yield from _plain(value)
        case _:
            return


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", "1 document", "12,345 documents"),
        ("es", "1 documento", "12.345 documentos"),
        ("fr", "1 document", "12\N{NARROW NO-BREAK SPACE}345 documents"),
        ("de", "1 Dokument", "12.345 Dokumente"),
    ],
)
def test_numbers_and_nouns_agree_in_each_language(language: str, one: str, many: str) -> None:
    assert counted(1, "document").said(language) == one
    assert counted(12345, "document").said(language) == many


def test_a_million_has_a_form_of_its_own_where_a_language_wants_it() -> None:
    assert counted(10**6, "document").said("es") == "1.000.000 de documentos"
    assert counted(10**6, "document").said("de") == "1.000.000 Dokumente"


def test_french_has_one_of_nothing() -> None:
    assert counted(0, "document").said("fr") == "0 document"
    assert counted(0, "document").said("de") == "0 Dokumente"


def test_errors_can_be_said_in_other_languages() -> None:
    assert said(TooSoon(3).words, "de") == "Das ging schnell. Frag in 3 Sekunden noch einmal."
    assert said(UnknownSource("x", nearest=("a", "b")).words, "es") == "No existe: x. ¿Quieres decir a o b?"
    assert str(NotAllowed(Words("add documents"))) == "Only moderators may add documents. Ask one of them."


@pytest.mark.parametrize(
    ("locale", "language"), [("en-GB", "en"), ("es-419", "es"), ("fr", "fr"), ("de", "de"), ("pt-BR", "en"), ("", "en")]
)
def test_a_locale_is_served_in_its_language_or_in_english(locale: str, language: str) -> None:
    assert spoken(locale) == language


@given(st.text(), st.text(), st.sampled_from(sorted(LANGUAGES)))
def test_what_words_are_filled_with_is_said_as_it_is(title: str, section: str, language: str) -> None:
    words = Joined.of((title, replies.SECTION.format(section)), between=", ")

    assert words == f"{title}, section “{section}”"
    assert words.said(language).startswith(f"{title}, ")
    assert section in words.said(language)


async def test_a_reply_is_said_in_german_and_its_quotes_stay_as_they_are() -> None:
    async with opened_bot() as bot:
        reply = await bot.respond(Ask(ANYBODY, "Who is the prosecutor?"))

    german = markdown.message(reply, language="de").text

    assert "Auf die Frage wer sagen die Dokumente\\:" in german
    assert "> Karim Khan is the **prosecutor**" in german
    assert "The documents" not in german
    assert str(reply.data["outcome"]) == "answer"


async def test_a_refusal_gives_its_reason_in_english_to_programs_and_in_french_to_readers() -> None:
    async with opened_bot() as bot:
        reply = await bot.respond(Ask(ANYBODY, "Who invented the zeppelin?"))

    assert str(reply.data["reason"]).startswith("No answer")
    assert "Pas de réponse" in markdown.message(reply, language="fr").text


async def test_the_help_is_in_spanish_but_for_the_names_of_commands() -> None:
    async with opened_bot() as bot:
        spanish = markdown.message(await bot.respond(Help(ANYBODY)), language="es").text

    assert r"**\/ask QUESTION** responde a una pregunta con citas" in spanish


async def test_commands_are_described_in_every_language_and_no_description_is_too_long_for_discord() -> None:
    async with opened_bot() as bot:
        client = create(behind(bot.respond))
    translator = Translator()
    for command in client.tree.get_commands():
        for part in _described(await command.get_translated_payload(client.tree, translator)):
            local = part.get("description_localizations") or {}
            if part["description"] != "…":
                assert {spoken(locale) for locale in local} == set(OTHERS), part
            assert all(1 <= len(words) <= 100 for words in (part["description"], *local.values())), part


def _described(payload: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if payload.get("description"):
        yield payload
    for each in payload.get("options", []):
        yield from _described(each)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_keeps_the_limits_of_discord_in_every_language(language: str) -> None:
    assert len(said(controls.SETTINGS_HERE, language)) <= 45
    for label, hint in controls.SETTINGS_FIELDS.values():
        assert len(said(label, language)) <= 45
        assert len(said(hint, language)) <= 100
    assert all(len(said(controls.OPTIONS[option], language)) <= 100 for option in controls.OPTIONS)
