import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { EarshotError } from '../../../src/errors.ts';
import { readEndpoint, storeFolder } from '../../../src/store/embedded/folder.ts';
import { service } from '../../support/services.ts';
import { embeddedFolder } from '../../support/stores.ts';
import { idsIn, neighbour, open, PATIENCE } from './notes.ts';

beforeAll(() => service('embedded'), 300_000);

// Each test starts several stores, which on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

describe('opening', () => {
  it('starts over when the very first start was interrupted', async () => {
    const dataDir = await embeddedFolder();
    const folder = storeFolder(dataDir);
    rmSync(folder.format);
    truncateSync(join(folder.data, 'global', 'pg_control'), 10);
    const { pool } = await open(dataDir);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    expect(existsSync(folder.format)).toBe(true);
  });

  it('says what is wrong with damaged files instead of hanging, and lets go of the folder', async () => {
    const dataDir = await embeddedFolder();
    const control = join(storeFolder(dataDir).data, 'global', 'pg_control');
    const whole = readFileSync(control);
    truncateSync(control, 10);
    await expect(open(dataDir)).rejects.toThrow(/cannot be opened: .*pg_control/);
    writeFileSync(control, whole);
    const { pool } = await open(dataDir);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('refuses files of another Postgres', async () => {
    const dataDir = await embeddedFolder();
    writeFileSync(storeFolder(dataDir).format, '{"postgres":16}');
    await expect(open(dataDir)).rejects.toThrow('was written by Postgres 16, this version has Postgres 18');
  });

  it('refuses a data folder that is a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'earshot-data-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'data'), '');
    await expect(open(join(folder, 'data'))).rejects.toThrow(EarshotError);
  });

  it('gives up on a holder that does not answer, naming it', async () => {
    const dataDir = await embeddedFolder();
    const program = neighbour(dataDir);
    expect(await program.line()).toBe('serves');
    rmSync(dirname(readEndpoint(storeFolder(dataDir))!.path), { recursive: true });
    await expect(open(dataDir, { openTimeoutMs: 100 })).rejects.toThrow(`another process (${program.process.pid})`);
  });
});

describe('the engine', () => {
  it('does not stall the thread that asks', async () => {
    const { pool } = await open(await embeddedFolder());
    await pool.query('select 1');
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const started = performance.now();
    await pool.query('select count(*) from generate_series(1, 3000000) g where g % 7 = 0');
    const took = performance.now() - started;
    delay.disable();
    expect(delay.max / 1e6).toBeLessThan(took / 2);
  });

  it('answers a query that is nested too deeply with an error', async () => {
    const { pool } = await open(await embeddedFolder());
    await expect(pool.query(`select ${'1+'.repeat(30_000)}1`)).rejects.toMatchObject({ code: '54001' });
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('is started again after a failure that it cannot survive, with all it had acknowledged', async () => {
    const dataDir = await embeddedFolder();
    const { pool } = await open(dataDir);
    const log = join(storeFolder(dataDir).data, 'pg_wal');
    renameSync(log, `${log}.away`);
    let acknowledged = 0;
    const untilPanic = async () => {
      for (; acknowledged < 1000; acknowledged++) {
        await pool.query(`select pg_logical_emit_message(true, '', repeat('x', 100000))`);
        await pool.query('insert into notes values ($1)', [acknowledged]);
      }
    };
    await expect(untilPanic()).rejects.toMatchObject({ severity: 'PANIC' });
    renameSync(`${log}.away`, log);
    await expect.poll(() => pool.idleCount, PATIENCE).toBe(0);
    // A connection made while the engine is going down is reset; one made a moment later finds it up again.
    await expect.poll(async () => (await idsIn(pool)).length, PATIENCE).toBeGreaterThanOrEqual(acknowledged);
    expect(acknowledged).toBeGreaterThan(0);
  });
});
