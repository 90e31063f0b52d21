-- All promises by the day they fall due, in the whole stated period, those to come included.
SELECT strftime(due_on, '%Y-%m-%d') AS part, count(*) FILTER (state = 'kept') AS numerator, count(*) AS denominator
FROM verdicts, params WHERE state <> 'cancelled' AND due_on >= period_from AND due_on < period_until GROUP BY 1
