/** The logger everything below `commands/` is handed. */
import pino, { type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Keys whose values never reach a log line. */
const SECRET_PATHS = ['password', 'token', 'secret', 'authorization', 'cookie', 'databaseUrl', 'smtpUrl'].flatMap(
  (key) => [key, `*.${key}`, `*.*.${key}`],
);

/** JSON lines on standard error, so that standard output carries data only. */
export function createLogger(options: { level?: string; destination?: DestinationStream } = {}): Logger {
  return pino(
    {
      level: options.level ?? 'info',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_PATHS, censor: '[secret]' },
    },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  );
}

/** Says nothing: for commands whose own output tells the story, and for tests. */
export const silentLogger: Logger = pino({ level: 'silent' });
