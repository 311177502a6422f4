-- Imports that can be decided about and taken back.

CREATE TABLE data_import (
  id uuid PRIMARY KEY,
  job uuid NOT NULL REFERENCES job (id),
  revert_job uuid REFERENCES job (id),
  file text NOT NULL UNIQUE CHECK (file <> ''),
  file_until timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX data_import_newest ON data_import (created_at DESC, id DESC);
CREATE INDEX data_import_job ON data_import (job);
CREATE INDEX data_import_revert_job ON data_import (revert_job);
COMMENT ON TABLE data_import IS 'Files that came in. One may be read by several jobs: a dry run, then one that writes.';
COMMENT ON COLUMN data_import.id IS 'The id of its first job.';
COMMENT ON COLUMN data_import.job IS 'The job that read the file last, or is to.';
COMMENT ON COLUMN data_import.file_until IS 'When the stored file and what is known of its faults are deleted.';
GRANT SELECT, INSERT, UPDATE ON data_import TO ${tenant_role};

CREATE TABLE import_fault (
  import_id uuid NOT NULL REFERENCES data_import (id) ON DELETE CASCADE,
  ordinal int NOT NULL CHECK (ordinal > 0),
  line int NOT NULL,
  field text,
  code text NOT NULL CHECK (code <> ''),
  arguments jsonb NOT NULL,
  PRIMARY KEY (import_id, ordinal)
);
COMMENT ON TABLE import_fault IS 'Faults of a file, for as long as it is kept, in the order of the file.';
GRANT SELECT, INSERT, DELETE ON import_fault TO ${tenant_role};

INSERT INTO data_import (id, job, file, file_until, created_at)
SELECT id, id, request->>'file', created_at + interval '24 hours', created_at
FROM job
WHERE kind = 'import';
UPDATE job
SET request = (request - 'tabSeparated')
  || jsonb_build_object('format', CASE WHEN (request->>'tabSeparated')::boolean THEN 'TSV' ELSE 'CSV' END)
WHERE kind = 'import';

ALTER TABLE data_batch ADD COLUMN version bigint CHECK (version > 0);
ALTER TABLE data_batch ADD COLUMN reverts uuid UNIQUE REFERENCES data_batch (id);
CREATE INDEX data_batch_import ON data_batch (import_id) WHERE import_id IS NOT NULL;
COMMENT ON COLUMN data_batch.version IS 'settings.data_version that its rows are stamped with; NULL of batches before there was this column.';
COMMENT ON COLUMN data_batch.reverts IS 'The batch that this one took back.';

-- Rows come in the order of versions, so this finds a batch in a history of any length and costs next to nothing.
CREATE INDEX observation_history_version ON observation_history USING brin (version);

-- What foreign keys of observation did, once a statement instead of twice a row: an import of a million rows names a few
-- hundred KPIs, and would spend most of its time on asking for them again. Like a foreign key, it locks what it
-- found, so that nobody deletes it before the rows are committed, and a delete sees all rows that are.
-- contract: the triggers below check the same, for the previous release too
ALTER TABLE observation
  DROP CONSTRAINT observation_kpi_id_fkey,
  DROP CONSTRAINT observation_scenario_fkey;

CREATE FUNCTION require_what_is_observed() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM FROM kpi WHERE id IN (SELECT kpi_id FROM added) FOR KEY SHARE;
  PERFORM FROM scenario WHERE code IN (SELECT scenario FROM added) FOR KEY SHARE;
  IF EXISTS (SELECT
             FROM (SELECT DISTINCT kpi_id, scenario FROM added) AS named
             LEFT JOIN kpi ON kpi.id = named.kpi_id
             LEFT JOIN scenario ON scenario.code = named.scenario
             WHERE kpi.id IS NULL OR scenario.code IS NULL) THEN
    RAISE foreign_key_violation USING MESSAGE = 'an observation names a KPI or a scenario that is not there';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER observation_names_what_is_there
  AFTER INSERT ON observation REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION require_what_is_observed();

CREATE FUNCTION keep_what_is_observed() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF TG_TABLE_NAME = 'kpi' THEN
    PERFORM FROM observation WHERE kpi_id = OLD.id LIMIT 1;
  ELSE
    PERFORM FROM observation WHERE scenario = OLD.code LIMIT 1;
  END IF;
  IF FOUND THEN
    RAISE foreign_key_violation USING MESSAGE = 'there are observations of this ' || TG_TABLE_NAME;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER kpi_is_observed
  BEFORE DELETE OR UPDATE OF id ON kpi
  FOR EACH ROW EXECUTE FUNCTION keep_what_is_observed();
CREATE TRIGGER scenario_is_observed
  BEFORE DELETE OR UPDATE OF code ON scenario
  FOR EACH ROW EXECUTE FUNCTION keep_what_is_observed();

CREATE FUNCTION refuse_another_cell() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  RAISE foreign_key_violation USING MESSAGE = 'an observation stays one of its KPI and scenario';
END
$$;
CREATE TRIGGER observation_stays_where_it_is
  BEFORE UPDATE OF kpi_id, scenario ON observation
  FOR EACH ROW EXECUTE FUNCTION refuse_another_cell();
