SELECT '' AS part, count(*) FILTER (connected) AS numerator, count(*) AS denominator FROM dials WHERE own
