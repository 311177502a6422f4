import assert from 'node:assert/strict';
import { pause } from './demo.js';

const WRITERS = 4;
const ROWS_PER_BATCH = 10;
const STREAM_MS = 1_500;
const DAY_MS = 86_400_000;
/** Fewer periods than one answer may have. */
const DAYS_PER_ANSWER = 2_000;

const day = (number) => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** Writes batches of days until the server is gone; returns every row that it acknowledged. */
export async function streamUntilKilled(api, demo) {
  const acknowledged = new Map();
  let next = 0;
  let killed = false;
  const writer = async () => {
    while (!killed) {
      const rows = Array.from({ length: ROWS_PER_BATCH }, () => {
        next += 1;
        return { period: day(next), value: next };
      });
      const observations = rows.map((row) => ({ kpi: 'e2e_stream', ...row }));
      const answer = await api.post('/api/v1/observations:batch', { observations }).catch(() => null);
      if (!answer) return;
      assert.equal(answer.inserted, ROWS_PER_BATCH);
      for (const { period, value } of rows) acknowledged.set(period, value);
    }
  };
  const writers = Array.from({ length: WRITERS }, writer);
  await pause(STREAM_MS);
  await demo.end('SIGKILL');
  killed = true;
  await Promise.all(writers);
  return acknowledged;
}

/** The stream as the server tells it, from its first day to the one of this number. */
export async function stored(api, last) {
  const there = new Map();
  for (let from = 1; from <= last; from += DAYS_PER_ANSWER) {
    const to = Math.min(last, from + DAYS_PER_ANSWER - 1);
    const answer = await api.get(`/api/v1/kpis/e2e_stream/series?from=${day(from)}&to=${day(to)}`);
    answer.periods.forEach((period, index) => {
      there.set(period, answer.series[0].values[index]);
    });
  }
  return there;
}
