/** English praise, by topic. */
import type { Topics } from '../material.ts';

export const EN_PRAISE: Topics = {
  service: {
    told: [
      'Our {who} fell ill in {city}; {hotel} staff {called a doctor|made soup} and {B} phoned to ask how we were. {So caring|Wonderful}.',
      'Changed the trip {times} times and the {B} agent {stayed cheerful|never lost patience}. {Great team|Saint-like}.',
      '{B} support {moved our dates|found us another room} at two in the morning, in {minutes} minutes. {Impressed|So kind}.',
      'Lovely staff at {hotel}: {they upgraded us|a warm welcome} when they saw my {who}. {B} {picked well|got this right}.',
      'Called {B} and {a real person answered at once|the problem was solved on the spot}. {Great service|Could not be friendlier}.',
      'My {who} left a passport in {city} and {B} {got it back the next day|tracked it down}. {Thank you|Amazing people}.',
    ],
    more: [
      '{They even left a hand-written card|A small gift at checkout}.',
      '{This is how service should be|No fuss, no scripts}.',
      'Did not have to {ask twice|worry for a second}.',
    ],
  },
  after_sales: {
    told: [
      'Air con failed at {hotel}; {B} {paid back a night|refunded {fee}} {the same evening|with an apology}. {Fair|Very satisfied}.',
      'My {who} was in hospital, non-refundable booking, and {B} {refunded it anyway|made an exception}. {Human|Grateful}.',
      'Storm, cancelled flight, and {B} refunded everything {the same day|before I even asked}. {Respect|Fantastic}.',
      '{hotel} was overbooked; {B} {moved us to a better place|paid the difference} within the hour. {Well handled|Excellent}.',
      'Refund from {B} took {minutes} minutes. {Painless|Best experience so far}.',
    ],
    more: [
      'They {checked back the next day|called to ask if all was well}.',
      '{They own their mistakes|That is how you keep customers}.',
      'Not {a cent|a penny} missing.',
    ],
  },
  quality: {
    told: [
      'Strong shower, {proper mattress|soft pillows}, sockets where you need them: {hotel} {is well made|gets it right}. Good eye, {B}.',
      'Dinner at {hotel} was {a pleasant surprise|delicious}, {huge portions|everything fresh}. The {B} voucher was {worth it|a steal}.',
      'Breakfast at {hotel} was {superb|fresh and different every day}; my {who} {went back three times|loved it}. Booked through {B}.',
      'The bed in our {room} was {perfect|so comfortable}, {slept like a baby|best night in weeks}. {B} ratings were spot on.',
      'The guide from {B} in {city} was {brilliant|funny and never rushed us}. {Worth every minute|Great day}.',
    ],
    more: [
      '{Nothing to complain about|Not a single let-down}.',
      'Far better than {expected|the price suggests}.',
      '{Told all my colleagues|Already recommended it}.',
    ],
  },
  price: {
    told: [
      'Peak season in {city} and {B} {kept the price at {price}|did not raise prices}. {Lucky find|Delighted}.',
      'Early bird on {B} saved me {diff} on {nights} nights. {Excellent deal|Very pleased}.',
      '{nights} nights at {hotel} for {price} on {B}: {a bargain|great value}, {diff} less than anywhere else.',
      'Compared {times} sites, {B} was {the cheapest|the best deal} and {no hidden fees|breakfast was included}.',
      'Price dropped and {B} {sent back {diff} by itself|refunded the difference}. {Nice|Love it}.',
    ],
    more: [
      'What you see is what you pay.',
      'The savings {paid for dinner|bought us another day}.',
      '{Good value for money|Cannot beat it}.',
    ],
  },
  delivery: {
    told: [
      'Landed at {tod} and the {B} driver {was waiting with a sign|had the heating on}. {Perfect|So relaxing}.',
      'Tickets from {B} came {in under a minute|right away} and we {skipped the line|walked straight in}. {Brilliant|Easy}.',
      '{B} confirmed {in seconds|at once}; {keys in hand {minutes} minutes later|check-in took no time}. {Smooth|Fast}.',
      'Airport pickup by {B} was {early|on the dot}, {the driver carried our bags|with cold water in the car}. {Perfect start|Happy}.',
      'Visa through {B} in {days} days, {faster than promised|updates at every step}. {Reliable|Great job}.',
    ],
    more: [
      'No queue, {no waiting|no stress}.',
      'It left us {half a day more|extra time} for {city}.',
      '{Everything just worked|Easiest trip yet}.',
    ],
  },
  hygiene: {
    told: [
      'Checked every corner of {hotel}: {not a hair|no dust anywhere}. {B} was right about this one. {Impressive|Lovely}.',
      'Sea-side rooms can be damp, {hotel} was {fresh and dry|sparkling}. {Well kept|Great}, found on {B}.',
      '{hotel} was {spotless|immaculate}, {crisp sheets|not a speck of dust}. {B} did not exaggerate.',
      'Very clean bathroom, {fresh towels daily|no smell at all}. {Even my {who} was happy|Safe with kids}. Thanks {B}.',
    ],
    more: ['{Cleaning staff were thorough|Slippers still sealed}.', 'You could {walk barefoot|eat off the floor}.'],
  },
  environment: {
    told: [
      '{hotel} hides in a side street: {only wind chimes at night|calm and green}. {A treasure|Adorable}, thanks to {B}.',
      'Sunset from the balcony of our {room} at {hotel}, {no filter needed|pure joy}. {B} {delivers|nailed it}.',
      'Woke up to {the lake|mountains} from our {room} at {hotel}. {B} photos {are honest|do not do it justice}. {Beautiful|Gorgeous}.',
      '{hotel} is {quiet and bright|cosy and full of charm}, {three minutes from the metro|right in the old town}. {Great find on {B}|Brilliant pick by {B}}.',
      'The garden at {hotel} is {lovely|a dream} in the evening. {Found it on {B}|Booked with {B}}, {would return tomorrow|so glad we did}.',
    ],
    more: [
      'My {who} {wants to come back|did not want to leave}.',
      '{Peaceful and comfortable|Even better than the pictures}.',
    ],
  },
  app: {
    told: [
      '{B} showed my booking {without signal|with an empty data plan}. {Reliable|Lifesaver}.',
      'I typed "quiet with garden" into {B} and it {found {hotel}|just worked}. {Clever|Love this app}.',
      'The new {B} app is {smooth|a pleasure}: {changed rooms in two taps|the whole trip in one place}. {Well done|Love it}.',
      'Offline maps in {B} {saved us|are brilliant} in {city}. {No signal, no problem|So useful}.',
    ],
    more: ['Has not crashed once.', '{Simple enough for my {who}|So much better than before}.'],
  },
  membership: {
    told: [
      '{B} platinum paid for itself: {free pickup|double points} in {city}. {Glad I joined|Great value}.',
      '{B} gold got us {late checkout|a free upgrade} at {hotel}, {no questions asked|with a smile}. {Worth it|Great perk}.',
      'Used {B} points for {a free night|{fee} off} in {city}. {No tricks|Easy}. {Happy member|Delighted}.',
    ],
    more: ['The perks {are real|actually work}.', '{Renewing for sure|Getting one for my {who} too}.'],
  },
  honesty: {
    told: [
      '{B} warned me {the pool was closed|the lift was under repair} before I paid. {Appreciate the honesty|Decent of them}.',
      '{hotel} is exactly what {B} shows, {down to the cracks|no filters}. {Truthful|Refreshingly honest}.',
      '{B} lists the flaws too ("street side, can be loud"). {Honest|Refreshing}, and {hotel} was exactly as described.',
      'Free cancellation on {B} was really free. {No small print|They keep their word}. {Trustworthy|Thumbs up}.',
    ],
    more: ['No surprises, {which is the best surprise|just as promised}.', '{A site I trust|Rare these days}.'],
  },
};
