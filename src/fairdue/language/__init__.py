"""How spoken and written words are read: one spelling, phrase patterns, cues and a linear model.

Shared by what was said (understanding) and what may be said (the wording guard of compliance). It knows no case
and no rule; what the words mean is said by the phrasebook, which is data.
"""
