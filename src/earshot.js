#!/usr/bin/env node
/**
 * The command line, started as fast as it goes: what it loads is compiled once and kept, the main file included. Not
 * TypeScript, so that where all is kept already nothing has to be turned into JavaScript at all, and so that an old Node
 * can say that it is too old.
 */
import * as nodeModule from 'node:module';

const OLDEST = 24;

if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  process.stderr.write(
    `earshot: Node ${OLDEST} or newer is needed, this is ${process.version}; call it as: npx earshot\n`,
  );
  process.exitCode = 1;
} else {
  // Where nothing can be kept, all works without it.
  nodeModule.enableCompileCache();
  await import('./main.ts');
}
