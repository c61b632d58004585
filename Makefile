# Everything that one does with the portal. `make` alone lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
# A file is for one worker; tests/support/running.py puts the long ones first.
PYTEST := $(PY) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
TEMPLATES = find templates -name '*.html'
# What is compiled once is not compiled by each worker and each child process.
unexport PYTHONDONTWRITEBYTECODE

# What a pip package cannot bring: the libraries under WeasyPrint, the browser and what its driver needs, readers of PDF.
APT_BASE := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
APT_DEV := chromium libatomic1 poppler-utils qpdf

# A stamp is named by the locks, the Debian packages and the Python that it stands for: a change installs anew.
stamp = $(VENV)/.$(1)-$(shell { cat $(2); echo $(APT_BASE) $(APT_DEV); $(PYTHON) -VV; } 2>&1 | sha256sum | cut -c 1-12)
BASE := $(call stamp,base,requirements/base.lock)
DEV := $(call stamp,dev,requirements/base.lock requirements/dev.lock)
ESLINT := node_modules/.package-lock.json

# Installs those of the Debian packages $(1) that are missing, or says what to type and stops.
define apt_install
missing=$$(for name in $(1); do \
    dpkg-query -Wf '$${db:Status-Status}\n' $$name 2>/dev/null | grep -qx installed || echo $$name; done | xargs); \
if [ -n "$$missing" ] && ! command -v apt-get >/dev/null; then \
    echo "This is not Debian: see to it that these are here under the names that they have here: $$missing"; \
elif [ -n "$$missing" ]; then \
    install="apt-get install --yes --no-install-recommends $$missing"; \
    if [ "$$(id -u)" = 0 ]; then sudo=; elif [ -t 0 ]; then sudo=sudo; else sudo="sudo -n"; fi; \
    echo "Installing $$missing"; \
    $$sudo apt-get update -qq || true; \
    $$sudo env DEBIAN_FRONTEND=noninteractive $$install -qq >/dev/null || { \
        echo "Could not install what is missing. Type this as root, then try again:"; \
        echo "    apt-get update && $$install"; exit 1; } >&2; \
fi
endef

.PHONY: help setup setup-dev run fast test test-whole pictures lighthouse model check format hooks bench lock vendor clean

help: ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/make \1\t\2/p' Makefile | expand -t 18

setup: $(BASE) ## install what the portal needs to run (all other targets call it)

$(BASE): | requirements/base.lock
	@$(call apt_install,$(APT_BASE) $(if $(shell $(PYTHON) -c 'import ensurepip' 2>&1),python3-venv))
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP_INSTALL) -r requirements/base.lock
	@touch $@

setup-dev: $(DEV) ## also what tests and checks need, chromium among it

$(DEV): $(BASE) | requirements/dev.lock
	@$(call apt_install,$(APT_DEV))
	$(PIP_INSTALL) -r requirements/dev.lock
	@touch $@

run: setup .env ## start the portal with sample data: make run HOST=127.0.0.1 PORT=8000
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) createcachetable
	@$(MANAGE) demo --if-empty
	@echo "The portal is at http://$(HOST):$(PORT)/ (Ctrl-C stops it)"
	@$(MANAGE) runserver $(HOST):$(PORT)

# Written once, for this machine alone; what the variables mean is in the README.
.env:
	@umask 077; printf '%s\n' \
	    'OCOP_DEBUG=True' \
	    'OCOP_DEMO=True' \
	    'OCOP_ADMIN=True' \
	    "OCOP_SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	    'OCOP_ALLOWED_HOSTS=127.0.0.1,localhost' \
	    'OCOP_BASE_URL=http://$(HOST):$(PORT)' \
	    'OCOP_CONTACT_OFFICE=Sở Nông nghiệp và Môi trường tỉnh Quảng Ngãi' \
	    'EMAIL_URL=consolemail://' > $@
	@echo "Wrote .env with settings for a demonstration on this machine"

fast: setup-dev ## in a minute: the tests of what is changed against main, and those nearest to it
	$(PYTEST) --extent short $(ARGS) $$($(PY) -m tests.support.neighbours)

test: setup-dev ## all behaviour: no browser, nothing slow, a short matrix: make test ARGS="-k appendix"
	$(PYTEST) --extent short $(ARGS)

test-whole: setup-dev ## all tests; on PostgreSQL with DATABASE_URL=postgres://…
	$(PYTEST) $(ARGS)

pictures: setup-dev ## take the pictures of the user guide anew, into docs/nguoi-dung/anh
	OCOP_PICTURES=1 $(PY) -m pytest tests/browser/test_pictures.py tests/browser/test_report_walk.py $(ARGS)

lighthouse: setup-dev ## scores of the public pages on a phone, of a server as in production (needs npm)
	@$(MAKE) --silent --no-print-directory $(ESLINT)
	$(PY) -m tests.lighthouse

model: setup-dev ## draw the data model anew from the models, into docs/model.md
	@DJANGO_SETTINGS_MODULE=tests.settings $(MANAGE) shell --verbosity 0 --command 'from tests.support.data_model import write; write()'

# Checks and measurements see the settings of a server, never those of this machine.
check bench: export OCOP_DEBUG := False
check bench: export OCOP_DEMO := False
check bench: export OCOP_PROXY := True
check bench: export OCOP_SECRET_KEY = $(shell $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')
check bench: export OCOP_ALLOWED_HOSTS := ocop.example.vn
check bench: export OCOP_BASE_URL := https://ocop.example.vn
check bench: export EMAIL_URL := smtp://127.0.0.1:25
check: export DATABASE_URL := sqlite://:memory:

check: setup-dev ## format, lint, templates, migrations, settings of a server, shell and page scripts
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	@$(TEMPLATES) -print0 | xargs -0r $(VENV)/bin/djade --target-version 5.2 --check
	$(PY) -m djlint --lint --quiet --allow-empty-input templates
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --deploy --fail-level WARNING
	git grep -lzE '^#!.*/(ba)?sh$$' | xargs -0 $(VENV)/bin/shellcheck
	@command -v npm >/dev/null || { \
	    echo "The pages' scripts are not checked: that needs npm and node 18 or newer (Debian: apt-get install nodejs npm)." \
	        "The portal runs without them."; exit 1; } >&2
	@$(MAKE) --silent --no-print-directory $(ESLINT)
	node_modules/.bin/eslint static eslint.config.mjs

# npm writes this file last: what it has installed. Of that, eslint and lighthouse are used here, and the rest by `make vendor`.
$(ESLINT): package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund --loglevel error
	@touch $@

format: setup-dev ## write code and templates in the one format
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .
	@$(TEMPLATES) -print0 | xargs -0r $(VENV)/bin/djade --target-version 5.2 || true

hooks: setup-dev ## have git look at the files of each commit, in this clone: .githooks
	git config core.hooksPath .githooks

bench: setup-dev ## measure the portal against the usual ways: make bench ARGS=…
	@$(MANAGE) collectstatic --no-input --verbosity 0
	$(PY) -m tests.bench $(ARGS)

# With ARGS=--upgrade all that the .in files leave open goes to its newest release.
lock: setup-dev ## make the locks anew after a change of requirements/*.in
	for name in base dev; do \
	    $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	        --custom-compile-command 'make lock' $(ARGS) -o requirements/$$name.lock requirements/$$name.in; \
	done

vendor: ## copy the front end's files anew after a change of package.json (needs npm)
	npm run vendor

clean: ## remove what make has made; data (var) and settings (.env) stay
	rm -rf $(VENV) node_modules staticfiles .pytest_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
