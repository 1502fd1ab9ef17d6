# Everything runs in .venv, made here from the lock files: nothing else is needed but Python 3.11+ and make.
PYTHON ?= python3
CORPUS ?= seeds
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: repl test check bench lock clean
.DEFAULT_GOAL := help

.PHONY: help
help: ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

repl: .venv/runtime ## ask questions at a prompt (CORPUS=folder for your own documents)
	@$(PY) -m bot repl --corpus "$(CORPUS)"

test: .venv/dev ## run the tests
	@$(PY) -m pytest

check: .venv/dev ## lint, types, import contracts
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy
	@$(PY) -m pyright
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m deptry .
	@.venv/bin/codespell

lock: .venv/dev ## resolve the dependencies anew
	@.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header pyproject.toml -o requirements.lock
	@.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## forget the environment
	rm -rf .venv

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Verbatim needs Python 3.11 or newer; name one with: make PYTHON=python3.12")'
	@echo "Making .venv ..." >&2
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/runtime: requirements.lock | .venv/made
	@echo "Installing the locked packages ..." >&2
	@$(PIP) -r requirements.lock
	@touch $@

.venv/dev: requirements-dev.lock | .venv/made
	@echo "Installing the locked packages and the tools for development ..." >&2
	@$(PIP) -r requirements-dev.lock
	@touch $@ .venv/runtime
