/** Every numbered problem of the configuration: what it means and what to do. The operator's guide lists this table. */

/** `E` stops the program; `W` is allowed, but probably not meant. */
export const CODES = {
  E101: 'A file or directory that must be there is missing. `earshot init` writes a first configuration.',
  E102: 'A file cannot be read, or is not a file at all. Check its permissions.',
  E103: 'A file is not UTF-8 text. Save it as UTF-8 in your editor.',
  E104: 'A file is larger than one megabyte, or unfolds to more than 100,000 values. Split it.',
  E105: 'The YAML is broken at this place.',
  E106: 'The same key occurs twice in one map; only one of them could count.',
  E107: 'A file holds nothing but comments or blanks.',
  E108: 'An alias (`*name`) has no anchor (`&name`) before it, or leads back to itself.',
  E109: 'A file or directory that is never read lies where operators would expect it to be.',
  E110: 'YAML that configuration does not use: tags, merge keys (`<<`), or keys that are not words.',
  E201: 'A key that does not exist here.',
  E202: 'A key that must be there is missing.',
  E203: 'A value of the wrong type, such as a word where a number belongs.',
  E204: 'A value that is too small, too large, too short or too long.',
  E205: 'A value that is not one of those allowed.',
  E206: 'A value of the wrong form: a mail address, URL, time zone, schedule or id that is none.',
  E207: 'A secret written into the file. Name the environment variable or file that holds it.',
  E208: 'Two keys that contradict each other, or of which exactly one must be given.',
  E301: 'A brand that is not in `brands/`.',
  E302: 'A recipient that is not in `earshot.yaml`.',
  E303: 'A crawler that is not in `crawlers/`.',
  E304: 'Two targets with the same id.',
  E305: 'A brand query, or a word of one of its aspects, that cannot be used.',
  E306: 'A column map that is not in `maps/`.',
  E307: 'Two doors with the same token: nobody could tell whose posts are pushed.',
  W101: 'No target is configured: nothing is crawled; posts come in by import only.',
  W102: 'No target serves this brand, so nothing new is read about it.',
  W103: 'No rule reaches this recipient.',
  W104: 'A secret is not set here. Where it is needed, the program says so; without SMTP, mails go to the outbox folder.',
  W105: 'The contact is still the example: owners of crawled sites could not reach you.',
  W106: 'A step in a schedule is as long as its field or longer, so it never takes effect.',
  W107: 'Mails leave this machine, but their links lead to `localhost`, where readers cannot follow.',
  W108: 'Two targets read the same: same crawler and options, or an address that both begin at.',
  W109: 'Nobody is told when a target stops yielding. Name `operators`, or make the contact a mail address.',
  W110: 'A day on which nobody is on call: alerts of that day reach nobody by this rule.',
  W111: 'A schedule that never fires, or not within a year.',
  W112: 'A schedule that asks for more than a host is asked for in a day, or faster than its pace allows.',
  W113: 'An alert rule that would have sent more than 40 messages over the last week of stored history.',
  W114: 'Steps of a playbook under a name that is no aspect, intent or `default`: no alert ever shows them.',
} as const;

export type Code = keyof typeof CODES;

/** What to do about a warning, where its message does not say so. */
export const WARNING_HINTS: Readonly<Partial<Record<Code, string>>> = {
  W102: 'name it under brands of a target',
  W103: 'name it in an alert or digest rule',
  W105: 'set service.contact to your own address',
  W108: 'remove one of them',
  W110: 'name somebody for that day, or recipients beside the roster',
  W111: 'correct the schedule',
  W112: 'crawl less often, or raise requests_per_minute if the site allows it',
};
