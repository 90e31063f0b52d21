-- Balance in M(i+1) at the end of month t+1 over balance in M(i) at the end of month t.
WITH pairs AS (SELECT d AS later, last_day(d - INTERVAL 1 MONTH)::DATE AS earlier FROM month_ends, span WHERE d >= day_from AND d < day_until),
     steps AS (SELECT unnest(range(7)) AS i)
SELECT strftime(later, '%Y-%m') || '/M' || i AS part,
       coalesce((SELECT sum(balance_fen) FROM positions p WHERE p.d = later AND p.bucket = i + 1 AND balance_fen > 0), 0) AS numerator,
       coalesce((SELECT sum(balance_fen) FROM positions p WHERE p.d = earlier AND p.bucket = i AND balance_fen > 0), 0) AS denominator
FROM pairs, steps
