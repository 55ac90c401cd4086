# Probity. `make run` and `make test` do all their own set-up; see README.md.

.DEFAULT_GOAL := help
SHELL := /bin/sh
PY := .venv/bin/python
# What is compiled is kept, whatever the shell says: tests start many processes.
PYTEST := PYTHONDONTWRITEBYTECODE= QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 2 --dist worksteal
# Further words for pytest: make test ARGS="-k search"
ARGS ?=

export PYTHON

.PHONY: help run test quick thorough lint format words looks looks-keep map bench fuzz lock setup setup-test clean distclean

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 18

run: setup ## open the demo register (no display: leave pictures, a sheet and a CSV in build/demo/)
	@sh tools/run.sh

test: setup-test ## run every test
	$(PYTEST) $(ARGS)

quick: setup-test ## run the tests that take a moment: no kills, no whole cases, no tours
	$(PYTEST) -m "not slow" $(ARGS)

thorough: setup-test ## run every test, with several times as many random examples
	PROBITY_TESTS=thorough $(PYTEST) $(ARGS)

lint: setup ## check style, format, types and arrows of the whole tree
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports pyproject.toml

format: setup ## put the code into its one format
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

looks: setup ## say which screens look otherwise than tests/looks.json (ARGS=--release: than the last release)
	$(PY) tools/looks.py $(ARGS)

looks-keep: setup ## keep how the screens look now as what is expected
	$(PY) tools/looks.py --keep

map: setup ## write the table of rooms in docs/architecture.md
	$(PY) tools/map.py

bench: setup ## measure against the plain equivalents
	QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks $(ARGS)

fuzz: setup-test ## fuzz the readers for some minutes (SECONDS_EACH=60)
	@sh tools/fuzz.sh

words: setup ## list every word that the program says: docs/words.md
	$(PY) tools/words.py

lock: setup ## pin the packages anew from pyproject.toml
	sh tools/lock.sh

setup: ## what running needs, and nothing more
	@sh tools/system.sh run
	@sh tools/environment.sh

setup-test:
	@sh tools/system.sh test
	@sh tools/environment.sh

clean: ## remove what was made
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -not -path './.tools/*' -prune -exec rm -rf {} +

distclean: clean ## remove the environment too
	rm -rf .venv .tools
