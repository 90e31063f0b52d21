SELECT (isodow(at) - 1) || '/' || hour(at) AS part, count(*) FILTER (connected) AS numerator, count(*) AS denominator FROM dials GROUP BY 1
