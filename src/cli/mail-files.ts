/** A mail as files that a browser, an editor and a mail program open. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Mail, toStandaloneHtml } from '../notify/mail/mail.ts';

/** Writes `NAME.html`, `.txt` and `.eml` into `folder`; returns the path of the three without its ending. */
export async function writeMailFiles(folder: string, name: string, mail: Mail, eml: Uint8Array): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, name);
  await writeFile(`${file}.html`, toStandaloneHtml(mail));
  await writeFile(`${file}.txt`, mail.text);
  await writeFile(`${file}.eml`, eml);
  return file;
}
