import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readEndpoint, storeFolder } from '../../../src/store/embedded/folder.ts';
import { service } from '../../support/services.ts';
import { embeddedFolder } from '../../support/stores.ts';
import { idsIn, neighbour, notes, open, PATIENCE } from './notes.ts';

beforeAll(() => service('embedded'), 300_000);

// Each test starts several stores, which on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

describe('one folder, one process', () => {
  it('leaves nothing behind but the data when it closes', async () => {
    const dataDir = await embeddedFolder();
    const store = await open(dataDir);
    const { path } = readEndpoint(storeFolder(dataDir))!;
    expect(Buffer.byteLength(path)).toBeLessThan(100);
    expect(existsSync(path)).toBe(true);
    await store.close();
    expect(existsSync(dirname(path))).toBe(false);
    expect(readdirSync(join(dataDir, 'store')).sort()).toEqual(['format.json', 'lock', 'postgres']);
  });

  it('gives a second opener the same rows through the first', async () => {
    const dataDir = await embeddedFolder();
    const first = await open(dataDir);
    const second = await open(dataDir);
    expect([first.serves(), second.serves()]).toEqual([true, false]);
    await second.pool.query('insert into notes values (1)');
    await first.pool.query('insert into notes values (2)');
    expect((await second.pool.query('select count(*) as n from notes')).rows[0].n).toBe(2);
    expect(await idsIn(first.pool)).toEqual([1, 2]);
  });

  it('lets only one of many that start at the same moment open it', async () => {
    const dataDir = await embeddedFolder();
    const programs = Array.from({ length: 3 }, () => neighbour(dataDir));
    const roles = await Promise.all(programs.map((program) => program.line()));
    expect(roles.sort()).toEqual(['joined', 'joined', 'serves']);
    await Promise.all(
      programs.map(async (program, i) => {
        program.say(`insert ${i}`);
        await program.line();
      }),
    );
    for (const program of programs) program.say('close');
    expect(await Promise.all(programs.map((program) => program.ended()))).toEqual([0, 0, 0]);
    expect(await notes(dataDir)).toEqual([0, 1, 2]);
  });
});

describe('a folder that is tampered with while it is open', () => {
  it('is not opened twice when its lock file is removed', async () => {
    const dataDir = await embeddedFolder();
    const first = await open(dataDir);
    rmSync(storeFolder(dataDir).lock);
    const second = await open(dataDir);
    expect([first.serves(), second.serves()]).toEqual([true, false]);
    await second.pool.query('insert into notes values (1)');
    expect(await idsIn(first.pool)).toEqual([1]);
  });

  it('is served on a new socket when its socket is removed', async () => {
    const dataDir = await embeddedFolder();
    const { pool } = await open(dataDir);
    const { path } = readEndpoint(storeFolder(dataDir))!;
    rmSync(path);
    await Promise.all([1, 2, 3].map((id) => pool.query('insert into notes values ($1)', [id])));
    expect(await idsIn(pool)).toEqual([1, 2, 3]);
    expect(readEndpoint(storeFolder(dataDir))?.path).not.toBe(path);
    expect(existsSync(dirname(path))).toBe(false);
  });
});

describe('when the process that serves goes', () => {
  it('hands over to a client when it closes, which loses no query', async () => {
    const dataDir = await embeddedFolder();
    const command = await open(dataDir);
    const service = await open(dataDir);
    let stop = false;
    let written = 0;
    const writers = [0, 1, 2].map(async (writer) => {
      for (let i = 0; !stop || i < 20; i++) {
        await service.pool.query('insert into notes values ($1)', [writer * 1_000_000 + i]);
        written++;
      }
    });
    await expect.poll(() => written, PATIENCE).toBeGreaterThan(50);
    await command.close();
    const before = written;
    await expect.poll(() => written, PATIENCE).toBeGreaterThan(before + 50);
    stop = true;
    await Promise.all(writers);
    expect(service.serves()).toBe(true);
    expect(await idsIn(service.pool)).toHaveLength(written);
  });

  it('waits for the transaction of a client before it closes', async () => {
    const dataDir = await embeddedFolder();
    const first = await open(dataDir);
    const program = neighbour(dataDir);
    expect(await program.line()).toBe('joined');
    program.say('begin 1');
    expect(await program.line()).toBe('begun');
    const closed = first.close();
    program.say('commit');
    expect(await program.line()).toBe('committed');
    await closed;
    program.say('insert 2');
    expect(await program.line()).toBe('inserted 2');
    program.say('who');
    expect(await program.line()).toBe('serves');
    program.say('close');
    expect(await program.ended()).toBe(0);
    expect(await notes(dataDir)).toEqual([1, 2]);
  });

  it('does not wait for ever for a client that will not leave', async () => {
    const dataDir = await embeddedFolder();
    const first = await open(dataDir, { leaveMs: 50 });
    const program = neighbour(dataDir);
    expect(await program.line()).toBe('joined');
    program.say('begin 1');
    expect(await program.line()).toBe('begun');
    program.process.kill('SIGSTOP');
    await first.close();
    await program.kill();
    expect(await notes(dataDir)).toEqual([]);
  });

  it('keeps every acknowledged row through kill -9, and opens again with nothing to clean up', async () => {
    const dataDir = await embeddedFolder();
    const program = neighbour(dataDir);
    expect(await program.line()).toBe('serves');
    program.say('insert-forever');
    let acknowledged = 0;
    while (acknowledged < 200) acknowledged = Number(await program.line());
    const { path } = readEndpoint(storeFolder(dataDir))!;
    await program.kill();
    const kept = await notes(dataDir);
    expect(kept.length).toBeGreaterThanOrEqual(acknowledged);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => i + 1));
    expect(existsSync(path)).toBe(false);
  });

  it('is replaced by its client when it is killed', async () => {
    const dataDir = await embeddedFolder();
    const program = neighbour(dataDir);
    expect(await program.line()).toBe('serves');
    const service = await open(dataDir);
    expect(service.serves()).toBe(false);
    await service.pool.query('insert into notes values (1)');
    await program.kill();
    await expect.poll(() => service.pool.idleCount, PATIENCE).toBe(0);
    await service.pool.query('insert into notes values (2)');
    expect(service.serves()).toBe(true);
    expect(await idsIn(service.pool)).toEqual([1, 2]);
  });
});

describe('when a client goes', () => {
  it('rolls back what a killed client had begun, and serves the others', async () => {
    const dataDir = await embeddedFolder();
    const service = await open(dataDir);
    const program = neighbour(dataDir);
    expect(await program.line()).toBe('joined');
    program.say('begin 1');
    expect(await program.line()).toBe('begun');
    const waiting = service.pool.query('insert into notes values (2)');
    await program.kill();
    await waiting;
    expect((await service.pool.query('select id from notes')).rows).toEqual([{ id: 2 }]);
  });

  it('ends a transaction that is left idle while others wait, and says why', async () => {
    const dataDir = await embeddedFolder();
    const { pool } = await open(dataDir, { idleTransactionMs: 100 });
    const idle = await pool.connect();
    const reason = new Promise<Error>((resolve) => idle.on('error', resolve));
    await idle.query('begin');
    await idle.query('insert into notes values (1)');
    await pool.query('insert into notes values (2)');
    expect(await reason).toMatchObject({ code: '25P03', message: expect.stringContaining('left idle') });
    idle.release(true);
    expect((await pool.query('select id from notes')).rows).toEqual([{ id: 2 }]);
  });
});
