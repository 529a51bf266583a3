/** English complaints, by topic. */
import type { Topics } from '../material.ts';

export const EN_COMPLAINTS: Topics = {
  service: {
    told: [
      '{B} support is {useless|a wall of bots}. {I called|Rang} {times} times and {nobody picked up|got cut off every single time}.',
      'Stuck outside {hotel} at midnight and {B} customer service just told me to "contact the property". {Rude|Cold} and {no help at all|not one bit sorry}.',
      'The {B} agent {sighed at me|talked over me} and then hung up. {Never been treated so badly|Worst service I have had}.',
      '{minutes} minutes on hold with {B}, then {someone read me a script|I was passed to a third person who knew nothing}.',
      "Asked {B} for an invoice {times} times. {Nobody cares|Every agent tells a different story}, and I still don't have it.",
    ],
    more: [
      'Asked for a manager and {was laughed at|got the same copy-and-paste apology}.',
      'They promised to call back within two hours. {That was {days} days ago|They never did}.',
      'My {who} waited {hours} hours in the lobby and {not a soul helped|no one from {B} even asked}.',
    ],
  },
  after_sales: {
    told: [
      '{days} days and {B} still has not refunded the {fee} dollars. {"Processing", they say|The ticket gets closed every week}.',
      'My flight was cancelled, {hotel} agreed to waive the fee, and {B} {still refuses to refund me|kept the money anyway}.',
      'Arrived in {city}, no room. {B} {offered a coupon|blamed the hotel, the hotel blamed {B}}. {Disgraceful|Pathetic}.',
      'Cancelled {minutes} minutes after booking and {B} {still kept|charged me} {fee} dollars. {Their refund policy is a trap|No goodwill whatsoever}.',
    ],
    more: [
      '{Every mail gets|All I get is} "three to five working days".',
      'I sent {screenshots|receipts} {times} times. {Ignored|They act as if they never saw them}.',
      'Booking took a minute, the refund takes {a season|forever}.',
    ],
  },
  quality: {
    told: [
      'Breakfast at {hotel} was {cold and tasteless|stale bread and watery coffee}. How does {B} call this a "foodie pick"?',
      'The bed in our {room} sagged {in the middle|like a hammock} and the air con {rattled all night|was broken}. {B} rates this place {far too high|four stars, what a joke}.',
      'Shower went cold {halfway through|every morning}, the key card failed {times} times. {Poor quality|Nothing worked}, and {B} recommended it.',
      'The {B} airport car was {filthy and far too small|falling apart}, and {our bags did not fit|the driver smoked}.',
    ],
    more: [
      '{Asked to switch rooms; the next one was no better|Maintenance never came}.',
      'Not worth {half of what we paid|{price} a night}.',
      '{Everything felt cheap and broken|I left early and slept better on the train}.',
    ],
  },
  price: {
    told: [
      '{B} showed {price}, then charged {price2} at checkout. {Hidden fees|That "service fee"} of {diff} {is a rip-off|is robbery}.',
      'Same {room} was {diff} cheaper {at the front desk|on the hotel site}. {What is {B} even for|I feel stupid for using {B}}?',
      'Price at {hotel} dropped by {diff} {the day after|an hour after} I booked and {B} {refused to match it|shrugged}. {Overpriced|Waste of money}.',
      '{B} quietly added a {fee} "peace of mind" insurance to my cart. {Sneaky|Shameless} and {expensive|greedy}.',
    ],
    more: [
      '{Support says prices are "dynamic"|The answer was "prices may vary"}. {Right|How convenient}.',
      '{My colleague paid {diff} less on {V}|Friends paid less elsewhere}.',
      '{Not worth it|Check two other sites first}.',
    ],
  },
  delivery: {
    told: [
      'Paid {B}, waited {hours} hours for the confirmation, and {the hotel had no record of us|nothing ever came}.',
      'The {B} pickup was {minutes} minutes late and {nobody answered the phone|we nearly missed the train}.',
      'Check-in at {hotel} took {hours} hours because {B} {sent the wrong dates|had not passed on our booking}.',
      'The e-voucher from {B} {arrived after the show|never arrived}. {Too slow|Way too late}, and we {paid twice|missed it}.',
    ],
    more: [
      '"Instant confirmation", {they said|my foot}.',
      'Half a day of the trip {gone|wasted}.',
      'In the end I {phoned the hotel myself|sorted it out on my own}.',
    ],
  },
  hygiene: {
    told: [
      '{Hair on the pillow|Stains on the sheets} and {mould in the shower|a smell of sewage} at {hotel}. {B} says "spotless". {Disgusting|Gross}.',
      'A cockroach {ran across the bed|greeted us in the bathroom} in {city}. {B} {did nothing|told me to upload photos}.',
      'Towels were {yellow|damp and used}, carpet {black with dirt|sticky}. {Filthy room|So dirty}, and {B} still lists it.',
    ],
    more: [
      '{The cleaner wiped the cups with the toilet cloth|They had no clean sheets left}.',
      'My {who} came home with {a rash|bites all over}.',
      '{We slept in our clothes|Never felt clean until we left}.',
    ],
  },
  environment: {
    told: [
      '"Quiet lake view" on {B} turned out to be {a building site|a car park}. {Drilling from six in the morning|Noise all night}.',
      'Our {room} had {no window|a window onto a wall} and {walls like paper|a smell of damp}. {B} {did not mention it|hid that}.',
      '{hotel} is {minutes} minutes on foot from the metro, not "five" as {B} claims. {Terrible location|Dragged bags through the rain}.',
      'Heating at {hotel} was {dead|barely warm}. {We froze|Slept in coats}, and {B} {would not move us|said it was "within standard"}.',
    ],
    more: [
      'The photos {are years old|have nothing to do with the place}.',
      'My {who} did not sleep {at all|a minute}.',
      '{It ruined the weekend|We left a day early}.',
    ],
  },
  app: {
    told: [
      'The {B} app {crashes on launch|freezes at payment} since the update. {Could not open my booking at the desk|Lost an hour}.',
      '{B} charged me {times} times for one booking because the app {kept failing|threw errors}. {Awful software|So buggy}.',
      "Can't log in to {B}: {the code never arrives|it loops for ever}. {Useless abroad|Stood at reception like a fool}.",
      'The map in the {B} app sent us {two miles off|to a cemetery} in {city}. {Terrible|Unusable}.',
    ],
    more: [
      '{Reinstalled it, same bug|New phone, same problem}.',
      'One-star reviews everywhere and {nothing gets fixed|they do not care}.',
      '{An app that cannot show a booking is worthless|The cancel button is hidden on purpose}.',
    ],
  },
  membership: {
    told: [
      'As a {gold|platinum} member {B} shows me {price2}; my {who} on a new account sees {price}. {Loyal customers get punished|That is how they thank loyalty}.',
      '{B} renewed my membership {without asking|silently} and took {fee}. {Cancelling is a maze|No refund, of course}.',
      'All my {B} points {expired overnight|were wiped}, no warning. {Three years of stays for nothing|Scammed}.',
      'The "free late checkout" of {B} {gold|elite} {does not exist|was refused at {hotel}}. {Worthless card|Paid for nothing}.',
    ],
    more: [
      '"Prices vary by account", {says support|was the answer}. {Shameless|Wow}.',
      'New users get a discount, old ones {get nothing|pay for it}.',
      '{Do not fall for the membership|Never buying that card again}.',
    ],
  },
  honesty: {
    told: [
      '{B} says "free cancellation" and then takes {fee}. {Misleading|A lie in small print}.',
      'Nothing at {hotel} looks like the photos on {B}. {False advertising|We were deceived}.',
      '"Only 1 room left" on {B}, for {days} days. {Fake pressure|They lie to make you book}.',
      'My honest review of {hotel} was {deleted by {B}|"not approved"}. {No wonder it is all five stars|So much for trust}.',
    ],
    more: [
      'I took a screenshot; {they changed the page the next day|now the text is gone}.',
      '{I will not trust them again|Dishonest from start to end}.',
      'Being {cheated|taken for a fool} is worse than the money.',
    ],
  },
};
