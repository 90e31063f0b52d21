SELECT '' AS part, (SELECT coalesce(sum(amount_fen), 0) FROM money) AS numerator,
       (SELECT coalesce(sum(amount_fen), 0) FROM in_force WHERE case_id IN (SELECT case_id FROM in_hand)) AS denominator
