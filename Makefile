# Anping 安评. `make` shows what there is; `make run` is all a first look needs.
#
# Packages come from requirements.lock, checked by hash. Behind a mirror of the
# package index, set UV_DEFAULT_INDEX. Another Python: make PYTHON=python3.12 setup

VERSIONS := >=3.11,<3.15
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo $(BIN)/uv)
LOCAL_UV := $(filter $(BIN)/uv,$(UV))

# Where the home folder cannot be written, downloads are kept here.
HOME_CACHE := $(or $(XDG_CACHE_HOME),$(HOME:%=%/.cache))
ifneq ($(shell mkdir -p "$(HOME_CACHE)" 2>/dev/null && test -w "$(HOME_CACHE)" && echo yes),yes)
export XDG_CACHE_HOME := $(CURDIR)/.cache
endif

.PHONY: help setup run demo test bench screens lint format lock audit docs clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv with the locked packages

run demo screens: export ANPING_HOME ?= $(CURDIR)/workspace

run: setup ## make a demo world in ./workspace (or $ANPING_HOME) and open the dashboards
	$(BIN)/anping demo

demo: setup ## the same without the dashboards
	$(BIN)/anping demo --no-serve

test: setup ## lint, then every test (gets a browser, a Chinese font and strace if missing)
	.ci/system-packages
	$(MAKE) lint
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

screens: setup ## remake the pictures in docs/screens of what ./workspace shows
	.ci/system-packages
	$(BIN)/python -m tests.browser.screens

bench: setup ## measure runs against a script by hand, and monthly releases; writes docs/benchmarks.md
	$(BIN)/python -m tests.bench

lint: setup ## check style, types and SQL
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(if $(SQL),$(SQLFLUFF) lint --processes 0 $(SQL))

format: setup ## put Python and SQL into the house style
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	$(if $(SQL),$(SQLFLUFF) fix --processes 0 $(SQL))

lock: $(LOCAL_UV) ## work out requirements.lock again from pyproject.toml, moving as little as possible
	$(UV) pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --custom-compile-command "make lock" --quiet -o requirements.lock

audit: setup ## look for weak code (bandit) and for packages with known weaknesses (asks the network)
	$(BIN)/bandit -q -c pyproject.toml -r data_contracts dagster_project dashboards
	$(BIN)/pip-audit --strict --progress-spinner off --disable-pip --require-hashes -r requirements.lock

docs: setup ## write docs/, the JSON Schema of scorecards and the metrics from the contracts
	$(BIN)/python -m data_contracts.renderings.dictionary
	$(BIN)/python -m data_contracts.renderings.coverage
	$(BIN)/python -m data_contracts.renderings.scorecard_schema
	$(BIN)/python -m data_contracts.renderings.metrics
	$(BIN)/python -m data_contracts.renderings.licences
	$(BIN)/python -m dagster_project.lineage

clean: ## remove what make has made, but never a workspace
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis dbt/target dbt/logs
	find data_contracts dagster_project dashboards tests -name __pycache__ -prune -exec rm -rf {} +

SQL := $(wildcard dbt/models dbt/macros)
# Its worker pool leaves a warning of Python's behind, which says nothing.
SQLFLUFF := PYTHONWARNINGS=ignore:resource_tracker $(BIN)/sqlfluff

$(READY): requirements.lock pyproject.toml | $(BIN)/python $(LOCAL_UV)
	$(UV) pip sync --quiet --compile-bytecode --require-hashes --python $(BIN)/python requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(BIN)/python:
ifeq ($(LOCAL_UV),)
	$(UV) venv --quiet --clear --python "$(or $(PYTHON),$(VERSIONS))" $(VENV)
else
	@$(or $(PYTHON),python3) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || \
		{ echo "Anping needs Python 3.11 to 3.14: install it, or name it: make PYTHON=python3.12 setup" >&2; exit 1; }
	@$(or $(PYTHON),python3) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing: install the package python3-venv (or uv)" >&2; exit 1; }
	$(or $(PYTHON),python3) -m venv --clear $(VENV)
endif

$(BIN)/uv: | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
