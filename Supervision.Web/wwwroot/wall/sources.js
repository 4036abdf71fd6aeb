// Each source with the time since its last fact, the most silent first, ticking.
import { age, say } from './format.js';

const LINES = 7;
const QUIET_MS = 10 * 60_000;

export class Sources {
  #list;
  #none;
  #rows = [];

  constructor(list, none) {
    this.#list = list;
    this.#none = none;
  }

  /** Takes the sources as the board knew them at asOf, which arrived at the given moment of the page's own clock. */
  show(sources, asOf, arrivedAt) {
    const silentFirst = [...sources].sort((a, b) => Date.parse(a.lastFactAt) - Date.parse(b.lastFactAt));
    const shown = silentFirst.slice(0, sources.length > LINES ? LINES - 1 : LINES);
    while (this.#rows.length < shown.length) this.#rows.push(this.#row());
    while (this.#rows.length > shown.length) this.#rows.pop().line.remove();
    shown.forEach((source, index) => {
      const row = this.#rows[index];
      row.silentSince = arrivedAt - (asOf - Date.parse(source.lastFactAt));
      write(row.name, source.source);
    });
    this.#list.dataset.more = sources.length > shown.length ? say('wall.more', sources.length - shown.length) : '';
    this.#none.hidden = sources.length > 0;
    this.tick(arrivedAt);
  }

  tick(now) {
    for (const row of this.#rows) {
      const silence = now - row.silentSince;
      write(row.age, `${age(silence)}${say('wall.ago')}`);
      row.line.classList.toggle('quiet', silence > QUIET_MS);
    }
  }

  #row() {
    const line = document.createElement('li');
    const name = document.createElement('span');
    const since = document.createElement('span');
    name.className = 'source-name';
    since.className = 'source-age';
    line.append(name, since);
    this.#list.append(line);
    return { line, name, age: since, silentSince: 0 };
  }
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
