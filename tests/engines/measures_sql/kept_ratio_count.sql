SELECT '' AS part, count(*) FILTER (state = 'kept') AS numerator, count(*) AS denominator FROM due
