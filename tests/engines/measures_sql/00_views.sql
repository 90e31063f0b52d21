-- The glossary's words as views over the raw events, one table a kind of event (see year_tables.TABLES).
-- params: period_from, period_until (half-open), as_of_on. Nothing recorded after as_of_on is known.
CREATE OR REPLACE TEMP VIEW span AS
  SELECT period_from AS day_from, least(period_until, as_of_on + 1) AS day_until, as_of_on FROM params;
CREATE OR REPLACE TEMP VIEW k_placed AS SELECT t.* FROM placed t, span WHERE t.moment::DATE <= as_of_on;
CREATE OR REPLACE TEMP VIEW k_own AS SELECT t.* FROM own_numbers t, span WHERE t.moment::DATE <= as_of_on;
CREATE OR REPLACE TEMP VIEW k_balance AS SELECT t.* FROM balances t, span WHERE t.moment::DATE <= span.as_of_on;
CREATE OR REPLACE TEMP VIEW k_ended AS SELECT t.* FROM ended t, span WHERE t.moment::DATE <= as_of_on;
CREATE OR REPLACE TEMP VIEW k_assigned AS SELECT t.* FROM assigned t, span WHERE t.moment::DATE <= as_of_on;
CREATE OR REPLACE TEMP VIEW k_started AS SELECT t.* FROM started t, span WHERE t.moment::DATE <= as_of_on;
CREATE OR REPLACE TEMP VIEW k_stopped AS SELECT t.* FROM stopped t, span WHERE t.moment::DATE <= as_of_on;
CREATE OR REPLACE TEMP VIEW k_verified AS SELECT t.* FROM verified t, span WHERE t.moment::DATE <= as_of_on;
CREATE OR REPLACE TEMP VIEW k_promised AS SELECT t.* FROM promised t, span WHERE t.moment::DATE <= as_of_on;
CREATE OR REPLACE TEMP VIEW k_judged AS SELECT t.* FROM judged t, span WHERE t.moment::DATE <= as_of_on;
CREATE OR REPLACE TEMP VIEW k_posted AS SELECT t.* FROM posted t, span WHERE t.moment::DATE <= as_of_on;
CREATE OR REPLACE TEMP VIEW k_complaint AS SELECT t.* FROM complaints t, span WHERE t.moment::DATE <= as_of_on;
CREATE OR REPLACE TEMP VIEW k_answered AS SELECT t.* FROM complaint_answers t, span WHERE t.moment::DATE <= as_of_on;
CREATE OR REPLACE TEMP VIEW k_noted AS SELECT t.* FROM noted t, span WHERE t.moment::DATE <= as_of_on;

-- A stay: from a placement to the first end after it, both days inside.
CREATE OR REPLACE TEMP TABLE stays AS
  SELECT p.case_id, p.seq, p.placed_on AS first_day,
         (SELECT arg_min(e.on_day, e.seq) FROM k_ended e WHERE e.case_id = p.case_id AND e.seq > p.seq) AS last_day
  FROM k_placed p;
CREATE OR REPLACE TEMP TABLE in_hand AS
  SELECT DISTINCT case_id FROM stays, span
  WHERE first_day < day_until AND (last_day IS NULL OR last_day >= day_from);

-- The placement in force at the end of the period (the first one is in force before it was read in).
CREATE OR REPLACE TEMP TABLE in_force AS
  SELECT * FROM k_placed, span
  WHERE kind = 'CasePlaced' OR (moment::DATE < day_until AND placed_on < day_until)
  QUALIFY row_number() OVER (PARTITION BY case_id ORDER BY seq DESC) = 1;

-- Dials: calls that the house began in the period and that have ended.
CREATE OR REPLACE TEMP TABLE dials AS
  SELECT s.case_id, s.attempt_id, s.moment, s.callee_role,
         z.result = 'answered' AS connected,
         z.result = 'answered' AND z.answered_by = 'debtor' AS effective,
         z.result = 'answered' AND s.attempt_id IN (SELECT attempt_id FROM k_verified) AS right_party,
         s.callee_role = 'debtor' AND (s.case_id, s.contact_point_id) IN (SELECT (case_id, contact_point_id) FROM k_own) AS own
  FROM k_started s JOIN k_stopped z USING (attempt_id), span
  WHERE s.channel = 'phone' AND s.initiated_by = 'agent' AND s.moment::DATE >= day_from AND s.moment::DATE < day_until;

-- Promises with their latest verdict.
CREATE OR REPLACE TEMP TABLE verdicts AS
  SELECT p.*, coalesce(j.state, 'open') AS state, coalesce(j.paid_fen, 0) AS paid_fen
  FROM k_promised p LEFT JOIN (
    SELECT * FROM k_judged QUALIFY row_number() OVER (PARTITION BY promise_id ORDER BY seq DESC) = 1
  ) j USING (promise_id);
CREATE OR REPLACE TEMP TABLE due AS
  SELECT v.* FROM verdicts v, span
  WHERE state IN ('kept', 'partly_kept', 'broken') AND due_on >= day_from AND due_on < day_until;

-- Money that counts: what came in on a day in hand, and what takes such money back, whenever it does.
CREATE OR REPLACE TEMP TABLE arrived AS
  SELECT p.* FROM k_posted p
  WHERE EXISTS (SELECT 1 FROM stays s WHERE s.case_id = p.case_id AND p.posted_on >= s.first_day
                AND (s.last_day IS NULL OR p.posted_on <= s.last_day));
CREATE OR REPLACE TEMP TABLE counted AS
  SELECT p.* FROM k_posted p
  LEFT JOIN k_posted taken ON taken.case_id = p.case_id AND taken.payment_id = p.reverses
  WHERE CASE WHEN p.amount_fen < 0 AND taken.payment_id IS NOT NULL
             THEN taken.payment_id IN (SELECT payment_id FROM arrived)
             ELSE p.payment_id IN (SELECT payment_id FROM arrived) END;
CREATE OR REPLACE TEMP TABLE money AS
  SELECT c.* FROM counted c, span WHERE posted_on >= day_from AND posted_on < day_until;

-- The days on which positions are looked at: the eve and the last day of the period, and month ends.
CREATE OR REPLACE TEMP TABLE month_ends AS
  SELECT last_day(m::DATE) AS d FROM (
    SELECT unnest(generate_series(TIMESTAMP '2024-12-01', TIMESTAMP '2028-01-01', INTERVAL 1 MONTH)) AS m);
CREATE OR REPLACE TEMP TABLE looks AS
  SELECT d FROM month_ends, span WHERE d < day_until AND d >= day_from - 400
  UNION SELECT day_from - 1 FROM span UNION SELECT day_until - 1 FROM span;
CREATE OR REPLACE TEMP TABLE statements AS
  SELECT case_id, seq, kind, moment::DATE AS known_on, placed_on AS stated_on, amount_fen AS fen, FALSE AS whole_day
  FROM k_placed
  UNION ALL
  SELECT case_id, seq, 'BalanceUpdated', as_of_on, as_of_on, balance_fen, TRUE FROM k_balance;
CREATE OR REPLACE TEMP TABLE held AS
  SELECT DISTINCT s.case_id, l.d FROM stays s, looks l
  WHERE s.first_day <= l.d AND (s.last_day IS NULL OR s.last_day > l.d);
CREATE OR REPLACE TEMP TABLE latest AS
  SELECT h.case_id, h.d, s.stated_on, s.fen, s.whole_day FROM held h JOIN statements s USING (case_id)
  WHERE s.stated_on <= h.d AND (s.kind = 'CasePlaced' OR s.known_on <= h.d)
  QUALIFY row_number() OVER (PARTITION BY h.case_id, h.d ORDER BY s.seq DESC) = 1;
CREATE OR REPLACE TEMP TABLE ageing AS
  SELECT h.case_id, h.d, p.overdue_on FROM held h JOIN k_placed p USING (case_id)
  WHERE p.placed_on <= h.d AND (p.kind = 'CasePlaced' OR p.moment::DATE <= h.d)
  QUALIFY row_number() OVER (PARTITION BY h.case_id, h.d ORDER BY p.seq DESC) = 1;
CREATE OR REPLACE TEMP TABLE paid_since AS
  SELECT l.case_id, l.d, sum(p.amount_fen)::BIGINT AS fen FROM latest l JOIN k_posted p USING (case_id)
  WHERE p.posted_on <= l.d AND (p.posted_on > l.stated_on OR (p.posted_on = l.stated_on AND NOT l.whole_day))
  GROUP BY ALL;
-- Bucket 0 is current: nothing owed, or not overdue. 1 is 1 to 30 days past due, 7 more than 180.
CREATE OR REPLACE TEMP TABLE positions AS
  SELECT l.case_id, l.d, l.fen - coalesce(s.fen, 0) AS balance_fen,
         CASE WHEN l.fen - coalesce(s.fen, 0) <= 0 THEN 0
              WHEN a.overdue_on IS NULL THEN NULL
              WHEN l.d - a.overdue_on <= 0 THEN 0
              ELSE least(7, (l.d - a.overdue_on + 29) // 30) END AS bucket
  FROM latest l LEFT JOIN paid_since s USING (case_id, d) JOIN ageing a USING (case_id, d);
