/**
 * The detector's constants. Chosen together on simulated ordinary life (false alarms), injected incidents (delay) and
 * public series of brand mentions; `npm run bench` prints what they achieve. One set for every series.
 */
export const TUNING = {
  /** Half-life of the level, days. */
  levelDays: 5.65,
  /** Half-life of the hour-of-week profile, days. */
  profileDays: 55,
  /** Mentions' worth of belief that the hours of a day are alike, and that the days of a week are. */
  flatDay: 5.6,
  flatWeek: 127,
  /** Mentions' worth of belief that weekends are as busy as working days, and days' worth of what a day teaches. */
  flatDays: 60,
  flatDaysMore: 4,
  /** What one bin may teach the level: up to its mean plus this many standard deviations plus `clipAdd` mentions. */
  clipDeviations: 2.81,
  clipAdd: 1,
  /** A crisis: hours of so many times the usual … */
  crisisFactor: 3,
  /** … which teach less and less between these log-likelihoods for one, of which no more is gathered than … */
  crisisFrom: 4,
  crisisTo: 8,
  crisisMost: 11,
  /** … until so many hours were passed over. These are forgotten with this half-life in days. */
  crisisHours: 24,
  crisisDays: 15,
  /** Dispersion of windows before any is measured: `spreadLong + spreadShort/√(bins)`; weight of that belief. */
  spreadLong: 0.0147,
  spreadShort: 0.254,
  spreadBelief: 4.21,
  /** Half-life of the measured dispersions, days. */
  spreadDays: 66.6,
  /** What one window may teach the dispersion, in standard deviations. */
  spreadClip: 2.23,
  /** Least dispersion between days. */
  spreadDayLeast: 0.011,
  /** Least share of a window's dispersion that is not the day's; and what few days leave unknown of an hour's usual. */
  withinDay: 0.4,
  profileSpread: 1,
  /** Dispersion added while learning, and its half-life in days of watching. */
  learnSpread: 1,
  learnDays: 1.9,
  /** Windows longer than this many hours count each bin only up to its mean plus deviations plus mentions. */
  longHours: 0.736,
  longDeviations: 1.5,
  longAdd: 2.2,
  /** Fewest mentions in a window that can be an alarm. */
  leastMentions: 5,
  /** Habit (peaks over threshold): scores above `habitFrom` count as bursts when `habitApartHours` apart. */
  habitFrom: 2,
  habitApartHours: 10.2,
  /** Belief before any burst was seen: so many bursts, exceeding by this on average, one in so many mentions … */
  habitBelief: 5.24,
  habitMean: 3,
  habitMentions: 41,
  /** … but at most so many a day; what one burst may teach, and as a multiple of the mean so far; half-life in days. */
  habitPerDay: 0.935,
  habitClip: 30,
  habitOnce: 4,
  habitDays: 61,
  /** Least score (−log10 p) of an alarm, and how much less does for a brand that hears next to nothing. */
  leastScore: 4.35,
  leastScoreSmall: 0.85,
  /** Hours without an alarming window after which a next one is news again. */
  quietHours: 12,
  /** An alarm is repeated when its score has grown this many times over. */
  worseFactor: 5.15,
  /** Long windows against how much days vary: from so many days of watching on, for windows of so many hours … */
  daysFrom: 2,
  daysUntil: 14,
  daysLeastHours: 5,
  daysLeastMentions: 8,
  /** … with so much more at an end of the week of which nothing was seen yet, and less by each day of its kind … */
  daysOther: 0.2,
  daysOtherSeen: 1,
  /** … believed to vary so much, with more for shorter ones, on the word of so many windows … */
  daysSpread: 0.06,
  daysSpreadShort: 0.5,
  daysBelief: 3,
  /** … and looked at so many times while one goes by; their tail is heavier than the model's by so much … */
  daysLooks: 0.35,
  daysTail: 0.63,
  /** … so that this share of the false alarms that are borne is theirs. */
  daysPerMonth: 0.33,
  /** Pile-up: the rise the CUSUM looks for. */
  pileUpFactor: 2,
  /** Days of watching before a level is known well enough to speak of a pile-up. */
  pileUpDays: 10,
  /** Log-likelihood ratio at which a pile-up is an alarm. */
  pileUpAlarm: 8,
  /** Least surprise of a share (−log10 p) that is an alarm. */
  shareAlarm: 5,
};
