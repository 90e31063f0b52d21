"""The ground floor: money in fen, civil time, bilingual text, problems and reasons, one YAML reader.

Knows nothing of cases, law or screens.
"""
