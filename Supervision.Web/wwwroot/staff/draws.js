// Draws: forms become what the API takes; staff.js keeps the pages live. A party's secret is made here, kept in this
// browser and handed out as a file; the server sees its hash until it is revealed.
import { sends } from './writing.js';

const encoder = new TextEncoder();

const hex = bytes => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
const keyOf = form => `draw-secret:${form.dataset.no}:${form.dataset.party}`;
const numberOf = (form, name) => Number(form.elements[name].value);
const textOf = (form, name) => form.elements[name]?.value.trim() || null;

/* SHA-256 of ["commit", draw, party, secret] as canonical JSON (docs/draws.md, section 5). */
async function commitmentOf(form, secret) {
  const text = JSON.stringify(['commit', form.dataset.no, form.dataset.party, secret]);
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text))));
}

/* The file is the party's own copy: a browser may forget. */
function handOut(form, secret) {
  const { no, party } = form.dataset;
  const link = document.createElement('a');
  const text = JSON.stringify({ draw: no, party, secret });
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = `${no}-secret.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

const partsOf = (row, name) => row.querySelector(`[name=${name}]`).value.split(/[;；、\s]+/).filter(part => part);

const dayOf = (form, name) => textOf(form, name) && new Date(`${textOf(form, name)}T00:00:00`).toISOString();

const instantOf = (form, name) => textOf(form, name) && new Date(textOf(form, name)).toISOString();

/* Of three ways to say how many, the most exact: numbers of strata, a share, a number. */
function ruleOf(form) {
  const strata = form.elements.strata.value.split('\n').map(line => line.split(/[=,，\t]/).map(part => part.trim()))
    .filter(([name]) => name);
  return {
    ...strata.length ? { strata: Object.fromEntries(strata.map(([name, count]) => [name, Number(count)])) }
      : textOf(form, 'percent') ? { percent: numberOf(form, 'percent') } : { count: numberOf(form, 'count') },
    perObject: numberOf(form, 'perObject'), recuseOwn: form.elements.recuseOwn.checked,
    weighted: form.elements.weighted.checked,
  };
}

const inspectorsOf = form => [...form.querySelectorAll('[data-inspector]')]
  .filter(row => row.querySelector('[name=takesPart]').checked)
  .map(row => ({
    id: row.dataset.inspector, organisation: row.querySelector('[name=organisation]').value.trim(),
    skills: partsOf(row, 'skills'), relations: partsOf(row, 'relations'), workload: Number(row.dataset.workload),
  }));

/* Rule and pool go as a form: a list is a table, whether it was chosen or typed, and the server reads it. */
function poolOf(form) {
  const sent = new FormData();
  sent.append('body', JSON.stringify({
    rule: ruleOf(form), inspectors: inspectorsOf(form),
    selection: form.dataset.drawKind === 'list' ? null : {
      hall: textOf(form, 'hall'), department: textOf(form, 'department'), grade: textOf(form, 'grade'),
      from: dayOf(form, 'from'), until: dayOf(form, 'until'), strataBy: textOf(form, 'strataBy'),
    },
  }));
  if (form.dataset.drawKind === 'list') {
    sent.append('file', form.elements.file.files[0] ?? new Blob([form.elements.objects.value]), 'list');
  }
  return sent;
}

const bodies = {
  plan: form => ({
    title: textOf(form, 'title'), kind: textOf(form, 'kind'), selection: textOf(form, 'selection'),
    revealMinutes: numberOf(form, 'revealMinutes'), previous: textOf(form, 'previous'), reason: textOf(form, 'reason'),
    beaconAt: instantOf(form, 'beaconAt'),
    for: form.dataset.line
      ? { line: form.dataset.line, year: Number(form.dataset.year), part: Number(form.dataset.part) } : null,
    parties: [...form.querySelectorAll('[data-party-row]')]
      .map(row => ({
        name: row.querySelector('[name=party]').value.trim(), account: row.querySelector('[name=account]').value,
      }))
      .filter(party => party.name || party.account),
  }),
  commit: async form => {
    const secret = localStorage.getItem(keyOf(form)) ?? hex(crypto.getRandomValues(new Uint8Array(32)));
    localStorage.setItem(keyOf(form), secret);
    handOut(form, secret);
    return { commitment: await commitmentOf(form, secret) };
  },
  reveal: form => ({ secret: textOf(form, 'secret') }),
  beacon: form => ({ randomness: textOf(form, 'randomness'), signature: textOf(form, 'signature') }),
  abort: form => ({ reason: textOf(form, 'reason') }),
  replace: form => ({
    object: form.elements.who.selectedOptions[0].dataset.object, inspector: form.elements.who.value,
    reason: textOf(form, 'reason'),
  }),
};

/* Results go as a form, for their pictures. */
function resultOf(form) {
  const sent = new FormData();
  const failed = [...new FormData(form)].filter(([name, value]) => name.startsWith('point') && value);
  sent.append('object', form.elements.object.value);
  sent.append('failed', failed.map(([, point]) => point).join('\n'));
  sent.append('words', form.elements.words.value);
  for (const file of form.elements.files.files) sent.append('files', file);
  return sent;
}

const formsOf = { inspect: resultOf, freeze: poolOf, try: poolOf };

async function post(form, step) {
  const address = step === 'plan' ? '/api/draws' : `/api/draws/${encodeURIComponent(form.dataset.no)}/${step}`;
  const headers = form.dataset.key ? { 'Idempotency-Key': form.dataset.key } : {};
  const response = await fetch(address, step in formsOf
    ? { method: 'POST', headers, body: formsOf[step](form) }
    : {
      method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(await bodies[step](form)),
    });
  const answer = await response.json();
  if (!response.ok) throw new Error(Object.values(answer.errors ?? {}).flat().join('\n')
    || [answer.title, answer.detail].filter(Boolean).join(' '));
  return answer;
}

/* What a freezing would come to: every fault by row, or how likely each object is. */
function showTrial(form, trial) {
  const fill = (name, lines) => {
    const table = form.querySelector(`[data-trial-${name}]`);
    table.hidden = lines.length === 0;
    table.tBodies[0].replaceChildren(...lines.map(cells => {
      const row = document.createElement('tr');
      for (const [place, cell] of cells.entries()) {
        const shown = row.insertCell();
        shown.textContent = cell ?? '—';
        if (place > 0) shown.dataset.label = table.tHead.rows[0].cells[place].textContent;
      }
      return row;
    }));
  };
  fill('faults', trial.faults.map(fault => [fault.row, fault.column, fault.of, fault.problem]));
  fill('odds', Object.entries(trial.odds?.strata ?? {}).flatMap(([name, stratum]) =>
    Object.entries(stratum.weights).map(([weight, odds]) =>
      [name || null, weight, odds.objects, odds.probability.toFixed(4)])));
  const count = Object.values(trial.odds?.strata ?? {}).reduce((sum, stratum) => sum + stratum.count, 0);
  form.querySelector('[data-trial-count]').textContent = `${count} / ${trial.objects}`;
  const shown = form.querySelector('[data-trial]');
  shown.hidden = false;
  shown.dataset.state = trial.faults.length ? 'faults' : 'fits';
  shown.scrollIntoView({ block: 'nearest' });
}

async function send(form, step) {
  const answer = await post(form, step);
  if (step === 'try') return showTrial(form, answer);
  location.assign(`/draws/${encodeURIComponent(answer.draw.no)}`);
}

document.addEventListener('submit', async event => {
  const form = event.target.closest('[data-draw-form]');
  if (!form) return;
  event.preventDefault();
  const button = event.submitter ?? form.querySelector('[type=submit]');
  const fault = document.querySelector('[data-draw-fault]');
  button.disabled = true;
  sends(form, true); // while it is on its way the page stays: another would take the step back
  fault.hidden = true;
  try {
    await send(form, button.dataset.step ?? form.dataset.drawForm);
    if (button.dataset.step !== 'try') return; // any other step leads to another page
  } catch (error) {
    fault.textContent = error.message;
    fault.hidden = false;
    fault.scrollIntoView({ block: 'nearest' });
  }
  sends(form, false);
  button.disabled = false;
});

/* A beacon alone makes a seed as well: then no party is needed. Its round is the server's to name; here it is shown. */
const GENESIS_S = 1_692_803_367, PERIOD_S = 3;
document.addEventListener('input', ({ target }) => {
  if (!target.matches('[name=beaconAt]')) return;
  const says = document.querySelector('[data-beacon-round]');
  const round = Math.ceil((new Date(target.value) / 1000 - GENESIS_S) / PERIOD_S) + 1;
  const at = new Date((GENESIS_S + (round - 1) * PERIOD_S) * 1000);
  says.textContent = target.value ? says.dataset.says.replace('{0}', round).replace('{1}', at.toLocaleString()) : '';
  for (const field of target.form.querySelectorAll('[data-party-needed]')) field.required = !target.value;
});

function fillSecrets() {
  for (const form of document.querySelectorAll('[data-draw-form=reveal]')) {
    form.elements.secret.defaultValue = localStorage.getItem(keyOf(form)) ?? ''; // as if the page had come with it
  }
}

fillSecrets();
document.addEventListener('page-replaced', fillSecrets);

document.addEventListener('click', event =>
  event.target.closest('[data-fullscreen]') && document.documentElement.requestFullscreen());
