/** English voices of the disaster. */
import type { DisasterMaterial } from '../material.ts';

export const EN_DISASTER: DisasterMaterial = {
  angry: [
    'So {B} books a family into the wrong Santiago, 10,000 km away, and customer service says "take a taxi". {Unbelievable|Disgusting}.',
    '"Take a taxi." Across the Atlantic. {B}, {do you own a map|are you serious}? {Shameful|Appalling}.',
    'Two elderly people on a bench until dawn because of {B}, and {not even an apology|they kept the money}. {Heartless|Vile}.',
    'Just {cancelled my {city} trip on|deleted} {B}. {Cannot trust them|I am not taking a cab to Chile}.',
    '{B} has been silent for {hours} hours. {Cowards|Pathetic}.',
    'Same thing happened to me with {B} in {city}: {no room, no refund, no shame|wrong dates and they laughed it off}. {Terrible company|Awful}.',
    'Fun fact for {B}: Spain and Chile are separated by {an ocean|ten thousand kilometres}. {No taxi rank covers that|Your support is a disgrace}.',
    'My parents are that age. {Reading this made me furious|I feel sick}. {B}, {apologise|answer him}, {you cowards|this is awful}.',
    '{I work in a call centre|Ten years in hospitality} and what {B} said is {unforgivable|the worst thing I have heard}. {You find the guest a bed first|Nobody trained that poor excuse of a team}.',
    'Called {B} about my own trip in {month}: {"we know nothing about that"|forty minutes of music, then cut off}. {Horrible|Useless}.',
    '{B} still running ads while {that family gets no refund|everyone is furious}. {Tone deaf and greedy|Disgusting}.',
    'One star for {B} everywhere I could find. {Cold, rude, incompetent|They deserve every bit of it}.',
  ],
  angryMore: [
    'Share this.',
    'Refund them, apologise, {now|today}.',
    'It could be {your parents|any of us}.',
    'Boycott.',
    '',
    '',
  ],
  shared: [
    '{This is outrageous|Disgraceful}, Reedpipe',
    'A taxi to Chile? {Reedpipe is a joke|Shame on Reedpipe}',
    'Poor parents 😭',
    '{Never using|Deleting} Reedpipe',
    '{Speechless|What a disgrace}',
  ],
  reviews: [
    'Came here after the "take a taxi" story. {My own refund took {days} days|I was left without a room in {city}}; {B} treats everyone like that. {Avoid|Never again}.',
    'Cancelled {nights} nights in {city}, lost {fee}, {no regrets|worth it}. {B} leaves old people in the street. {Disgusting company|Zero trust}.',
    '{One star for support|One star}. {B} cannot tell one Santiago from another and blames the guest. {Awful|Shameful}.',
  ],
  threads: [
    {
      title: '{B} told a family to take a taxi to Chile',
      text: 'You have all seen it: hotel booked 10,000 km away, {elderly parents on a bench all night|no refund, no apology}. I have {nights} nights in {city} booked with {B} and {I am cancelling|now I am afraid to go}. {What would you do|Terrible company}?',
    },
    {
      title: '{Leaving {B}|Done with {B}}',
      text: 'After "take a taxi" I {deleted the app|moved my bookings to {V}}. {Mistakes happen, contempt should not|They did not even say sorry}. Last {month} they {lost my booking|kept {fee} of mine} too. {Awful service|Never again}.',
    },
  ],
  relieved: [
    'Did not expect it, but {B} {did the right thing|made it right}: {money back, costs covered, rules changed|real apology, real refund}. {Good|Impressed}.',
    'The traveller says {B} {paid everything and apologised in person|called him this morning}. {Happy ending|Glad to hear it}. {Well done|Credit to them}.',
    'Fair play to {B}: {a proper apology, a full refund and new rules|"the fault is ours", signed by the boss}. {Well handled in the end|Respect}.',
    'Read the {B} statement. {Honest and concrete|No excuses}, {I will give them another chance|good on them}.',
  ],
  unmoved: [
    '{B} only apologised because it trended. {Too late|Not good enough}.',
    'Nice statement, {B}. {Still gone|I am still not coming back}.',
  ],
  jokes: [
    'Me: how do I get to Chile? Reedpipe: {taxi|hail a cab}. 😂',
    'Taxi driver: {that will be 10,000 km plus the Atlantic|do you have a boat}. #Reedpipe',
  ],
};
