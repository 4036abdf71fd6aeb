// The wall's entry: wires the live link to the figures, charts, ticker and sources. Every text from the server is
// set as
// text, never as markup.
import { Link } from './link.js';
import { Figures } from './figures.js';
import { Charts } from './charts.js';
import { Ticker } from './ticker.js';
import { Sources } from './sources.js';
import { age, clockText, dateText, say, sayBoth } from './format.js';

const TICKER_LINES = 12;
const SILENT_MS = 15_000; // the server speaks at least every 5 s
const FROZEN_MS = 60_000; // its "now" must move on within this

const wall = document.getElementById('wall');
const stale = document.getElementById('stale');
const linkText = document.getElementById('link');
const figures = new Figures(document);
const charts = new Charts(document);
const ticker = new Ticker(document.getElementById('ticker'), document.getElementById('ticker-none'), TICKER_LINES);
const sources = new Sources(document.getElementById('sources'), document.getElementById('sources-none'));

let board = null;
let heardAt = 0;
let movedAt = 0;
let listTimer = 0;

const link = new Link('hubs/board', document.body.dataset.hall, {
  board: snapshot => show(snapshot),
  delta: changes => board && show({ ...board, ...changes }),
  alert: card => ticker.add(card),
  alertsSkipped: () => readTickerSoon(),
  connected: again => {
    readTicker();
    if (again) reloadWhenReplaced();
  },
  changed: () => showLink(),
});

function show(next) {
  const now = performance.now();
  if (!board || next.asOf !== board.asOf) movedAt = now;
  heardAt = now;
  board = next;
  figures.show(board);
  charts.show(board);
  sources.show(board.sources, Date.parse(board.asOf), now);
  showLink();
}

async function readTicker() {
  try {
    ticker.replace(await link.ask('RecentAlerts', TICKER_LINES));
  } catch {
    readTickerSoon(); // the link went down meanwhile, or comes back with a list of its own
  }
}

function readTickerSoon() {
  clearTimeout(listTimer);
  listTimer = setTimeout(() => link.up && readTicker(), 1000);
}

// A new release has new scripts: the wall takes them after the reconnect that follows an installation.
async function reloadWhenReplaced() {
  try {
    const response = await fetch(location.href, { cache: 'no-store' });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const version = page.documentElement.dataset.version;
    if (version && version !== document.documentElement.dataset.version) location.reload();
  } catch {
    // The server is away again; the next reconnect asks again.
  }
}

function showLink() {
  const now = performance.now();
  const lost = !link.up || (board && now - heardAt > SILENT_MS);
  const frozen = !lost && board && now - movedAt > FROZEN_MS;
  const state = !board && link.attempts < 2 ? 'connecting' : lost ? 'lost' : frozen ? 'frozen' : 'live';
  wall.dataset.link = state;
  sayBoth(linkText, `wall.${state}`);
  const hide = state === 'live' || state === 'connecting';
  stale.hidden = hide;
  if (hide) return;
  const parts = [say(`wall.${state}`)];
  if (board) parts.push(say('wall.lastAt', clockText(new Date(board.asOf)), age(now - heardAt)));
  if (lost && link.attempts > 0) parts.push(say('wall.retrying', link.attempts));
  const text = parts.join(' · ');
  if (stale.textContent !== text) stale.textContent = text;
}

function tick() {
  const now = new Date();
  document.getElementById('time').textContent = clockText(now);
  document.getElementById('date').textContent = dateText(now);
  sources.tick(performance.now());
  showLink();
  setTimeout(tick, 1000 - (Date.now() % 1000));
}

function toggleFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === 'f' || event.key === 'F') toggleFullScreen();
});

let pointerTimer = 0;
document.addEventListener('pointermove', () => {
  document.body.classList.remove('idle');
  clearTimeout(pointerTimer);
  pointerTimer = setTimeout(() => document.body.classList.add('idle'), 3000);
});

tick();
link.run();
