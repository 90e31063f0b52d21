WITH paying AS (SELECT case_id FROM money GROUP BY case_id HAVING sum(amount_fen) > 0
                UNION SELECT case_id FROM k_ended, span WHERE kind = 'settled' AND on_day >= day_from AND on_day < day_until)
SELECT '' AS part, count(*) FILTER (case_id IN (SELECT case_id FROM paying)) AS numerator, count(*) AS denominator FROM in_hand
