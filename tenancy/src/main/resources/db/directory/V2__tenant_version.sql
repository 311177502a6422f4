-- The versions of all tenants in one place, so that an instance learns with one cheap statement what has changed.

CREATE TABLE tenant_version (
  schema_name text PRIMARY KEY,
  tenant uuid NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
  version bigint NOT NULL CHECK (version >= 0),
  changed_by xid8 NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE tenant_version IS 'Copies of each tenant''s settings.data_version, written by a trigger on settings and by nobody else.';
COMMENT ON COLUMN tenant_version.changed_by IS 'The transaction that last raised it. Not indexed, so that a rise rewrites no index.';
GRANT SELECT ON tenant_version TO ${app_role};

-- Runs as the owner for tenants' roles, which have no rights here. A tenant cannot write another's row: the row is that of
-- the schema whose settings were changed.
CREATE FUNCTION record_tenant_version() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = directory, pg_temp
AS $$
BEGIN
  UPDATE tenant_version
  SET version = NEW.data_version, changed_by = pg_current_xact_id()
  WHERE schema_name = TG_TABLE_SCHEMA;
  IF NOT FOUND THEN
    INSERT INTO tenant_version (schema_name, tenant, version, changed_by)
    SELECT schema_name, id, NEW.data_version, pg_current_xact_id()
    FROM tenant
    WHERE schema_name = TG_TABLE_SCHEMA;
  END IF;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION record_tenant_version() FROM PUBLIC;
