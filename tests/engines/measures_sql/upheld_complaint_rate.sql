WITH answers AS (SELECT * FROM k_answered QUALIFY row_number() OVER (PARTITION BY complaint_id ORDER BY seq DESC) = 1)
SELECT '' AS part, (SELECT count(*) FROM answers, span WHERE upheld AND moment::DATE >= day_from AND moment::DATE < day_until) AS numerator,
       (SELECT count(*) FROM dials WHERE effective) AS denominator
