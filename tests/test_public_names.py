"""The public face of `retrieval`: its names are complete, sorted, documented and typed."""

import ast
import dataclasses
import doctest
import enum
import importlib
import inspect
import pkgutil
from importlib import resources
from pathlib import Path

import pytest

import retrieval
from retrieval import InvalidDocument, QuoteMismatch, RetrievalError, UnreadableSource, errors

FOLDER = Path(str(resources.files("retrieval")))
PUBLIC = {name: getattr(retrieval, name) for name in retrieval.__all__}


def imported() -> set[str]:
    tree = ast.parse((FOLDER / "__init__.py").read_text("utf-8"))
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_the_public_names_are_sorted_and_distinct() -> None:
    assert retrieval.__all__ == sorted(set(retrieval.__all__))


def test_everything_that_is_imported_is_exported_and_nothing_else() -> None:
    assert set(retrieval.__all__) == {name for name in imported() if not name.startswith("_")}


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_a_public_name_is_documented_in_a_sentence(name: str) -> None:
    doc = inspect.getdoc(PUBLIC[name])

    assert doc
    assert doc.splitlines()[0].endswith((".", ":")), doc
    assert not doc.startswith(f"{name}("), "this is what dataclasses write"


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_a_public_name_comes_from_retrieval(name: str) -> None:
    assert PUBLIC[name].__module__.startswith("retrieval.")
    assert PUBLIC[name].__name__ == name


def test_public_values_are_frozen_and_public_methods_documented() -> None:
    for name, value in PUBLIC.items():
        if dataclasses.is_dataclass(value) and not issubclass(value, Exception):  # type: ignore[arg-type] # is_dataclass is true of instances too
            assert value.__dataclass_params__.frozen, name  # type: ignore[union-attr] # typeshed leaves it out
        if inspect.isclass(value) and not issubclass(value, (Exception, enum.Enum)):
            methods = [m for m in vars(value).values() if inspect.isfunction(m) and not m.__name__.startswith("_")]
            assert [m.__qualname__ for m in methods if not inspect.getdoc(m)] == []


def test_every_error_is_public_and_stands_in_the_tree_that_its_module_draws() -> None:
    every = {value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, Exception)}

    assert every <= set(PUBLIC.values())
    assert all(issubclass(error, RetrievalError) for error in every)
    assert all(error.__name__ in (errors.__doc__ or "") for error in every)


def test_an_error_says_what_is_wrong_with_what() -> None:
    assert str(UnreadableSource("mill.pdf", "is encrypted")) == "mill.pdf: is encrypted"
    assert str(QuoteMismatch("mill", "aaaa", "bbbb")) == "mill: stored text has revision bbbb, expected aaaa"
    assert issubclass(InvalidDocument, ValueError)


def test_every_module_says_what_it_owns() -> None:
    modules = list(FOLDER.rglob("*.py"))

    assert len(modules) > 15
    assert [path.name for path in modules if not ast.get_docstring(ast.parse(path.read_text("utf-8")))] == []


def test_the_package_says_that_it_is_typed() -> None:
    assert (FOLDER / "py.typed").is_file()


def test_every_example_in_a_docstring_is_true() -> None:
    names = [module.name for module in pkgutil.walk_packages(retrieval.__path__, "retrieval.")]

    results = [doctest.testmod(importlib.import_module(name)) for name in names]

    assert sum(result.attempted for result in results) > 3
    assert [name for name, result in zip(names, results, strict=True) if result.failed] == []
