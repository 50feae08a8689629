PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
export TERUGKOM_HOME ?= $(CURDIR)/terugkom-home

.PHONY: run test soak check format bench serve clean

run: $(VENV)/installed
	@$(BIN)/terugkom demo

serve: $(VENV)/installed
	@$(BIN)/terugkom serve

test: $(VENV)/installed-dev
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

soak: $(VENV)/installed-dev
	TERUGKOM_SOAK=1 $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "soak or hypothesis"

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/installed-dev
	$(BIN)/python -m bench
	$(BIN)/python -m bench.gate
	$(BIN)/python -m bench.imports
	$(BIN)/python -m bench.packs
	$(BIN)/python -m bench.newsletter

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Terugkom needs Python 3.11 or newer")'
	@echo "Setting up .venv ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python requirements.txt pyproject.toml
	@echo "Installing the locked versions (one to three minutes, once) ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --progress-bar on -r requirements.txt
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) terugkom-home
