"""What importing and using `retrieval` pulls in and touches: nothing of Discord, databases, event loops or networks."""

import ast
import subprocess
import sys
from collections import defaultdict
from importlib import resources
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDER = Path(str(resources.files("retrieval")))
FOREIGN = ["aiosqlite", "asyncio", "bot", "discord", "sqlalchemy", "sqlite3"]

# Audit hooks see every file that is opened, every connection and every process, and cannot be taken off again.
WATCH = """
import sys
seen = []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and set(arguments[1] or "r") & set("wax+"):
        seen.append(("write", arguments[0]))
    elif event == "open":
        seen.append(("read", str(arguments[0])))
    elif event.startswith(("socket.", "subprocess.", "os.system", "urllib.")):
        seen.append((event, str(arguments)))
sys.addaudithook(watch)
"""


def run(code: str) -> list[str]:
    """Run code in a fresh interpreter that keeps no bytecode, and give the lines that it prints."""
    done = subprocess.run(  # noqa: S603 # our own interpreter and our own code
        [sys.executable, "-B", "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def modules() -> dict[str, set[str]]:
    """Give what each module of `retrieval` imports, by the first part of its name."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in FOLDER.rglob("*.py"):
        name = path.relative_to(FOLDER).with_suffix("").as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found[name] |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name} has a relative import"
                found[name].add((node.module or "").partition(".")[0])
    return found


def test_importing_retrieval_pulls_in_nothing_of_the_shell() -> None:
    loaded = run("import sys, retrieval; print('\\n'.join(sorted(sys.modules)))")

    assert "retrieval" in loaded
    assert [name for name in FOREIGN if name in loaded] == []


def test_answering_pulls_in_nothing_of_the_shell_and_touches_nothing_but_what_it_reads() -> None:
    lines = run(
        WATCH
        + """
from pathlib import Path
from retrieval import Index, answer, read
found = answer("Who is the prosecuter?", Index.build(read(Path("seeds"))), history=["What is the ICC?"])
print("\\n".join(name for name in sys.modules if "." not in name))
print("--")
print("\\n".join(f"{event} {what}" for event, what in seen if event != "read"))
"""
    )

    loaded, touched = lines[: lines.index("--")], lines[lines.index("--") + 1 :]
    assert [name for name in FOREIGN if name in loaded] == []
    assert [line for line in touched if line] == []


def test_importing_runs_nothing() -> None:
    """Neither a data file is read nor anything else done before it is asked for."""
    lines = run(WATCH + "import retrieval\nprint('\\n'.join(f'{event} {what}' for event, what in seen))")

    assert any("retrieval/index" in line for line in lines)
    assert [line for line in lines if "retrieval/data" in line or not line.startswith("read ")] == []


def test_retrieval_imports_nothing_of_the_bot(modules: dict[str, set[str]]) -> None:
    assert {name: wrong for name, known in modules.items() if (wrong := known & set(FOREIGN))} == {}


@pytest.mark.parametrize(
    ("library", "importers"),
    [
        ("rank_bm25", {"model"}),
        ("rapidfuzz", {"spelling"}),
        ("nltk", {"terms", "sentences"}),
        ("trafilatura", {"reading/html"}),
        ("pypdfium2", {"reading/pdf"}),
        ("docx", {"reading/docx"}),
    ],
)
def test_a_library_is_imported_by_its_owner_alone(
    modules: dict[str, set[str]], library: str, importers: set[str]
) -> None:
    assert {name for name, known in modules.items() if library in known} == importers


def test_no_module_is_random_or_reads_the_environment_and_only_the_report_reads_the_clock(
    modules: dict[str, set[str]],
) -> None:
    unstable = {"random", "secrets", "threading", "time", "uuid"}

    assert {name: wrong for name, known in modules.items() if (wrong := known & unstable)} == {"report": {"time"}}
    assert [path.name for path in FOLDER.rglob("*.py") if "os.environ" in path.read_text("utf-8")] == []
