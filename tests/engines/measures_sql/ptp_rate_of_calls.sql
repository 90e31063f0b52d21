WITH firsts AS (
  SELECT case_id, attempt_id FROM k_promised QUALIFY row_number() OVER (PARTITION BY case_id ORDER BY moment, seq) = 1)
SELECT '' AS part, count(*) FILTER (attempt_id IN (SELECT attempt_id FROM firsts WHERE attempt_id IS NOT NULL)) AS numerator, count(*) AS denominator
FROM dials WHERE right_party
