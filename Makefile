# Everything a developer or an operator does in this folder; each target first sets up what it needs.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

BIN := .venv/bin
# The lock file is made for 3.11; any newer Python works too.
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
VENDOR := api/web/static/vendor
CATALOGUES := $(shell find api docsvc -name '*.po')
READY := .venv/.assets .venv/.catalogues
OUT ?= out/demo
DATA ?= var/demo
TESTS ?= tests
# Journeys run apart: Playwright keeps an event loop running in its process, which pyHanko's tests do not bear.
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist loadscope $(ARGS)
WORKERS ?= 2
TYPED_TOO := tools bench tests/services tests/conftest.py tests/integration/conftest.py tests/unit/conftest.py

.PHONY: help
help: ## Name everything that make does here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: packages-test $(READY) ## Install all that running and testing need (asks apt, pip and npm)

.PHONY: demo
demo: $(READY) ## Play a document's life from deal to verified archive; OUT=folder (out/demo)
	$(BIN)/docsvc demo --out "$(OUT)"

.PHONY: serve
serve: $(READY) ## Serve the pages; DATA=folder (var/demo, the data of the last demonstration)
	DOCSVC_DATA="$(DATA)" $(BIN)/docsvc serve

.PHONY: test
test: packages-test $(READY) ## Run the tests on two cores; TESTS=path, ARGS=pytest options
	$(PYTEST) $(TESTS) --ignore=tests/journeys
	$(if $(filter tests,$(TESTS)),$(PYTEST) tests/journeys)

.PHONY: check
check: .venv/.python ## Check style, formatting, types and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy $(TYPED_TOO)
	$(BIN)/lint-imports

.PHONY: bench
bench: $(READY) ## Measure the speed of the building blocks; ARGS=options
	$(BIN)/python -m bench $(ARGS)

.PHONY: lock
lock: ## Write requirements.lock and package-lock.json anew; UPGRADE=1 takes newer versions
	PYTHON="$(PYTHON)" tools/lock.sh $(if $(UPGRADE),--upgrade)

.PHONY: assets
assets: .venv/.python ## Copy the front-end assets anew from node_modules
	@rm -f .venv/.assets
	@$(MAKE) --no-print-directory .venv/.assets

.PHONY: fmt
fmt: .venv/.python ## Format the code and mend what ruff can mend
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

# --- the environment: stamps are older than what they were made from when it changed ---

.PHONY: packages-render packages-test
packages-render packages-test: packages-%:
	@PYTHON="$(PYTHON)" tools/packages.sh $*

# Order-only: a look at the system's packages takes milliseconds and must not make the rest anew.
.venv/.python: requirements.lock pyproject.toml | packages-render
	@echo "Installing the Python packages of requirements.lock into .venv"
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes --no-deps --no-compile -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# npm comes from the virtual environment: one version everywhere, and no Node.js to install.
# Install scripts stay off: none is needed, and one of them reports to its maker.
.venv/.npm: package-lock.json .npmrc | .venv/.python
	@echo "Installing the npm packages of package-lock.json into node_modules"
	@$(BIN)/npm ci --ignore-scripts --omit=optional --no-progress --loglevel=error
	@touch $@

.venv/.assets: .venv/.npm tools/assets.py tools/icons.txt $(wildcard signing/fonts.py) | .venv/.python
	@$(BIN)/python tools/assets.py node_modules $(VENDOR)
	@if [ -f signing/fonts.py ]; then $(BIN)/python -m signing.fonts node_modules signing/assets; fi
	@touch $@

.venv/.catalogues: $(CATALOGUES) | .venv/.python
	@for po in $(CATALOGUES); do $(BIN)/pybabel --quiet compile -i $$po -o $${po%.po}.mo; done
	@touch $@
