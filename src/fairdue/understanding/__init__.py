"""Understanding: what was said, read into typed values. At this stage dates, times, amounts and channels.

Pure functions over text; what cannot be read with certainty is None, never a guess.
"""
