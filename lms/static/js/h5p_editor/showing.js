// Fields that are there only while another one has a certain value.
export function show(desk) {
  for (const field of desk.querySelectorAll("[data-rule]")) {
    const { all, rules } = JSON.parse(field.dataset.rule);
    const held = rules.map(([name, values]) => holds(desk, name, values));
    field.hidden = !(all ? held.every(Boolean) : held.some(Boolean));
  }
}

function holds(desk, name, values) {
  const inputs = [name, `${name}?`].flatMap((each) => [...desk.querySelectorAll(`[name="${CSS.escape(each)}"]`)]);
  // What the form does not hold cannot hide anything.
  return !inputs.length || values.includes(value(inputs));
}

function value(inputs) {
  const switches = inputs.filter((each) => each.type === "checkbox" || each.type === "radio");
  if (switches.length) return switches.find((each) => each.checked)?.value ?? "off";
  return inputs.at(-1).value;
}
