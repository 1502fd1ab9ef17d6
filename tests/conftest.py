"""What the tests share: the folder with the evaluation data, and the starter library."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.apart.reading import READERS
from retrieval import Document, Index, read
from tests.golden import Golden

STARTER = Path(__file__).parent.parent / "seeds"

# A busy machine is no bug, so there is no deadline. For a hunt: pytest --hypothesis-profile=thorough
settings.register_profile("quick", deadline=None, max_examples=60)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile("quick")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--evaluation",
        metavar="FOLDER",
        default=os.environ.get("VERBATIM_EVALUATION"),
        help="folder with evaluation data: golden/, gold/, seeds/ and eval/ (default: $VERBATIM_EVALUATION)",
    )


@pytest.fixture(scope="session", autouse=True)
def _no_readers_left() -> Iterator[None]:
    """Let no process wait for files when the tests are over."""
    yield
    READERS.end()


@pytest.fixture(scope="session")
def evaluation(pytestconfig: pytest.Config) -> Path:
    """Give the folder with the evaluation data; the test is skipped where there is none."""
    folder = pytestconfig.getoption("--evaluation")
    if not folder:
        pytest.skip("needs evaluation data: pytest --evaluation=FOLDER, or VERBATIM_EVALUATION=FOLDER")
    return Path(folder)


@pytest.fixture(scope="session")
def starter() -> list[Document]:
    """Read the documents of the starter library."""
    return read(STARTER)


@pytest.fixture(scope="session")
def starter_index(starter: list[Document]) -> Index:
    """Index the starter library."""
    return Index.build(starter)


@pytest.fixture(scope="session")
def golden(evaluation: Path) -> Golden:
    """Read the rankings from real Lucene."""
    stored: Golden = json.loads((evaluation / "golden" / "lucene-10.5.json").read_text("utf-8"))
    return stored
