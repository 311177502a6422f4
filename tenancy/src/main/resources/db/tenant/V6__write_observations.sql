-- Batches of numbers are written by a function, because its statements are planned once for each tenant and connection.
-- Sent as text they are planned at every batch, since the search path has changed in between.

CREATE FUNCTION write_observations(
  definition_lock text,
  definition_versions bigint,
  made_version bigint,
  kpi_ids bigint[],
  scenario_codes text[],
  member_texts text[],
  period_ordinals int[],
  cell_values double precision[],
  batch_id uuid,
  batch_kind text,
  author uuid,
  OUT new_version bigint,
  OUT inserted bigint,
  OUT updated bigint,
  OUT unchanged bigint,
  OUT came_back bigint)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended(definition_lock, 0));
  new_version := made_version;
  IF new_version IS NULL THEN
    -- From here on the tenant's writers queue, so that the statements below see all that those before have written.
    UPDATE settings
    SET data_version = data_version + 1, number_versions = number_versions + 1
    WHERE id AND data_version - number_versions = coalesce(definition_versions, data_version - number_versions)
    RETURNING data_version INTO new_version;
    IF NOT FOUND THEN
      RETURN;
    END IF;
  END IF;

  WITH input AS (
    SELECT kpi_id, scenario, members, period, value
    FROM unnest(kpi_ids, scenario_codes, member_texts, period_ordinals, cell_values)
      AS cell (kpi_id, scenario, members, period, value)
  ),
  written AS (
    INSERT INTO observation AS known (kpi_id, scenario, members, period, value, version, batch, changed_at)
    SELECT kpi_id, scenario, members, period, value, new_version, batch_id,
      CASE WHEN (SELECT EXISTS (SELECT 1 FROM observation_history WHERE value IS NULL))
          AND EXISTS (SELECT 1
                      FROM observation_history AS past
                      WHERE past.value IS NULL AND past.kpi_id = input.kpi_id AND past.scenario = input.scenario
                        AND past.members = input.members AND past.period = input.period)
        THEN clock_timestamp() END
    FROM input
    WHERE value IS NOT NULL
    ON CONFLICT (kpi_id, scenario, members, period) DO UPDATE
      SET value = excluded.value, version = excluded.version, batch = excluded.batch, changed_at = clock_timestamp()
      WHERE known.value <> excluded.value
    RETURNING known.kpi_id, known.scenario, known.members, known.period, known.value, known.xmax = 0 AS is_new,
      known.xmax = 0 AND known.changed_at IS NOT NULL AS is_back
  ),
  withdrawn AS (
    DELETE FROM observation AS known
    USING input
    WHERE input.value IS NULL AND known.kpi_id = input.kpi_id AND known.scenario = input.scenario
      AND known.members = input.members AND known.period = input.period
    RETURNING known.kpi_id, known.scenario, known.members, known.period
  ),
  changed AS (
    SELECT kpi_id, scenario, members, period, value, is_new, is_back
    FROM written
    UNION ALL
    SELECT kpi_id, scenario, members, period, CAST(NULL AS double precision), false, false
    FROM withdrawn
  ),
  history AS (
    INSERT INTO observation_history
      (kpi_id, scenario, members, period, value, batch, version, recorded_at, recorded_by)
    SELECT kpi_id, scenario, members, period, value, batch_id, new_version, clock_timestamp(), author
    FROM changed
  )
  SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new), count(*) FILTER (WHERE is_back)
  INTO inserted, updated, came_back
  FROM changed;
  unchanged := cardinality(kpi_ids) - inserted - updated;

  INSERT INTO data_batch (id, kind, created_by, inserted, updated, unchanged, version)
  VALUES (batch_id, batch_kind, author, inserted, updated, unchanged, new_version);
  INSERT INTO audit_event (actor, action, target, detail)
  VALUES (author, 'data.write', 'batch:' || batch_id,
    jsonb_build_object('kind', batch_kind, 'inserted', inserted, 'updated', updated, 'unchanged', unchanged));
END
$$;
COMMENT ON FUNCTION write_observations IS
  'Writes cells that differ from one another, each change to the history, and the batch; a value that was there already leaves no trace. Raises the version unless the transaction has made one already. Answers no version, and has written nothing, when the definitions are no longer those of definition_versions; NULL is any.';
REVOKE ALL ON FUNCTION write_observations FROM PUBLIC;
GRANT EXECUTE ON FUNCTION write_observations TO ${tenant_role};

-- As before, but for what most batches do: they change cells and add none.
CREATE OR REPLACE FUNCTION require_what_is_observed() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM added) THEN
    RETURN NULL;
  END IF;
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

-- Narrow, as every number that is written has a row in it: who asks for a cell finds its few rows by KPI and period.
-- contract: the index that follows answers the same questions
DROP INDEX observation_history_cell;
CREATE INDEX observation_history_cell ON observation_history (kpi_id, period);
