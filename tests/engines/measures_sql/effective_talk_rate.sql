SELECT '' AS part, count(*) FILTER (effective) AS numerator, count(*) AS denominator FROM dials WHERE connected
