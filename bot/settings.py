"""What the environment and the file `.env` say: the environment wins over the file, the file over the default."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from environs import Env

from bot.errors import BadSetting
from retrieval import GoldQuestion, UnreadableSource, read_gold

KEYS = (
    "VERBATIM_DATA",
    "VERBATIM_CORPUS",
    "VERBATIM_WRONGLY_ANSWERED",
    "VERBATIM_QUESTIONS",
    "VERBATIM_REFRESH_HOURS",
    "DISCORD_TOKEN",
)
"""Every setting that there is; `.env.example` explains each."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that shows itself to nobody by accident: neither `repr` nor `str` holds it."""

    value: str = field(repr=False)

    def __str__(self) -> str:
        """Tell that there is something, not what."""
        return "(hidden)"


@dataclass(frozen=True, slots=True)
class Caution:
    """How careful the bot is: the share of foreign questions that may be answered, and questions that sharpen it."""

    wrongly_answered: float = 0.05
    questions: tuple[GoldQuestion, ...] = ()


CAUTION = Caution()
"""What holds where no setting says otherwise."""


REFRESH_HOURS = 24.0


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run; `token` is None where the bot does not need to reach Discord.

    `refresh_hours` is how often a web address is fetched again, 0 never.
    """

    data: Path
    corpus: Path
    caution: Caution = CAUTION
    token: Secret | None = None
    refresh_hours: float = REFRESH_HOURS


def load(file: Path = Path(".env")) -> Settings:
    """Read the settings; raise BadSetting for the first that cannot be used."""
    env = Env()
    try:
        env.read_env(file, recurse=False)
    except (OSError, ValueError) as error:
        raise BadSetting(str(file), expected="a file of KEY=value lines in UTF-8") from error
    data, corpus, wrongly, questions, hours, token = (str(env.str(key, "")).strip() for key in KEYS)
    return Settings(
        data=_path("VERBATIM_DATA", data, _is_place, "a folder, or a path where one can be made,") or Path("data"),
        corpus=_path("VERBATIM_CORPUS", corpus, Path.exists, "a file or folder that exists") or starter_library(),
        caution=Caution(_share("VERBATIM_WRONGLY_ANSWERED", wrongly), _questions("VERBATIM_QUESTIONS", questions)),
        token=_secret("DISCORD_TOKEN", token),
        refresh_hours=_hours("VERBATIM_REFRESH_HOURS", hours),
    )


def starter_library() -> Path:
    """Find the documents that come with the bot: in a checkout beside the package, in an installation within it."""
    package = Path(__file__).parent
    checkout = package.parent / "seeds"
    return checkout if checkout.is_dir() else package / "seeds"


def _path(key: str, value: str, suits: Callable[[Path], bool], expected: str) -> Path | None:
    try:
        path = Path(value).expanduser()
        if not value or suits(path):
            return path if value else None
    except (OSError, RuntimeError, ValueError) as error:  # a name too long, a home that is not known, a NUL
        raise BadSetting(f"{key}={value!r}", expected=expected) from error
    raise BadSetting(f"{key}={value!r}", expected=expected)


def _is_place(path: Path) -> bool:
    return path.is_dir() or not path.exists()


def _share(key: str, value: str) -> float:
    try:
        share = float(value or CAUTION.wrongly_answered)
    except ValueError:
        share = 0.0
    if not 0 < share < 1:
        raise BadSetting(f"{key}={value!r}", expected="a share between 0 and 1, such as 0.05 for one in twenty,")
    return share


def _hours(key: str, value: str) -> float:
    try:
        hours = float(value or REFRESH_HOURS)
    except ValueError:
        hours = -1.0
    if not (hours == 0 or 1 <= hours <= 24 * 365):
        raise BadSetting(f"{key}={value!r}", expected="hours from 1 to 8760, such as 24, or 0 for never,")
    return hours


def _questions(key: str, value: str) -> tuple[GoldQuestion, ...]:
    path = _path(key, value, Path.is_file, "a file of questions, one JSON object a line,")
    if path is None:
        return ()
    try:
        return tuple(read_gold(path.read_text("utf-8-sig").splitlines(), name=str(path)))
    except (OSError, ValueError, UnreadableSource) as error:
        raise BadSetting(f"{key}={value!r}", expected=f"a file of questions ({error})") from error


def _secret(key: str, value: str) -> Secret | None:
    if any(character.isspace() for character in value):
        raise BadSetting(f"{key} (not shown)", expected="one word, as Discord's developer portal gives it,")
    return Secret(value) if value else None
