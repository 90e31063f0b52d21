SELECT '' AS part, count(*) FILTER (right_party) AS numerator, count(*) AS denominator FROM dials
