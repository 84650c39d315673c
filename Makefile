# Everything a person does with this repository. Needs Python 3.11 or newer; the rest is installed from here.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name))))
VENV ?= .venv
BIN := $(VENV)/bin
LOCK := requirements.lock
KEY := $(firstword $(shell cksum $(LOCK)))
RUNTIME := $(VENV)/runtime-$(KEY)
TOOLS := $(VENV)/tools-$(KEY)
WORKERS ?= 2

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.NOTPARALLEL:
.PHONY: help run test lint format translations migration shots bench install system lock clean

help: ## Show what can be done
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUNTIME) ## Start the portal, its worker and the sandbox; Ctrl-C ends all
	@exec $(BIN)/python -m app.cli.run

test: $(TOOLS) system lint ## Check the code, then run every test
	@$(BIN)/pytest -q -n $(WORKERS) --dist loadgroup

lint: $(TOOLS) ## Check style, types, import directions and translations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache | tail -n +9
	@$(BIN)/python -m tests.support.translations check

format: $(TOOLS) ## Put the code into its usual shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

translations: $(TOOLS) ## Collect new texts from code and templates into the Vietnamese catalogue
	@$(BIN)/python -m tests.support.translations update

migration: $(TOOLS) ## Write the next database migration: make migration name="add payments"
	@$(BIN)/python -m flask --app wsgi database revision "$(name)"

shots: $(TOOLS) system ## Take pictures of every page into var/shots
	@$(BIN)/python -m tests.browser.shots

bench: $(TOOLS) ## Measure every promise about speed and size
	@$(BIN)/python -m bench

install: $(RUNTIME) ## Install what the portal needs to run, nothing else

lock: $(TOOLS) ## Write the exact versions of what is installed into requirements.lock
	@$(BIN)/pip freeze --exclude pip --exclude setuptools | sort -f > $(LOCK)

clean: ## Remove the virtual environment and every cache; data in var stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find app tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# The browser and the database server of the tests come from the system's packages.
system:
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	if [ -n "$$missing" ]; then \
	  as_root=""; if [ "$$(id -u)" != 0 ]; then as_root="sudo"; fi; \
	  echo "Installing$$missing"; \
	  $$as_root apt-get update -q >/dev/null; \
	  DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -q --no-install-recommends $$missing >/dev/null; \
	fi

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed."; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	@"$(PYTHON)" -m venv $(VENV) || { echo "Python's venv module is needed (Debian: apt-get install python3-venv)."; exit 1; }

$(RUNTIME): $(LOCK) | $(BIN)/python
	@echo "Installing what the portal needs (once, about a minute)"
	@$(call direct_dependencies,runtime) > $(VENV)/runtime.txt
	@$(BIN)/python -m pip install -q -c $(LOCK) -r $(VENV)/runtime.txt
	@touch $@

$(TOOLS): $(RUNTIME)
	@echo "Installing what the tests need (once, about a minute)"
	@$(call direct_dependencies,dev) > $(VENV)/tools.txt
	@$(BIN)/python -m pip install -q -c $(LOCK) -r $(VENV)/tools.txt
	@touch $@

define direct_dependencies
$(BIN)/python -c 'import sys, tomllib; project = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
print(*project["dependencies"] if sys.argv[1] == "runtime" else project["optional-dependencies"][sys.argv[1]], sep="\n")' $(1)
endef
