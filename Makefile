# make run: serve the demo.  make test: install what the tests need, and run all of them.  The rest: make help.

SHELL := /bin/sh
.DEFAULT_GOAL := help

PORT ?= 8000
HOST ?= 127.0.0.1
WEB_WORKERS ?= 2
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
ENV_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
NODE_STAMP := node_modules/.installed
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --root-user-action ignore --require-hashes
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON := $(shell for python in python3.11 python3; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)
PO := $(wildcard translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)
KEYWORDS := -k _ -k gettext -k ngettext:1,2 -k lazy_gettext -k _l -k N_ -k pgettext:1c,2
LOCK := uv pip compile --python-version 3.11 --generate-hashes --no-header --quiet

export FLASK_SKIP_DOTENV := 1
export PYTHONUNBUFFERED := 1

.PHONY: help env dev catalogues bytecode run test lint bench soak screenshots help-pictures translations lock

help:
	@echo "make run           serve the demo on http://localhost:$(PORT) (PORT=... for another port)"
	@echo "make test          install what the tests need, and run all of them (PYTEST_ARGS=... for some)"
	@echo "make lint          ruff, mypy, import contracts, djlint"
	@echo "make bench         speed and memory beside bare Flask, as a table and in bench-results/"
	@echo "make soak          races and faults in full size, journeys on both databases"
	@echo "make translations  collect the texts and update the catalogues"
	@echo "make screenshots   take pictures of the pages, to look at, into instance/pictures/"
	@echo "make help-pictures take the pictures of the help pages anew"
	@echo "make env | dev     only the environment | with what tests need"
	@echo "make lock          write requirements.txt and requirements-dev.txt anew (needs uv)"

env: $(ENV_STAMP) catalogues bytecode
dev: $(DEV_STAMP) $(NODE_STAMP) catalogues
catalogues: $(MO)
bytecode: $(ENV_STAMP)  # half of a start is compiling, where Python is told to keep none
	@$(BIN)/python -m compileall -q app config.py wsgi.py

$(ENV_STAMP): requirements.txt
	@test -n "$(PYTHON)" || \
		{ echo "Samspel needs Python 3.11 or later; found: $$(python3 --version 2>&1)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); sh tests/provision.sh venv && $(PYTHON) -m venv $(VENV); }
	@echo "Installing what Samspel runs on ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements-dev.txt $(ENV_STAMP)
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(NODE_STAMP): package-lock.json  # without npm the tests that need it are skipped, or fail where CI=true
	@! command -v npm >/dev/null || { npm ci --silent --no-audit --no-fund --ignore-scripts && touch $@; }

%.mo: %.po | $(ENV_STAMP)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

run: env
	@sh tests/provision.sh paper
	@$(BIN)/flask db upgrade
	@$(BIN)/flask plan load app/plan/data/hassleholm.yaml
	@$(BIN)/flask demo load || [ $$? -eq 2 ]  # 2: refused, because the database is not empty
	@echo
	@echo "Samspel answers on http://localhost:$(PORT)  (Ctrl-C stops it)"
	@$(BIN)/flask demo sign-ins
	@grep -qs '^SAMSPEL_BASE_URL=' .env || \
		export SAMSPEL_BASE_URL="$${SAMSPEL_BASE_URL:-http://localhost:$(PORT)}"; \
	export PATH="$(CURDIR)/$(BIN):$$PATH" HOST="$(HOST)" WEB_WORKERS="$(WEB_WORKERS)"; \
	exec $(BIN)/honcho start --port $(PORT)

test:  # thousands of small databases: in memory, where there is enough of it
	@sh tests/provision.sh
	@$(MAKE) --no-print-directory dev
	@if [ "$$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 4000000 ] 2>/dev/null; then \
		scratch=$$(mktemp -d /dev/shm/samspel-XXXXXX) && chmod 755 "$$scratch" && export TMPDIR="$$scratch"; \
		trap 'rm -rf "$$scratch"' EXIT; \
	fi; \
	$(BIN)/pytest -n logical --maxprocesses 8 --dist loadgroup -rs $(PYTEST_ARGS)

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint templates --lint --quiet

bench: dev
	@$(BIN)/python -m tests.bench $(BENCH_ARGS)

soak: dev
	@SAMSPEL_TEST_SIZE=full $(BIN)/pytest -n0 -rs -m "race or fault or journey" $(PYTEST_ARGS)

screenshots: dev
	@$(BIN)/python -m tests.screenshots

help-pictures: dev
	@sh tests/provision.sh
	@$(BIN)/python -m tests.help.shots

translations: dev
	$(BIN)/pybabel --quiet extract --mapping babel.cfg --no-default-keywords $(KEYWORDS) --sort-output \
		--add-location file --project Samspel --copyright-holder Samspel --msgid-bugs-address '' \
		--output translations/messages.pot .
	$(BIN)/pybabel --quiet update --input-file translations/messages.pot --output-dir translations \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap
	@$(MAKE) --no-print-directory catalogues

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv (https://docs.astral.sh/uv/)"; exit 1; }
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-dev.in --constraint requirements.txt --output-file requirements-dev.txt
