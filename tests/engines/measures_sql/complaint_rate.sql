SELECT '' AS part, (SELECT count(*) FROM k_complaint, span WHERE at::DATE >= day_from AND at::DATE < day_until) AS numerator,
       (SELECT count(*) FROM dials WHERE effective) AS denominator
