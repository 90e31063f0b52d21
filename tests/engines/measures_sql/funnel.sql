WITH a AS (SELECT case_id FROM in_hand),
     b AS (SELECT case_id FROM a WHERE case_id IN (SELECT case_id FROM dials)),
     c AS (SELECT case_id FROM b WHERE case_id IN (SELECT case_id FROM dials WHERE connected)),
     d AS (SELECT case_id FROM c WHERE case_id IN (SELECT case_id FROM dials WHERE right_party)),
     e AS (SELECT case_id FROM d WHERE case_id IN (SELECT case_id FROM k_promised, span WHERE moment::DATE >= day_from AND moment::DATE < day_until)),
     f AS (SELECT case_id FROM e WHERE case_id IN (SELECT case_id FROM verdicts, span WHERE moment::DATE >= day_from AND moment::DATE < day_until AND state = 'kept'))
SELECT part, n AS numerator, (SELECT count(*) FROM a) AS denominator FROM (
  SELECT 'placed' AS part, count(*) AS n FROM a UNION ALL SELECT 'dialled', count(*) FROM b UNION ALL
  SELECT 'connected', count(*) FROM c UNION ALL SELECT 'right_party', count(*) FROM d UNION ALL
  SELECT 'promised', count(*) FROM e UNION ALL SELECT 'kept', count(*) FROM f)
