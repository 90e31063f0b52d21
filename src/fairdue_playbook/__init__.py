"""The trade's knowledge as data: layouts of placement files, result codes, flows, wording, strategies."""
