-- Only the first promise of a case is new; a re-promise is not.
WITH reached AS (SELECT DISTINCT case_id FROM dials WHERE right_party),
     firsts AS (SELECT case_id, min(moment) AS moment FROM k_promised GROUP BY case_id)
SELECT '' AS part,
       count(*) FILTER (f.moment::DATE >= day_from AND f.moment::DATE < day_until) AS numerator, count(*) AS denominator
FROM reached LEFT JOIN firsts f USING (case_id), span
