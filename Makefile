# The commands of the house. `make` alone lists them.
#   make run PORT=8000     another port          make bench QUICK=1     small sizes, a few minutes
#   make PYTHON=python3.13 another Python        make test T=tests/accounts   one part, on SQLite

PYTHON ?= python3
PORT ?= 5000
T ?=
QUICK ?=

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
LOCAL_POSTGRES := postgresql+psycopg://postgres@127.0.0.1/postgres
POSTGRES := $(or $(HEARTH_TEST_POSTGRES),$(LOCAL_POSTGRES))
EXTRACT := $(BIN)/pybabel -q extract -F pyproject.toml -k lazy_gettext -c Translators: --sort-by-file --add-location=file \
	--no-wrap --project=Hearth --copyright-holder="the Hearth authors" --ignore-dirs ".* tests bench instance" .

.DEFAULT_GOAL := help
.PHONY: help setup run test check fix messages bench

help: ## What each command does
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: $(INSTALLED) ## Make .venv and install the locked libraries
	@:

$(INSTALLED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Hearth needs Python 3.11 or newer as $(PYTHON). Install it, or name one: make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked libraries into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

run: setup ## The demo district on http://127.0.0.1:5000, with its worker; Ctrl-C ends both
	@$(BIN)/python -c "import socket, sys; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); \
		s.bind(('127.0.0.1', int(sys.argv[1])))" $(PORT) 2>/dev/null \
		|| { echo "Port $(PORT) is taken, perhaps by a Hearth that runs already. Name another: make run PORT=8000"; exit 1; }
	@export HEARTH_PUBLIC_URL=$${HEARTH_PUBLIC_URL:-http://127.0.0.1:$(PORT)}; \
	$(BIN)/flask db upgrade && $(BIN)/flask demo load --if-empty || exit 1; \
	echo; echo "Hearth stands at http://127.0.0.1:$(PORT). Its mails, texts and calls land in instance/. Ctrl-C ends it."; \
	HEARTH_LOG_LEVEL=$${HEARTH_LOG_LEVEL:-WARNING} $(BIN)/flask worker & worker=$$!; \
	trap 'kill $$worker 2>/dev/null; wait $$worker 2>/dev/null' EXIT; trap 'exit 0' INT TERM; \
	$(BIN)/gunicorn --bind 127.0.0.1:$(PORT) --workers 1 --threads 8 --reload --log-level error 'app:create_app()'

test: setup ## All tests this machine can run: on SQLite, then on PostgreSQL where one answers
ifneq ($(T),)
	@$(BIN)/python -m pytest -n auto --dist worksteal -rs $(T)
else
	@echo "== SQLite"; $(BIN)/python -m pytest -n auto --dist worksteal -rs
	@if [ -n "$(HEARTH_TEST_POSTGRES)" ] || $(BIN)/python -c "import psycopg, sys; \
		psycopg.connect(sys.argv[1].replace('+psycopg', ''), connect_timeout=2)" "$(POSTGRES)" 2>/dev/null; then \
		echo "== PostgreSQL (the tests that touch a database)"; \
		HEARTH_TEST_POSTGRES="$(POSTGRES)" $(BIN)/python -m pytest -n auto --dist worksteal -rs --database postgresql; \
	else \
		echo "Skipped: the run on PostgreSQL. None answers as postgres on 127.0.0.1:5432; name one in HEARTH_TEST_POSTGRES."; \
	fi
endif

check: setup ## Everything a change must pass: format, lint, templates, types, floors, words, tests
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted as the house formats: run make fix."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/djlint --lint --quiet templates
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(MAKE) --no-print-directory test

fix: setup ## Format, and mend what the linter can mend
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix .

messages: setup ## Gather every sentence and bring the Spanish catalog up to date (the app reads the .po itself)
	@$(EXTRACT) -o translations/messages.pot
	@$(BIN)/pybabel -q update -i translations/messages.pot -d translations -l es --init-missing --no-fuzzy-matching \
		--ignore-obsolete --no-wrap --ignore-pot-creation-date
	@$(BIN)/python -c "from babel.messages.pofile import read_po; c = read_po(open('translations/es/LC_MESSAGES/messages.po', 'rb')); \
		print(sum(not all(m.string if m.pluralizable else [m.string]) for m in c if m.id), 'of', len(c), 'sentences wait for their Spanish.')"

bench: setup ## Print the table of numbers (sizes: BENCH_STUDENTS, BENCH_PEOPLE; QUICK=1 for small ones)
	@QUICK=$(QUICK) $(BIN)/python -m bench
