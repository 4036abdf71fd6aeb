// The numbers of the board, written where they changed.
import { intervalText, numberText, percentText } from './format.js';

const pick = (board, path) => path.split('.').reduce((value, name) => value?.[name], board);

export class Figures {
  #figures;
  #rates;
  #presence;

  constructor(root) {
    this.#figures = [...root.querySelectorAll('[data-field]')];
    this.#rates = [...root.querySelectorAll('[data-rate]')].map(value => ({
      value,
      of: root.querySelector(`[data-rate-of="${value.dataset.rate}"]`),
      bar: root.querySelector(`[data-rate-bar="${value.dataset.rate}"]`),
      interval: root.querySelector(`[data-rate-interval="${value.dataset.rate}"]`),
    }));
    this.#presence = root.querySelector('.presence');
  }

  show(board) {
    const windows = isKnown(board.windows) ? board.windows : { staffed: null, paused: null, unstaffed: null };
    const shown = { ...board, windows, total: board.red + board.yellow + board.warnings };
    for (const element of this.#figures) {
      const value = pick(shown, element.dataset.field);
      write(element, value === null ? '–' : numberText(value ?? 0));
    }
    for (const { value, of, bar, interval } of this.#rates) {
      const rate = board[value.dataset.rate];
      write(value, percentText(rate));
      of.textContent = rate.denominator ? `${numberText(rate.numerator)} / ${numberText(rate.denominator)}` : '–';
      if (interval) interval.textContent = intervalText(rate);
      bar?.setAttribute('width', `${(rate.value ?? 0) * 100}%`);
    }
    this.#showPresence(board.windows);
  }

  #showPresence({ staffed, paused, unstaffed }) {
    const all = Math.max(1, staffed + paused + unstaffed);
    let from = 0;
    [staffed, paused, unstaffed].forEach((count, index) => {
      const bar = this.#presence.children[index];
      bar.setAttribute('x', `${(from / all) * 100}%`);
      bar.setAttribute('width', `${(count / all) * 100}%`);
      from += count;
    });
  }
}

// Without a single window seen nothing is known of them, and nought staffed would be a claim.
function isKnown({ staffed, paused, unstaffed }) {
  return staffed + paused + unstaffed > 0;
}

// A figure that moved lights up for a moment; the style sheet leaves it out where motion is not wanted.
function write(element, text) {
  if (element.textContent === text) return;
  const first = element.textContent === '–';
  element.textContent = text;
  element.dataset.length = text.length > 9 ? 'huge' : text.length > 6 ? 'long' : '';
  if (first || document.hidden) return;
  element.classList.remove('moved');
  requestAnimationFrame(() => element.classList.add('moved'));
}
