SELECT '' AS part, count(*) AS numerator, count(DISTINCT case_id) AS denominator FROM dials
