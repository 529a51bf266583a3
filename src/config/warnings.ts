/** What is allowed but probably not meant. */
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ASPECTS, INTENTS, type Target } from '../model.ts';
import { member } from './allowed.ts';
import { type Code, WARNING_HINTS } from './codes.ts';
import type { ConfigFiles } from './files.ts';
import { nearest } from './nearest.ts';
import type { ConfigProblem } from './problem.ts';
import type { TargetPlace } from './references.ts';
import { firesWithinYear, idleStep, scheduleInWords } from './schedule.ts';
import { shown } from './shown.ts';
import type { Config } from './types.ts';
import type { YamlFile } from './yaml.ts';

/** Warnings about a configuration that can be used. */
export function warningsOf(
  config: Omit<Config, 'warnings'>,
  files: ConfigFiles,
  places: readonly TargetPlace[],
): ConfigProblem[] {
  const settings = files.settings;
  const warnings: ConfigProblem[] = [];
  if (settings) {
    warnings.push(
      ...aboutRecipients(config, settings),
      ...aboutRosters(config, settings),
      ...aboutMail(config, settings),
      ...aboutHooks(config, settings),
      ...aboutContact(config, settings),
      ...aboutOperators(config, settings),
    );
  }
  warnings.push(...aboutBrands(config, files), ...aboutPlaybooks(config, files));
  for (const place of places) {
    const target = config.targets.find(({ id }) => id === place.id);
    if (target) warnings.push(...aboutTarget(target, place, config.targets));
  }
  return warnings;
}

function aboutRecipients(config: Omit<Config, 'warnings'>, settings: YamlFile): ConfigProblem[] {
  const told = [...config.alerts.flatMap(everybodyOf), ...config.digests.flatMap(({ recipients }) => recipients)];
  const reached = new Set([...told, ...config.operators.map(({ id }) => id)]);
  return config.recipients
    .filter(({ id }) => !reached.has(id))
    .map(({ id }) => at('W103', settings, ['recipients', id], `no rule reaches recipient "${id}"`));
}

/** Whoever may be told by a rule, on whatever day. */
function everybodyOf({ recipients, onCall, escalate }: Config['alerts'][number]): string[] {
  return [...recipients, ...(onCall?.days.flat() ?? []), ...(escalate?.to ?? [])];
}

const DAY_NAMES = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays'];

/** A roster with a gap tells nobody on that day; with other recipients beside it, that may be meant. */
function aboutRosters({ alerts }: Omit<Config, 'warnings'>, settings: YamlFile): ConfigProblem[] {
  return alerts.flatMap(({ id, recipients, onCall }) => {
    if (onCall === undefined || recipients.length > 0) return [];
    const free = DAY_NAMES.filter((_, day) => onCall.days[day]?.length === 0);
    if (free.length === 0) return [];
    return [at('W110', settings, ['alerts', id, 'on_call'], `nobody is on call on ${free.join(', ')}`)];
  });
}

function aboutHooks({ hooks, alerts, recipients }: Omit<Config, 'warnings'>, settings: YamlFile): ConfigProblem[] {
  const unset = [...hooks].flatMap(([id, own]) =>
    (['slack', 'feishu', 'webhook'] as const).flatMap((channel) => {
      const hook = own[channel];
      const missing = [hook?.url, hook?.secret].find((secret) => secret && !secret.isSet);
      if (!missing) return [];
      const message = `${missing.why}: nothing can be sent to ${id} over ${channel}`;
      return [at('W104', settings, ['recipients', id, channel], message)];
    }),
  );
  const unreached = alerts
    .filter((rule) => {
      const told = recipients.filter(({ id }) => everybodyOf(rule).includes(id));
      return (
        told.length > 0 && told.every(({ channels }) => !channels?.some((one) => rule.channels?.includes(one) ?? true))
      );
    })
    .map(({ id }) => {
      const message = 'none of its recipients can be reached over its channels: nobody is told';
      return at('W103', settings, ['alerts', id, 'channels'], message);
    });
  return [...unset, ...unreached];
}

function aboutMail({ mail, service }: Omit<Config, 'warnings'>, settings: YamlFile): ConfigProblem[] {
  const warnings: ConfigProblem[] = [];
  const url = member(member(member(settings.value, 'mail'), 'smtp'), 'url');
  const variable = member(url, 'env');
  if (!mail.smtp && typeof variable === 'string') {
    const message = `environment variable ${variable} is not set: mails are written to the outbox folder, not sent`;
    warnings.push(at('W104', settings, ['mail', 'smtp', 'url', 'env'], message));
  } else if (mail.smtp && !mail.smtp.url.isSet) {
    const message = `${mail.smtp.url.why}: mails cannot be sent from here`;
    warnings.push(at('W104', settings, ['mail', 'smtp', 'url', 'file'], message));
  }
  if (service.authorHashKey && !service.authorHashKey.isSet) {
    const message = `${service.authorHashKey.why}: posts cannot be stored from here`;
    warnings.push(at('W104', settings, ['service', 'author_hash_key'], message));
  }
  if (mail.smtp && /^(localhost|127\.|\[::1\])/.test(new URL(service.publicUrl).host)) {
    const message = `links in mails lead to ${service.publicUrl}, which only this machine reaches`;
    warnings.push(at('W107', settings, ['service', 'public_url'], message, 'set service.public_url'));
  }
  return warnings;
}

function aboutContact({ service, targets }: Omit<Config, 'warnings'>, settings: YamlFile): ConfigProblem[] {
  const example = /(^|[@./])example\.(com|org|net)(\/|$)/.test(service.contact);
  if (!example || targets.length === 0) return [];
  const message = `"${service.contact}" is an example: owners of crawled sites could not reach you`;
  return [at('W105', settings, ['service', 'contact'], message)];
}

function aboutOperators({ operators, targets }: Omit<Config, 'warnings'>, settings: YamlFile): ConfigProblem[] {
  if (operators.length > 0 || targets.every(({ paused }) => paused)) return [];
  const message =
    'nobody is told when a target stops yielding: the contact is no mail address, and no operator is named';
  return [at('W109', settings, ['service', 'contact'], message, 'set operators to the ids of recipients')];
}

function aboutBrands({ brands, targets, doors }: Omit<Config, 'warnings'>, files: ConfigFiles): ConfigProblem[] {
  if (targets.length + doors.length === 0) {
    const file = files.settings?.file ?? '';
    const message = 'no target is configured, so nothing is crawled';
    return [{ code: 'W101', file: join(file, '..', 'targets'), line: 1, column: 1, message, hint: 'add a file there' }];
  }
  const served = new Set([...targets, ...doors].flatMap((target) => target.brands));
  return brands
    .filter(({ id }) => !served.has(id))
    .map(({ id }) => ({ id, file: files.brands.get(id) }))
    .flatMap(({ id, file }) => (file ? [at('W102', file, [], `no target serves brand "${id}"`)] : []));
}

function aboutPlaybooks({ brands }: Omit<Config, 'warnings'>, files: ConfigFiles): ConfigProblem[] {
  return brands.flatMap(({ id, aspects, playbook }) => {
    const file = files.brands.get(id);
    const known = [...ASPECTS, ...INTENTS, ...Object.keys(aspects), 'default'];
    return Object.keys(playbook).flatMap((key) => {
      if (file === undefined || known.includes(key)) return [];
      const near = nearest(key, known);
      const message = `${shown(key)} is no aspect or intent: no alert shows these steps`;
      return [at('W114', file, ['playbook', key], message, near && `did you mean ${shown(near)}?`)];
    });
  });
}

function aboutTarget(target: Target, { file, path }: TargetPlace, all: readonly Target[]): ConfigProblem[] {
  const warnings: ConfigProblem[] = [];
  const idle = idleStep(target.schedule);
  if (idle) {
    const message = `the step ${idle.step} is longer than its field, so it never takes effect`;
    const place = file.placeWithin([...path, 'schedule'], idle.offset);
    const hint = 'make the step smaller than the field';
    warnings.push({ code: 'W106', file: file.file, ...place, message, hint });
  }
  if (!firesWithinYear(target.schedule)) {
    const message = `the schedule ${scheduleInWords(target.schedule)} does not fire within a year`;
    warnings.push(at('W111', file, [...path, 'schedule'], message));
  }
  const twin = all.find(({ id, crawler, options }) => {
    return id < target.id && crawler === target.crawler && isDeepStrictEqual(options, target.options);
  });
  if (twin) {
    warnings.push(at('W108', file, path, `target "${target.id}" reads the same as target "${twin.id}"`));
  }
  return warnings;
}

function at(
  code: Code,
  file: YamlFile,
  path: readonly (string | number)[],
  message: string,
  hint: string | undefined = WARNING_HINTS[code],
): ConfigProblem {
  return { code, file: file.file, ...file.placeNear(path), message, ...(hint === undefined ? {} : { hint }) };
}
