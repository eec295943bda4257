# Reelwright: `make` lists the verbs. Needs Python 3.11 or newer, make and a C library; if the machine has no Node.js, it comes as a
# package. All files are written to this folder (.venv, .assets, .browser, node_modules, .local); `make clean` removes the data.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test check up down status token logs faults bench bench-render bench-load bench-sound bench-film bench-aws bench-peers bench-speech bench-reading scale contact-sheet screenshots house docs synth bootstrap preflight deploy destroy user smoke drain resume assets node browser console measure peers clean lock sbom base-image environment

# pip and npm run quietly, so `say` announces what takes long. Commas in its text are written $(comma).
say = @printf '%s\n' "$(1)"
pip := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input

# Every package is checked against the hashes of its lock. uv installs them; it comes by pip, from the same lock.
uv_into = sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(1)/uv.txt && \
  $(1)/bin/python -m pip --quiet --quiet --disable-pip-version-check --no-input install --require-hashes --no-deps --requirement $(1)/uv.txt
install = $(BIN)/python -m infra.supply.installing $(1) $(2)

help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: environment assets console ## make a film of the sample script, on this machine
	@$(BIN)/python -m infra.local demo

test: environment assets node browser console ## run all tests
	@$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

check: environment ## check format, lint, types and import rules (seconds)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

up: environment assets console ## start the local stack; print its URL, a token and a curl example
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
	@$(BIN)/python -m pytest -m faults -s tests/local tests/unit/usecases
	@$(BIN)/python -m tests.faults

bench: environment assets node measure ## measure speed; write docs/benchmarks.md (minutes)
	@REELWRIGHT_BENCHMARK='make bench' $(BIN)/python -m pytest -m benchmark -s tests/benchmarks

bench-render: environment assets ## measure the renderer: its CPU time and that of the encoder
	@REELWRIGHT_BENCHMARK='make bench-render' $(BIN)/python -m pytest -m benchmark -s tests/benchmarks/test_render.py

bench-load: environment assets node measure ## measure 500 creates by 50 clients, and FastAPI with Celery and Redis for comparison
	@REELWRIGHT_BENCHMARK='make bench-load' $(BIN)/python -m pytest -m benchmark -s tests/benchmarks/test_load.py

bench-sound: environment assets measure ## measure a film and every voice with forced alignment and speech recognition
	@REELWRIGHT_BENCHMARK='make bench-sound' $(BIN)/python -m pytest -m benchmark -s tests/benchmarks/test_sound.py

bench-film: environment assets node console ## measure a film from POST to the end on the local stack, cold and warm
	@REELWRIGHT_BENCHMARK='make bench-film' $(BIN)/python -m pytest -m benchmark -s tests/benchmarks/test_film.py

bench-aws: environment assets ## measure a film's steps; reckon its time and price on AWS
	@REELWRIGHT_BENCHMARK='make bench-aws' $(BIN)/python -m pytest -m benchmark -s tests/benchmarks/test_aws.py

bench-peers: environment assets browser peers ## render the same film with ffmpeg, Remotion and MoneyPrinterTurbo, too (fetches them: 450 MB)
	@REELWRIGHT_BENCHMARK='make bench-peers' $(BIN)/python -m pytest -m benchmark -s tests/benchmarks/test_peers.py

bench-speech: environment assets measure ## measure the speech model under other settings: CPU, clock, memory, words understood
	@REELWRIGHT_BENCHMARK='make bench-speech' $(BIN)/python -m pytest -m benchmark -s tests/benchmarks/test_speech.py

bench-reading: environment ## check how texts are read aloud in six languages, by phonemes
	@$(BIN)/python -m tests.reading

scale: environment node ## reckon at how many jobs each part breaks on AWS; write docs/scale.md and docs/costs.md
	@$(BIN)/python -m tests.scale

contact-sheet: environment assets ## paint frames of twelve films for docs/contact-sheet.jpg and docs/preview.webp (minutes)
	@$(BIN)/python -m tests.contact_sheet
	@$(BIN)/python -m tests.contact_sheet.preview

screenshots: environment node browser console ## take the pictures of docs/console.md
	@REELWRIGHT_SCREENSHOTS=docs/console $(BIN)/python -m pytest -q tests/browser/test_pages.py

house: environment ## print figures of the code's structure (CHECKOUT=folder of another checkout)
	@$(BIN)/python -m tests.house $(CHECKOUT)

base-image: environment ## pin the base of the media image by the digest that its registry has now
	@$(BIN)/python -m infra.supply.base_image

docs: environment ## write the generated files: pages of docs/ and the blocking client
	@$(BIN)/python -m reelwright.jobs.diagram > docs/job-lifecycle.md
	@$(BIN)/python -m reelwright.batches.diagram > docs/batch-lifecycle.md
	@$(BIN)/python -m reelwright.api.openapi > docs/openapi.json
	@$(BIN)/python -m tests.house.blocking_client
	@$(BIN)/python -m tests.house.rooms
	@$(BIN)/python -m tests.infra.security_page
	@$(BIN)/python -m tests.infra.dashboard_picture

synth: environment node console ## write the CloudFormation template for AWS (ENVIRONMENT=dev or prod)
	@$(BIN)/python -m infra.local.node synth --context environment=$(ENVIRONMENT) $(ARGUMENTS)

bootstrap: environment node ## prepare an AWS account and region for deployments (once)
	@$(BIN)/python -m infra.rollout bootstrap $(ARGUMENTS)

preflight: environment ## check that the AWS account has what a deployment needs; say how to get the rest
	@$(BIN)/python -m infra.rollout preflight --environment $(ENVIRONMENT)

deploy: environment node console ## deploy the same app to AWS, with your credentials (ENVIRONMENT=dev or prod, ALARM_EMAIL=you@example.com)
	@$(BIN)/python -m infra.rollout deploy --environment $(ENVIRONMENT) $(if $(ALARM_EMAIL),--email $(ALARM_EMAIL)) $(ARGUMENTS)

user: environment ## add a person, or change their tier (EMAIL=you@example.com TIER=premium OPERATOR=1 ENVIRONMENT=dev, prod or local)
	@$(BIN)/python -m infra.rollout user --environment $(ENVIRONMENT) --email "$(EMAIL)" --tier "$(or $(TIER),standard)" $(if $(OPERATOR),--operator)

drain: environment ## stop starting jobs; running ones go on, new ones wait (ENVIRONMENT=dev, prod or local)
	@$(BIN)/python -m infra.rollout drain --environment $(ENVIRONMENT)

resume: environment ## start jobs again after `make drain`
	@$(BIN)/python -m infra.rollout resume --environment $(ENVIRONMENT)

smoke: environment ## make a film through the public URL of a stack and verify it (ENVIRONMENT=dev, prod or local)
	@$(BIN)/python -m infra.rollout smoke --environment $(ENVIRONMENT)

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
browser: .browser/complete
console: functions/api/console/htm.mjs
peers: .peers/complete

$(VENV)/complete: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo 'python3 -m venv failed: install the venv module (Debian: python3-venv)' >&2; exit 1; }
	$(call say,installing packages: under a minute the first time)
	@$(call uv_into,$(VENV))
	@$(call install,$(BIN)/python,requirements.lock)
	@$(pip) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m infra.supply.byte_code
	@touch $@

$(VENV)/measure: requirements-measure.lock $(VENV)/complete
	$(call say,installing the packages of the benchmarks)
	@$(call install,$(BIN)/python,requirements-measure.lock)
	@touch $@

.assets/complete: $(VENV)/complete $(wildcard layers/media/python/reelwright_media/assets/*.py) \
  layers/media/python/reelwright_media/assets/assets.toml
	$(call say,fetching voices$(comma) fonts$(comma) icons and the voice model)
	@$(BIN)/python -m reelwright_media.assets --into .assets
	@touch $@

# Programs that are compared with, in a folder of their own: no other verb fetches or uses them.
.peers/complete: $(VENV)/complete tests/benchmarks/peers/requirements.lock tests/benchmarks/peers/package-lock.json
	$(call say,fetching Remotion and MoneyPrinterTurbo into .peers)
	@rm -rf .peers && $(PYTHON) -m venv .peers/python
	@$(call install,.peers/python/bin/python,tests/benchmarks/peers/requirements.lock)
	@$(BIN)/python -m tests.benchmarks.peers.fetching
	@touch $@

.browser/complete: $(VENV)/complete tests/browser/chromium.toml tests/browser/chromium.py
	$(call say,fetching the browser of the tests)
	@$(BIN)/python -m tests.browser.chromium
	@mkdir -p .browser && touch $@

functions/api/console/htm.mjs: $(VENV)/complete functions/api/console.toml
	@$(BIN)/python -m reelwright_media.assets --manifest functions/api/console.toml --into functions/api/console
	@touch $@

node_modules/.package-lock.json: $(VENV)/complete package-lock.json
	@$(BIN)/python -m infra.local.node
	@touch $@

comma := ,

lock: ## write the lock files from pyproject.toml; versions stay where they fit (needs the network)
	@rm -rf build/lock && $(PYTHON) -m venv build/lock
	@$(call uv_into,build/lock)
	@$(PYTHON) -m infra.supply.locking build/lock/bin/uv
	@rm -rf build/lock

sbom: environment node assets ## write the bill of materials and the list of licences to build/sbom
	@$(BIN)/python -m infra.supply.bill
