/** What the processes of an installation share out among themselves. */

export const ROLES = ['crawl', 'detect', 'notify', 'web'] as const;
export type Role = (typeof ROLES)[number];
