/** Where the configuration stands unless a command is told otherwise; apart, for commands that read none. */
export const CONFIG_DIR = 'config';
