-- The day on which the promised sum had arrived, less the day promised; negative is early.
WITH by_day AS (SELECT case_id, posted_on, sum(amount_fen) AS fen FROM k_posted GROUP BY ALL),
     running AS (
  SELECT d.promise_id, d.due_on, d.amount_fen, b.posted_on,
         sum(b.fen) OVER (PARTITION BY d.promise_id ORDER BY b.posted_on) AS so_far
  FROM due d JOIN by_day b USING (case_id), span
  WHERE d.state = 'kept' AND b.posted_on >= d.moment::DATE AND b.posted_on <= as_of_on),
     taken AS (SELECT promise_id, any_value(due_on) AS due_on, min(posted_on) AS on_day FROM running WHERE so_far >= amount_fen GROUP BY promise_id)
SELECT '' AS part, coalesce(sum(on_day - due_on), 0) AS numerator, count(*) AS denominator, median(on_day - due_on) AS middle FROM taken
