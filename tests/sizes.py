"""How large a test is: small in ``make test``, in full in ``make soak``."""

import os

FULL = os.environ.get("SAMSPEL_TEST_SIZE") == "full"
