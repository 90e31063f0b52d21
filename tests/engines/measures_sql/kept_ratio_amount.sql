SELECT '' AS part, coalesce(sum(least(paid_fen, amount_fen)), 0) AS numerator, coalesce(sum(amount_fen), 0) AS denominator FROM due
