# The two commands a newcomer needs are `make run` and `make test`; the others are parts of them.
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= $(firstword $(shell command -v python3.11) python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint types test-fast test-elasticsearch test-postgres test-browser messages benchmarks

run: ## the whole site on loopback, everything set up on the way
	@$(PYTHON) -m config.quickstart --host $(HOST) --port $(PORT)

$(VENV)/.ready-for-tests: requirements.txt tests/requirements.txt config/constraints.txt
	@$(PYTHON) -m config.quickstart --install-only --tests

test: $(VENV)/.ready-for-tests ## style, types, structure and every test this machine can run
	@BIN=$(BIN) bash tests/run.sh

lint: $(VENV)/.ready-for-tests
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: $(VENV)/.ready-for-tests
	$(BIN)/mypy

test-fast: $(VENV)/.ready-for-tests ## without servers and browser
	$(BIN)/python -m pytest -q -n 2 -m "not browser and not elasticsearch and not slow"

test-elasticsearch: $(VENV)/.ready-for-tests ## a real server is fetched, completed, started and stopped
	REQUIRE_ELASTICSEARCH=1 $(BIN)/python -m pytest -q -m elasticsearch

test-postgres: $(VENV)/.ready-for-tests ## the suite on PostgreSQL; DATABASE_URL names the server
	$(BIN)/python -m pytest -q -n 2 -m "not browser and not elasticsearch"

test-browser: $(VENV)/.ready-for-tests
	REQUIRE_BROWSER=1 $(BIN)/python -m pytest -q -m browser

messages: $(VENV)/.ready-for-tests ## collect and compile the interface's translations (needs gettext)
	$(BIN)/python manage.py makemessages -l fr -l es -l ar --no-obsolete -i ".venv/*" -i "var/*" -i "tests/*"
	$(BIN)/python manage.py compilemessages -i .venv

benchmarks: $(VENV)/.ready-for-tests
	$(BIN)/python -m benchmarks.search --documents 10000
	$(BIN)/python -m benchmarks.matching
