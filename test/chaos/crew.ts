/** The processes of an installation on their hosts; one that is killed is started again, as a supervisor would. */
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from './hosts.ts';

type ChaosRole = 'crawl' | 'detect' | 'notify';

/** Who runs where: hosts in the order of their names, each with its processes. */
export type Posting = readonly { readonly host: Host; readonly roles: readonly ChaosRole[] }[];

interface Member {
  readonly host: Host;
  readonly role: ChaosRole;
  readonly child: ChildProcess;
}

const alive = ({ child }: Member) => child.exitCode === null && child.signalCode === null;

export class Crew {
  readonly #posting: Posting;
  readonly #config: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #members: Member[] = [];
  readonly #logs: string | null;
  #started = 0;
  #ending = false;

  /** `logs`: a folder in which each process leaves what it logs; null for no logs. */
  constructor(posting: Posting, config: string, env: Readonly<Record<string, string>>, logs: string | null) {
    this.#logs = logs;
    this.#posting = posting;
    this.#config = config;
    this.#env = { LOG_LEVEL: logs === null ? 'silent' : 'debug', ...env };
  }

  /** How many processes it has when nobody is dead. */
  get size(): number {
    return this.#posting.reduce((sum, { roles }) => sum + roles.length, 0);
  }

  startAll(): void {
    for (const { host, roles } of this.#posting) for (const role of roles) this.#start(host, role);
  }

  /** kill -9 without warning; another one is started at once. */
  killOne(random: () => number): string {
    const living = this.#members.filter(alive);
    const victim = living[Math.floor(random() * living.length)];
    victim?.child.kill('SIGKILL');
    return victim === undefined ? 'nobody' : `${victim.role} on ${victim.host.name}`;
  }

  /** kill -9 of all that runs on a host. */
  killHost(host: Host): void {
    for (const member of this.#members) if (member.host === host) member.child.kill('SIGKILL');
  }

  async killAll(): Promise<void> {
    this.#ending = true;
    const gone = this.#members.map((member) =>
      alive(member) ? new Promise<void>((resolve) => member.child.once('exit', () => resolve())) : Promise.resolve(),
    );
    for (const { child } of this.#members) child.kill('SIGKILL');
    await Promise.all(gone);
  }

  #start(host: Host, role: ChaosRole): void {
    const name = `${String(this.#started++).padStart(3, '0')}-${host.name.replaceAll(' ', '-')}-${role}.log`;
    const log = this.#logs === null ? 'ignore' : openSync(join(this.#logs, name), 'a');
    const child = host.run(['start', '--role', role, '--config', this.#config], this.#env, log);
    if (log !== 'ignore') closeSync(log);
    const member = { host, role, child };
    this.#members.push(member);
    child.once('exit', () => {
      this.#members.splice(this.#members.indexOf(member), 1);
      if (!this.#ending) setTimeout(() => this.#ending || this.#start(host, role), 500).unref();
    });
  }
}
