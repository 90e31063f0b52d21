SELECT (isodow(moment) - 1) || '/' || hour(moment) AS part, count(*) FILTER (connected) AS numerator, count(*) AS denominator FROM dials GROUP BY 1
