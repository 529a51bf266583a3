/** The drop folders on disk: which files are whole, and where they go. */
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that has not changed for this long is whole. */
const STILL_MS = 10_000;

/** Names under which programs write what is not finished: hidden files, and the endings of downloads and transfers. */
const UNFINISHED = /^[.~]|~$|\.(part|partial|tmp|temp|crdownload|download|filepart|swp|lock)$/i;

export interface FolderFile {
  readonly name: string;
  readonly size: number;
  readonly modified: Date;
}

interface Look {
  readonly size: number;
  readonly modified: number;
  readonly since: number;
}

/** One door's folder: `done` and `failed` are in it. */
export class InboxFolder {
  readonly path: string;
  /** What each file looked like when it was last seen to change. */
  #seen = new Map<string, Look>();

  constructor(path: string) {
    this.path = path;
  }

  async prepare(): Promise<void> {
    for (const folder of ['done', 'failed']) await mkdir(join(this.path, folder), { recursive: true });
  }

  /** The files that have been the same for ten seconds, the oldest first. One still being written is left alone. */
  async wholeFiles(now: Date): Promise<FolderFile[]> {
    const entries = await readdir(this.path, { withFileTypes: true });
    const whole: FolderFile[] = [];
    const seen = new Map<string, Look>();
    for (const entry of entries) {
      if (!entry.isFile() || UNFINISHED.test(entry.name)) continue;
      const found = await this.#look(entry.name);
      if (found === null) continue;
      const { size, mtime } = found;
      const before = this.#seen.get(entry.name);
      const same = before !== undefined && before.size === size && before.modified === mtime.getTime();
      const since = same ? before.since : now.getTime();
      seen.set(entry.name, { size, modified: mtime.getTime(), since });
      if (same && now.getTime() - since >= STILL_MS) whole.push({ name: entry.name, size, modified: mtime });
    }
    this.#seen = seen;
    return whole.sort((a, b) => a.modified.getTime() - b.modified.getTime() || (a.name < b.name ? -1 : 1));
  }

  /** Null where it has gone since the folder was listed: another process was faster. */
  async #look(name: string): Promise<{ size: number; mtime: Date } | null> {
    try {
      return await stat(join(this.path, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /**
   * Moves a file into `done` or `failed`, under the time at which it was taken: names recur from export to export.
   * `reasons` are written beside it first, so that a file never lies in `failed` without them. True where it was moved;
   * false where it is not here any more.
   */
  async move(name: string, to: 'done' | 'failed', takenAt: Date, reasons: string): Promise<boolean> {
    await this.prepare();
    const stamp = takenAt.toISOString().replace(/[-:]|\.\d+/g, '');
    const target = join(this.path, to, `${stamp}-${name}`);
    if (reasons !== '') await writeFile(`${target}.reasons.txt`, reasons);
    try {
      await rename(join(this.path, name), target);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    } finally {
      this.#seen.delete(name);
    }
  }
}
