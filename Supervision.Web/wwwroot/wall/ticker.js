// The newest alerts: a bounded list whose lines are reused by identity.
import { hallName, say, sayCode, shortText } from './format.js';

export class Ticker {
  #list;
  #none;
  #lines;
  #known = new Map();

  constructor(list, none, lines) {
    this.#list = list;
    this.#none = none;
    this.#lines = lines;
  }

  /** Shows a whole list, newest first. */
  replace(cards) {
    this.#known.clear();
    this.#list.replaceChildren(...cards.slice(0, this.#lines).map(card => this.#line(card)));
    this.#none.hidden = cards.length > 0;
  }

  /** Puts a new card on top, or marks a known one as it is now. */
  add(card) {
    const before = this.#known.get(card.id);
    const line = this.#line(card);
    if (before) {
      before.replaceWith(line);
    } else if (card.state !== 'revoked') {
      line.classList.add('new');
      this.#list.prepend(line);
    } else {
      this.#known.delete(card.id);
    }
    while (this.#list.children.length > this.#lines) {
      this.#known.delete(this.#list.lastElementChild.dataset.id);
      this.#list.lastElementChild.remove();
    }
    this.#none.hidden = this.#list.children.length > 0;
  }

  #line(card) {
    const line = document.createElement('li');
    line.dataset.id = card.id;
    line.className = `line ${card.level}`;
    line.classList.toggle('revoked', card.state === 'revoked');
    line.append(
      part('tag', say(`level.${card.level}`)),
      part('subject', card.subject),
      part('at', shortText(new Date(card.at))),
      part('what', joined(' · ', card.clock && sayCode('clock', card.clock), sayCode('code', card.code))),
      part('where', joined(' ', card.hall && hallName(card.hall), card.window)));
    this.#known.set(card.id, line);
    return line;
  }
}

const joined = (between, ...texts) => texts.filter(Boolean).join(between);

function part(name, text) {
  const element = document.createElement('span');
  element.className = name;
  element.textContent = text ?? '';
  return element;
}
