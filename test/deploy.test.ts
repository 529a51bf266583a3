/** The container files name things of this repository: that they exist is checked here, where no engine is needed. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROLES } from '../src/jobs/roles.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const exists = (path: string) => existsSync(new URL(`../${path}`, import.meta.url));

describe('Dockerfile', () => {
  const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths]) =>
    paths!.split(' '),
  );

  it('copies what is there, and what the context lets through', () => {
    const context = read('.dockerignore').split('\n');
    expect(copied).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'src', 'crawlers', 'config']));
    for (const path of copied.filter((path) => !path.endsWith('*'))) {
      expect(exists(path), path).toBe(true);
      expect(context).toContain(`!${path}`);
    }
  });

  it('runs as an unprivileged user on the Node that package.json asks for', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    expect(read('Dockerfile')).toMatch(/^USER node$/m);
    expect(read('Dockerfile')).toContain(`FROM node:${engines.node.replace('>=', '')}-`);
  });
});

describe('compose.yaml', () => {
  const { services } = parse(read('compose.yaml'), { merge: true }) as {
    services: Record<string, { image?: string; command?: string[]; deploy?: { replicas: number } }>;
  };

  it('starts each role once, and crawling twice', () => {
    const { postgres, ...processes } = services;
    expect(postgres?.image).toMatch(/^postgres:/);
    const roles = Object.values(processes).map(({ command, deploy }) => [command?.at(-1), deploy?.replicas ?? 1]);
    expect(Object.fromEntries(roles)).toEqual({ ...Object.fromEntries(ROLES.map((role) => [role, 1])), crawl: 2 });
    for (const { command } of Object.values(processes)) expect(command?.slice(0, 2)).toEqual(['start', '--role']);
  });

  it('has no secrets in it', () => {
    expect(read('compose.yaml')).not.toMatch(/PASSWORD: (?!\$\{)/);
  });
});
