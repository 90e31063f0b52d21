-- To current: nothing overdue at the end of the period, or settled by then.
WITH opening AS (SELECT case_id, bucket FROM positions, span WHERE d = day_from - 1 AND bucket >= 1),
     closing AS (SELECT case_id, bucket FROM positions, span WHERE d = day_until - 1),
     over AS (SELECT DISTINCT case_id FROM k_ended, span WHERE kind = 'settled' AND on_day >= day_from AND on_day < day_until)
SELECT 'M' || o.bucket AS part, count(*) FILTER (c.bucket = 0 OR o.case_id IN (SELECT case_id FROM over)) AS numerator, count(*) AS denominator
FROM opening o LEFT JOIN closing c USING (case_id) GROUP BY 1
