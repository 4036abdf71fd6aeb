// Words, numbers and times as the wall shows them.
const words = JSON.parse(document.body.dataset.words);
const names = JSON.parse(document.body.dataset.names);
const zone = document.body.dataset.zone;
const lang = document.documentElement.lang;
const number = new Intl.NumberFormat(lang);
const percent = new Intl.NumberFormat(lang, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
});
const short = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone, month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(lang, { timeZone: zone, month: 'long', day: 'numeric', weekday: 'long' });
const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone: zone });

/** A text in the language of the page, with values in the places of {0}, {1}. */
export function say(key, ...values) {
  const text = words[key]?.[0] ?? key;
  return text.replace(/\{(\d)\}/g, (_, place) => values[place] ?? '');
}

/** Writes a text with the other language small beside it, as the component Both does. */
export function sayBoth(element, key) {
  if (element.dataset.key === key) return;
  element.dataset.key = key;
  const small = document.createElement('small');
  small.textContent = words[key]?.[1] ?? '';
  element.replaceChildren(say(key), ' ', small);
}

/** The text of a code that may carry a detail after a colon, such as stage:审核. */
export function sayCode(family, code) {
  const colon = code.indexOf(':');
  const name = colon < 0 ? code : code.slice(0, colon);
  const detail = colon < 0 ? '' : code.slice(colon + 1);
  const text = words[`${family}.${name}`]?.[0];
  if (!text) return code;
  if (!detail) return text;
  return `${text} · ${words[`fact.${detail}`]?.[0] ?? words[`suspension.${detail}`]?.[0] ?? detail}`;
}

export const hallName = id => names[id] ?? id;
export const numberText = value => number.format(value);
export const percentText = rate => (rate?.value == null ? '–' : percent.format(rate.value));
export const intervalText = ({ interval }) =>
  (interval ? `[${percent.format(interval.low)}, ${percent.format(interval.high)}]` : '');
export const clockText = date => clock.format(date);
export const dateText = date => day.format(date);

/** Only the time for today, month and day before it otherwise. */
export function shortText(date) {
  if (isoDay.format(date) === isoDay.format(new Date())) return clock.format(date);
  const part = Object.fromEntries(short.formatToParts(date).map(piece => [piece.type, piece.value]));
  return `${part.month}-${part.day} ${part.hour}:${part.minute}`;
}

/** A stretch of time in its largest unit. */
export function age(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} ${say('wall.sec')}`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} ${say('wall.min')}`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} ${say('wall.hour')}`;
  return `${Math.floor(seconds / 86_400)} ${say('wall.day')}`;
}
