// Whether somebody is filling in a form of this page, or a script is sending one: until it is sent or emptied the page
// stays as it is, whatever others do meanwhile. The answer says when it came too late.
export const isWriting = () => sending.size > 0
  || [...document.querySelectorAll('#main :is(input, textarea, select)')].some(field =>
    field.form && !field.form.matches('[data-filters]') && (field === document.activeElement || isTouched(field)));

const sending = new Set();

export const sends = (form, still) => void (still ? sending.add(form) : sending.delete(form));

function isTouched(field) {
  if (['checkbox', 'radio'].includes(field.type)) return field.checked !== field.defaultChecked;
  if (!field.options) return field.value !== field.defaultValue;
  const options = [...field.options];
  return field.value !== (options.find(option => option.defaultSelected) ?? options[0])?.value;
}
