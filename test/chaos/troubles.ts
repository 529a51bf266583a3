/** What befalls an installation beside killed processes, each for a while: in a fixed order, on hosts drawn by lot. */
import type { Crew } from './crew.ts';
import type { Host } from './hosts.ts';
import type { Mood, PostOffice } from './post-office.ts';

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
  /** What it befalls, where that can only have one trouble at a time: the next waits until this one is over. */
  readonly of: string | null;
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

/** The post office takes nothing for a while, then hangs up on whoever has handed over a message. */
export function mailTroubles(post: PostOffice, seconds: number): Trouble[] {
  const mood = (what: string, at: number, moody: Mood): Trouble => ({
    ...{ what, of: 'post office', at, seconds: Math.min(15, seconds / 10) },
    begin: () => post.be(moody),
    end: () => post.be('well'),
  });
  return [
    mood('the mail server takes nothing', 0.4, 'busy'),
    mood('the mail server hangs up when it has a message', 0.58, 'silent'),
  ];
}

/** The database stopped for `outage` seconds in the middle, and its disk full for a while. */
export function databaseTroubles(database: AttackedDatabase, outage: number): Trouble[] {
  const stopped: Trouble = {
    ...{ what: 'the database is stopped', of: 'database', at: 0.5, seconds: outage },
    begin: () => database.stop(),
    end: () => database.start(),
  };
  const { fillDisk } = database;
  if (fillDisk === undefined) return [stopped];
  const full: Trouble = {
    ...{ what: "the database's disk is full", of: 'database', at: 0.64, seconds: 20 },
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
  return [
    {
      what: `${host.name} ${crew ? 'has no power' : 'is cut off'}`,
      of: null,
      at,
      seconds,
      begin,
      end: () => cut(false),
    },
  ];
}

function setClock(at: number, seconds: number | null, host: Host, ahead: number): Trouble[] {
  const what = `the clock of ${host.name} is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead' : 'behind'}`;
  return [{ what, of: null, at, seconds, begin: () => host.setClock(ahead), end: () => host.setClock(0) }];
}

function fillDisk(at: number, seconds: number, host: Host): Trouble[] {
  const { fillDisk: fill } = host;
  if (fill === undefined) return [];
  return [
    {
      what: `the disk of ${host.name} is full`,
      of: null,
      at,
      seconds,
      begin: () => fill(true),
      end: () => fill(false),
    },
  ];
}
