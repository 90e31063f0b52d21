SELECT '' AS part, (SELECT count(*) FROM k_complaint, span WHERE moment::DATE >= day_from AND moment::DATE < day_until) AS numerator,
       (SELECT count(*) FROM dials WHERE effective) AS denominator
