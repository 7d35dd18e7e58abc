// Fields that are there only while another one has a certain value.
export function show(desk) {
  const fields = [...desk.querySelectorAll("[data-rule]")].map((field) => [field, JSON.parse(field.dataset.rule)]);
  const inputs = named(desk, new Set(fields.flatMap(([, { rules }]) => rules.map(([name]) => name))));
  for (const [field, { all, rules }] of fields) {
    // What the form does not hold cannot hide anything.
    const held = rules.map(([name, values]) => !inputs.has(name) || values.includes(value(inputs.get(name))));
    field.hidden = !(all ? held.every(Boolean) : held.some(Boolean));
  }
}

/** The inputs of these names; a question mark behind a name says that there was no value yet. */
function named(desk, names) {
  const found = new Map();
  for (const input of desk.elements) {
    const name = input.name.replace(/\?$/, "");
    if (names.has(name)) found.set(name, [...(found.get(name) ?? []), input]);
  }
  return found;
}

function value(inputs) {
  const switches = inputs.filter((each) => each.type === "checkbox" || each.type === "radio");
  if (switches.length) return switches.find((each) => each.checked)?.value ?? "off";
  return inputs.at(-1).value;
}
