#!/usr/bin/env node
/**
 * The command line, started as fast as it goes: what it loads is compiled once and kept, the main file included. Not
 * TypeScript, so that where all is kept already nothing has to be turned into JavaScript at all. Where nothing can be
 * kept, all works without it.
 */
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./main.ts');
