"""Fairdue 约还: a collections workbench that can prove it treated people fairly.

The core: typed, pure Python. No web framework, no network, no clock; time is handed in.
Rooms, from the ground up: foundation, casefile, compliance and understanding, intake, strategy,
conversation, followup, feedback, operations, practice, cli. A room imports what stands below it.
"""

__version__ = "0.1.0"
