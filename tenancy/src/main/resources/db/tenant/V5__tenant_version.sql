-- Whoever raises the version, also a release that knows nothing of it, tells the directory.
CREATE TRIGGER data_version_rose
  AFTER UPDATE OF data_version ON settings
  FOR EACH ROW WHEN (NEW.data_version <> OLD.data_version)
  EXECUTE FUNCTION directory.record_tenant_version();

ALTER TABLE settings ADD COLUMN number_versions bigint NOT NULL DEFAULT 0 CHECK (number_versions >= 0);
COMMENT ON COLUMN settings.number_versions IS 'How many of the versions so far changed numbers alone. Where data_version - number_versions is the same, so are the definitions.';
