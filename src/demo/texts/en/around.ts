/** English beginnings and endings, questions, sarcasm, advertising, and the brand's word with other meanings. */
import type { Material } from '../material.ts';

export const EN_AROUND: Omit<Material, 'complaints' | 'praise'> = {
  openings: {
    negative: [
      'Booked {hotel} in {city} with {B} for {month}, {nights} nights. ',
      '{Had to get this off my chest|Posting this as a warning} about {B}. ',
      'First time with {B}, {and the last|never again}. ',
      'Took my {who} to {city} with {B} and {regret it|wish I had not}. ',
      'I used to {like|trust} {B}. {Not any more|That is over}. ',
      'Work trip to {city}, booked on {B}. {What a mess|It went wrong from the start}. ',
    ],
    positive: [
      'Took my {who} to {city} in {month}, {nights} nights at {hotel}, booked on {B}. ',
      'Credit where it is due, {B}. ',
      'First time with {B} and {it will not be the last|pleasantly surprised}. ',
      'Did not expect much from {B}, {but wow|was wrong}. ',
      'Weekend in {city} thanks to {B}. ',
    ],
  },
  endings: {
    negative: [
      '{Never again|Uninstalled}.',
      '{Avoid|Stay away|Do not book here}.',
      '{I want my money back|Give me my refund}.',
      '{So disappointed|Really disappointed}.',
      'Next time {{V}|I book direct}.',
      '{One star is generous|Zero stars if I could}.',
      'Would not recommend {to anyone|to my worst enemy}.',
      'Still waiting for {an answer|an apology}.',
    ],
    positive: [
      '{Will book again|Coming back}.',
      '{Highly recommended|Recommended}.',
      'Five stars.',
      'Thank you, {B}!',
      '{Very happy|Delighted}.',
      'No complaints {at all|whatsoever}.',
    ],
    grave: [
      'Reported to {the consumer authority|12315}.',
      'My lawyer {is writing to them|says sue, and I will}.',
      '{A journalist has the whole story now|Talking to the press about it}.',
    ],
  },
  cries: {
    negative: ['😡', '🙄', '😭', '🤬', '👎', '', '', '', '#neveragain'],
    positive: ['😊', '❤️', '🎉', '👍', '', '', '', '🌿'],
  },
  titles: {
    negative: [
      '{Avoid|Do not book} {hotel}',
      '{Terrible|Awful} support',
      '{Ruined our trip to {city}|Never again}',
      '{B} kept my money',
      '{Not as described|Hidden fees|Dirty room}',
    ],
    positive: [
      '{Lovely|Perfect} stay in {city}',
      '{Great service|Great value}',
      '{Exceeded expectations|Would book again}',
      '{hotel} is a gem',
    ],
    question: [
      '{Is {B} any good|Anyone used {B}}?',
      'Booking in {city}, {advice|tips}?',
      '{B} or {V}?',
      '{B} {points|gold card}, how do they work?',
    ],
  },
  questions: [
    '{Does anyone know|Quick question:} {whether {B} takes foreign cards|can I add an extra bed on {B}}? Going to {city} in {month}.',
    'Has anyone booked a guesthouse in {city} through {B}? {How does it compare to {V}|Is the process simple}?',
    '{B} or {V} for {nights} nights in {city}? Budget around {price}, travelling with my {who}.',
    'How many nights until {gold|platinum} on {B}?',
    'What is the latest check-in time {B} can arrange at {hotel}? We land at {tod}.',
    'Is the {room} at {hotel} on {B} the same as on their own site?',
  ],
  neutral: [
    '{B} adds {times}0 guesthouses in {city} {next month|from Monday}.',
    '{month}: {city}, {nights} nights, booked with {B}, {train both ways|driving}.',
    'Saw a {B} billboard at {city} airport, {half a wall wide|red and white}.',
    '{B} {publishes its quarterly figures today|has a new logo}. Noted.',
    'A friend {has an interview|starts an internship} at {B} in {city} on Monday.',
    '{B} maintenance tonight from two to four, {says the banner|per their page}.',
  ],
  sarcasm: [
    'Thanks {B} for the {unforgettable night in the lobby of {hotel}|free camping experience in {city}}. {Ten out of ten|Truly immersive} 🙃',
    'Oh great, another {"we value your feedback"|automated apology} from {B}. {days} days and counting, {so fast|what speed} 👏',
    'Congratulations {B}, you made my {who}, who never swears, {swear for {minutes} minutes|call a complaints line}.',
    'Love paying {price2} for a {room} {without a window|with a built-in waterfall}. {B} really knows how to surprise 🙄',
  ],
  mixed: {
    negative: [
      'The hotel was {nice|fine}, but {B} {messed up the dates and would not admit it|has the worst support}. {Shame|Never again}.',
      '{B} is cheap, yes, but {when things go wrong nobody helps|the refund took {days} days}. {Not worth it|You get what you pay for}.',
      '{B} used to be {great|reliable}. Now {it is one trick after another|support is a joke}. {Sad|Disappointing}.',
    ],
    positive: [
      'It {rained for three days|was crowded} in {city}, but {hotel} via {B} {made up for it|was wonderful}.',
      'Confirmation was a bit slow, yet {B} {kept us posted and added breakfast|apologised and fixed it}. {Happy in the end|Good people}.',
      '{V} {kept getting it wrong|never answered}; with {B} {everything has gone smoothly since|no trouble at all}.',
    ],
  },
  adverts: [
    'SELLING {B} vouchers worth {fee}, {half price|40 % off}, DM for details, fast delivery!!!',
    'Earn {fee} a day rating hotels for {B}! Limited places, message now to join our group.',
    '{city} hotel deals up to 70 % off, cheaper than {B}, contact us on the link in bio.',
  ],
  namesakes: [
    'Learning to carve a reed pipe: {dry the reed for {days} days|cut the tongue at a slant}. A reedpipe chanter is {harder than it looks|fiddly}.',
    'The old reedpipe chanter in the {city} museum {still plays|was restored}.',
    'Reed Flute Cave near Guilin (芦笛岩) was {stunning|crowded}, {go early|bring a jacket}.',
  ],
  replies: {
    negative: [
      'Dear guest, we are {sorry|very sorry} for this experience. Our team in {city} will call you within {hours} hours.',
      'Thank you for telling us plainly. Your booking is being checked and {the difference will be refunded|we will come back to you by mail}.',
    ],
    positive: [
      'Thank you for {the kind words|sharing this}! We hope to see you in {city} again.',
      'We have passed your {thanks|praise} on to the team. Safe travels!',
    ],
  },
};
