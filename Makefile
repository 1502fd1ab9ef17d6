# Everything runs in .venv, made here from the lock files: nothing else is needed but Python 3.11+ and make.
PYTHON ?= python3
CORPUS ?= seeds
PY := .venv/bin/python
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-header pyproject.toml
# The lock files are complete; where pip looked for dependencies itself it would prefer newer releases to locked ones.
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps

.PHONY: help repl test check bench words lock locked clean
.DEFAULT_GOAL := help

help: ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

repl: .venv/runtime ## ask questions at a prompt (CORPUS=folder for your own documents)
	@$(PY) -m bot repl --corpus "$(CORPUS)"

test: .venv/dev ## run the tests
	@$(PY) -m pytest $(if $(EVALUATION),--evaluation="$(EVALUATION)")

check: .venv/dev ## lint, types, import contracts
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy
	@$(PY) -m pyright
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m deptry .
	@.venv/bin/codespell

bench: .venv/dev ## measure sentences, ranking and answers on evaluation data (EVALUATION=folder)
	@test -n "$(EVALUATION)" || { echo "Name the folder with the evaluation data: make bench EVALUATION=folder"; exit 2; }
	@$(PY) -m benchmarks.sentences "$(EVALUATION)/eval/sentences"
	@$(PY) -m benchmarks.quality "$(EVALUATION)/eval"
	@.venv/bin/uv pip install --quiet --group bench
	@for size in 10000 100000 1009305; do $(PY) -m benchmarks.engines "$(EVALUATION)/eval" --passages $$size --json build/$$size.json; done
	@$(PY) -m benchmarks.growth build/10000.json build/100000.json build/1009305.json build/growth.svg
	@$(PY) -m benchmarks.serving "$(EVALUATION)/eval" --passages 1009305

words: .venv/dev ## take up new words of the bot to translate, and compile their translations
	@mkdir -p build
	@.venv/bin/pybabel --quiet extract --no-location --omit-header -k Words -k Noun:1,2 -o build/words.pot bot
	@for language in es fr de; do \
		.venv/bin/pybabel --quiet update --no-fuzzy-matching --ignore-pot-creation-date -N --ignore-obsolete -w 120 -l $$language \
			-i build/words.pot -o bot/languages/$$language.po && \
		.venv/bin/pybabel --quiet compile -l $$language -i bot/languages/$$language.po -o bot/languages/$$language.mo || exit 1; \
	done

lock: .venv/dev ## resolve the dependencies anew
	@$(COMPILE) --upgrade -o requirements.lock
	@$(COMPILE) --upgrade --group dev -c requirements.lock -o requirements-dev.lock

locked: .venv/dev ## see that the lock files hold what pyproject.toml asks for
	@rm -rf build/locked && mkdir -p build/locked && cp requirements.lock requirements-dev.lock build/locked
	@$(COMPILE) -o build/locked/requirements.lock
	@$(COMPILE) --group dev -c requirements.lock -o build/locked/requirements-dev.lock
	@diff requirements.lock build/locked/requirements.lock && diff requirements-dev.lock build/locked/requirements-dev.lock

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
