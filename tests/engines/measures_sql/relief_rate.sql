-- On cases settled in the period: what was still owed on that day was relieved.
WITH settled AS (SELECT case_id, on_day FROM k_ended, span WHERE kind = 'settled' AND on_day >= day_from AND on_day < day_until
                 QUALIFY row_number() OVER (PARTITION BY case_id ORDER BY seq DESC) = 1),
     said AS (SELECT z.case_id, z.on_day, s.stated_on, s.fen, s.whole_day FROM settled z JOIN statements s USING (case_id)
              WHERE s.stated_on <= z.on_day AND (s.kind = 'CasePlaced' OR s.known_on <= z.on_day)
              QUALIFY row_number() OVER (PARTITION BY z.case_id ORDER BY s.seq DESC) = 1),
     owed AS (SELECT a.case_id, any_value(a.fen) - coalesce(sum(p.amount_fen) FILTER (
                p.posted_on <= a.on_day AND (p.posted_on > a.stated_on OR (p.posted_on = a.stated_on AND NOT a.whole_day))), 0) AS fen
              FROM said a LEFT JOIN k_posted p USING (case_id) GROUP BY a.case_id),
     paid AS (SELECT z.case_id, coalesce(sum(c.amount_fen), 0) AS fen FROM settled z LEFT JOIN counted c
              ON c.case_id = z.case_id AND c.posted_on <= z.on_day GROUP BY z.case_id)
SELECT '' AS part, coalesce(sum(greatest(owed.fen, 0)), 0) AS numerator,
       coalesce(sum(greatest(owed.fen, 0) + paid.fen), 0) AS denominator
FROM owed JOIN paid USING (case_id)
