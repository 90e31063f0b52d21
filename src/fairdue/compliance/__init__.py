"""Compliance: the gate that every outward act passes, and the dated rules it asks.

Knows acts, facts and rules; knows no rows, no screens, no clock. Read in this order: ``action`` (what is
about to be done), ``facts`` (what is known), ``rule`` and ``checks`` (what is asked), ``rulebook`` (where
the rules come from), ``gate`` (the one function that may permit), ``decision`` and ``explain`` (the answer).
"""
