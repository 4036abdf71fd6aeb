// Passkeys, where the browser offers them: forms with data-passkey stay hidden elsewhere, and passwords go on.
const offered = isSecureContext && typeof PublicKeyCredential === 'function'
  && typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function';

const making = {
  create: options => navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
  }),
  get: options => navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
  }),
};

async function show(form) {
  const response = await fetch(form.dataset.options, { method: 'POST', body: new FormData(form) });
  if (response.status === 400) return say(form, await response.text());
  if (!response.ok) throw new Error(`options: ${response.status}`);
  const credential = await making[form.dataset.passkey](await response.json());
  form.elements.credential.value = JSON.stringify(credential);
  form.submit(); // raises no event: the page answers like to any other form
}

function say(form, text) {
  const fault = form.querySelector('[data-passkey-fault]');
  fault.textContent = text;
  fault.hidden = false;
}

if (offered) {
  for (const none of document.querySelectorAll('[data-passkey-none]')) none.hidden = true;
  for (const form of document.querySelectorAll('[data-passkey]')) {
    form.hidden = false;
    const button = form.querySelector('button');
    form.addEventListener('submit', async event => {
      event.preventDefault();
      form.querySelector('[data-passkey-fault]').hidden = true;
      button.disabled = true;
      try {
        await show(form);
      } catch {
        say(form, form.dataset.fault); // given up by the person, refused by the browser, or no answer
      } finally {
        button.disabled = false;
      }
    });
  }
}
