# planbot: `make run` to try it, `make test` to check it. Needs Python 3.11+ and a package index.

PYTHON ?= python3
PLAYGROUND := .playground/node_modules/@microsoft/m365agentsplayground/cli.js
PIP := .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input
UV := uv==0.13.9
COMPILE := pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate

.PHONY: run test lint bench reset lock playground playground-required .venv
.DELETE_ON_ERROR:

run: .venv/run playground  ## the bot on this computer, with the sample plan
	@.venv/bin/python -m bot serve --local

test: .venv/test  ## every test; parts whose tools are missing are skipped
	.venv/bin/python -m pytest

lint: .venv/test  ## style, types, and who may import whom
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: .venv/test  ## what a turn costs, beside the SDK's own echo, and what size costs (10 minutes)
	.venv/bin/python -m tests.bench

reset:  ## forget the local database; the next run starts with the sample plan again
	rm -f planbot.db planbot.db-*

lock: | .venv/bin/python  ## both locks from pyproject.toml; LOCK=--upgrade takes newer versions
	@$(PIP) $(UV)
	.venv/bin/uv pip compile $(LOCK) $(COMPILE) --output-file requirements.txt
	.venv/bin/uv pip compile $(LOCK) $(COMPILE) --output-file requirements-test.txt \
		--group test --constraint requirements.txt

# One environment, two stamps: running needs less than testing.
.venv: .venv/run

.venv/run: requirements.txt | .venv/bin/python
	@echo "installing what planbot runs on (once, about a minute)"
	@$(PIP) --require-hashes --requirement requirements.txt
	@touch $@

.venv/test: requirements-test.txt requirements.txt | .venv/bin/python
	@echo "installing what planbot runs on and is tested with (once, about two minutes)"
	@$(PIP) --require-hashes --requirement requirements-test.txt
	@touch .venv/run $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "planbot needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv --clear .venv

# The Teams look-alike is a convenience: without it everything else works.
playground:
	@mkdir -p .playground
	@if ! command -v node >/dev/null || ! command -v npm >/dev/null; then \
		echo 'no Node here, so no browser window: use ".venv/bin/python -m bot chat --as PERSON" instead'; \
	elif ! $(MAKE) --silent $(PLAYGROUND) 2>.playground/install.log; then \
		echo 'no browser window, .playground/install.log says why: use ".venv/bin/python -m bot chat --as PERSON" instead'; \
	fi

playground-required: $(PLAYGROUND)

$(PLAYGROUND): manifests/playground/package-lock.json manifests/playground/package.json
	@echo "installing the Agents Playground (once)"
	@mkdir -p .playground
	@cp $^ .playground/
	@npm ci --prefix .playground --ignore-scripts --no-audit --no-fund --loglevel=error \
		--fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=60000 >/dev/null
	@touch $@
