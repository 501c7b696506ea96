"""The storyteller for a browser: its parts as files that no Python needs.

Chapter: book/10_the_storyteller
"""

from storyteller_lib.web.exporting import export_storyteller

__all__ = ["export_storyteller"]
