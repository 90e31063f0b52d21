"""Feedback (结果反馈): payments matched, outcomes, measures, the creditor's files, the timeline, the closing.

Rooms propose: functions here take cases and a day and return values, texts or the bytes of a file. Read in
this order: ``payment_matching``, ``outcomes``, ``feedback_file`` and ``acknowledgement`` (what the creditor
gets), ``measures`` (the KPI dictionary, computed), ``closing``, ``timeline``. Nothing here stores or sends.
"""
