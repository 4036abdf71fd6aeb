// Staff pages work without this file; it spares them whole-page loads, adds keys, and keeps lists live. Pages come from
// the server complete: a new part of a page is the same part of a freshly asked page, never markup made here.
import { Link } from '../wall/link.js';
import { isWriting } from './writing.js';

const main = document.getElementById('main');

/* Loads an address into this page. */
let loading = null;

async function swap(address, { push = false, keepScroll = true, unasked = false } = {}) {
  loading?.abort();
  const abort = loading = new AbortController();
  try {
    const response = await fetch(address, { signal: abort.signal, headers: { Accept: 'text/html' } });
    if (response.redirected) return void location.assign(response.url); // the session is over: sign in, come back
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = page.getElementById('main');
    if (!fresh) throw new Error('not one of our pages');
    if (unasked && isWriting()) return void refreshSoon(); // begun while the page was on its way
    if (unasked && stampOf(main) && stampOf(main) === stampOf(fresh)) return void hold(false);
    if (push) history.pushState(null, '', address);
    replace(fresh);
    document.title = page.title;
    if (!keepScroll) scrollTo(0, 0);
  } catch (error) {
    if (error.name === 'AbortError') return;
    if (push) location.assign(address); // let the browser say what is wrong
  } finally {
    if (loading === abort) loading = null;
  }
}

// Pages with a stamp say by it whether anything they show has changed.
const stampOf = part => part.querySelector('[data-stamp]')?.dataset.stamp;

// Focus, open details and the words being typed outlive the exchange.
function replace(fresh) {
  const row = document.activeElement?.closest('[data-id]')?.dataset.id;
  const typing = document.activeElement?.matches('[data-filters] *') ? document.activeElement : null;
  const open = [...main.querySelectorAll('details')].map(details => details.open);
  if (typing) {
    const now = typing.closest('form');
    const next = fresh.querySelector('[data-filters]');
    if (next && now) next.replaceWith(now);
  }
  main.replaceChildren(...fresh.childNodes);
  main.querySelectorAll('details').forEach((details, index) => (details.open = open[index] ?? false));
  if (typing) typing.focus();
  else if (row) main.querySelector(`[data-id="${CSS.escape(row)}"] a`)?.focus();
  unseen = 0;
  hold(false);
  document.dispatchEvent(new Event('page-replaced'));
}

document.addEventListener('click', event => {
  const link = event.target.closest('a[data-swap]');
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  swap(link.href, { push: true, keepScroll: link.matches('[data-row], [data-close]') });
});

addEventListener('popstate', () => swap(location.href));

/* Filters go into the address as they change. */
function addressOf(form) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''));
  return `${form.getAttribute('action')}${query.size ? `?${query}` : ''}`;
}

document.addEventListener('submit', event => {
  if (!event.target.matches('[data-filters]')) return;
  event.preventDefault();
  swap(addressOf(event.target), { push: true });
});

document.addEventListener('change', event => {
  if (event.target.matches('[data-files-max]')) checkFiles(event.target);
  if (event.target.matches('[data-filters] select')) swap(addressOf(event.target.form), { push: true });
});

/* Files that would be refused are not sent first. */
function checkFiles(input) {
  const { filesMax, bytesMax, tooMuch } = input.dataset;
  const files = [...input.files];
  const fits = files.length <= Number(filesMax) && files.every(file => file.size <= Number(bytesMax));
  input.setCustomValidity(fits ? '' : tooMuch);
  input.reportValidity();
}

/* What somebody wrote for a step comes back when the step was refused. */
const draftOf = form => `step:${form.getAttribute('action')}:${form.dataset.step}`;

document.addEventListener('submit', event => {
  if (event.target.matches('[data-step]'))
    sessionStorage.setItem(draftOf(event.target), event.target.elements.words.value);
});

for (const form of main.querySelectorAll('form[data-step]')) {
  const words = sessionStorage.getItem(draftOf(form));
  sessionStorage.removeItem(draftOf(form));
  if (words && new URLSearchParams(location.search).has('refusal')) form.elements.words.value = words;
}

/* A menu closes when somebody goes on elsewhere. */
const closeMenu = () => document.querySelector('[data-menu][open]')?.removeAttribute('open');

document.addEventListener('click', event => event.target.closest('[data-menu]') || closeMenu());

/* Keys: j/k or arrows, Enter (the browser's own), Esc, /. */
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches('input, select, textarea');
  if (event.key === 'Escape') {
    closeMenu();
    if (typing) event.target.blur();
    else main.querySelector('[data-close]')?.click();
  } else if (typing) {
    return;
  } else if (event.key === '/') {
    const search = main.querySelector('[data-search]');
    if (!search) return;
    event.preventDefault();
    search.select();
    search.focus();
  } else if (['j', 'ArrowDown'].includes(event.key)) {
    move(event, 1);
  } else if (['k', 'ArrowUp'].includes(event.key)) {
    move(event, -1);
  }
});

function move(event, step) {
  const rows = [...main.querySelectorAll('[data-row]')];
  const at = rows.indexOf(document.activeElement);
  if (!rows.length || (at < 0 && event.key.startsWith('Arrow'))) return; // arrows scroll until a row is chosen
  event.preventDefault();
  rows[Math.max(0, Math.min(rows.length - 1, at + step))].focus();
}

/* Live: known rows are read again, new ones are announced so that nothing jumps under the reader's hand. */
const REFRESH_MS = 1000;
const PRESENCE_MS = 200; // the server tells of presence rarely enough
let unseen = 0;
let refreshTimer = 0;

function refreshSoon(afterMs = REFRESH_MS) {
  refreshTimer ||= setTimeout(() => {
    refreshTimer = 0;
    if (!loading && !isWriting()) return void swap(location.href, { unasked: true });
    hold(isWriting());
    refreshSoon(afterMs);
  }, afterMs);
}

/* Something changed that is not shown yet: a form is being filled in. */
let held = false;

function hold(isHeld) {
  held = isHeld;
  showLink();
}

function matches(card) {
  const query = new URLSearchParams(location.search);
  const is = name => !query.get(name) || query.get(name) === card[name];
  return ['level', 'state', 'kind', 'clock', 'hall'].every(is)
    && (!query.get('q') || card.subject.toLowerCase().includes(query.get('q').trim().toLowerCase()));
}

function take(card) {
  const list = main.querySelector('[data-list]');
  if (!list) return;
  if (list.dataset.kind === 'case') {
    if (list.dataset.subject === card.subject) refreshSoon();
  } else if (list.dataset.kind === 'alerts') {
    const row = list.querySelector(`tr[data-id="${CSS.escape(card.id)}"]`);
    if (row) refreshSoon();
    else if (matches(card)) announce(1);
  }
}

// The bell says how much is unread, on every page.
function showUnread(unread) {
  const badge = document.querySelector('[data-inbox] [data-unread]');
  if (!badge) return;
  badge.textContent = unread > 99 ? '99+' : unread;
  badge.hidden = unread === 0;
}

function announce(count) {
  const pill = main.querySelector('[data-new]');
  if (!pill) return;
  unseen += count;
  pill.textContent = pill.dataset.new.replace('{0}', unseen);
  pill.hidden = false;
}

const takeOrders = () => main.querySelector('[data-kind^="order"]') && refreshSoon();
const takeWindows = () => main.querySelector('[data-kind="windows"]') && refreshSoon(PRESENCE_MS);
const takeDraws = () => main.querySelector('[data-kind^="draw"]') && refreshSoon(PRESENCE_MS);
const takeMessages = () => main.querySelector('[data-kind="inbox"]') && refreshSoon();
const takeAlerts = () => main.querySelector('[data-kind="alerts"], [data-kind="case"]') && refreshSoon();

// What was told while this page was loading reached nobody: where the counts moved on, it is as if told now.
const kinds = [takeOrders, takeWindows, takeDraws, takeMessages, takeAlerts]; // in the order of the server's counts

function takeMissed(counts) {
  const seen = main.dataset.seen?.split(' ') ?? [];
  counts.split(' ').forEach((count, kind) => count === seen[kind] || kinds[kind]?.());
}

const link = new Link('hubs/board', '', {
  board: () => {},
  delta: () => {},
  alert: card => take(card),
  alertsSkipped: count => (main.querySelector('[data-kind="alerts"]') ? announce(count) : refreshSoon()),
  ordersChanged: () => takeOrders(),
  windowsChanged: () => takeWindows(),
  inboxChanged: unread => (showUnread(unread), takeMessages()),
  drawsChanged: () => takeDraws(),
  connected: again => {
    // Lost again before the answers: asked again.
    if (document.querySelector('[data-inbox]')) link.ask('Unread').then(showUnread, () => {});
    if (!again) return void link.ask('Changes').then(takeMissed, () => {});
    takeDraws();
    refreshSoon();
  },
  changed: () => showLink(),
});

function showLink() {
  const mark = main.querySelector('[data-live]');
  if (!mark) return;
  mark.hidden = !link.up && link.attempts < 2;
  mark.textContent = !link.up ? mark.dataset.off : held ? mark.dataset.held : mark.dataset.on;
  mark.classList.toggle('off', !link.up);
}

if (main.querySelector('[data-live], [data-kind^="draw"]') || document.querySelector('[data-inbox]')) link.run();

document.addEventListener('click', event => event.target.closest('[data-print]') && print());
