-- Of the cases in hand with something owed on the eve of the period.
WITH opening AS (SELECT case_id, balance_fen FROM positions, span WHERE d = day_from - 1 AND balance_fen > 0)
SELECT '' AS part, (SELECT coalesce(sum(amount_fen), 0) FROM money WHERE case_id IN (SELECT case_id FROM opening)) AS numerator,
       (SELECT coalesce(sum(balance_fen), 0) FROM opening) AS denominator
