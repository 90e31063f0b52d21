-- Where the balance of each bucket at the end of a month was found a month later, case by case.
WITH pairs AS (SELECT d AS later, last_day(d - INTERVAL 1 MONTH)::DATE AS earlier FROM month_ends, span WHERE d >= day_from AND d < day_until),
     moves AS (SELECT later, a.bucket AS i, a.balance_fen,
                 CASE WHEN b.case_id IS NOT NULL THEN coalesce('M' || b.bucket, 'unknown')
                      WHEN EXISTS (SELECT 1 FROM k_ended e WHERE e.case_id = a.case_id AND e.kind = 'settled' AND e.on_day > earlier AND e.on_day <= later) THEN 'settled'
                      ELSE 'gone' END AS j
               FROM pairs JOIN positions a ON a.d = earlier AND a.bucket IS NOT NULL AND a.balance_fen > 0
               LEFT JOIN positions b ON b.case_id = a.case_id AND b.d = later)
SELECT 'M' || m.i || '>' || m.j AS part, sum(m.balance_fen) AS numerator,
       (SELECT sum(x.balance_fen) FROM moves x WHERE x.i = m.i) AS denominator
FROM moves m GROUP BY m.i, m.j
