SELECT '' AS part, (SELECT coalesce(sum(amount_fen), 0) FROM money) AS numerator, (SELECT count(*) FROM in_hand) AS denominator
