"""How much is tried: a part of it among all tests, the whole by `make test-contract`."""

import os

FULL = os.environ.get("CONTRACT") == "full"
