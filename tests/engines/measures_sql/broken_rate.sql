-- One less kept less partly: what is left of the promises that fell due.
SELECT '' AS part, count(*) - count(*) FILTER (state = 'kept') - count(*) FILTER (state = 'partly_kept') AS numerator, count(*) AS denominator FROM due
