-- Years of documents, from the rows of `made`: every one has its version, its approval of two stages, its sending,
-- its letters, its jobs and its trail. SQLite and PostgreSQL understand all of it.

INSERT INTO company (id, source, external_id, name, inn, details)
SELECT company, 'crm', company, company_name, inn, '{}'
FROM (SELECT DISTINCT company, company_name, inn FROM made) companies;

INSERT INTO deal (id, source, external_id, number, title, amount_minor, currency, prices, date, discount_scaled, custom,
  company_id, owner_id, created_at, updated_at)
SELECT deal, 'crm', g, g, title, g * 100, 'RUB', 'gross', day, 0, '{}', company, owner, at, at
FROM made WHERE g % 2 = 1;

INSERT INTO document (id, kind, number, state, revision, deal_id, owner_id, department_id, legal_entity_id,
  current_version_id, title, company_name, company_inn, search, amount_minor, currency, date, created_at, updated_at,
  trashed_at)
SELECT 'd' || key, kind, 'Д-' || g, state, 1, deal, owner, department, (SELECT min(id) FROM legal_entity),
  'v' || key, title, company_name, inn, search, g * 100, 'RUB', day, at, at, CASE WHEN g % 100 = 99 THEN at END
FROM made;

INSERT INTO document_version (id, document_id, major, minor, author_id, comment, origin, template_version_id, facts_blob,
  facts_sha256, render_state, render_error, pages, places, created_at)
SELECT 'v' || key, 'd' || key, 1, 0, owner, '', 'rendered', (SELECT min(id) FROM template_version), '', '',
  CASE WHEN g = 7 THEN 'failed' WHEN g = 8 THEN 'pending' ELSE 'done' END, '', 1, '[]', at
FROM made;

INSERT INTO approval (id, document_id, version_id, round, route_id, initiator_id, state, justification, observers, rates,
  drift, started_at, ended_at)
SELECT 'a' || key, 'd' || key, 'v' || key, 1, (SELECT min(id) FROM approval_route WHERE kind = 'contract'), owner,
  CASE WHEN waits THEN 'running' ELSE 'passed' END, '', '[]', '{}', '[]', at, CASE WHEN NOT waits THEN day_after END
FROM made;

INSERT INTO approval_stage (id, document_id, version_id, route_id, round, position, name, quorum, rules, state, note,
  opened_at, closed_at)
SELECT 's' || s || substr(key, 2), 'd' || key, 'v' || key, (SELECT min(id) FROM approval_route WHERE kind = 'contract'), 1,
  s, 'Этап', 'all', '{}', CASE WHEN NOT waits THEN 'passed' WHEN s = 1 THEN 'open' ELSE 'waiting' END, '', at,
  CASE WHEN NOT waits THEN day_after END
FROM made, (SELECT 1 AS s UNION ALL SELECT 2) both_stages;

INSERT INTO approval_task (id, stage_id, document_id, role, asked_as, open, opened_at, due_at, steps, reason)
SELECT 't' || s || substr(key, 2), 's' || s || substr(key, 2), 'd' || key, CASE s WHEN 1 THEN 'lawyer' ELSE 'director' END,
  '', waits AND s = 1, at, day_after, '[]', ''
FROM made, (SELECT 1 AS s UNION ALL SELECT 2) both_stages;

INSERT INTO approval_task (id, stage_id, document_id, user_id, asked_as, open, opened_at, steps, reason)
SELECT 't3' || substr(key, 2), 's1' || substr(key, 2), 'd' || key,
  (SELECT min(user_id) FROM user_role WHERE role = 'finance'), '', waits, at, '[]', ''
FROM made WHERE g % 200 IN (50, 51) AND EXISTS (SELECT 1 FROM user_role WHERE role = 'finance');

INSERT INTO decision (id, task_id, document_id, user_id, verdict, comment, conditions, answer, checklist,
  rendered_sha256, facts_sha256, at)
SELECT 'e1' || substr(key, 2), 't1' || substr(key, 2), 'd' || key,
  (SELECT min(user_id) FROM user_role WHERE role = 'lawyer'), 'approve', '', '', '', '[]', '', '', day_after
FROM made WHERE NOT waits;

INSERT INTO decision (id, task_id, document_id, user_id, verdict, comment, conditions, answer, checklist,
  rendered_sha256, facts_sha256, at)
SELECT 'e2' || substr(key, 2), 't2' || substr(key, 2), 'd' || key,
  (SELECT min(user_id) FROM user_role WHERE role = 'director'), 'approve', '', '', '', '[]', '', '', day_after
FROM made WHERE NOT waits;

INSERT INTO remark (id, document_id, version_id, decision_id, author_id, to_id, kind, text, quote, at)
SELECT 'r' || key, 'd' || key, 'v' || key, CASE WHEN NOT waits THEN 'e1' || substr(key, 2) END, owner, owner, 'question',
  '', '', at
FROM made WHERE g % 20 = 1;

INSERT INTO approval_observer (approval_id, user_id, document_id)
SELECT 'a' || key, owner, 'd' || key FROM made WHERE g % 30 = 1;

INSERT INTO dispatch (id, sender_id, message, created_at, closed_at)
SELECT 'i' || key, owner, '', at, CASE WHEN state <> 'sent' THEN at END FROM made;

INSERT INTO dispatch_document (dispatch_id, version_id, document_id, position)
SELECT 'i' || key, 'v' || key, 'd' || key, 1 FROM made;

INSERT INTO recipient (id, dispatch_id, turn, act, party, name, email, position, organisation, authority, language,
  generation, token_hash, state, invited_at, reason)
SELECT 'n' || s || substr(key, 2), 'i' || key, s, 'sign', 'client', 'Клиент',
  CASE s WHEN 1 THEN 'director@polaris.example' ELSE company || '@client.example' END, '', '', '', 'ru', 1,
  s || '-' || g, CASE WHEN state = 'sent' THEN 'invited' ELSE 'acted' END, at, ''
FROM made, (SELECT 1 AS s UNION ALL SELECT 2) both_parties;

INSERT INTO signature (id, recipient_id, document_id, version_id, position, act, field, typed, look, filled, level,
  consent, shown_sha256, address, device, at, certificate_serial)
SELECT 'g' || key, 'n2' || substr(key, 2), 'd' || key, 'v' || key, 1, 'sign', '', '', '{}', '{}', 'advanced', '', '', '',
  '', at, ''
FROM made WHERE state <> 'sent';

INSERT INTO archive_entry (id, document_id, package_blob, package_sha256, file_name, archived_at)
SELECT 'h' || key, 'd' || key, '', '', '', at FROM made WHERE state = 'archived';

INSERT INTO mailing (id, document_id, version_id, sender_id, file_name, terms, created_at)
SELECT 'm' || key, 'd' || key, 'v' || key, owner, '', '{}', at FROM made WHERE g % 1000 = 50;

INSERT INTO mailing_row (id, mailing_id, position, person, state, document_id, error)
SELECT 'w' || key, mailing, g % 1000, '{}', 'sent', 'd' || key, '' FROM made WHERE g % 50 = 49;

INSERT INTO outbox (id, name, payload, document_id, state, attempts, due_at, error, created_at, done_at)
SELECT 'o' || key, 'mail', '{}', 'd' || key, CASE WHEN g <= 5 THEN 'dead' WHEN g <= 60 THEN 'waiting' ELSE 'done' END, 1,
  at, '', at, at
FROM made;

INSERT INTO mail (id, template, to_email, to_name, language, params, document_id, state, created_at, channel)
SELECT 'b' || key, 'invited', company || '@client.example', 'Клиент', 'ru', '{}', 'd' || key,
  CASE WHEN g % 1000 = 3 THEN 'failed' ELSE 'sent' END, at, CASE WHEN g % 50 = 4 THEN 'sms' ELSE 'email' END
FROM made;

INSERT INTO delivery (id, mail_id, at, accepted, answer)
SELECT 'y' || key, 'b' || key, at, true, '' FROM made;

INSERT INTO audit_head (subject, position, hash)
SELECT 'd' || key, 1, '' FROM made;

INSERT INTO audit_entry (id, subject, position, previous, hash, body)
SELECT 'x' || key, 'd' || key, 1, '', '', body FROM made;

INSERT INTO audit_payload (entry_id, salt, payload)
SELECT 'x' || key, body, body FROM made
