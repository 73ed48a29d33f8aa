# Two words are enough: `make run` and `make test`. README tells the rest.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-contract bench bench-import bench-duplicates fuzz-import pictures texts prepare lock format

run:
	@bin/prepare run && exec .venv/bin/python -m improvement.supervisor --end-with-parent

test:
	@bin/prepare test && exec .venv/bin/python -m pytest -n 2 $(TESTS)

# What tests/contract tries in part, in full: 39,000 requests made up for every role, all forms and bodies with all that is
# wrong, 20,000 edits at once: half an hour
test-contract:
	@bin/prepare test && CONTRACT=full exec .venv/bin/python -m pytest -s tests/contract $(TESTS)

# How fast it is: 100,000 items in some five minutes, BENCH_ITEMS=1000000 in a quarter of an hour (tests/bench)
bench:
	@bin/prepare run && exec .venv/bin/python -m tests.bench

bench-duplicates:
	@bin/prepare test && exec .venv/bin/python -m tests.bench duplicates

pictures:
	@bin/prepare test && PICTURES=docs/pictures .venv/bin/python -m pytest $(addprefix tests/journeys/test_,main_pages.py notes.py filtering.py search.py palette_and_templates.py)

texts:
	@./manage.py update_texts

prepare:
	@bin/prepare test

lock:
	uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
	    --group dev pyproject.toml --output-file requirements.lock

format:
	.venv/bin/ruff check --fix . && .venv/bin/ruff format .

bench-import:
	@bin/prepare test && exec .venv/bin/python -m tests.bench.imports

fuzz-import:
	@bin/prepare test && exec .venv/bin/python -m tests.bench.fuzz_imports $(or $(TEXTS),100000)
