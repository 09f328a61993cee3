# `make` alone prints this list.
PYTHON ?= python3
SITE := .venv/bin/python
export PYTHONPATH := $(CURDIR)
.DEFAULT_GOAL := help
.PHONY: help run test talk password search-report eligibility-report stay-report bench lint format messages content-export

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 22

run:  ## set everything up and start site, index, actions and bot (PORT=8000)
	@$(PYTHON) -m tools.run

test:  ## all tests, with real servers and a real browser
	@$(PYTHON) -m tools.test $(ARGS)

talk:  ## talk to the bot; FILE=messages.jsonl puts a set through it
	@$(PYTHON) -m tools.talk $(FILE)

password:  ## a new password for the editor's login
	@$(PYTHON) -m tools.password

search-report:  ## FILE=queries.jsonl: what search finds
	@$(SITE) -m tools.search_report $(FILE)

eligibility-report:  ## FILE=profiles.jsonl: outcome of every route
	@$(SITE) -m tools.eligibility_report $(FILE)

stay-report:  ## FILE=stays.jsonl: the 90/180-day calculator
	@$(SITE) -m tools.stay_report $(FILE)

bench:  ## speed and weight, as ratios taken in one run
	@$(PYTHON) -m tools.bench

messages:  ## extract interface strings and produce Latin Serbian
	@$(SITE) -m tools.messages

content-export:  ## what the database publishes as files under var/export
	@cd site && ../$(SITE) manage.py export_content ../var/export

lint:  ## style and arrows
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

format:  ## bring the code into shape
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .
