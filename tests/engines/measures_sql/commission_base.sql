-- Confirmed payments alone; a claimed payment has no row here at all.
SELECT '' AS part, coalesce(sum(amount_fen), 0) AS numerator, count(*) AS denominator FROM money
