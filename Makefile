# make serve   set up and serve on http://127.0.0.1:8000
# make test    set up and run the tests
# make lint    ruff (lint, format) and mypy
# make lock    write the lock files anew from pyproject.toml

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PORT ?= 8000
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: serve test lint format lock clean

serve: $(VENV)/serve.stamp
	$(BIN)/summaries serve --port $(PORT)

test: $(VENV)/test.stamp
	$(BIN)/python -m pytest $(PYTEST)

lint: $(VENV)/lint.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/lint.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

# Everything comes from the lock file, hashes checked; the build back end is among it, so that
# installing the project itself fetches nothing.
$(VENV)/%.stamp: requirements/%.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r $<
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade \
	--extra checks --extra cards pyproject.toml

lock: $(BIN)/python
	$(PIP) install uv
	$(COMPILE) --group build -o requirements/serve.txt
	$(COMPILE) --group build --group test -o requirements/test.txt
	$(COMPILE) --group build --group test --group lint -o requirements/lint.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
