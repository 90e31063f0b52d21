-- Whole minutes from the first allocation to the first effective talk after it; counted where that talk is.
WITH given AS (SELECT case_id, min(moment) AS moment FROM k_assigned GROUP BY case_id),
     talks AS (SELECT s.case_id, s.moment FROM k_started s JOIN k_stopped z USING (attempt_id)
               WHERE s.channel = 'phone' AND s.initiated_by = 'agent' AND z.result = 'answered' AND z.answered_by = 'debtor'),
     firsts AS (SELECT g.case_id, g.moment AS given_at, min(t.moment) AS talked_at FROM given g JOIN talks t ON t.case_id = g.case_id AND t.moment >= g.moment GROUP BY ALL),
     waits AS (SELECT (epoch_us(talked_at) - epoch_us(given_at)) // 60000000 AS minutes FROM firsts, span
               WHERE talked_at::DATE >= day_from AND talked_at::DATE < day_until)
SELECT '' AS part, coalesce(sum(minutes), 0) AS numerator, count(*) AS denominator, median(minutes) AS middle FROM waits
