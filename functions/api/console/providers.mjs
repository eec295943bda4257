// The providers, for operators: models, prices and voices, and which of them are not called because they failed.
import { html, useState } from "./htm.mjs";
import { ask, useLive } from "./api.mjs";
import { Act, Heading, READING, State, Table, Trouble, ago, dollars, moment } from "./parts.mjs";

const NAMES = { text: "Text", speech: "Speech", picture: "Pictures", clip: "Clips" };

const Price = ({ price }) => {
  if (!price) return "free";
  const output = price.usd_output ? html` in, ${dollars(price.usd_output)} out` : "";
  return html`${dollars(price.usd_input)}${output} per ${price.unit}
    <br /><small>${price.as_of ? `as of ${price.as_of}` : "your own price"}</small>
    ${(price.changes ?? []).map((one) => html`<br /><small>from ${one.begins} ${dollars(one.usd_input)}${one.usd_output ? ` in, ${dollars(one.usd_output)} out` : ""}</small>`)}`;
};

const Model = ({ one }) => html`${one.model ? html`<code>${one.model}</code>` : html`<small>on this system</small>`}
  ${one.warning && html`<br /><strong>${one.warning}</strong>`}
  ${one.ends && html`<br /><small>ends ${one.ends}${one.successor ? `, then ${one.successor}` : ""}</small>`}`;

const pathOf = (one) => `/api/v1/providers/${encodeURIComponent(one.capability)}/${encodeURIComponent(one.name)}/close`;

/** The state of a breaker. Closing it is safe to repeat; it opens again when the provider goes on to fail. */
const Health = ({ one, close }) => html`<${State} word=${one.is_healthy ? "closed" : "open"} />
  ${one.unavailable_until && html`<br /><small>called again ${moment(one.unavailable_until)}</small>`}
  ${!one.is_healthy && html`<br /><${Act} run=${() => close(one)} sure=${`Yes, call ${one.name} again`}>Close breaker<//>`}`;

const Failed = ({ one }) => (one.failed_at ? html`${ago(one.failed_at)}<br /><small dir="auto">${one.failed_with}</small>` : "none");

/** How often, when and by which provider its work was done instead. */
const Replaced = ({ one }) => (one.replaced ? html`${one.replaced} times<br /><small>last ${ago(one.replaced_at)}, by ${one.replaced_by}</small>` : "never");

const Voices = ({ voices }) => voices.length > 0 && html`<details><summary>${voices.length} voices</summary>${voices.join(", ")}</details>`;

function Capability({ name, providers, close }) {
  const rows = providers.map((one) => [one.name, html`<strong>${one.name}</strong><${Voices} voices=${one.voices} />`, html`<${Model} one=${one} />`,
    html`<${Health} one=${one} close=${close} />`, html`<${Failed} one=${one} />`, html`<${Replaced} one=${one} />`, html`<${Price} price=${one.price} />`,
    one.is_local ? "not needed" : one.probed ?? "never"]);
  return html`<h2>${NAMES[name]}</h2>
    <${Table} name=${NAMES[name]} columns=${["Provider", "Model", "Breaker", "Last failure", "Replaced", "Price", "Last real call"]} rows=${rows} />`;
}

export default function Providers() {
  const { data, error, at, again } = useLive("/api/v1/providers", 10_000), [said, setSaid] = useState("");
  const close = (one) => ask(pathOf(one), { method: "POST" }).then(() => { setSaid(`The breaker of ${one.name} is closed.`); again(); });
  return html`<${Heading}>Providers<//>
    <p class="meta">A breaker opens after five failures in a row. The provider is then not called for a while, and its fallback works instead.</p>
    <p class="said" role="status">${said}</p>
    <${Trouble} error=${error} at=${at} />
    ${!data && !error && html`<p class="empty" aria-busy="true">${READING}</p>`}
    ${data && Object.keys(NAMES).map((name) => {
      const providers = data.providers.filter((one) => one.capability === name);
      return providers.length > 0 && html`<${Capability} key=${name} name=${name} providers=${providers} close=${close} />`;
    })}`;
}
