# The portal's commands. Every step leaves a stamp, so that what is done is not done again.
.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

# PYTHON= names another interpreter for a new .venv; 3.11 to 3.13 will do.
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$name && break; done)
PORT ?= 8000
RUN := .venv/bin/python
# What is never imported need not be compiled; the rest is, at its first import.
PIP := $(RUN) -m pip install -qq --no-compile --disable-pip-version-check --no-input --require-hashes
STATIC := $(shell find static -type f 2>/dev/null)
export PORT
# What was compiled once is kept, whatever the shell says: half of a start is compiling.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: .venv/.demo staticfiles/.stamp pango ## Set up what is missing and run the portal at PORT (8000); Ctrl-C stops it
	@exec $(RUN) -m config.machine.supervisor --prepare

.PHONY: setup
setup: .venv/.dev staticfiles/.stamp pango ## Install everything, development tools too, and leave the demo database migrated and seeded
	@$(RUN) -m config.machine.databases ensure

.PHONY: test
test: setup browser ## Set up, then run the whole suite but the long tests; ARGS= goes to pytest
	@$(RUN) -m pytest $(ARGS)

.PHONY: test-long
test-long: setup browser ## The tests that take minutes
	@$(RUN) -m pytest -m long $(ARGS)

.PHONY: check
check: .venv/.dev staticfiles/.stamp pango ## Formatting, lint, types, layers, migrations and the production settings
	$(RUN) -m ruff format --check --quiet .
	$(RUN) -m ruff check --quiet .
	$(RUN) -m djhtml --check --tabwidth 2 templates
	.venv/bin/lint-imports
	$(RUN) -m mypy
	$(RUN) manage.py makemigrations --check --dry-run
	$(LIKE_PRODUCTION) $(RUN) manage.py check --deploy --fail-level WARNING

# What production must be given; the values are for the check alone.
LIKE_PRODUCTION := PRODUCTION=1 SECRET_KEY=$$($(RUN) -c 'import secrets; print(secrets.token_urlsafe(64))') \
	ALLOWED_HOSTS=portal.example.invalid PUBLIC_ORIGIN=https://portal.example.invalid DATABASE_URL=postgres://portal@database/portal \
	REDIS_URL=redis://broker:6379/0 CACHE_URL=redis://cache:6379/0 EMAIL_URL=smtp://mail:25 DEFAULT_FROM_EMAIL=portal@example.invalid

.PHONY: bench
bench: setup ## Measure the product and the floor beside it in one run
	@$(RUN) -m benchmarks $(ARGS)

.PHONY: docs
docs: .venv/.demo ## Write the generated pages of docs/ again
	@$(RUN) manage.py procedure_table --format markdown > docs/procedure_table.md
	@$(RUN) manage.py procedure_diagram --format markdown > docs/procedure_diagram.md

.PHONY: rules
rules: .venv/.demo ## Every rule with its steps, guards, dates, and the number of tests that prove it
	@$(RUN) manage.py rules $(ARGS)

.PHONY: stop
stop: ## Stop the portal and its servers, whoever uses them
	@test ! -x $(RUN) || $(RUN) -m config.machine.supervisor --stop

.PHONY: reset
reset: .venv/.demo ## Throw away what was entered in the demo and begin again from the seed
	@$(RUN) -m config.machine.databases reset

.PHONY: lock
lock: ## Resolve the requirements anew from pyproject.toml (needs uv)
	uv lock --quiet
	uv export $(EXPORT) --no-dev -o requirements.txt > /dev/null
	uv export $(EXPORT) --group wheels -o requirements-demo.txt > /dev/null
	uv export $(EXPORT) --group dev -o requirements-dev.txt > /dev/null
	uv export $(EXPORT) --only-group node -o requirements-node.txt > /dev/null
	@! grep -n '://' requirements*.txt
EXPORT := --quiet --locked --no-emit-project --no-default-groups --no-header

.PHONY: pango browser
pango: .venv/.demo
	@$(RUN) -m config.machine.packages print
browser: .venv/.dev
	@$(RUN) -m config.machine.packages tests

.venv/.made:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 至 3.13 / Python 3.11 to 3.13 is needed (make PYTHON=...)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.demo: requirements-demo.txt | .venv/.made
	$(PIP) -r $<
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.demo
	$(PIP) -r $<
	@touch $@

node_modules/.stamp: package.json package-lock.json | .venv/.demo
	$(RUN) -m config.machine.packages npm
	@touch $@

staticfiles/.stamp: $(STATIC) node_modules/.stamp .venv/.demo
	$(RUN) manage.py collectstatic --noinput --clear --verbosity=0
	@touch $@
