"""Choices: every setting is read as it is written, and what cannot be read is told with what is expected."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import choices
from bot.errors import BadPreference
from bot.preferences import LONGEST_SPAN, MOST_REQUESTS, Preferences
from bot.words import LANGUAGES

CHANNELS = st.integers(min_value=1, max_value=2**64 - 1)
PREFERENCES = st.builds(
    Preferences,
    moderators=st.none() | CHANNELS,
    channels=st.lists(CHANNELS, max_size=4).map(tuple),
    private=st.booleans(),
    private_refusals=st.booleans(),
    mentions=st.booleans(),
    requests=st.integers(1, MOST_REQUESTS),
    seconds=st.integers(1, LONGEST_SPAN),
    wrongly=st.none() | st.integers(1, 500).map(lambda thousandths: thousandths / 1000),
    language=st.none() | st.sampled_from(list(LANGUAGES)),
)


@given(PREFERENCES)
def test_what_is_written_is_read_again(chosen: Preferences) -> None:
    written = [f"{name}={value}" for name, value in choices.written(chosen).items()]

    read = dataclasses.replace(Preferences(), **choices.read(written))

    assert dataclasses.replace(read, wrongly=None) == dataclasses.replace(chosen, wrongly=None)
    assert read.wrongly == (None if chosen.wrongly is None else pytest.approx(chosen.wrongly))
    assert tuple(choices.written(chosen)) == choices.NAMES


@given(st.text(), st.sampled_from(choices.NAMES))
def test_whatever_is_typed_is_read_or_refused_in_words(typed: str, name: str) -> None:
    try:
        changes = choices.read([f"{name}={typed}"])
        dataclasses.replace(Preferences(), **changes)
    except BadPreference as error:
        assert str(error).startswith(f"{name} cannot be that: ")  # noqa: PT017 - both ways are right


@pytest.mark.parametrize(
    ("typed", "channels"), [("<#1><#2>", (1, 2)), ("<#1>, <#2>", (1, 2)), ("1,2", (1, 2)), ("all", ())]
)
def test_channels_are_read_by_mention_and_number(typed: str, channels: tuple[int, ...]) -> None:
    assert choices.value_of("channels", typed) == channels
