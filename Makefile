# `make` alone tells what there is. Every target also runs without root, and none needs Docker.
.POSIX:
.PHONY: help setup setup-tests run test check prove bench lock format words clean

help: ## tell what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

setup: ## install what the program needs, into .venv, node_modules and static/vendor
	@.ci/setup run

setup-tests: ## install what checks and tests need, too
	@.ci/setup tests

run: setup ## start it with its demonstration community (PORT=8080 make run for another port)
	@exec .venv/bin/hrcn run

test: setup-tests ## every check, tests on SQLite and PostgreSQL, journeys in a browser
	@.ci/test all

check: setup-tests ## the quick part of it: format, lint, types, imports, templates, tests on SQLite
	@.ci/test quick

prove: setup-tests ## volume, kill storms, slow clients, timing (long; not part of make test)
	@.ci/test prove

bench: setup ## measure the pages (ARGS="--quick --json")
	@.venv/bin/hrcn bench $(ARGS)

format: setup-tests ## put code into the one format, imports in order
	@.venv/bin/ruff check --select I --fix --quiet .
	@.venv/bin/ruff format .

words: setup ## gather every visible sentence for translators (hrcn_community/translations)
	@.venv/bin/pybabel -q extract -F hrcn_community/translations/babel.cfg -k _l \
		--no-location --sort-output --project=hrcn-community -o hrcn_community/translations/messages.pot .
	@for language in de nl sv fr; do .venv/bin/pybabel -q update --init-missing -N -l $$language \
		-i hrcn_community/translations/messages.pot -d hrcn_community/translations; done
	@.venv/bin/pybabel -q compile -d hrcn_community/translations

lock: setup ## resolve the versions of all packages anew (UPGRADE=1 for the newest)
	@.ci/lock

clean: ## remove everything that was installed or built; the data in instance/ stays
	@rm -rf .venv node_modules static/vendor static/vendor.new build dist *.egg-info
	@rm -rf .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
