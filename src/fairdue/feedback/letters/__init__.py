"""Letters and messages (信函、短信): templates as data, filled from verified fields, guarded, laid out for paper.

Room: feedback. Nothing here sends; ``operations/correspond.py`` does, through the gate.
"""
