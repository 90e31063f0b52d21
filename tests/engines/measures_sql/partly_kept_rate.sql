SELECT '' AS part, count(*) FILTER (state = 'partly_kept') AS numerator, count(*) AS denominator FROM due
