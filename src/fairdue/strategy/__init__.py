"""Strategy: what the figures of a case mean for today, and in which order cases are worked.

Reads the case file and asks the gate what would be allowed; proposes and never acts. Read in this order:
``score_table`` (points as data), ``score`` (difficulty and willingness), ``allowance`` (what today allows),
``brief`` (the preparation card), ``work_list`` (the line of cases).
"""
