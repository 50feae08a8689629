PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

# Each locked version with its hashes; with --no-deps, for a resolver would only find again what the lock says,
# and older ones stumble over the extras. `pip check` then proves that nothing is missing.
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps
CHECK   := $(BIN)/python -m pip check --disable-pip-version-check --quiet
LOCK    := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock" --group build

.PHONY: run install test test-long test-postgres soak check format bench lock serve upgrade clean

run: $(VENV)/installed
	@$(BIN)/terugkom demo

install: $(VENV)/installed

serve: $(VENV)/installed
	@$(BIN)/terugkom serve

# After the files of a new version are in place: installs what it needs, backs up, and upgrades the database.
upgrade: $(VENV)/installed
	@$(BIN)/terugkom upgrade

test: $(VENV)/installed-dev
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

# What takes seconds each: years of ticks, whole installations, browsers, kills. The others prove the rules; these
# that all of it holds together. `.ci/run` runs both.
test-long: $(VENV)/installed-dev
	TERUGKOM_LONG=1 $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

# What `make test` and `make test-long` run on SQLite alone: the same rules on PostgreSQL.
test-postgres: $(VENV)/installed-dev
	TERUGKOM_POSTGRES=1 $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

soak: $(VENV)/installed-dev
	TERUGKOM_SOAK=1 $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -m "soak or hypothesis"

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
	$(BIN)/python -m bench.starts
	$(BIN)/python -m bench.quiet_day
	$(BIN)/python -m bench.busiest_day
	$(BIN)/python -m bench.workers
	$(BIN)/python -m bench.newsletter
	$(BIN)/python -m bench.site

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Terugkom needs Python 3.11 or newer")'
	@echo "Setting up .venv ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python requirements.txt pyproject.toml
	@echo "Installing the locked versions (one to three minutes, once) ..."
	@$(INSTALL) --progress-bar on --require-hashes -r requirements.txt
	@$(INSTALL) --no-build-isolation -e .
	@$(CHECK)
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@$(CHECK)
	@touch $@

# Keeps each version that still fits pyproject.toml; `make lock UPGRADE=--upgrade` takes the newest instead.
lock: $(VENV)/installed-dev
	$(LOCK) $(UPGRADE) pyproject.toml -o requirements.txt
	$(LOCK) $(UPGRADE) --extra s3 -c requirements.txt pyproject.toml -o requirements-s3.txt
	$(LOCK) $(UPGRADE) --extra dev -c requirements-s3.txt pyproject.toml -o requirements-dev.txt

# The homes are data, and stay: `.venv/bin/terugkom remove-demo` removes that of the demo.
clean:
	rm -rf $(VENV)
