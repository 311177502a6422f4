// What a migration may do while the release before it still runs.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { expandContractFaults, statements } from '../../release/expand-contract.mjs';
import { repository, repositoryWith, run } from './support/release.js';

const faults = (...sql) => expandContractFaults(sql.map((text, index) => [`V${index + 1}.sql`, text]));

describe('expand and contract', () => {
  for (const sql of [
    'CREATE TABLE note (id int PRIMARY KEY, text text NOT NULL)',
    'ALTER TABLE member ADD COLUMN note text',
    "ALTER TABLE member ADD COLUMN note text NOT NULL DEFAULT ''",
    'ALTER TABLE member ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY NOT NULL',
    'ALTER TABLE member ADD COLUMN a int CHECK (a > 0), ADD COLUMN b numeric(10, 2)',
    'ALTER TABLE member ALTER COLUMN note DROP NOT NULL',
    'CREATE INDEX CONCURRENTLY member_note ON member (note)',
    "UPDATE member SET note = 'DROP TABLE member; ALTER TABLE member RENAME TO x'",
    '-- DROP TABLE member;\nSELECT 1',
    '/* TRUNCATE member; */ SELECT 1',
    'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM member; DROP TABLE x; END $$',
    'CREATE TABLE "drop" (id int)',
    'GRANT SELECT ON member TO reader',
    "COMMENT ON TABLE member IS 'it''s; renamed'",
    'CREATE TABLE note (id int); ALTER TABLE note ADD CONSTRAINT one CHECK (id > 0); CREATE UNIQUE INDEX n ON note (id); REVOKE ALL ON note FROM PUBLIC',
    "ALTER TYPE state ADD VALUE 'PAUSED'",
    'DO $$ BEGIN PERFORM 1; END $$',
  ]) {
    test(`lets pass: ${sql.slice(0, 70)}`, () => assert.deepEqual(faults(sql), []));
  }

  for (const [sql, what] of [
    ['DROP TABLE member', /drops/],
    ['drop index member_note', /drops/],
    ['ALTER TABLE member DROP COLUMN note', /drops a column/],
    ['ALTER TABLE member ADD COLUMN a int, DROP note', /drops a column/],
    ['ALTER TABLE IF EXISTS ONLY member DROP CONSTRAINT one', /drops a column or constraint/],
    ['ALTER TABLE member RENAME TO person', /renames/],
    ['ALTER TABLE member RENAME COLUMN note TO remark', /renames/],
    ['ALTER INDEX member_note RENAME TO x', /renames/],
    ['ALTER TABLE member SET SCHEMA other', /moves/],
    ['ALTER TABLE member ALTER note TYPE int USING note::int', /type/],
    ['ALTER TABLE member\n  ALTER COLUMN note\n  SET DATA TYPE int', /type/],
    ['ALTER TABLE member ALTER COLUMN note SET NOT NULL', /SET NOT NULL/],
    ['ALTER TABLE member ALTER COLUMN note DROP DEFAULT', /default/],
    ['ALTER TABLE member ADD COLUMN note text NOT NULL', /NOT NULL column without a default/],
    ['ALTER TABLE member ADD note text NOT NULL', /NOT NULL column without a default/],
    ['ALTER TABLE member ADD CONSTRAINT one CHECK (note IS NOT NULL)', /constraint/],
    ['ALTER TABLE member ADD UNIQUE (note)', /constraint/],
    ['CREATE UNIQUE INDEX one ON member (note)', /unique index/],
    ['TRUNCATE member', /deletes/],
    ['DELETE FROM member', /deletes/],
    ['REVOKE SELECT ON member FROM reader', /right/],
    ["ALTER TYPE state RENAME VALUE 'A' TO 'B'", /renames/],
    ['DO $$ BEGIN DROP TABLE member; END $$', /DO block/],
    ["DO $body$ BEGIN EXECUTE 'DR' || 'OP TABLE member'; END $body$", /DO block/],
  ]) {
    test(`refuses: ${sql.slice(0, 70)}`, () => {
      assert.equal(faults(sql).length, 1);
      assert.match(faults(sql)[0], what);
    });
  }

  test('lets a contract step pass that says why, and only that one', () => {
    const marked = '-- contract: nothing reads it since 0.4.0\nALTER TABLE member DROP COLUMN note;\nDROP TABLE old;';
    assert.deepEqual(faults(marked), ['V1.sql:3 drops: DROP TABLE old']);
    assert.equal(faults('-- contract:\nDROP TABLE old').length, 1);
    assert.equal(faults("SELECT '-- contract: nothing reads it'; DROP TABLE old").length, 1);
  });

  test('names file and line', () => {
    assert.deepEqual(faults('SELECT 1;', '\n-- why\n\nDROP\n  TABLE member;'), ['V2.sql:4 drops: DROP TABLE member']);
  });

  test('reads statements as PostgreSQL does', () => {
    const texts = statements("SELECT ';', $$;$$, $a$ $$ ; $a$ /* ; */ -- ;\n; SELECT 2").map(({ text }) => text);
    assert.deepEqual(texts, ["SELECT '', '', ''", 'SELECT 2']);
  });
});

describe('check-migrations', { concurrency: 2 }, () => {
  const V1 = {
    'tenant/V1__one.sql': 'CREATE TABLE one (id int);',
    'directory/V1__first.sql': 'CREATE TABLE first (id int);',
  };

  async function check(...states) {
    const { folder, commits, remove } = repositoryWith(...states);
    try {
      return await run('check-migrations', { args: commits, cwd: folder });
    } finally {
      remove();
    }
  }

  test('accepts the migrations of this repository, all of them new', async () => {
    const { code, output } = await run('check-migrations', { args: ['none'] });
    assert.equal(code, 0, output);
    assert.match(output, /[2-9] migrations/);
  });

  test('accepts a release without migrations, and one that only adds', async () => {
    assert.equal((await check(V1, V1)).code, 0);
    const added = await check(V1, { ...V1, 'tenant/V10__ten.sql': 'ALTER TABLE one ADD COLUMN two int;' });
    assert.equal(added.code, 0, added.output);
    assert.match(added.output, /3 migrations, 1 of them new/);
  });

  for (const [what, files, expected] of [
    [
      'changed',
      { ...V1, 'tenant/V1__one.sql': 'CREATE TABLE one (id bigint);' },
      /V1__one.sql was released and has changed/,
    ],
    [
      'missing',
      { 'tenant/V1__one.sql': V1['tenant/V1__one.sql'] },
      /directory\/V1__first.sql was released and is gone/,
    ],
    ['twice there', { ...V1, 'tenant/V1__other.sql': 'SELECT 1;' }, /V1__other.sql comes too late: version 1 is taken/],
    ['misnamed', { ...V1, 'tenant/V2_two.sql': 'SELECT 1;' }, /V2_two.sql is no migration/],
    ['unsafe', { ...V1, 'tenant/V2__two.sql': 'DROP TABLE one;' }, /V2__two.sql:1 drops/],
  ]) {
    test(`refuses a migration that is ${what}`, async () => {
      const { code, output } = await check(V1, files);
      assert.equal(code, 1);
      assert.match(output, expected);
    });
  }

  test('names all faults together', async () => {
    const { output } = await check(V1, { 'tenant/V1__one.sql': 'SELECT 1;', 'tenant/V2__two.sql': 'DROP TABLE one;' });
    assert.match(output, /has changed/);
    assert.match(output, /is gone/);
    assert.match(output, /drops/);
  });

  test('refuses a commit without migrations, and one that is not there', async () => {
    assert.match((await check(V1, {})).output, /has no migrations/);
    const unknown = await run('check-migrations', { args: ['f'.repeat(40)], cwd: repository });
    assert.equal(unknown.code, 1);
    assert.match(unknown.output, /is no commit here: fetch the whole history/);
    assert.equal((await run('check-migrations')).code, 1);
  });
});
