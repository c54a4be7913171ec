# Provider Direct. `make run` and `make test` need Python 3.11 or newer and nothing else.
PYTHON ?= python3
VENV := .venv/bin/python
export PORT CLOCK
# Every command is a process of its own, a test run dozens: what is compiled once is kept.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check requirements assets keys clean local-environment test-environment

help: ## show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

run: local-environment ## run the service with demonstration data (PORT=8000, CLOCK=real keeps the true time)
	@$(VENV) -m dev.run

test: test-environment ## run every test (ARGS="-k advice" goes to pytest)
	@$(VENV) -m dev.test $(ARGS)

check: test-environment ## run every check but the tests
	@$(VENV) -m dev.check

requirements: test-environment ## show which numbered behaviours have a test
	@$(VENV) -m dev.requirements

assets: local-environment ## build the styles and scripts into static/built
	@$(VENV) -m dev.assets

keys: ## print a fresh set of keys for an environment file
	@$(PYTHON) -m dev.keys

clean: ## remove what was built and installed; the database in .local stays
	rm -rf .venv node_modules static/built staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

local-environment:
	@$(PYTHON) -m dev.environment local

test-environment:
	@$(PYTHON) -m dev.environment test
