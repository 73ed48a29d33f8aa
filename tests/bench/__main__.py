"""`python -m tests.bench NAME`: one measurement, on private servers that end with it."""

import sys
from importlib import import_module

import django

from tests import environment


def main() -> int:
    environment.set_up()
    django.setup()
    environment.start_servers()
    try:
        return import_module(f"tests.bench.{sys.argv[1]}").main()
    finally:
        environment.tear_down()


if __name__ == "__main__":
    sys.exit(main())
