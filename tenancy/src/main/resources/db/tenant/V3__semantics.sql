-- Formulas by date, definitions that outlive their KPI, values that changed after they were known, and working days.

ALTER TABLE kpi
  ADD COLUMN proration text CHECK (proration IN ('CALENDAR_DAYS', 'WORKING_DAYS')),
  ADD COLUMN effective_from text CHECK (effective_from <> ''),
  ADD COLUMN earlier_formulas jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(earlier_formulas) = 'array');
COMMENT ON COLUMN kpi.effective_from IS 'First period in which the formula holds; NULL when it always held.';
COMMENT ON COLUMN kpi.earlier_formulas IS 'What held before effective_from: [{formula, effectiveFrom}], oldest first, whose first has no date.';

-- contract: the previous release relies on it only for versions to go with their KPI, and reads none of a KPI that is gone
ALTER TABLE kpi_version
  DROP CONSTRAINT kpi_version_kpi_id_fkey,
  ALTER COLUMN definition DROP NOT NULL;
COMMENT ON TABLE kpi_version IS 'Every definition a KPI ever had. Append-only, outlives the KPI.';
COMMENT ON COLUMN kpi_version.definition IS 'NULL says that the KPI was deleted.';

ALTER TABLE observation ADD COLUMN changed_at timestamptz;
COMMENT ON COLUMN observation.changed_at IS
  'When the cell last got another value than one it had before; NULL while it has its first. After the end of the period it says that the value was restated.';
UPDATE observation
SET changed_at = history.changed_at
FROM (SELECT kpi_id, scenario, members, period, max(recorded_at) AS changed_at
      FROM observation_history
      GROUP BY kpi_id, scenario, members, period
      HAVING count(*) > 1) AS history
WHERE observation.kpi_id = history.kpi_id AND observation.scenario = history.scenario
  AND observation.members = history.members AND observation.period = history.period;

ALTER TABLE observation_history ADD COLUMN line int CHECK (line > 0);
COMMENT ON COLUMN observation_history.line IS 'Of the imported file, from 1; NULL where there was no file.';
-- Few rows: it answers whether a new cell was withdrawn before, at next to no cost where nothing ever was.
CREATE INDEX observation_history_withdrawn ON observation_history (kpi_id, scenario, members, period) WHERE value IS NULL;

ALTER TABLE settings
  ADD COLUMN holidays date[] NOT NULL DEFAULT '{}',
  ADD COLUMN revision bigint NOT NULL DEFAULT 1 CHECK (revision > 0);
COMMENT ON COLUMN settings.holidays IS 'Days from Monday to Friday on which nobody works, ascending.';
