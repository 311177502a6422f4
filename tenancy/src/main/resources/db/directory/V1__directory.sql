-- The directory: who is a tenant, where its data lives, who runs the platform, and the platform's background work.
-- Runs as kpi_owner with the search path "directory". ${app_role} is the role the server queries as.

GRANT USAGE ON SCHEMA directory TO ${app_role};

CREATE TABLE tenant (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
  name text NOT NULL CHECK (name <> ''),
  shard text NOT NULL CHECK (shard <> ''),
  schema_name text NOT NULL,
  role_name text NOT NULL UNIQUE,
  schema_version text NOT NULL DEFAULT '0',
  state text NOT NULL CHECK (state IN ('PROVISIONING', 'ACTIVE', 'SUSPENDED')),
  plan text NOT NULL CHECK (plan <> ''),
  revocation_epoch bigint NOT NULL DEFAULT 0 CHECK (revocation_epoch >= 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (shard, schema_name)
);
COMMENT ON TABLE tenant IS 'One row a tenant: its place (shard, schema, role), the version of its schema, its state and plan.';
COMMENT ON COLUMN tenant.schema_version IS 'Last tenant migration that ran in the schema; 0 before the first.';
COMMENT ON COLUMN tenant.revocation_epoch IS 'Credentials issued under an earlier epoch are void.';
GRANT SELECT, UPDATE (revocation_epoch) ON tenant TO ${app_role};

CREATE TABLE tenant_change (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  change bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE tenant_change IS 'Counts the statements that changed a tenant: instances ask for this one number to know whether their cached directory still holds.';
INSERT INTO tenant_change DEFAULT VALUES;
GRANT SELECT ON tenant_change TO ${app_role};

-- After the statement, not before the row: so that locks are always taken in the order tenant, tenant_change.
CREATE FUNCTION record_tenant_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = directory, pg_temp
AS $$
BEGIN
  UPDATE tenant_change SET change = change + 1;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION record_tenant_change() FROM PUBLIC;
CREATE TRIGGER tenant_changed
  AFTER INSERT OR UPDATE OR DELETE ON tenant
  FOR EACH STATEMENT EXECUTE FUNCTION record_tenant_change();

CREATE TABLE operator (
  id uuid PRIMARY KEY,
  email text NOT NULL UNIQUE CHECK (email = lower(email)),
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE operator IS 'People who run the platform. They cannot read the values of a tenant.';
GRANT SELECT, INSERT, UPDATE, DELETE ON operator TO ${app_role};

CREATE TABLE signing_key (
  kid text PRIMARY KEY,
  algorithm text NOT NULL CHECK (algorithm <> ''),
  public_jwk jsonb NOT NULL,
  private_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  retired_at timestamptz CHECK (retired_at >= created_at)
);
COMMENT ON TABLE signing_key IS 'Keys that sign access tokens. A retired key still verifies until its last token has expired.';
COMMENT ON COLUMN signing_key.private_sealed IS 'Private key, encrypted under the master key.';
GRANT SELECT, INSERT, UPDATE, DELETE ON signing_key TO ${app_role};

-- As db-scheduler 16.12 needs it.
CREATE TABLE scheduled_tasks (
  task_name text NOT NULL,
  task_instance text NOT NULL,
  task_data bytea,
  execution_time timestamptz NOT NULL,
  picked boolean NOT NULL,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures int,
  last_heartbeat timestamptz,
  version bigint NOT NULL,
  priority smallint,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_execution_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_last_heartbeat ON scheduled_tasks (last_heartbeat);
CREATE INDEX scheduled_tasks_priority_execution_time ON scheduled_tasks (priority DESC, execution_time ASC);
COMMENT ON TABLE scheduled_tasks IS 'Queue of the background scheduler: what runs when, and which instance has picked it.';
GRANT SELECT, INSERT, UPDATE, DELETE ON scheduled_tasks TO ${app_role};
