"""The case file: the nouns of the trade, one file each, and the log of what happened to a case.

``event.py`` lists what can happen, ``case.py`` folds a log into the state as of now, ``chain.py`` makes
the log tamper-evident. It decides nothing and stores nothing.
"""
