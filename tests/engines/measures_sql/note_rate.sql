WITH written AS (SELECT DISTINCT case_id FROM k_noted, span WHERE has_note AND moment::DATE >= day_from AND moment::DATE < day_until)
SELECT '' AS part, count(*) FILTER (case_id IN (SELECT case_id FROM written)) AS numerator, count(*) AS denominator FROM in_hand
