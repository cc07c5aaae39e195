# Everything a developer or an operator does in this folder; each target first sets up what it needs.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
# Where Python may not keep what it has compiled, each of the hundreds of processes compiles everything anew.
export PYTHONDONTWRITEBYTECODE :=

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
PYTEST = $(BIN)/python -m pytest --dist loadscope --no-loadscope-reorder
# One more than the cores it is meant for: tests wait for pages, LibreOffice and other processes.
WORKERS ?= 3
BROWSERS ?= 2
LAYOUT ?= embedded
TYPED_TOO := tools bench tests/services tests/conftest.py tests/integration/conftest.py tests/unit/conftest.py

.PHONY: help
help: ## Name everything that make does here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: packages-test $(READY) ## Install all that running and testing need (asks apt, pip and npm)

.PHONY: demo
demo: $(READY) ## Play a document's life from deal to verified archive; OUT=folder (out/demo)
	$(BIN)/docsvc demo --out "$(OUT)" --data "$(DATA)"

.PHONY: serve
serve: $(READY) ## Serve the pages; DATA=folder (var/demo, the data of the last demonstration)
	DOCSVC_DATA="$(DATA)" $(BIN)/docsvc serve

# Together they keep two cores busy: code waits for other processes much of its time, and journeys never do.
.PHONY: test
test: packages-test $(READY) ## Run the tests on two cores; TESTS=path, ARGS=pytest options
	@$(if $(filter tests,$(TESTS)),\
		echo "Code and journeys are tested at once. Each tells of itself when it has ended: in ten minutes and more." && \
		$(MAKE) --no-print-directory --jobs=2 --output-sync=target tests-of-code tests-of-pages,\
		$(PYTEST) -n $(WORKERS) $(ARGS) $(TESTS))

# A story that failed is played once more, as browsers' runners do: a machine that is busy enough makes any page slow.
# On the fleet first and by one worker, while there is code to test beside it: each worker sets up a fleet.
.PHONY: tests-of-code tests-of-pages
tests-of-code:
	@$(PYTEST) -n $(WORKERS) $(ARGS) tests --ignore=tests/journeys
tests-of-pages:
	@$(PYTEST) -n 1 --reruns 1 $(ARGS) tests/journeys --layout redis -m everywhere
	@$(PYTEST) -n $(BROWSERS) --reruns 1 $(ARGS) tests/journeys

.PHONY: journeys
journeys: packages-test $(READY) ## Play every story in a browser; LAYOUT=redis: on PostgreSQL, Redis and workers
	$(PYTEST) -n $(BROWSERS) $(ARGS) tests/journeys --layout $(LAYOUT)

.PHONY: check
check: .venv/.npm ## Check style, formatting, types, the import contracts and the containers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy $(TYPED_TOO)
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile
	$(BIN)/compose-lint check --no-env --strict-config --fail-on low --quiet --skip-suppressed compose.yaml
	$(BIN)/node node_modules/dclint/bin/dclint.cjs --max-warnings 0 compose.yaml

.PHONY: bench
bench: $(READY) ## Measure the speed of the building blocks; ARGS=options
	$(BIN)/python -m bench $(ARGS)

.PHONY: battery
battery: packages-test $(READY) ## Kill everything at random under load, 100 times in each layout; ARGS=options
	$(BIN)/python -m tests.battery $(ARGS)

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
