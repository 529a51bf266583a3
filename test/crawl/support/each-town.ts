/** A new town and a new server of faults for each test of a file; both are closed after it. */
import { afterEach, beforeEach } from 'vitest';
import { Town } from './crawling.ts';
import { type FaultServer, startFaultServer } from './fault-server.ts';

/** Those of the test that runs: read them within tests only. */
export let server: FaultServer;
export let town: Town;

export function eachTestInATown(): void {
  beforeEach(async () => {
    server = await startFaultServer();
    town = new Town();
  });
  afterEach(async () => {
    await town.http.close();
    await server.close();
  });
}
