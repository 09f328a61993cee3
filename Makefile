# `make` alone prints this list.
PYTHON ?= python3
SITE := .venv/bin/python
export PYTHONPATH := $(CURDIR)
.DEFAULT_GOAL := help
.PHONY: help run test talk password search-report eligibility-report stay-report bot-report bench messages messages-check content-check content-export lint format site-ready bot-ready

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 22

run:  ## set everything up and start site, index, actions and bot (PORT=8000)
	@$(PYTHON) -m tools.run

test:  ## all tests, with real servers and a real browser (ARGS="tests/content -k rules" narrows)
	@$(PYTHON) -m tools.test $(ARGS)

talk: bot-ready  ## talk to the bot; FILE=messages.jsonl puts a set through it (OUT=answers.jsonl)
	@$(SITE) -m tools.talk $(FILE)

search-report: site-ready  ## FILE=queries.jsonl: what search finds
	@$(SITE) -m tools.search_report $(FILE)

eligibility-report: site-ready  ## FILE=profiles.jsonl: the outcome of every route
	@$(SITE) -m tools.eligibility_report $(FILE)

stay-report: site-ready  ## FILE=stays.jsonl: the 90/180-day calculator
	@$(SITE) -m tools.stay_report $(FILE)

bot-report: bot-ready  ## how well the bot understands; FILE=messages.jsonl measures your own set (DETAILS=1, CROSS_VALIDATION=1, SCENARIOS=1)
	@$(SITE) -m tools.bot_report $(FILE)

bench: bot-ready  ## speed and weight, as ratios taken in one run
	@$(SITE) -m tools.bench $(ARGS)

password: site-ready  ## a new password for the editor's login
	@$(PYTHON) -m tools.password

messages: site-ready  ## bring the interface strings up to date and produce Latin Serbian
	@$(SITE) -m tools.messages

messages-check: site-ready  ## are the interface strings complete?
	@$(SITE) -m tools.messages check

content-check: site-ready  ## are the texts complete, sourced and in house style? (NOTES=1 lists notes too, ON=2027-01-01 what expires)
	@$(SITE) -m tools.content_check $(if $(NOTES),--notes) $(if $(ON),--on $(ON))

content-export: site-ready  ## what the database publishes, as files under var/export
	@$(PYTHON) -c 'from tools.preparation import manage; print(manage("export_content", "var/export"))'

lint:  ## style and arrows
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

format:  ## bring the code into shape
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

site-ready:
	@$(PYTHON) -m tools.preparation </dev/null

bot-ready:
	@$(PYTHON) -m tools.preparation bot </dev/null
