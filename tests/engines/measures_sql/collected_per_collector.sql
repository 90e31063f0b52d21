-- Collectors who had a case in hand on at least one day of the period.
WITH terms AS (
  SELECT case_id, collector, moment, lead(moment) OVER (PARTITION BY case_id ORDER BY seq) AS until_at FROM k_assigned)
SELECT '' AS part, (SELECT coalesce(sum(amount_fen), 0) FROM money) AS numerator,
       (SELECT count(DISTINCT collector) FROM terms, span
        WHERE moment::DATE < day_until AND (until_at IS NULL OR until_at::DATE >= day_from)
          AND case_id IN (SELECT case_id FROM in_hand)) AS denominator
