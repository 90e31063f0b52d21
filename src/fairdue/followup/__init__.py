"""Follow-up (持续跟进): promises, claimed payments and plans watched against the money, reachability, the diary.

Rooms propose: every function here takes a case file and a day or a moment and returns happenings or values.
Read in this order: ``standing_money`` (what is left after reversals), ``promise_watch``, ``claim_watch``,
``arrangement_watch``, ``reachability``, ``diary``. Nothing here stores, sends or reads a clock.
"""
