// Draws: forms become what the API takes, and a page that waits for others looks now and then whether they acted. A
// party's secret is made here, kept in this browser and handed out as a file; the server sees its hash until it is
// revealed.
const POLL_MS = 1500;
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

/* A line of a list: id, organisation, weight; separated by comma or tab. */
function objectOf(line) {
  const [id, organisation = '', weight = '1'] = line.split(/[,\t]/).map(part => part.trim());
  return { id, organisation, weight: Number(weight) };
}

const dayOf = (form, name) => textOf(form, name) && new Date(`${textOf(form, name)}T00:00:00`).toISOString();

const bodies = {
  plan: form => ({
    title: textOf(form, 'title'), kind: textOf(form, 'kind'), selection: textOf(form, 'selection'),
    revealMinutes: numberOf(form, 'revealMinutes'), previous: textOf(form, 'previous'), reason: textOf(form, 'reason'),
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
  freeze: form => ({
    rule: {
      count: numberOf(form, 'count'), perObject: numberOf(form, 'perObject'),
      recuseOwn: form.elements.recuseOwn.checked, weighted: form.elements.weighted.checked,
    },
    ...form.dataset.kind === 'list'
      ? { objects: form.elements.objects.value.split('\n').filter(line => line.trim()).map(objectOf) }
      : {
        selection: {
          hall: textOf(form, 'hall'), department: textOf(form, 'department'), grade: textOf(form, 'grade'),
          from: dayOf(form, 'from'), until: dayOf(form, 'until'),
        },
      },
  }),
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

async function send(form) {
  const step = form.dataset.drawForm;
  const address = step === 'plan' ? '/api/draws' : `/api/draws/${encodeURIComponent(form.dataset.no)}/${step}`;
  const response = await fetch(address, step === 'inspect'
    ? { method: 'POST', body: resultOf(form) }
    : {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(await bodies[step](form)),
    });
  const answer = await response.json();
  if (!response.ok) throw new Error(Object.values(answer.errors ?? {}).flat().join(' ')
    || [answer.title, answer.detail].filter(Boolean).join(' '));
  location.assign(`/draws/${encodeURIComponent(answer.draw.no)}`);
}

document.addEventListener('submit', async event => {
  const form = event.target.closest('[data-draw-form]');
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector('[type=submit]');
  button.disabled = true;
  try {
    await send(form);
  } catch (error) {
    const fault = document.querySelector('[data-draw-fault]');
    fault.textContent = error.message;
    fault.hidden = false;
    fault.scrollIntoView({ block: 'nearest' });
    button.disabled = false;
  }
});

document.addEventListener('change', async event => {
  const { form, files } = event.target;
  if (!event.target.matches('[data-draw-form=freeze] [type=file]') || !files[0]) return;
  form.elements.objects.value = await files[0].text();
});

for (const form of document.querySelectorAll('[data-draw-form=reveal]')) {
  form.elements.secret.value = localStorage.getItem(keyOf(form)) ?? '';
}

document.querySelector('[data-print]')?.addEventListener('click', () => print());
document.querySelector('[data-fullscreen]')
  ?.addEventListener('click', () => document.documentElement.requestFullscreen());

/* Waiting for others: the same stamp as the page's, from what the API says. A form being filled in stays. */
const page = document.querySelector('[data-draw]');

async function look() {
  const response = await fetch(`/api/draws/${encodeURIComponent(page.dataset.draw)}`).catch(() => null);
  if (response?.ok) {
    const { draw, parties, amendments, results } = await response.json();
    const stamp = [draw.status, parties.filter(share => share.commitment).length,
      parties.filter(share => share.secret).length, amendments.length, results.length].join('-');
    if (stamp !== page.dataset.stamp && !document.activeElement?.closest('[data-draw-form]')) return location.reload();
  }
  setTimeout(look, POLL_MS);
}

if (page) setTimeout(look, POLL_MS);
