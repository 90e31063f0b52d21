SELECT '' AS part, count(*) FILTER (case_id IN (SELECT case_id FROM dials)) AS numerator, count(*) AS denominator FROM in_hand
