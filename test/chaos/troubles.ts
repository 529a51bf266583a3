/** What befalls an installation beside killed processes, each for a while: in a fixed order, on hosts drawn by lot. */
import type { Crew } from './crew.ts';
import type { Host } from './hosts.ts';

/** A database that can be stopped, and whose disk may be one that can be filled. */
export interface AttackedDatabase {
  stop(): Promise<void>;
  /** Starts it where it does not run. */
  start(): Promise<void>;
  fillDisk?(full: boolean): void;
}

export interface Trouble {
  /** In words: `host2 is cut off`. */
  readonly what: string;
  /** When it comes, as a share of the whole time. */
  readonly at: number;
  /** How long it stays, seconds; null: to the end. */
  readonly seconds: number | null;
  begin(): Promise<void> | void;
  end(): Promise<void> | void;
}

const HOUR = 3_600;

/** Everything that can be done to these hosts, in the order of time. */
export function hostTroubles(hosts: readonly Host[], crew: Crew, random: () => number): Trouble[] {
  const any = () => hosts[Math.floor(random() * hosts.length)]!;
  return [
    ...cutOff(0.05, 45, any()),
    ...setClock(0.15, 60, any(), 2 * HOUR),
    ...fillDisk(0.27, 40, any()),
    ...setClock(0.35, 60, any(), -26 * HOUR),
    ...cutOff(0.72, 30, any(), crew),
    ...setClock(0.8, null, any(), 40),
    ...setClock(0.9, null, any(), -3 * HOUR),
  ].sort((a, b) => a.at - b.at);
}

/** The database stopped for `outage` seconds in the middle, and its disk full for a while. */
export function databaseTroubles(database: AttackedDatabase, outage: number): Trouble[] {
  const stopped: Trouble = {
    ...{ what: 'the database is stopped', at: 0.5, seconds: outage },
    begin: () => database.stop(),
    end: () => database.start(),
  };
  const { fillDisk } = database;
  if (fillDisk === undefined) return [stopped];
  const full: Trouble = {
    ...{ what: "the database's disk is full", at: 0.64, seconds: 20 },
    begin: () => fillDisk(true),
    end: async () => {
      fillDisk(false);
      // It may have ended when it could not write; its supervisor starts it again.
      await database.start();
    },
  };
  return [stopped, full];
}

/** With a crew: a power cut, so its processes are gone as well. */
function cutOff(at: number, seconds: number, host: Host, crew?: Crew): Trouble[] {
  const cut = host.cutOff;
  if (cut === undefined) return [];
  const begin = () => {
    cut(true);
    crew?.killHost(host);
  };
  return [{ what: `${host.name} ${crew ? 'has no power' : 'is cut off'}`, at, seconds, begin, end: () => cut(false) }];
}

function setClock(at: number, seconds: number | null, host: Host, ahead: number): Trouble[] {
  const what = `the clock of ${host.name} is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead' : 'behind'}`;
  return [{ what, at, seconds, begin: () => host.setClock(ahead), end: () => host.setClock(0) }];
}

function fillDisk(at: number, seconds: number, host: Host): Trouble[] {
  const { fillDisk: fill } = host;
  if (fill === undefined) return [];
  return [{ what: `the disk of ${host.name} is full`, at, seconds, begin: () => fill(true), end: () => fill(false) }];
}
