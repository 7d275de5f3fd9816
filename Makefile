# What there is to do here. `make run` and `make test` set up everything they need first.
# Needs Python 3.11 or newer and nothing else; what comes from elsewhere stays in .venv.

PYTHON ?= $(shell for it in python3.14 python3.13 python3.12 python3.11 python3; do \
  $$it -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$it && break; done)
BIN := .venv/bin
READY := .venv/.ready
PYTEST := $(BIN)/python -m pytest
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run demo test lint types format check faults e2e bench snapshots pictures setup clean

help:           ## this list
	@grep -E '^[a-z]+: .*##' Makefile | sed -E 's/:[^#]*## */\t/' | column -t -s "$$(printf '\t')"

run: $(READY)           ## start the kiosk (ARGS="--data DIR")
	$(BIN)/kiosk run $(ARGS)

demo: $(READY)          ## look around a made-up school; nothing is kept
	$(BIN)/kiosk run --demo

test: $(READY)          ## all tests, real terminals last and alone (ARGS="tests/db -k award")
	$(PYTEST) -n auto -m "not e2e" $(ARGS) || [ $$? = 5 ]
	$(PYTEST) -m e2e $(ARGS) || [ $$? = 5 ]

lint: $(READY)          ## style, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(READY)         ## mypy, strict
	$(BIN)/mypy

format: $(READY)        ## put the code into its shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: lint types test  ## what has to be right before a change goes in

faults: $(READY)        ## kill, fill up, lock: a hundred kills instead of ten
	KIOSK_KILLS=100 $(PYTEST) -v tests/faults $(ARGS)

e2e: $(READY)           ## the real program in real terminals
	$(PYTEST) -v tests/e2e $(ARGS)

bench: $(READY)         ## how fast, as ratios of one run
	$(PYTEST) -o addopts= -s tests/benchmarks $(ARGS)

snapshots: $(READY)     ## accept how the screens look now; look at the change before committing it
	$(PYTEST) tests/screens --snapshot-update $(ARGS)

pictures: $(READY)      ## the pictures in the README, from the demo
	$(BIN)/python -m tests.make_pictures $(ARGS)

setup: $(READY)         ## only set up

clean:          ## take away what was set up and made; the school's records are elsewhere
	rm -rf .venv dist build *.egg-info .*_cache .hypothesis .benchmarks snapshot_report.html
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "The kiosk needs Python 3.11 or newer; none is here." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' \
	  || { echo "Python's venv is missing (on Debian: apt-get install python3-venv)." >&2; exit 1; }
	test -x $(BIN)/python || "$(PYTHON)" -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $(READY)
