SELECT '' AS part, count(*) FILTER (red_line) AS numerator, count(*) AS denominator
FROM inspected i JOIN dials d USING (attempt_id) WHERE d.connected
