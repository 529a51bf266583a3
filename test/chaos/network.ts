/**
 * Hosts with addresses, a cable and a disk of their own, made of Linux namespaces. Everything lies within namespaces of
 * the program itself (`insideNamespaces`), so nothing of it is seen outside, and nothing is left when it ends, however it
 * ends: the kernel takes all processes, interfaces and mounts with it.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Host, program, setClock } from './hosts.ts';

/** What root needs; others are root of a namespace of their own for it, where the machine allows that. */
const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--kill-child=SIGKILL', '--mount-proc'];
const WITHOUT_ROOT = ['--user', '--map-current-user', '--keep-caps'];

/** Where the database and the sites are; hosts have .101, .102 … */
export const SERVER = '10.77.0.1';
export const HOSTS_NETWORK = '10.77.0.0/24';
const BRIDGE = 'earshot0';
const FILLER = 'filler';

function unshareWords(): string[] {
  return [...(process.getuid?.() === 0 ? [] : WITHOUT_ROOT), ...NAMESPACES];
}

/** Why there can be no hosts of their own here; null where there can. */
export function missingForNamespaces(): string | null {
  if (process.platform !== 'linux') return 'this is not Linux';
  const trial = `ip link add ${BRIDGE} type bridge && mount -t tmpfs none /tmp && command -v nsenter`;
  const { error, status, stderr } = spawnSync('unshare', [...unshareWords(), 'sh', '-c', trial], { encoding: 'utf8' });
  if (error) return 'there is no unshare (Debian: apt install util-linux iproute2)';
  return status === 0 ? null : (stderr.trim().split('\n')[0] ?? 'namespaces are refused');
}

/** Runs a file of ours within namespaces of its own; resolves to its exit code. It ends with this process. */
export function insideNamespaces(file: string, words: readonly string[]): Promise<number> {
  const child = spawn('unshare', [...unshareWords(), process.execPath, file, ...words], {
    // A pipe that ends when we do, also by kill -9.
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const stop = () => void child.kill('SIGKILL');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 130));
  });
}

const ip = (...words: string[]) => void execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'inherit'] });
const mount = (dir: string, size: string) => {
  mkdirSync(dir, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', dir]);
};

/** The cables' other end, with `SERVER` and these addresses; to be called once, within the namespaces. */
export function makeNetwork(addresses: readonly string[]): void {
  ip('link', 'set', 'lo', 'up');
  ip('link', 'add', BRIDGE, 'type', 'bridge');
  for (const address of [SERVER, ...addresses]) ip('address', 'add', `${address}/24`, 'dev', BRIDGE);
  ip('link', 'set', BRIDGE, 'up');
}

/** A disk of `size` (such as 256m) at `dir`. */
export function makeDisk(dir: string, size: string): void {
  mount(dir, size);
}

/** Writes until nothing fits any more, or takes that away again. */
export function fillDisk(dir: string, full: boolean): void {
  const file = join(dir, FILLER);
  if (!full) {
    rmSync(file, { force: true });
    return;
  }
  for (const size of [1 << 20, 1 << 12, 1]) {
    const opened = openSync(file, 'a');
    const piece = Buffer.alloc(size);
    try {
      for (;;) writeSync(opened, piece);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      if (fstatSync(opened).size === 0) throw new Error(`${dir} was full already`);
    } finally {
      closeSync(opened);
    }
  }
}

/** A host: its network, its name and its mounts are its own; what it writes to `data` is on a small disk of its own. */
export async function namespaceHost(dir: string, data: string, name: string, number: number): Promise<Host> {
  const keeper = spawn('unshare', ['--net', '--mount', '--uts', 'sh', '-c', 'echo; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => keeper.stdout.once('data', resolve));
  const { pid } = keeper as ChildProcess & { pid: number };
  const within = ['--target', String(pid), '--net', '--mount', '--uts', '--'];
  const inside = (...words: string[]) => void execFileSync('nsenter', [...within, ...words]);
  const cable = `host${number}`;
  ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid));
  ip('link', 'set', cable, 'master', BRIDGE, 'up');
  inside('hostname', name);
  inside('ip', 'link', 'set', 'lo', 'up');
  inside('ip', 'address', 'add', `10.77.0.${100 + number}/24`, 'dev', 'eth0');
  inside('ip', 'link', 'set', 'eth0', 'up');
  mkdirSync(data, { recursive: true });
  inside('mount', '-t', 'tmpfs', '-o', 'size=4m,mode=755', 'tmpfs', data);
  setClock(dir, name, 0);
  return {
    name,
    run: (words, more, log) => {
      const { args, env } = program(dir, name, words, more);
      return spawn('nsenter', [...within, process.execPath, ...args], { env, stdio: ['ignore', 'ignore', log] });
    },
    setClock: (seconds) => setClock(dir, name, seconds),
    cutOff: (off) => ip('link', 'set', cable, off ? 'down' : 'up'),
    fillDisk: (full) => fillDisk(join(`/proc/${pid}/root`, data), full),
  };
}
