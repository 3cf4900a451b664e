# CareerGini. `make demo` is the place to begin; `make help` lists the rest.
# Every verb makes its own virtual environment first; the second time that takes no time.

VENV := .venv
PY := $(VENV)/bin/python
CAREERGINI := $(VENV)/bin/careergini
PYTHON ?= $(shell for p in python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo $$p && break; done)

.DEFAULT_GOAL := help
.PHONY: help demo run chat test test-long test-storm check format evaluate docs lock clean

help: ## List the verbs.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.ready ## A short real conversation on bundled sample data.
	@$(CAREERGINI) demo

run: $(VENV)/.ready ## Start the service with every configured channel.
	@$(CAREERGINI) run

chat: $(VENV)/.ready ## Talk to the assistant in this terminal.
	@$(CAREERGINI) chat

test: $(VENV)/.ready ## All tests that take seconds.
	@$(PY) -m pytest -m "not long and not storm" --numprocesses auto --maxprocesses 6 --dist worksteal

# CAREERGINI_TEST_POSTGRES_URL and CAREERGINI_TEST_OLLAMA_URL, when set, reach the tests as they are.
test-long: $(VENV)/.ready ## The tests that take minutes: kill harness, wheel, real peers.
	@$(PY) -m pytest -m "long or model" --timeout 1800

test-storm: $(VENV)/.ready ## Kill the service through the channels, again and again; four minutes a seed.
	@$(PY) -m pytest -m storm --timeout 1800

check: $(VENV)/.ready ## Format, lint, types, layers, generated pages.
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PY) -m mypy -m docs.generate -m docs.record
	@$(VENV)/bin/lint-imports
	@$(PY) -m docs.generate --check

format: $(VENV)/.ready ## Put every file into the one format.
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

evaluate: $(VENV)/.ready ## Measure quality and speed, every part of evaluation/ that can be.
	@$(PY) -m evaluation

docs: $(VENV)/.ready ## Write the generated pages: configuration, .env.example, the picture.
	@$(PY) -m docs.generate

# No index or machine address is written into the locks: they are the same wherever they are made.
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate
lock: ## Pin every package with its hashes (after a change in pyproject.toml; needs uv).
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv"; exit 1; }
	@$(LOCK) pyproject.toml -o requirements.lock
	@$(LOCK) pyproject.toml --group dev requirements-build.in -o requirements-dev.lock
	@$(LOCK) requirements-build.in -o requirements-build.lock
	@grep -c '^[a-z].*==' requirements.lock requirements-dev.lock requirements-build.lock

clean: ## Remove the virtual environment and caches; the data folder stays.
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist

# --- the virtual environment --------------------------------------------------------------------
# Three stamps: the environment, the locked packages in it, CareerGini itself.

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "CareerGini needs Python 3.11 (not older, not newer) and found none."; \
		echo "Install it, or name it: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@echo "Making $(VENV) with $(PYTHON)"
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	@touch $@

$(VENV)/.locked: $(VENV)/.made requirements-dev.lock
	@echo "Installing the packages of requirements-dev.lock: once, one to three minutes"
	@$(PY) -m pip install --disable-pip-version-check --require-hashes --no-deps --only-binary :all: \
		-r requirements-dev.lock
	@touch $@

$(VENV)/.ready: $(VENV)/.locked pyproject.toml
	@echo "Installing CareerGini itself"
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
