-- What has to hold once the numbers of :schema are older than what people and instances have seen. Run as kpi_owner.
-- Nothing of before may be taken for current: every version handed out is passed, every session ends, and work that was
-- under way when the copy was made does not wait for ever.
UPDATE :"schema".settings SET data_version = greatest(data_version, :seen_version) + :version_step;
DELETE FROM :"schema".session;
DELETE FROM :"schema".idempotency_key WHERE status IS NULL;
UPDATE :"schema".job SET status = 'CANCELLED', finished_at = now() WHERE status IN ('QUEUED', 'RUNNING');
