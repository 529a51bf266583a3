import { describe, expect, it } from 'vitest';
import { failing, refusal } from '../../../src/store/embedded/refusals.ts';

describe('refusal', () => {
  it.each([
    'set search_path to other',
    ' SET SESSION statement_timeout = 1',
    '-- why\n/* and\nhow */ set a = 1',
    'listen news',
    'UNLISTEN *',
    'prepare p as select 1',
    'create temporary table t (a int)',
    'create local temp table t (a int)',
    'declare c cursor with hold for select 1',
    'copy t (a) from stdin',
    'begin; copy t from stdin with (format csv)',
  ])('refuses %j with a reason', (sql) => {
    expect(refusal(sql)).toEqual(expect.any(String));
  });

  it.each([
    'set local statement_timeout = 1',
    'set transaction isolation level serializable',
    'set constraints all deferred',
    'settle',
    'select 1',
    "prepare transaction 'a'",
    'create table temperatures (a int)',
    'declare c cursor for select 1',
    'copy (select 1) to stdout',
    'update t set a = 1',
    "insert into t values ('set a = 1')",
    '',
  ])('lets %j through', (sql) => {
    expect(refusal(sql)).toBeNull();
  });

  it('refuses named statements whatever they say', () => {
    expect(refusal('select 1', 'mine')).toContain('named prepared statements');
  });
});

it('turns a reason into a statement, quotes and all', () => {
  expect(failing("it's")).toContain("message = 'the embedded store cannot do this: it''s'");
});
