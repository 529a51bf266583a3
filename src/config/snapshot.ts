/** The files of a configuration as they stand, by content: to tell whether they changed, who changed them, and what. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Snapshot {
  /** Path within the directory → text. */
  readonly files: Readonly<Record<string, string>>;
  /** SHA-256 over paths and texts, 16 hexadecimal digits. */
  readonly fingerprint: string;
  /** The account that owns the file changed last; its number where the name is not known. */
  readonly by: string;
}

const FOLDERS = ['.', 'brands', 'targets', 'maps'];

/** The YAML files of a directory; what is no configuration (schemas, notes) does not count. */
export async function snapshotOf(dir: string): Promise<Snapshot> {
  const files: Record<string, string> = {};
  let latest = { at: Number.NEGATIVE_INFINITY, uid: -1 };
  for (const folder of FOLDERS) {
    for (const name of (await namesIn(join(dir, folder))).sort()) {
      if (!name.endsWith('.yaml')) continue;
      const path = join(dir, folder, name);
      const { mtimeMs, uid } = await stat(path);
      files[join(folder, name)] = await readFile(path, 'utf8');
      if (mtimeMs > latest.at) latest = { at: mtimeMs, uid };
    }
  }
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(files)));
  return { files, fingerprint: hash.digest('hex').slice(0, 16), by: await accountOf(latest.uid) };
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  return entries.filter((entry) => entry.isFile() && !/^[.#]/.test(entry.name)).map(({ name }) => name);
}

/** Names are in /etc/passwd on every Unix; elsewhere the number has to do. */
async function accountOf(uid: number): Promise<string> {
  const accounts = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const line = accounts.split('\n').find((text) => text.split(':')[2] === String(uid));
  return line?.split(':')[0] ?? (uid < 0 ? 'unknown' : `account ${uid}`);
}

/** Lays files out in a folder of their own while `read` looks at them. */
export async function withFiles<T>(files: Snapshot['files'], read: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'earshot-config-'));
  try {
    for (const folder of ['brands', 'targets']) await mkdir(join(dir, folder));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), text);
    }
    return await read(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
