"""The command line: ``fairdue …``. It uses the operations through the same wiring as the desk.

Data goes to stdout, talk to stderr; every failure exits non-zero: 2 for input that cannot be used, 3 for
an act that the gate did not permit, 1 for anything else.
"""

from fairdue.cli.app import main

__all__ = ["main"]
