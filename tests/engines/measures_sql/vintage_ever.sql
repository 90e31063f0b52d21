-- The balance with which a case was first found at M4 or above at a month end counts from then on.
WITH firsts AS (SELECT case_id, amount_fen, last_day(placed_on) AS cohort FROM k_placed, span
                WHERE kind = 'CasePlaced' AND placed_on >= day_from AND placed_on < day_until),
     sizes AS (SELECT cohort, sum(amount_fen) AS fen FROM firsts GROUP BY cohort),
     grid AS (SELECT s.cohort, s.fen, m.d FROM sizes s, month_ends m, span WHERE m.d >= s.cohort AND m.d < day_until),
     hits AS (SELECT f.case_id, f.cohort, min(q.d) AS since, arg_min(q.balance_fen, q.d) AS fen
              FROM firsts f JOIN positions q USING (case_id)
              WHERE q.bucket >= 4 AND q.d IN (SELECT d FROM month_ends) GROUP BY ALL)
SELECT strftime(g.cohort, '%Y-%m') || '/' || ((year(g.d) - year(g.cohort)) * 12 + month(g.d) - month(g.cohort)) AS part,
       coalesce(sum(h.fen), 0) AS numerator, any_value(g.fen) AS denominator
FROM grid g LEFT JOIN hits h ON h.cohort = g.cohort AND h.since <= g.d
GROUP BY g.cohort, g.d
