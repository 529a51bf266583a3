/** Another process that takes a lock, says whether it got it, and keeps it for as long as it lives. */
import { tryLock } from '../../../src/store/embedded/lock.ts';

const lock = tryLock(process.argv[2]!);
process.stdout.write(lock === null ? 'not held\n' : 'held\n');
process.stdin.resume();
