-- Everything one tenant owns. Runs as kpi_owner with the tenant's schema as search path; ${tenant_role} is the
-- tenant's role, which owns nothing: each table says here what the role may do with it. History and audit tables
-- are append-only. Never change a column's type in a later migration: add a column instead.

GRANT USAGE ON SCHEMA ${flyway:defaultSchema} TO ${tenant_role};

CREATE TABLE settings (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  name text NOT NULL CHECK (name <> ''),
  locale text NOT NULL CHECK (locale <> ''),
  time_zone text NOT NULL CHECK (time_zone <> ''),
  fiscal_first_month int NOT NULL DEFAULT 1 CHECK (fiscal_first_month BETWEEN 1 AND 12),
  fiscal_naming text NOT NULL DEFAULT 'ENDS_IN' CHECK (fiscal_naming IN ('ENDS_IN', 'STARTS_IN')),
  data_version bigint NOT NULL DEFAULT 0 CHECK (data_version >= 0)
);
COMMENT ON TABLE settings IS 'The one row of what holds for the whole tenant.';
COMMENT ON COLUMN settings.data_version IS 'Rises with every transaction that changes definitions or numbers; rows are stamped with it.';
GRANT SELECT, INSERT, UPDATE ON settings TO ${tenant_role};

CREATE TABLE member (
  id uuid PRIMARY KEY,
  email text NOT NULL UNIQUE CHECK (email = lower(email)),
  name text NOT NULL,
  password_hash text NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'editor', 'viewer')),
  created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE member IS 'People of the tenant and what they may do.';
GRANT SELECT, INSERT, UPDATE, DELETE ON member TO ${tenant_role};

CREATE TABLE session (
  id uuid PRIMARY KEY,
  member_id uuid NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  token_hash bytea UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at)
);
CREATE INDEX session_member ON session (member_id);
COMMENT ON TABLE session IS 'Signed-in sessions. The token itself is never stored, only its hash.';
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO ${tenant_role};

CREATE TABLE dimension (
  code text PRIMARY KEY CHECK (code <> ''),
  name text NOT NULL,
  revision bigint NOT NULL DEFAULT 1 CHECK (revision > 0)
);
COMMENT ON TABLE dimension IS 'What values can be broken down by, for example region.';
GRANT SELECT, INSERT, UPDATE, DELETE ON dimension TO ${tenant_role};

CREATE TABLE dimension_member (
  dimension text NOT NULL REFERENCES dimension (code) ON DELETE CASCADE,
  code text NOT NULL CHECK (code <> ''),
  name text NOT NULL,
  position int NOT NULL CHECK (position >= 0),
  PRIMARY KEY (dimension, code)
);
COMMENT ON TABLE dimension_member IS 'The members of a dimension in the order they are shown.';
GRANT SELECT, INSERT, UPDATE, DELETE ON dimension_member TO ${tenant_role};

CREATE TABLE scenario (
  code text PRIMARY KEY CHECK (code <> ''),
  name text NOT NULL,
  revision bigint NOT NULL DEFAULT 1 CHECK (revision > 0)
);
COMMENT ON TABLE scenario IS 'Parallel sets of numbers: what happened, what was planned, what is expected.';
INSERT INTO scenario (code, name) VALUES ('actual', 'Actual'), ('plan', 'Plan'), ('forecast', 'Forecast');
GRANT SELECT, INSERT, UPDATE, DELETE ON scenario TO ${tenant_role};

CREATE TABLE kpi (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL UNIQUE CHECK (code ~ '^[a-z][a-z0-9_]{0,62}$'),
  name text NOT NULL,
  description text,
  unit jsonb NOT NULL CHECK (jsonb_typeof(unit) = 'object'),
  decimals int CHECK (decimals >= 0),
  grain text NOT NULL CHECK (grain IN ('DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR')),
  rollup text,
  member_rollup text,
  missing jsonb,
  direction jsonb,
  thresholds jsonb,
  dimensions text[] NOT NULL DEFAULT '{}',
  formula text,
  owner text,
  tags text[] NOT NULL DEFAULT '{}',
  revision bigint NOT NULL DEFAULT 1 CHECK (revision > 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT kpi_rollup_known
    CHECK (rollup IN ('SUM', 'AVERAGE', 'MIN', 'MAX', 'FIRST', 'LAST', 'LAST_NON_EMPTY', 'RECOMPUTE')),
  CONSTRAINT kpi_member_rollup_known
    CHECK (member_rollup IN ('SUM', 'AVERAGE', 'MIN', 'MAX', 'FIRST', 'LAST', 'LAST_NON_EMPTY', 'RECOMPUTE'))
);
COMMENT ON TABLE kpi IS 'Definitions of KPIs as they stand now. NULL means not stated: the engine''s default applies.';
COMMENT ON COLUMN kpi.formula IS 'NULL for an input, whose values are observations.';
GRANT SELECT, INSERT, UPDATE, DELETE ON kpi TO ${tenant_role};

CREATE TABLE kpi_version (
  kpi_id bigint NOT NULL REFERENCES kpi (id) ON DELETE CASCADE,
  version int NOT NULL CHECK (version > 0),
  definition jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by uuid,
  PRIMARY KEY (kpi_id, version)
);
COMMENT ON TABLE kpi_version IS 'Every definition a KPI ever had. Append-only; goes only with its KPI.';
GRANT SELECT, INSERT ON kpi_version TO ${tenant_role};

CREATE TABLE tree (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug <> ''),
  name text NOT NULL,
  root_kpi bigint NOT NULL REFERENCES kpi (id),
  layout jsonb,
  revision bigint NOT NULL DEFAULT 1 CHECK (revision > 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX tree_root_kpi ON tree (root_kpi);
COMMENT ON TABLE tree IS 'KPI trees: a root whose formula spans the tree, and how it is laid out.';
GRANT SELECT, INSERT, UPDATE, DELETE ON tree TO ${tenant_role};

CREATE TABLE tree_influence (
  tree_id bigint NOT NULL REFERENCES tree (id) ON DELETE CASCADE,
  from_kpi bigint NOT NULL REFERENCES kpi (id),
  to_kpi bigint NOT NULL REFERENCES kpi (id),
  note text,
  position int NOT NULL DEFAULT 0 CHECK (position >= 0),
  PRIMARY KEY (tree_id, from_kpi, to_kpi),
  CHECK (from_kpi <> to_kpi)
);
CREATE INDEX tree_influence_from_kpi ON tree_influence (from_kpi);
CREATE INDEX tree_influence_to_kpi ON tree_influence (to_kpi);
COMMENT ON TABLE tree_influence IS 'Edges of a tree that no formula states: from is influenced by to.';
GRANT SELECT, INSERT, UPDATE, DELETE ON tree_influence TO ${tenant_role};

CREATE TABLE observation (
  kpi_id bigint NOT NULL REFERENCES kpi (id),
  scenario text NOT NULL REFERENCES scenario (code),
  members text NOT NULL DEFAULT '',
  period int NOT NULL,
  value double precision NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  batch uuid NOT NULL,
  PRIMARY KEY (kpi_id, scenario, members, period),
  CONSTRAINT observation_value_finite CHECK (value > '-Infinity' AND value < 'Infinity')
);
COMMENT ON TABLE observation IS 'The numbers as they stand now. A missing value is a missing row.';
COMMENT ON COLUMN observation.members IS 'Canonical dim=member;dim=member in the order of dimension codes; empty for the whole.';
COMMENT ON COLUMN observation.period IS 'Ordinal of the period in the grain of the KPI.';
COMMENT ON COLUMN observation.version IS 'settings.data_version of the transaction that wrote the row.';
GRANT SELECT, INSERT, UPDATE, DELETE ON observation TO ${tenant_role};

CREATE TABLE observation_history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kpi_id bigint NOT NULL,
  scenario text NOT NULL,
  members text NOT NULL DEFAULT '',
  period int NOT NULL,
  value double precision,
  batch uuid NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by uuid,
  CONSTRAINT observation_history_value_finite CHECK (value > '-Infinity' AND value < 'Infinity')
);
CREATE INDEX observation_history_cell ON observation_history (kpi_id, scenario, members, period, id);
COMMENT ON TABLE observation_history IS 'Every value a cell ever had. Append-only, outlives the KPI.';
COMMENT ON COLUMN observation_history.value IS 'NULL says that the value was withdrawn.';
GRANT SELECT, INSERT ON observation_history TO ${tenant_role};

CREATE TABLE data_batch (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind <> ''),
  import_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by uuid,
  inserted int NOT NULL DEFAULT 0 CHECK (inserted >= 0),
  updated int NOT NULL DEFAULT 0 CHECK (updated >= 0),
  unchanged int NOT NULL DEFAULT 0 CHECK (unchanged >= 0)
);
COMMENT ON TABLE data_batch IS 'What came in together, so that each number can be traced to its source.';
GRANT SELECT, INSERT, UPDATE, DELETE ON data_batch TO ${tenant_role};

CREATE TABLE job (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind <> ''),
  status text NOT NULL CHECK (status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  done bigint NOT NULL DEFAULT 0 CHECK (done >= 0),
  total bigint CHECK (total >= 0),
  request jsonb NOT NULL,
  result jsonb,
  cancel_requested boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by uuid,
  started_at timestamptz,
  finished_at timestamptz,
  CONSTRAINT job_finished_when_over
    CHECK ((finished_at IS NOT NULL) = (status IN ('SUCCEEDED', 'FAILED', 'CANCELLED')))
);
CREATE INDEX job_by_kind ON job (kind, created_at DESC, id);
COMMENT ON TABLE job IS 'Long work: imports, exports, analyses. The scheduler''s queue holds only the reference.';
GRANT SELECT, INSERT, UPDATE, DELETE ON job TO ${tenant_role};

CREATE TABLE import_mapping (
  name text PRIMARY KEY CHECK (name <> ''),
  definition jsonb NOT NULL,
  revision bigint NOT NULL DEFAULT 1 CHECK (revision > 0),
  updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE import_mapping IS 'Saved ways to read a file''s columns.';
GRANT SELECT, INSERT, UPDATE, DELETE ON import_mapping TO ${tenant_role};

CREATE TABLE audit_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  actor uuid,
  action text NOT NULL CHECK (action <> ''),
  target text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_event_at ON audit_event (at DESC, id DESC);
COMMENT ON TABLE audit_event IS 'Who did what to what. Append-only.';
COMMENT ON COLUMN audit_event.actor IS 'The member; NULL when the system acted.';
GRANT SELECT, INSERT ON audit_event TO ${tenant_role};

CREATE TABLE idempotency_key (
  key text NOT NULL CHECK (key <> ''),
  member_id uuid NOT NULL,
  route text NOT NULL,
  body_hash bytea NOT NULL,
  status int CHECK (status BETWEEN 100 AND 599),
  headers jsonb,
  response bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (key, member_id, route)
);
CREATE INDEX idempotency_key_created_at ON idempotency_key (created_at);
COMMENT ON TABLE idempotency_key IS 'Answers to replay when a request comes again with the same key.';
COMMENT ON COLUMN idempotency_key.status IS 'NULL while the first request is running.';
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_key TO ${tenant_role};
