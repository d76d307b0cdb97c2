# `make demo` and `make test` need Python >= 3.11 and make; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= build/demo

.PHONY: demo test setup lint lock clean

demo: setup
	$(BIN)/kg build data/samples -o $(OUT)
	@echo
	@echo "page:    $(OUT)/graph.html  (open it in a browser)"
	@echo "Turtle:  $(OUT)/graph.ttl"
	@echo "SPARQL:  $(BIN)/kg query $(OUT) 'SELECT ?name WHERE { ?p a kg:Person ; rdfs:label ?name }'"

test: setup lint
	$(BIN)/pytest -n auto

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: $(VENV)/.done

# The stamp holds the state of the lock: nothing is fetched again, and offline nothing needs to be.
$(VENV)/.done: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "zhkg needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

lock:
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --extra dev --extra shacl --extra parquet --no-emit-index-url --no-emit-find-links --no-header --no-annotate --generate-hashes --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist
