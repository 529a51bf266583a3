/** Style sheet, scripts, icon: files of ours, with a hash of their content in the name, so that browsers keep them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { localUrl, type Url } from '../../notify/mail/html.ts';

interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

const FOLDER = join(import.meta.dirname, '../assets');
/** The parts of the one style sheet, in order. */
const STYLES = ['base.css', 'parts.css', 'charts.css', 'lists.css'];

let loaded: ReadonlyMap<string, Asset> | undefined;

/** By name: `style.css`, and each other file of the folder. */
function assets(): ReadonlyMap<string, Asset> {
  if (loaded !== undefined) return loaded;
  const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8');
  const all = [['style.css', STYLES.map(read).join('\n')]] as [string, string][];
  for (const file of readdirSync(FOLDER).sort()) if (extname(file) !== '.css') all.push([file, read(file)]);
  loaded = new Map(all.map(([name, body]) => [name, assetOf(name, body)]));
  return loaded;
}

function assetOf(name: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  const ending = extname(name);
  return { path: `/assets/${name.slice(0, -ending.length)}-${hash}${ending}`, type: typeOf(ending), body };
}

function typeOf(ending: string): string {
  if (ending === '.svg') return 'image/svg+xml';
  return `text/${ending === '.css' ? 'css' : 'javascript'}; charset=utf-8`;
}

/** Where a style sheet or script is served. Throws `RangeError` where there is none of that name. */
export function assetUrl(name: string): Url {
  const asset = assets().get(name);
  if (asset === undefined) throw new RangeError(`no such asset: ${name}`);
  return localUrl(asset.path);
}

/** What is served at a path; undefined where nothing is. */
export function assetAt(path: string): Asset | undefined {
  return [...assets().values()].find((asset) => asset.path === path);
}
