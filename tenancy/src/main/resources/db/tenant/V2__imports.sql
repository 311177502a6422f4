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
