-- Cohorts by the month of the first placement, over what was then placed: origination is not recorded.
WITH firsts AS (SELECT case_id, amount_fen, last_day(placed_on) AS cohort FROM k_placed, span
                WHERE kind = 'CasePlaced' AND placed_on >= day_from AND placed_on < day_until),
     sizes AS (SELECT cohort, sum(amount_fen) AS fen FROM firsts GROUP BY cohort),
     grid AS (SELECT s.cohort, s.fen, m.d FROM sizes s, month_ends m, span WHERE m.d >= s.cohort AND m.d < day_until)
SELECT strftime(g.cohort, '%Y-%m') || '/' || ((year(g.d) - year(g.cohort)) * 12 + month(g.d) - month(g.cohort)) AS part,
       coalesce(sum(p.balance_fen), 0) AS numerator, any_value(g.fen) AS denominator
FROM grid g LEFT JOIN (
  SELECT f.cohort, q.d, q.balance_fen FROM firsts f JOIN positions q USING (case_id) WHERE q.bucket >= 4
) p ON p.cohort = g.cohort AND p.d = g.d
GROUP BY g.cohort, g.d
